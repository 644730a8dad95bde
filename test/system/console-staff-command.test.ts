/** `npm run staff`, as the operator types it: a process of its own over a real folder. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databasePath } from '../../src/store/database.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'staff-command-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function staff(...words: readonly string[]): Promise<{ code: number; text: string }> {
  const environment = {
    ...process.env,
    DATA_FOLDER: join(folder, 'data'),
    KEYS_FOLDER: join(folder, 'keys'),
    CONSOLE_URL: 'https://petugas.example.org/',
  }
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', 'src/main.ts', 'staff', ...words], { env: environment }, (error, out, complaints) =>
      resolve({ code: error === null ? 0 : Number(error.code), text: out + complaints }),
    )
  })
}

test('the help says what the audit trail can be asked', async () => {
  const { code, text } = await staff('audit', '--help')
  expect(code).toBe(0)
  expect(text).toMatch(/verify\s+prove that no row was altered/)
})

test('an invitation begins with the address that staff use, not with the machine behind the proxy', async () => {
  const { code, text } = await staff('add', 'Rina', '--role', 'viewer')
  expect(code).toBe(0)
  expect(text).toMatch(/^https:\/\/petugas\.example\.org\/tautan\/[\w-]{43}\?nama=Rina$/m)
})

test('the trail is proven whole, and a row changed behind the back of the program is named', async () => {
  await staff('add', 'Tono')
  expect(await staff('audit', 'verify')).toMatchObject({ code: 0, text: expect.stringContaining('intact: 2 rows') })
  const file = new SqliteDatabase(databasePath(join(folder, 'data')))
  file.exec(`DROP TRIGGER audit_no_update; UPDATE audit SET detail = '{"purpose":"invite","role":"admin"}' WHERE number = 1`)
  file.close()
  const { code, text } = await staff('audit', 'verify')
  expect(code).toBe(1)
  expect(text).toContain('the audit trail was altered: row 1')
})
