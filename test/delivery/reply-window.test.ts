/** WhatsApp lets an office write freely for 24 hours after the person last wrote. */
import { describe, expect, test } from 'vitest'
import { write } from '../../src/store/writes.ts'
import { startCloudCore, type CloudCore } from '../support/cloud-core.ts'
import { prepareAssistant } from '../support/core-app.ts'
import { until } from '../support/whatsapp-double-wait.ts'

prepareAssistant()

const HOUR = 3_600_000
const TEMPLATE = { name: 'masih_perlu_dibalas', language: 'id' }
const TEXT = 'Maaf baru terbaca. Masih perlu dibalas?'

/** Staff write, as the console stores it. */
async function staffWrites({ app }: CloudCore, text: string): Promise<string> {
  const { id: conversation_id } = await app.store.db.selectFrom('conversations').select('id').executeTakeFirstOrThrow()
  const [id, at] = [app.newId(), app.now()]
  const sealed_bubble = app.seal.seal(JSON.stringify({ text }), `outbox:${id}`)
  await app.store.commit([
    write(
      app.store.db
        .updateTable('conversations')
        .set({ paused_until: at + HOUR })
        .where('id', '=', conversation_id),
    ),
    write(
      app.store.db.insertInto('outbox').values({
        id,
        conversation_id,
        channel: 'whatsapp',
        inbox_id: null,
        kind: 'staff',
        dedupe_key: id,
        sealed_bubble,
        state: 'waiting',
        priority: 1,
        attempts: 0,
        next_at: at,
        created_at: at,
        question_at: at,
      }),
    ),
  ])
  app.sender.add([{ id, conversationId: conversation_id, priority: 1 }])
  return id
}
const stateOf = async ({ app }: CloudCore, id: string) =>
  app.store.db.selectFrom('outbox').select(['state', 'error']).where('id', '=', id).executeTakeFirstOrThrow()

async function afterADay(
  options: Parameters<typeof startCloudCore>[0],
): Promise<{ core: CloudCore; siti: ReturnType<CloudCore['emulator']['user']> }> {
  const core = await startCloudCore(options)
  core.emulator.state.templates.set('masih_perlu_dibalas/id', TEXT)
  const siti = core.emulator.user('628111222333')
  siti.write('gaji belum dibayar')
  await until('an answer', () => siti.hears().length > 0)
  await core.app.idle()
  siti.person.shown.length = 0
  core.later(25 * HOUR)
  return { core, siti }
}

describe('the window', () => {
  test('is open for 24 hours: staff write freely', async () => {
    const core = await startCloudCore()
    const siti = core.emulator.user('628111222333')
    siti.write('gaji belum dibayar')
    await until('an answer', () => siti.hears().length > 0)
    core.later(23 * HOUR)
    const id = await staffWrites(core, 'Ini Ibu Dewi.')
    await until('it arrives', () => siti.hears().includes('Ini Ibu Dewi.'))
    expect((await stateOf(core, id)).state).toMatch(/sending|sent|delivered/)
  })

  test('closed, without a template: nothing is tried, and staff are told that it is a limit of the platform', async () => {
    const { core, siti } = await afterADay({})
    const calls = core.emulator.state.calls.length
    const id = await staffWrites(core, 'Ini Ibu Dewi.')
    await until('it is given up', async () => (await stateOf(core, id)).state === 'failed')
    expect(await stateOf(core, id)).toEqual({ state: 'failed', error: 'window-closed' })
    expect(core.emulator.state.calls.length).toBe(calls)
    expect(siti.hears()).toEqual([])
    await until('staff are told', async () => {
      const event = await core.app.store.db
        .selectFrom('staff_events')
        .select('text')
        .where('kind', '=', 'reply-not-delivered')
        .executeTakeFirst()
      return event?.text.includes('batas WhatsApp') === true
    })
  })

  test('closed, with a template: it asks once, and what waits goes out when the person writes', async () => {
    const { core, siti } = await afterADay({ template: TEMPLATE })
    const ids = [await staffWrites(core, 'Ini Ibu Dewi.'), await staffWrites(core, 'Gajinya sudah kami tanyakan.')]
    await until('the template arrives', () => siti.hears().length > 0)
    await until('both wait', async () =>
      (await Promise.all(ids.map((id) => stateOf(core, id)))).every(({ state }) => state === 'awaiting-yes'),
    )
    await core.app.idle()
    expect(siti.seen().map(({ kind, text }) => ({ kind, text }))).toEqual([{ kind: 'template', text: TEXT }])
    siti.write('iya gimana bu')
    await until('both arrive', () => siti.hears().length >= 3)
    expect(siti.hears().slice(1)).toEqual(['Ini Ibu Dewi.', 'Gajinya sudah kami tanyakan.'])
  })

  test('closed, with a template: a no drops what waits', async () => {
    const { core, siti } = await afterADay({ template: TEMPLATE })
    const id = await staffWrites(core, 'Ini Ibu Dewi.')
    await until('the template arrives', () => siti.hears().length > 0)
    siti.write('tidak usah')
    await until('it is dropped', async () => (await stateOf(core, id)).state === 'expired')
    await core.app.idle()
    expect(siti.hears()).not.toContain('Ini Ibu Dewi.')
  })

  test('is counted from what the person wrote, not from when a late webhook came', async () => {
    const core = await startCloudCore()
    const { pusher } = core.emulator
    const siti = core.emulator.user('628111222333')
    pusher.held = true
    siti.write('gaji belum dibayar')
    core.later(25 * HOUR)
    pusher.held = false
    pusher.pump()
    await until('it is given up', async () =>
      (await core.app.store.db.selectFrom('outbox').select('error').execute()).some(({ error }) => error === 'window-closed'),
    )
    expect(siti.hears()).toEqual([])
  })
})
