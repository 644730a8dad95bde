import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import SqliteDatabase from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { migrate } from '../../src/store/migrate.ts'
import { migrations, type Migration } from '../../src/store/migrations/index.ts'
import { NOON, temporaryFolder } from '../support/builders-core.ts'

const people: Migration = {
  name: '0001-people',
  statements: ['CREATE TABLE people (id TEXT PRIMARY KEY)', "INSERT INTO people VALUES ('first')"],
}
const names: Migration = {
  name: '0002-names',
  statements: ['ALTER TABLE people ADD COLUMN name TEXT', "UPDATE people SET name = 'unknown'"],
}
const broken: Migration = {
  name: '0003-broken',
  statements: ['CREATE TABLE extra (x)', 'INSERT INTO people (id, name, nothing) VALUES (1, 2, 3)'],
}

function open(path = ':memory:'): SqliteDatabase.Database {
  const connection = new SqliteDatabase(path)
  onTestFinished(() => {
    connection.close()
  })
  return connection
}

const tables = (connection: SqliteDatabase.Database): unknown[] =>
  connection.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").pluck().all()
const records = (connection: SqliteDatabase.Database): unknown[] =>
  connection.prepare('SELECT name FROM migrations ORDER BY name').pluck().all()

describe('migrations', () => {
  it('bring an empty file to the newest schema, each with its record', () => {
    const connection = open()
    migrate(connection, [people, names], NOON)
    expect(records(connection)).toEqual(['0001-people', '0002-names'])
    expect(connection.prepare('SELECT * FROM people').all()).toEqual([{ id: 'first', name: 'unknown' }])
  })

  it('bring an older file forward and keep its rows', () => {
    const connection = open()
    migrate(connection, [people], NOON)
    connection.exec("INSERT INTO people VALUES ('second')")
    migrate(connection, [people, names], NOON + 1)
    expect(connection.prepare('SELECT id, name FROM people ORDER BY id').all()).toEqual([
      { id: 'first', name: 'unknown' },
      { id: 'second', name: 'unknown' },
    ])
  })

  it('run once: a second start changes nothing', () => {
    const connection = open()
    migrate(connection, [people, names], NOON)
    migrate(connection, [people, names], NOON + 1)
    expect(connection.prepare('SELECT count(*) FROM people').pluck().get()).toBe(1)
  })

  it('leave nothing of one that fails, and keep those before it', () => {
    const connection = open()
    expect(() => migrate(connection, [people, names, broken], NOON)).toThrow(/nothing/)
    expect(records(connection)).toEqual(['0001-people', '0002-names'])
    expect(tables(connection)).toEqual(['migrations', 'people'])
  })

  it('refuse a file of a newer version by the name of the migration', () => {
    const path = join(temporaryFolder(), 'newer.sqlite')
    const connection = new SqliteDatabase(path)
    migrate(connection, [...migrations, { name: '9999-from-the-future', statements: ['CREATE TABLE future (x)'] }], NOON)
    connection.close()
    expect(() => openDatabase({ path, now: () => NOON })).toThrow(/9999-from-the-future.*install the newer version/)
  })

  it('have names that sort in the order in which they run', () => {
    const all = migrations.map((migration) => migration.name)
    expect(all).toEqual([...all].sort())
    expect(new Set(all).size).toBe(all.length)
  })

  it('are whole after a kill in the middle of one', async () => {
    const path = join(temporaryFolder(), 'killed.sqlite')
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(new URL('../support/migrate-process.ts', import.meta.url)), path],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (data: Buffer) => data.toString().includes('in the middle') && resolve())
      child.on('exit', (code) => reject(new Error(`the child ended with ${code}`)))
    })
    const ended = new Promise((resolve) => child.on('exit', resolve))
    child.kill('SIGKILL')
    await ended
    const connection = open(path)
    expect(connection.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(records(connection)).toEqual(['0001-one'])
    expect(tables(connection)).toEqual(['migrations', 'one'])
    migrate(
      connection,
      [
        { name: '0001-one', statements: [] },
        { name: '0002-two', statements: ['CREATE TABLE two (x)'] },
      ],
      NOON,
    )
    expect(records(connection)).toEqual(['0001-one', '0002-two'])
  })
})
