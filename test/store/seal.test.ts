import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { assertKeysPresent } from '../../src/store/key-check.ts'
import { ephemeralSeal, MissingKeyError, openSeal, type Seal } from '../../src/store/seal.ts'
import { write } from '../../src/store/writes.ts'
import type { Database } from '../../src/store/database.ts'
import { NOON, openTestStore, personWrites, temporaryFolder } from '../support/builders-core.ts'

describe('sealed text', () => {
  it('opens again where it was sealed, in any script', () => {
    const seal = ephemeralSeal()
    const text = 'Saya di 香港 🙏 ﷺ \u0000'
    expect(seal.open(seal.seal(text, 'inbox:1'), 'inbox:1')).toBe(text)
  })

  it('is refused when it was moved to another row', () => {
    const seal = ephemeralSeal()
    expect(() => seal.open(seal.seal('halo', 'inbox:1'), 'inbox:2')).toThrow()
  })

  it('is refused when one character was altered', () => {
    const seal = ephemeralSeal()
    const sealed = seal.seal('halo', 'inbox:1')
    const at = sealed.indexOf('.') + 20
    const altered = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`
    expect(() => seal.open(altered, 'inbox:1')).toThrow()
  })

  it('is different each time and shows nothing of the text', () => {
    const seal = ephemeralSeal()
    expect(seal.seal('halo', 'a')).not.toBe(seal.seal('halo', 'a'))
    expect(Buffer.from(seal.seal('rahasia sekali', 'a').split('.')[1] ?? '', 'base64url').includes('rahasia')).toBe(false)
  })

  it('is looked up by a hash that depends on the key', () => {
    expect(ephemeralSeal().hash('628123')).not.toBe(ephemeralSeal().hash('628123'))
    expect(ephemeralSeal().hash('628123')).toMatch(/^[0-9a-f]{32}$/)
  })
})

describe('the keys folder', () => {
  it('is made on first use, readable by nobody else', () => {
    const folder = join(temporaryFolder(), 'keys')
    openSeal(folder)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    for (const name of ['key-1.key', 'identity.key']) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
  })

  it('gives the same keys to the next start', () => {
    const folder = temporaryFolder()
    const first = openSeal(folder)
    const sealed = first.seal('halo', 'a')
    expect(openSeal(folder).open(sealed, 'a')).toBe('halo')
    expect(openSeal(folder).hash('x')).toBe(first.hash('x'))
  })

  it('rotates: the newest key seals, the older ones still open', () => {
    const folder = temporaryFolder()
    const old = openSeal(folder).seal('halo', 'a')
    writeFileSync(join(folder, 'key-2.key'), '11'.repeat(32), { mode: 0o600 })
    writeFileSync(join(folder, 'key-10.key'), '22'.repeat(32), { mode: 0o600 })
    const rotated = openSeal(folder)
    expect(rotated.seal('baru', 'a').split('.')[0]).toBe('key-10')
    expect(rotated.open(old, 'a')).toBe('halo')
  })

  it('names the key that is missing', () => {
    const folder = temporaryFolder()
    const old = openSeal(folder).seal('halo', 'a')
    writeFileSync(join(folder, 'key-2.key'), '11'.repeat(32), { mode: 0o600 })
    rmSync(join(folder, 'key-1.key'))
    expect(() => openSeal(folder).open(old, 'a')).toThrow(/key key-1 is missing.*keys\/key-1\.key/)
  })

  it('is refused when a file in it is no key', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'key-1.key'), 'not a key')
    expect(() => openSeal(folder)).toThrow(/key-1\.key does not hold a key/)
    expect(readFileSync(join(folder, 'key-1.key'), 'utf8')).toBe('not a key')
  })
})

async function addAddress(store: Database, seal: Seal): Promise<void> {
  const hash = seal.hash('telegram:7001')
  await store.commit([
    ...personWrites(store, 'p1'),
    write(
      store.db.insertInto('addresses').values({
        channel: 'telegram',
        address_hash: hash,
        sealed: seal.seal('7001', `addresses:${hash}`),
        rank: 0,
        person_id: 'p1',
        created_at: NOON,
      }),
    ),
  ])
}

describe('start', () => {
  it('goes on with the keys that belong to the database', async () => {
    const { store } = openTestStore()
    const seal = ephemeralSeal()
    await addAddress(store, seal)
    await expect(assertKeysPresent(store, seal)).resolves.toBeUndefined()
  })

  it('goes on with an empty database', async () => {
    await expect(assertKeysPresent(openTestStore().store, ephemeralSeal())).resolves.toBeUndefined()
  })

  it('is refused with the keys of another database', async () => {
    const { store } = openTestStore()
    await addAddress(store, openSeal(temporaryFolder()))
    await expect(assertKeysPresent(store, openSeal(temporaryFolder()))).rejects.toThrow(/does not belong to this database.*KEYS_FOLDER/)
  })

  it.each([
    [
      'a session with WhatsApp',
      ({ db }: Database, sealed: string) => db.insertInto('whatsapp_keys').values({ type: 'session', id: '1', sealed }),
    ],
    [
      'a note of staff',
      ({ db }: Database, sealed: string) =>
        db.insertInto('notes').values({ id: 'n1', conversation_id: 'p1', staff_id: 's1', sealed_text: sealed, at: NOON }),
    ],
  ])('is refused by name when %s needs a key that is gone', async (_what, row) => {
    const { store } = openTestStore()
    const folder = temporaryFolder()
    const first = openSeal(folder)
    writeFileSync(join(folder, 'key-2.key'), '11'.repeat(32), { mode: 0o600 })
    await addAddress(store, openSeal(folder))
    await store.commit([write(row(store, first.seal('{}', 'somewhere')))])
    await expect(assertKeysPresent(store, openSeal(folder))).resolves.toBeUndefined()
    rmSync(join(folder, 'key-1.key'))
    const error = await assertKeysPresent(store, openSeal(folder)).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(MissingKeyError)
    expect((error as MissingKeyError).keyId).toBe('key-1')
  })
})
