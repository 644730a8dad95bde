import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { transcriptPages } from '../../src/console/exports/transcripts.ts'
import { openConsole, START, type ConsoleHarness, type Visitor } from '../support/console-harness.ts'

const DAY = 86_400_000
let console: ConsoleHarness
let admin: Visitor

beforeEach(async () => {
  console = await openConsole()
  admin = await console.signedIn('admin', 'Sari')
  await admin.get('/ekspor')
})
afterEach(() => console.close())

const DAYS = { dari: '2026-11-01', sampai: '2026-11-30', format: 'jsonl' }
const ended = () =>
  console.store.db
    .selectFrom('audit')
    .select(['action', 'detail'])
    .where('action', 'like', 'transcripts-%')
    .orderBy('number')
    .execute()
    .then((rows) => rows.map(({ action, detail }) => [action, JSON.parse(detail)]))

async function download(fields: Record<string, string>): Promise<Record<string, string>[]> {
  const text = await (await admin.post('/ekspor', { ...DAYS, ...fields })).text()
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, string>)
}

/** 1,100 messages: two pages of an export and a piece of a third. */
async function manyMessages(conversation: string): Promise<void> {
  await console.builders.message(conversation, 'pesan')
  const query = sql`insert into messages (id, conversation_id, channel, direction, author, kind, text, at)
    with recursive n(i) as (select 1 union all select i + 1 from n where i < 1099)
    select id || '-' || printf('%04d', i), conversation_id, channel, direction, author, kind, text, at from messages, n`
  await console.store.commit([{ query: query.compile(console.store.db) }])
}

describe('an export of transcripts', () => {
  test('has the days and conversations that were asked for, by pseudonym, and is in the audit trail from begin to end', async () => {
    const one = await console.builders.conversation({ pseudonym: 'Melati-48213', country: 'MY' })
    await console.builders.message(one, 'paspor saya ditahan', { topic: 'passport-withheld' })
    await console.builders.reply(one, 'Paspor milik Kakak.', 'read')
    const other = await console.builders.conversation({ pseudonym: 'Kenanga-77021', country: 'HK' })
    await console.builders.message(other, 'gaji belum dibayar')
    const all = await download({})
    expect(all.map(({ pseudonym, text }) => `${pseudonym}: ${text}`)).toEqual([
      'Melati-48213: paspor saya ditahan',
      'Melati-48213: Paspor milik Kakak.',
      'Kenanga-77021: gaji belum dibayar',
    ])
    expect(Object.keys(all[0]!)).not.toContain('conversation_id')
    expect((await download({ negara: 'HK' })).map(({ text }) => text)).toEqual(['gaji belum dibayar'])
    expect(await download({ dari: '2026-11-01', sampai: '2026-11-23' })).toEqual([])
    const rows = await ended()
    expect(rows.slice(0, 4)).toEqual([
      ['transcripts-exported', { format: 'jsonl', firstDay: '2026-11-01', lastDay: '2026-11-30' }],
      ['transcripts-export-ended', { rows: 3, complete: true }],
      ['transcripts-exported', { format: 'jsonl', firstDay: '2026-11-01', lastDay: '2026-11-30', country: 'HK' }],
      ['transcripts-export-ended', { rows: 1, complete: true }],
    ])
    expect(await admin.text('/ekspor')).toMatch(/JSON Lines[^]*selesai[^]*3 pesan/)
  })

  test('leaves out a conversation in which sexual violence or pregnancy came up, also after it was closed', async () => {
    const closed = await console.builders.conversation({ danger: null })
    await console.builders.message(closed, 'cerita', { danger: 'sexual-violence', at: START - DAY })
    await console.builders.message(closed, 'terima kasih')
    const family = await console.builders.conversation()
    await console.builders.message(family, 'saya hamil', { topic: 'pregnancy-and-family' })
    const heard = await console.builders.conversation()
    const message = await console.builders.message(heard, 'pesan suara')
    await console.store.commit([
      {
        query: console.store.db
          .insertInto('triage_events')
          .values({
            id: console.newId(),
            conversation_id: heard,
            inbox_id: message,
            at: START,
            urgency: 'emergency',
            danger: 'sexual-violence',
            rules: '[]',
            score: 1,
            about: 'self',
            stage: 'turn',
          })
          .compile(),
      },
    ])
    const plain = await console.builders.conversation()
    await console.builders.message(plain, 'dokumen apa saja')
    expect((await download({})).map(({ text }) => text)).toEqual(['dokumen apa saja'])
  })

  test('is a table that no spreadsheet takes for formulas', async () => {
    const one = await console.builders.conversation({ pseudonym: 'Melati-48213' })
    await console.builders.message(one, '=HYPERLINK("http://x") "a"')
    const response = await admin.post('/ekspor', { ...DAYS, format: 'csv' })
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="percakapan-2026-11-01-2026-11-30.csv"')
    const [head, line] = (await response.text()).split('\r\n')
    expect(head).toBe('pseudonym,channel,at,direction,author,kind,text,topic,country,language,urgency,danger,outcome')
    expect(line).toContain(`"'=HYPERLINK(""http://x"") ""a"""`)
  })

  test('comes page by page, and says in the audit trail when the browser wanted no more', async () => {
    const one = await console.builders.conversation()
    await manyMessages(one)
    const filters = { from: START - DAY, until: START + DAY, channel: null, country: null, topic: null, language: null }
    const sizes: number[] = []
    for await (const page of transcriptPages(console.deps.reader, filters, 'csv')) sizes.push(page.messages)
    expect(sizes).toEqual([500, 500, 100])
    const response = await admin.post('/ekspor', DAYS)
    const reader = response.body!.getReader()
    await reader.read()
    await reader.cancel()
    await expect.poll(ended).toContainEqual(['transcripts-export-ended', { rows: expect.any(Number), complete: false }])
    expect(await admin.text('/ekspor')).toContain('dihentikan')
  })

  test('is refused with days that are none, keeping what was chosen, and while two others run', async () => {
    const wrong = await admin.post('/ekspor', { ...DAYS, dari: '2026-12-01', negara: 'HK' })
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toMatch(/value="2026-12-01"[^]*Tulis kedua tanggal[^]*value="HK" selected/)
    const one = await console.builders.conversation()
    await manyMessages(one)
    const open = [await admin.post('/ekspor', DAYS), await admin.post('/ekspor', DAYS)]
    expect((await admin.post('/ekspor', DAYS)).status).toBe(422)
    for (const response of open) await response.body!.cancel()
  })
})
