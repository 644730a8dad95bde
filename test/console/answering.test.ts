import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readTimeOfDay } from '../../src/console/contact-plan.ts'
import { isWithin } from '../../src/conversation/local-time.ts'
import type { QueuedReply } from '../../src/console/deps.ts'
import type { ConversationsTable, OutboxTable } from '../../src/store/schema.ts'
import { openConsole, START, type ConsoleHarness, type Visitor } from '../support/console-harness.ts'

const MINUTE = 60_000

let console: ConsoleHarness
let queued: QueuedReply[]
let dewi: Visitor
let rina: Visitor
let id: string
let seen: string

beforeEach(async () => {
  queued = []
  console = await openConsole({
    queueReply: (row) => void queued.push(row),
    findCards: (typed) => (typed === 'paspor' ? [{ id: 'passport', title: 'Paspor ditahan' }] : []),
    cardText: (card) => (card === 'passport' ? 'Paspor milik Kakak.' : null),
  })
  dewi = await console.signedIn('caseworker', 'Dewi')
  rina = await console.signedIn('caseworker', 'Rina')
  id = await console.builders.conversation({ rank: 0, danger: 'violence', crisis_since: START, waiting_since: START, country: 'SA' })
  seen = await console.builders.message(id, 'tolong kak')
})
afterEach(async () => {
  await console.close()
  if (console.reported.length > 0) throw new Error(`the console complained: ${console.reported.map(String).join('; ')}`)
})

const now = (): Promise<ConversationsTable> =>
  console.store.db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const outbox = (): Promise<OutboxTable[]> => console.store.db.selectFrom('outbox').selectAll().where('kind', '=', 'staff').execute()
const staffId = async (name: string): Promise<string> =>
  (await console.store.db.selectFrom('staff').select('id').where('name', '=', name).executeTakeFirstOrThrow()).id
const bubble = (row: OutboxTable): string => JSON.parse(console.deps.seal.open(row.sealed_bubble!, `outbox:${row.id}`)).text as string

async function take(browser: Visitor, from?: string): Promise<Response> {
  await browser.get(`/percakapan/${id}`)
  return browser.post(`/percakapan/${id}/ambil`, from === undefined ? {} : { dari: from })
}
let nonces = 0
function send(browser: Visitor, isi: string, fields: Record<string, string> = {}): Promise<Response> {
  return browser.post(`/percakapan/${id}/balas`, { isi, terakhir: seen, sekali: `n${nonces++}`, ...fields })
}

describe('taking over', () => {
  test('pauses the bot, makes what the person writes wait for staff, and is in the audit trail', async () => {
    await console.store.commit([{ query: console.store.db.updateTable('conversations').set({ rank: 5 }).compile() }])
    expect((await take(dewi)).status).toBe(303)
    expect(await now()).toMatchObject({ assigned_to: await staffId('Dewi'), rank: 2, paused_until: START + 12 * 60 * MINUTE })
    expect(await dewi.text(`/percakapan/${id}`)).toContain('name="isi"')
    const audit = await console.store.db.selectFrom('audit').selectAll().where('action', '=', 'taken-over').execute()
    expect(audit).toMatchObject([{ subject: id, detail: '{}' }])
  })

  test('keeps an emergency an emergency', async () => {
    await take(dewi)
    expect(await now()).toMatchObject({ rank: 0, danger: 'violence' })
  })

  test('goes to one of two who press at the same time', async () => {
    await Promise.all([dewi.get(`/percakapan/${id}`), rina.get(`/percakapan/${id}`)])
    const answers = await Promise.all([dewi.post(`/percakapan/${id}/ambil`), rina.post(`/percakapan/${id}/ambil`)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422])
  })

  test('from somebody else says whose it is, and is refused when it is somebody else’s by now', async () => {
    await take(dewi)
    expect(await rina.text(`/percakapan/${id}`)).toContain('Ambil alih dari Dewi')
    expect((await rina.post(`/percakapan/${id}/ambil`)).status).toBe(422)
    expect((await take(rina, await staffId('Dewi'))).status).toBe(303)
    expect((await now()).assigned_to).toBe(await staffId('Rina'))
    expect((await send(dewi, 'saya masih di sini')).status).toBe(422)
    expect(queued).toEqual([])
  })
})

describe('a reply', () => {
  test('goes to the door once, under the duty alias, and is kept redacted', async () => {
    await take(dewi)
    const answer = await send(dewi, 'Hubungi adik Kakak di 081234567890 ya.')
    expect(answer.headers.get('location')).toBe(`/percakapan/${id}#akhir`)
    const [row] = await outbox()
    expect(queued).toEqual([{ id: row!.id, conversationId: id, priority: 1 }])
    expect(bubble(row!)).toBe('Ini Dinas caseworker.\nHubungi adik Kakak di 081234567890 ya.\n\n(Ditulis petugas, bukan mesin.)')
    expect(row!.sealed_bubble).not.toContain('0812')
    const message = await console.store.db.selectFrom('messages').selectAll().where('author', '=', 'staff').executeTakeFirstOrThrow()
    expect(message).toMatchObject({ outbox_id: row!.id, staff_id: await staffId('Dewi'), direction: 'out' })
    expect(message.text).not.toContain('081234567890')
    expect(await now()).toMatchObject({ waiting_since: null })
    await send(dewi, 'Satu lagi.')
    expect(bubble((await outbox())[1]!)).toBe('Ini Dinas caseworker.\nSatu lagi.')
  })

  test('sent twice by one form goes out once', async () => {
    await take(dewi)
    const answers = await Promise.all([send(dewi, 'halo', { sekali: 'same' }), send(dewi, 'halo', { sekali: 'same' })])
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect((await send(dewi, 'halo', { sekali: 'same' })).status).toBe(303)
    expect(await outbox()).toHaveLength(1)
    expect(queued).toHaveLength(1)
  })

  test('is refused, with what was typed, when the person wrote what the writer has not seen', async () => {
    await take(dewi)
    await console.builders.message(id, 'jangan balas, dia datang')
    const answer = await send(dewi, 'Kakak masih di sana?')
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('ada yang menulis atau mengambil alih')
    expect(page).toMatch(/<textarea[^>]*name="isi"[^>]*>\s*Kakak masih di sana\?/)
    expect(page).toContain('jangan balas, dia datang')
    expect(await outbox()).toEqual([])
  })

  test('is refused when a colleague answered on the service phone meanwhile', async () => {
    await take(dewi)
    await console.builders.message(id, 'sudah saya telepon', { direction: 'out', author: 'staff', kind: 'typed-on-phone' })
    expect((await send(dewi, 'halo')).status).toBe(422)
  })

  test('from somebody who did not take over, empty or too long is refused', async () => {
    await dewi.get(`/percakapan/${id}`)
    expect((await send(dewi, 'halo')).status).toBe(422)
    await take(dewi)
    expect(await (await send(dewi, '  \r\n ')).text()).toContain('Pesannya masih kosong')
    expect(await (await send(dewi, 'x'.repeat(2001))).text()).toContain('Terlalu panjang')
    expect(await outbox()).toEqual([])
  })

  test('takes ready texts and cards into what is typed, without sending', async () => {
    await take(dewi)
    const asked = await send(dewi, 'Halo Kak.', { sisip: 'tempat' })
    expect(await asked.text()).toMatch(/<textarea[^>]*name="isi"[^>]*>\s*Halo Kak\.\n\nKakak sekarang di negara/)
    const found = await (await send(dewi, 'Halo Kak.', { 'cari-kartu': '1', kartu: 'paspor' })).text()
    expect(found).toContain('value="kartu:passport"')
    expect(found).toMatch(/<textarea[^>]*name="isi"[^>]*>\s*Halo Kak\./)
    expect(await (await send(dewi, '', { sisip: 'kartu:passport' })).text()).toMatch(/<textarea[^>]*>\s*Paspor milik Kakak\./)
    expect(await (await send(dewi, 'a', { sisip: 'kartu:none' })).text()).toMatch(/<textarea[^>]*>\s*a\s*<\/textarea>/)
    expect(queued).toEqual([])
  })
})

describe('a hold', () => {
  test('lets nothing be written until its taker gives a reason, which is a sealed note', async () => {
    await take(dewi)
    await dewi.post(`/percakapan/${id}/tahan`)
    expect(await now()).toMatchObject({ hold: 1, hold_reason: 'staff' })
    const page = await dewi.text(`/percakapan/${id}`)
    expect(page).not.toContain('name="isi"')
    expect(page).toContain('ditahan petugas')
    expect((await send(dewi, 'halo')).status).toBe(422)
    const refused = await dewi.post(`/percakapan/${id}/buka-tahan`, { alasan: 'aman' })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toMatch(/name="alasan"[^>]*value="aman"/)
    const reason = 'Dia menelepon kantor dan minta dibalas'
    await rina.get(`/percakapan/${id}`)
    expect((await rina.post(`/percakapan/${id}/buka-tahan`, { alasan: reason })).status).toBe(422)
    expect((await now()).hold).toBe(1)
    expect((await dewi.post(`/percakapan/${id}/buka-tahan`, { alasan: reason })).status).toBe(303)
    expect(await now()).toMatchObject({ hold: 0, paused_until: START + 12 * 60 * MINUTE })
    expect(await dewi.text(`/percakapan/${id}`)).toContain(reason)
    const stored = await Promise.all([
      console.store.db.selectFrom('notes').selectAll().execute(),
      console.store.db.selectFrom('audit').selectAll().execute(),
    ])
    expect(JSON.stringify(stored)).not.toContain(reason)
    expect((await send(dewi, 'halo')).status).toBe(303)
  })

  test('that comes while a reply is typed keeps it back', async () => {
    await take(dewi)
    await console.store.commit([{ query: console.store.db.updateTable('conversations').set({ hold: 1 }).compile() }])
    expect(await (await send(dewi, 'halo')).text()).toContain('Percakapan ini ditahan')
    expect(await outbox()).toEqual([])
  })
})

describe('the contact plan', () => {
  test('stands above the box; outside the safe hours a reply must be meant', async () => {
    await take(dewi)
    // 03.00 UTC is 06.00 in Riyadh.
    await dewi.post(`/percakapan/${id}/rencana`, {
      hp: 'employer',
      cara: 'chat',
      mulai: '21:30',
      'sampai-jam': '05:00',
      'orang-lain': 'bilang dari toko pulsa',
    })
    const page = await dewi.text(`/percakapan/${id}`)
    for (const words of [
      'HP majikan',
      'chat saja',
      'aman pukul 21:30 sampai 05:00',
      'sekarang pukul 06.00',
      'bilang dari toko pulsa',
      'di luar jam aman',
    ])
      expect(page).toContain(words)
    const refused = await send(dewi, 'Kakak aman?')
    expect(refused.status).toBe(422)
    expect(await refused.text()).toMatch(/Belum terkirim[^]*Kakak aman\?/)
    expect((await send(dewi, 'Kakak aman?', { tetap: '1' })).status).toBe(303)
    const stored = await console.store.db.selectFrom('contact_plans').selectAll().execute()
    expect(JSON.stringify(stored)).not.toContain('pulsa')
  })

  test('says which hours cannot be understood', async () => {
    await dewi.get(`/percakapan/${id}`)
    for (const [from, until] of [
      ['25:00', '05:00'],
      ['21', '05:00'],
      ['21:00', ''],
    ] as const)
      expect((await dewi.post(`/percakapan/${id}/rencana`, { mulai: from, 'sampai-jam': until })).status).toBe(422)
  })

  test('hours may run over midnight', () => {
    const night = { safe_from: readTimeOfDay('22:00'), safe_until: readTimeOfDay('05.00') }
    const hours = ['21:59', '22:00', '00:00', '04:59', '05:00', '12:00'].map((time) => isWithin(night, readTimeOfDay(time)!))
    expect(hours).toEqual([false, true, true, true, false, false])
    expect(isWithin({ safe_from: null, safe_until: null }, 0)).toBe(true)
  })
})

describe('giving back and closing', () => {
  test('gives back only what is one’s own', async () => {
    await take(dewi)
    await rina.get(`/percakapan/${id}`)
    expect((await rina.post(`/percakapan/${id}/kembalikan`)).status).toBe(422)
    expect((await dewi.post(`/percakapan/${id}/kembalikan`)).status).toBe(303)
    expect(await now()).toMatchObject({ assigned_to: null, paused_until: null, rank: 0, danger: 'violence' })
  })

  test('closes with a reason, and takes the danger back everywhere', async () => {
    await dewi.get(`/percakapan/${id}`)
    expect((await dewi.post(`/percakapan/${id}/selesai`, { terakhir: seen })).status).toBe(422)
    const crisis = {
      danger: 'violence',
      since: START,
      turn: 1,
      textsSent: [],
      contactsGiven: [],
      country: 'SA',
      about: 'self',
      awaiting: null,
    }
    const state = JSON.stringify({ introduced: true, crisis, crisisAt: START })
    await console.store.commit([{ query: console.store.db.updateTable('conversations').set({ state }).compile() }])
    expect((await dewi.post(`/percakapan/${id}/selesai`, { terakhir: seen, alasan: 'safe' })).headers.get('location')).toBe('/')
    expect(await now()).toMatchObject({ rank: 5, danger: null, crisis_since: null, waiting_since: null, urgency: 'routine' })
    expect(JSON.parse((await now()).state)).toMatchObject({ introduced: true, crisis: null, crisisAt: null })
    const audit = await console.store.db
      .selectFrom('audit')
      .selectAll()
      .where('action', '=', 'conversation-closed')
      .executeTakeFirstOrThrow()
    expect(audit.detail).toBe('{"reason":"safe"}')
  })

  test('does not close over a message that was not seen, handled or not', async () => {
    await dewi.get(`/percakapan/${id}`)
    const close = (): Promise<Response> => dewi.post(`/percakapan/${id}/selesai`, { terakhir: seen, alasan: 'safe' })
    const waiting = console.store.db.insertInto('inbox').values({
      id: 'i1',
      channel: 'telegram',
      external_id: 'x',
      conversation_id: id,
      kind: 'text',
      sent_at: START,
      received_at: START,
      backlog: 0,
      priority: 0,
      triage: '{}',
      state: 'waiting',
      attempts: 0,
      next_at: 0,
    })
    await console.store.commit([{ query: waiting.compile() }])
    expect((await close()).status).toBe(422)
    await console.store.commit([{ query: console.store.db.updateTable('inbox').set({ state: 'handled' }).compile() }])
    await console.builders.message(id, 'dia pukul saya lagi')
    expect((await close()).status).toBe(422)
    expect(await now()).toMatchObject({ rank: 0, danger: 'violence' })
  })
})
