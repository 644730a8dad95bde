import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { messageOf, NOON, textMessage } from '../support/builders-core.ts'
import { freezeTime, prepareAssistant, startCore } from '../support/core-app.ts'

prepareAssistant()

describe('a message', () => {
  it('is stored, handled and answered, and nothing of it stays sealed afterwards', async () => {
    freezeTime()
    const { telegram, settle, app } = await startCore()
    await telegram.receive(textMessage('gaji saya belum dibayar 2 bulan', { from: '7001' }))
    await settle()
    expect(telegram.shown('7001').join('\n')).toMatch(/[Gg]aji/)
    const [row] = await app.store.db.selectFrom('inbox').selectAll().execute()
    expect(row).toMatchObject({ state: 'handled', sealed_payload: null, handled_at: NOON })
    const out = await app.store.db.selectFrom('outbox').selectAll().execute()
    expect(out.length).toBeGreaterThan(0)
    expect(out.every((one) => one.state === 'sent' && one.sealed_bubble === null && one.sent_at === NOON)).toBe(true)
  })

  it('leaves a line of what was said on both sides, each with its reason', async () => {
    freezeTime()
    const { telegram, settle, app } = await startCore()
    await telegram.receive(textMessage('gaji saya belum dibayar, hp 0812 3456 7890', { from: '7001' }))
    await settle()
    const lines = await app.store.db.selectFrom('messages').selectAll().orderBy('id').execute()
    expect(lines[0]).toMatchObject({ direction: 'in', author: 'person', text: 'gaji saya belum dibayar, hp [nomor telepon]' })
    expect(lines.slice(1).every((line) => line.direction === 'out' && line.author === 'bot')).toBe(true)
    expect(lines.slice(1).map((line) => line.text)).toEqual(telegram.shown('7001'))
    for (const line of lines) expect(JSON.parse(line.reason ?? 'null')).toMatchObject({ topic: 'contract-and-wages' })
  })

  it('counts once, however often the transport hands it in', async () => {
    freezeTime()
    const { telegram, settle, app } = await startCore()
    const message = textMessage('halo', { from: '7001', externalId: '7001:5' })
    await telegram.receive(message)
    await telegram.receive(message, message)
    await settle()
    await telegram.receive(message)
    await settle()
    expect(telegram.shown('7001')).toHaveLength(1)
    expect(await app.store.db.selectFrom('inbox').select('id').execute()).toHaveLength(1)
    expect(app.turns.waiting() + app.sender.waiting()).toBe(0)
  })

  it('with the same id on another channel is another message', async () => {
    freezeTime()
    const { telegram, whatsapp, settle } = await startCore()
    await telegram.receive(textMessage('halo', { from: '7001', externalId: 'x' }))
    await whatsapp.receive(textMessage('halo', { channel: 'whatsapp', from: '7001', externalId: 'x' }))
    await settle()
    expect(telegram.shown('7001')).toHaveLength(1)
    expect(whatsapp.shown('7001')).toHaveLength(1)
  })

  it('keeps neither address nor external id in plain text', async () => {
    freezeTime()
    const { whatsapp, settle, app } = await startCore()
    await whatsapp.receive(
      textMessage('halo', {
        channel: 'whatsapp',
        addresses: ['99887766@lid', '6281234567890@s.whatsapp.net'],
        externalId: 'ABCDEF0123456789',
      }),
    )
    await settle()
    for (const table of ['people', 'addresses', 'conversations', 'inbox', 'messages', 'outbox'] as const) {
      const rows = JSON.stringify(await app.store.db.selectFrom(table).selectAll().execute())
      expect(rows).not.toMatch(/99887766|6281234567890|ABCDEF0123456789/)
    }
  })

  it('keeps no id of a sent message that holds the address', async () => {
    freezeTime()
    const { telegram, settle, app } = await startCore()
    telegram.answer((message) => ({ status: 'sent', providerIds: [`${message.address}:17`] }))
    await telegram.receive(textMessage('halo', { from: '99887766', externalId: '99887766:5' }))
    await settle()
    const rows = await app.store.db.selectFrom('outbox').selectAll().execute()
    expect(rows).toMatchObject([{ state: 'sent', traces: '17' }])
    expect(JSON.stringify(rows)).not.toContain('99887766')
  })

  it('is forgotten here too when the person deletes it, in the transcript and in the search', async () => {
    freezeTime()
    const { telegram, settle, app } = await startCore()
    await telegram.receive(textMessage('gaji saya kuncirahasia belum dibayar', { from: '7001', externalId: '7001:5' }))
    await telegram.receive(textMessage('halo kuncirahasia', { from: '7002', externalId: '7002:5' }))
    await settle()
    await telegram.receive(messageOf({ kind: 'deleted', ofExternalId: '7001:5' }, { from: '7001' }))
    // Somebody else cannot delete it.
    await telegram.receive(messageOf({ kind: 'deleted', ofExternalId: '7002:5' }, { from: '7001' }))
    await settle()
    const { rows } = await sql<{ text: string }>`SELECT text FROM messages_text WHERE messages_text MATCH 'kuncirahasia'`.execute(
      app.store.db,
    )
    expect(rows).toEqual([{ text: 'halo kuncirahasia' }])
    expect(
      (await app.store.db.selectFrom('messages').select('text').where('direction', '=', 'in').orderBy('id').execute()).map(
        (row) => row.text,
      ),
    ).toEqual(['[dihapus pengirim]', 'halo kuncirahasia'])
  })

  it('typed by staff on the paired phone is in the transcript as theirs, hidden numbers and all', async () => {
    freezeTime()
    const { whatsapp, settle, app } = await startCore()
    await whatsapp.receive(
      messageOf({ kind: 'typed-on-phone', text: 'Halo Kak, hubungi 0812 3456 7890' }, { channel: 'whatsapp', from: '5@lid' }),
    )
    await settle()
    expect(await app.store.db.selectFrom('messages').select(['author', 'direction', 'text']).execute()).toEqual([
      { author: 'staff', direction: 'out', text: 'Halo Kak, hubungi [nomor telepon]' },
    ])
  })

  it('written in a group is answered there and not kept', async () => {
    freezeTime()
    const { telegram, settle, app } = await startCore()
    await telegram.receive(messageOf({ kind: 'group-message', text: 'majikan saya jahat' }, { from: '-100' }))
    await settle()
    expect(telegram.shown('-100')).toEqual(['Supaya aman, tulis pribadi ke saya, jangan di grup.'])
    expect(JSON.stringify(await app.store.db.selectFrom('messages').selectAll().execute())).not.toMatch(/jahat/)
  })

  it('shows typing and read only while the person may be written to', async () => {
    freezeTime()
    const { telegram, settle } = await startCore()
    await telegram.receive(textMessage('halo', { from: '7001' }))
    await settle()
    expect(telegram.seen.map((one) => one.what)).toEqual(['read', 'typing'])
    await telegram.receive(messageOf({ kind: 'typed-on-phone', text: 'Halo, saya petugas' }, { from: '7001' }))
    await telegram.receive(textMessage('terima kasih', { from: '7001' }))
    await settle()
    expect(telegram.seen).toHaveLength(2)
  })
})
