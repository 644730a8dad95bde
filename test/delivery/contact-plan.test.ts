import { describe, expect, it } from 'vitest'
import { messageOf, NOON, textMessage } from '../support/builders-core.ts'
import { freezeTime, prepareAssistant, startCore, type Core } from '../support/core-app.ts'

prepareAssistant()

const now = (): number => Date.now()
const MINUTE = 60_000
const HOUR = 60 * MINUTE

async function says({ telegram, pass }: Core, ...texts: string[]): Promise<string> {
  const before = telegram.shown('7001').length
  for (const text of texts) {
    await telegram.receive(textMessage(text, { from: '7001', sentAt: now() }))
    await pass(4_000)
  }
  return telegram.shown('7001').slice(before).join('\n')
}

const planOf = ({ app }: Core) =>
  app.store.db
    .selectFrom('contact_plans as p')
    .innerJoin('conversations as c', 'c.id', 'p.conversation_id')
    .select(['p.phone_owner', 'p.way', 'p.safe_from', 'p.safe_until', 'p.quiet_after', 'p.staff_id', 'c.hold', 'c.hold_at'])
    .executeTakeFirst()

describe('how a person may be written to', () => {
  it('is asked under the numbers, once, when they ask for a person', async () => {
    freezeTime()
    const core = await startCore()
    expect(await says(core, '0')).toMatch(/Nomor yang bisa dihubungi[^]*ini HP siapa\?/)
    expect(core.telegram.arrived.at(-1)?.bubble.choices?.map(({ id }) => id)).toEqual(['phone-owner:1', 'phone-owner:2', 'phone-owner:3'])
    expect(await says(core, 'lewati')).toMatch(/dilewati/)
    expect(await says(core, '0')).not.toMatch(/ini HP siapa/)
    expect(await planOf(core)).toBeUndefined()
    expect(await says(core, 'kontak aman')).toMatch(/ini HP siapa/)
  })

  it('is asked in danger after the first help, never under a cry for help, and danger comes first in the middle of it', async () => {
    freezeTime()
    const core = await startCore()
    expect(await says(core, 'saya dipukul majikan', '1')).not.toMatch(/HP siapa/)
    expect(await says(core, 'belum tahu kak')).toMatch(/ini HP siapa/)
    const reply = await says(core, 'sekarang saya dikunci di kamar')
    expect(reply).toMatch(/\+?\d{6,}/)
    expect(await planOf(core)).toBeUndefined()
    expect(await says(core, 'pinjam')).not.toMatch(/Berapa lama HP/)
  })

  it('is never asked of somebody who may harm themselves, nor of a family that writes for another', async () => {
    freezeTime()
    const core = await startCore()
    const family = ['anak saya dipukul majikannya di malaysia', 'tidak tahu', 'iya pak', 'sudah dicoba']
    expect(await says(core, ...family)).not.toMatch(/HP siapa/)
    const other = await startCore()
    expect(await says(other, 'saya mau bunuh diri', '2', 'iya', 'bingung', 'capek')).not.toMatch(/HP siapa/)
  })

  it('is stored from two taps: a borrowed phone falls silent when its time is over, until the person writes', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, '0')
    await core.telegram.receive(messageOf({ kind: 'choice', value: 'phone-owner:2' }, { from: '7001', sentAt: now() }))
    await core.pass(4_000)
    expect(await planOf(core)).toMatchObject({ phone_owner: 'borrowed', way: 'chat', quiet_after: 15, staff_id: null })
    await core.telegram.receive(messageOf({ kind: 'choice', value: 'borrowed-for:2' }, { from: '7001', sentAt: now() }))
    const told = now()
    await core.pass(4_000)
    expect(await planOf(core)).toMatchObject({ quiet_after: 60, hold: 0, hold_at: told + HOUR })
    expect(core.telegram.shown('7001').at(-1)).toMatch(/1 jam setelah pesan terakhir Kakak, kami diam/)
    await core.pass(2 * HOUR, 30 * MINUTE)
    const shown = await says(core, 'gaji saya belum dibayar')
    expect(shown).not.toBe('')
    expect(await planOf(core)).toMatchObject({ hold_at: now() - 4_000 + HOUR })
  })

  it('lets no late reply out by day when only the night is safe, and asks at night whether it is still wanted', async () => {
    // 08.00 UTC is 16.00 in Taipei.
    freezeTime(NOON)
    const core = await startCore()
    await says(core, 'saya di taiwan', 'kontak aman', '1', '2')
    expect(await planOf(core)).toMatchObject({ phone_owner: 'own', safe_from: 1_200, safe_until: 300, quiet_after: null })
    core.telegram.answer(() => ({ status: 'unavailable', reason: 'down' }))
    await says(core, 'gaji saya belum dibayar')
    await core.pass(40 * MINUTE, MINUTE)
    core.telegram.answer(null)
    const before = core.telegram.shown('7001').length
    await core.pass(3 * HOUR, 10 * MINUTE)
    expect(core.telegram.shown('7001')).toHaveLength(before)
    await core.pass(HOUR, 10 * MINUTE)
    expect(core.telegram.shown('7001').slice(before)).toEqual(['Maaf baru terbaca. Masih perlu dibalas?\n1 ya\n2 tidak'])
  })

  it('answers whoever writes by day all the same, danger above all', async () => {
    freezeTime(NOON)
    const core = await startCore()
    await says(core, 'saya di taiwan', 'kontak aman', '1', '2')
    expect(await says(core, 'gaji saya belum dibayar')).not.toBe('')
    expect(await says(core, 'saya dipukul majikan')).toMatch(/\+?\d{6,}/)
  })
})

describe('a code word', () => {
  const chosen = ['kata aman', 'sayur bayam']

  it('gets a harmless answer and then silence; staff see an emergency and not the word', async () => {
    freezeTime()
    const core = await startCore()
    expect(await says(core, ...chosen)).toMatch(/Tersimpan, Kak/)
    expect(await says(core, '  SAYUR   bayam!! ')).toBe('Terima kasih sudah menulis. Untuk melihat pilihan, tulis menu.')
    const row = await core.app.store.db.selectFrom('conversations').select(['hold', 'hold_reason', 'rank', 'urgency']).executeTakeFirst()
    expect(row).toEqual({ hold: 1, hold_reason: 'code-word', rank: 0, urgency: 'emergency' })
    const lines = await core.app.store.db.selectFrom('messages').select('text').execute()
    expect(lines.map(({ text }) => text).join('\n')).not.toMatch(/bayam/i)
    expect(lines.filter(({ text }) => text === '[kata aman]')).toHaveLength(2)
    const { state } = await core.app.store.db.selectFrom('conversations').select('state').executeTakeFirstOrThrow()
    expect(state).not.toMatch(/bayam/i)
  })

  it('is answered so in the middle of anything, and the talk afterwards shows nothing of it', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, ...chosen, 'saya dipukul majikan')
    expect(await says(core, 'sayur bayam')).toBe('Terima kasih sudah menulis. Untuk melihat pilihan, tulis menu.')
    const other = await startCore()
    await says(other, ...chosen, 'sayur bayam')
    await other.pass(HOUR, 10 * MINUTE)
    const after = await says(other, 'halo')
    expect(after).not.toMatch(/bahaya\?|aman menulis|dipukul|kata aman/i)
  })

  it('is no code word inside a longer message, nor for somebody else', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, ...chosen)
    await says(core, 'tadi masak sayur bayam')
    await core.telegram.receive(textMessage('sayur bayam', { from: '7002', sentAt: now() }))
    await core.pass(4_000)
    const rows = await core.app.store.db.selectFrom('conversations').select('hold').execute()
    expect(rows.map(({ hold }) => hold)).toEqual([0, 0])
  })

  it.each(['ya', 'menu', '123456', 'terima kasih', 'assalamualaikum', 'makan', 'kemarin saya pergi ke pasar'])(
    'cannot be "%s", which is written in passing',
    async (text) => {
      freezeTime()
      const core = await startCore()
      await says(core, 'kata aman', text)
      const { state } = await core.app.store.db.selectFrom('conversations').select('state').executeTakeFirstOrThrow()
      expect((JSON.parse(state) as { codeWord: string | null }).codeWord).toBeNull()
    },
  )

  it('is not taken from a cry for help', async () => {
    freezeTime()
    const core = await startCore()
    expect(await says(core, 'kata aman', 'saya dikunci majikan')).toMatch(/\+?\d{6,}/)
  })

  it('comes too late for its answer when the channel was down, and stays silent', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, ...chosen)
    core.telegram.answer(() => ({ status: 'unavailable', reason: 'down' }))
    await says(core, 'sayur bayam')
    await core.pass(5 * MINUTE, MINUTE)
    core.telegram.answer(null)
    const before = core.telegram.shown('7001').length
    await core.pass(10 * MINUTE, MINUTE)
    expect(core.telegram.shown('7001')).toHaveLength(before)
  })
})
