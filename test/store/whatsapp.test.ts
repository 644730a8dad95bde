import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { PreparedIntake } from '../../src/delivery/inbox.ts'
import { ephemeralSeal } from '../../src/store/seal.ts'
import { createWhatsAppStore } from '../../src/store/whatsapp.ts'
import type { WhatsAppStore } from '../../src/channels/whatsapp-web-store.ts'
import { NOON, openTestStore, personWrites, textMessage, type OpenStore } from '../support/builders-core.ts'

interface Opened extends OpenStore {
  readonly whatsapp: WhatsAppStore
  readonly outcome: string[]
  time: number
}

function open(): Opened {
  const opened = openTestStore()
  const outcome: string[] = []
  const clock = { time: NOON }
  const prepare = async (): Promise<PreparedIntake> => ({
    writes: personWrites(opened.store, 'p1'),
    committed: () => outcome.push('committed'),
    failed: () => outcome.push('failed'),
  })
  const whatsapp = createWhatsAppStore({ store: opened.store, seal: ephemeralSeal(), now: () => clock.time, prepare })
  return Object.assign(clock, { ...opened, whatsapp, outcome })
}

const hash = 'ab'.repeat(32)
const change = {
  credentials: '{"me":1}',
  keys: [{ type: 'session', id: '1', value: '{"ratchet":1}' }],
  plaintext: { hash, bytes: new Uint8Array([1, 2, 255]) },
  incoming: [textMessage('halo')],
}

describe('what WhatsApp keeps', () => {
  it('comes back as it was: credentials, keys, plaintexts', async () => {
    const { whatsapp, outcome } = open()
    await whatsapp.commit(change)
    expect(await whatsapp.readCredentials()).toBe('{"me":1}')
    expect([...(await whatsapp.readKeys('session', ['1', '2']))]).toEqual([['1', '{"ratchet":1}']])
    expect([...((await whatsapp.readPlaintext(hash)) ?? [])]).toEqual([1, 2, 255])
    expect(await whatsapp.readPlaintext('cd'.repeat(32))).toBeNull()
    expect(outcome).toEqual(['committed'])
  })

  it('is stored with the message or not at all', async () => {
    const { whatsapp, outcome, store } = open()
    await sql`CREATE TRIGGER full BEFORE INSERT ON conversations BEGIN SELECT RAISE(ABORT, 'no room'); END`.execute(store.db)
    await expect(whatsapp.commit(change)).rejects.toThrow(/no room/)
    expect(outcome).toEqual(['failed'])
    expect(await whatsapp.readCredentials()).toBeNull()
    expect((await whatsapp.readKeys('session', ['1'])).size).toBe(0)
    expect(await whatsapp.readPlaintext(hash)).toBeNull()
  })

  it('changes and deletes keys', async () => {
    const { whatsapp } = open()
    await whatsapp.commit({
      keys: [
        { type: 'session', id: '1', value: 'a' },
        { type: 'session', id: '2', value: 'b' },
      ],
    })
    await whatsapp.commit({
      keys: [
        { type: 'session', id: '1', value: 'c' },
        { type: 'session', id: '2', value: null },
      ],
    })
    expect([...(await whatsapp.readKeys('session', ['1', '2']))]).toEqual([['1', 'c']])
  })

  it('lies in the file only sealed', async () => {
    const { whatsapp, store } = open()
    await whatsapp.commit({ ...change, incoming: [] })
    for (const table of ['whatsapp_credentials', 'whatsapp_keys', 'whatsapp_plaintexts'] as const)
      expect(JSON.stringify(await store.db.selectFrom(table).selectAll().execute())).not.toMatch(/ratchet|"me"/)
  })

  it('forgets plaintexts after two days', async () => {
    const opened = open()
    await opened.whatsapp.commit({ plaintext: change.plaintext })
    opened.time += 49 * 3_600_000
    await opened.whatsapp.commit({ keys: [{ type: 'session', id: '1', value: 'a' }] })
    expect(await opened.whatsapp.readPlaintext(hash)).toBeNull()
  })

  it('is forgotten for a new pairing, but for a sealed copy of the credentials', async () => {
    const { whatsapp, store } = open()
    await whatsapp.commit({ ...change, incoming: [] })
    await whatsapp.forget()
    expect(await whatsapp.readCredentials()).toBeNull()
    expect((await whatsapp.readKeys('session', ['1'])).size).toBe(0)
    expect(await store.db.selectFrom('whatsapp_credentials').select('id').execute()).toEqual([{ id: `forgotten:${NOON}` }])
  })
})
