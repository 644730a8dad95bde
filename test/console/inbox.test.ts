import SqliteDatabase from 'better-sqlite3'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openConsole, START, type ConsoleHarness, type Visitor } from '../support/console-harness.ts'

const MINUTE = 60_000

let console: ConsoleHarness
let viewer: Visitor

beforeEach(async () => {
  console = await openConsole()
  viewer = await console.signedIn('viewer')
})
afterEach(() => console.close())

function names(page: string): string[] {
  return [...page.matchAll(/<strong>([A-Z][a-z]+-\d+)<\/strong>/g)].map(([, name]) => name!)
}

/** Every page of a list, followed by its own links. */
async function readAll(address: string): Promise<string[]> {
  const all: string[] = []
  for (let next: string | undefined = address; next !== undefined;) {
    const page = await viewer.text(next)
    all.push(...names(page))
    next = /<a rel="next" href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&')
  }
  return all
}

describe('the inbox', () => {
  test('shows emergencies first, then by rank; within a rank those who wait, longest first, then the newest', async () => {
    const { conversation } = console.builders
    await conversation({ pseudonym: 'Rest-1', last_in_at: START - 50 * MINUTE })
    await conversation({ pseudonym: 'Rest-2', last_in_at: START - 2 * MINUTE })
    await conversation({ pseudonym: 'Urgent-1', rank: 1, waiting_since: START - 5 * MINUTE })
    await conversation({ pseudonym: 'Urgent-2', rank: 1, waiting_since: START - 500 * MINUTE })
    await conversation({ pseudonym: 'Urgent-3', rank: 1, last_in_at: START })
    await conversation({ pseudonym: 'Danger-1', rank: 0, danger: 'medical', waiting_since: START - MINUTE })
    await conversation({ pseudonym: 'Danger-2', rank: 0, danger: 'violence', waiting_since: START - 3 * MINUTE })
    const page = await viewer.text('/')
    expect(names(page)).toEqual(['Danger-2', 'Danger-1', 'Urgent-2', 'Urgent-1', 'Urgent-3', 'Rest-2', 'Rest-1'])
    expect(page).toContain('<title>(2) Kotak masuk')
    expect(page).toMatch(/kekerasan<\/span>.*gawat medis<\/span>/s)
    expect(page).toContain('menunggu 3 mnt')
  })

  test('marks what must be seen before writing, in words', async () => {
    const id = await console.builders.conversation({
      hold: 1,
      blocked_at: START,
      paused_until: START + MINUTE,
      wants_person: 1,
      last_in_at: START,
      staff_read_at: START - 1,
    })
    await console.builders.message(id, 'tolong dibalas')
    const page = await viewer.text('/')
    for (const words of ['Ditahan', 'Diblokir orangnya', 'Mesin berhenti', 'Minta petugas', 'Belum dibaca: ', 'tolong dibalas'])
      expect(page).toContain(words)
    console.pass(2 * MINUTE)
    expect(await viewer.text('/')).not.toContain('Mesin berhenti')
  })

  test('shows the last thing the person wrote, not our answer to it', async () => {
    const id = await console.builders.conversation()
    await console.builders.message(id, 'pertanyaan pertama')
    await console.builders.message(id, 'pertanyaan kedua')
    await console.builders.reply(id, 'jawaban mesin', 'sent')
    const page = await viewer.text('/')
    expect(page).toContain('pertanyaan kedua')
    expect(page).not.toContain('pertanyaan pertama')
    expect(page).not.toContain('jawaban mesin')
  })

  test('names a voice note that nobody heard', async () => {
    const id = await console.builders.conversation({ rank: 1 })
    await console.builders.message(id, '', { kind: 'voice' })
    expect(await viewer.text('/')).toContain('<span class="kind">Pesan suara</span>')
  })

  test.each([
    ['/?kanal=whatsapp', ['Satu-1']],
    ['/?topik=documents', ['Dua-2']],
    ['/?negara=HK', ['Tiga-3']],
    ['/?isi=jv', ['Empat-4']],
    ['/?keadaan=urgent', ['Lima-5']],
    ['/?hasil=unknown', ['Enam-6']],
    ['/?baru=1', ['Tujuh-7']],
    ['/?keadaan=urgent&kanal=whatsapp', []],
  ])('is filtered by %s', async (address, expected) => {
    const { conversation } = console.builders
    const read = { staff_read_at: START }
    await conversation({ pseudonym: 'Satu-1', channel: 'whatsapp', ...read })
    await conversation({ pseudonym: 'Dua-2', topic: 'documents', ...read })
    await conversation({ pseudonym: 'Tiga-3', country: 'HK', ...read })
    await conversation({ pseudonym: 'Empat-4', language: 'jv', ...read })
    await conversation({ pseudonym: 'Lima-5', urgency: 'urgent', ...read })
    await conversation({ pseudonym: 'Enam-6', outcome: 'unknown', ...read })
    await conversation({ pseudonym: 'Tujuh-7' })
    const page = await viewer.text(address)
    expect(names(page)).toEqual(expected)
    expect(page.includes('Tidak ada yang cocok')).toBe(expected.length === 0)
  })

  test('is filtered by who has it, by label and by days, and names who has it', async () => {
    const caseworker = await console.signedIn('caseworker', 'Dewi')
    const { id } = await console.store.db.selectFrom('staff').select('id').where('name', '=', 'Dewi').executeTakeFirstOrThrow()
    const { conversation } = console.builders
    await conversation({ pseudonym: 'Satu-1', assigned_to: id })
    const labelled = await conversation({ pseudonym: 'Dua-2', assigned_to: 'former staff' })
    await conversation({ pseudonym: 'Tiga-3', last_in_at: START - 8 * 24 * 60 * MINUTE })
    await caseworker.get(`/percakapan/${labelled}`)
    await caseworker.post(`/percakapan/${labelled}/label`, { label: 'tunggu kbri' })
    const shown = async (address: string): Promise<string[]> => names(await caseworker.text(address)).toSorted()
    expect(await shown('/?petugas=mine')).toEqual(['Satu-1'])
    expect(await shown('/?petugas=somebody')).toEqual(['Dua-2', 'Satu-1'])
    expect(await shown('/?petugas=nobody')).toEqual(['Tiga-3'])
    expect(await shown('/?label=tunggu+kbri')).toEqual(['Dua-2'])
    expect(await shown('/?label=lain')).toEqual([])
    expect(await shown('/?hari=7')).toEqual(['Dua-2', 'Satu-1'])
    expect(await shown('/?hari=3&petugas=x&label=%3Cb%3E')).toEqual(['Dua-2', 'Satu-1', 'Tiga-3'])
    const page = await caseworker.text('/')
    expect(page).toContain('<option value="tunggu kbri">')
    expect(page).toMatch(/Ditangani <\/span>\s*Dewi/)
  })

  test.each(['/?kanal=x&topik=y&negara=zz&isi=q&keadaan=w&hasil=e', '/?setelah=1.2', "/?setelah=9.9'.x", '/?negara=%27'])(
    'takes %s for no filter at all',
    async (address) => {
      await console.builders.conversation({ pseudonym: 'Melati-1' })
      expect(names(await viewer.text(address))).toEqual(['Melati-1'])
    },
  )

  test('is read to its end page by page, each conversation once, also when many are equal', async () => {
    const expected = Array.from({ length: 130 }, (_, index) => `Nama-${index}`)
    await Promise.all(
      expected.map((pseudonym, index) => {
        const rank = [0, 1, 5, 5][index % 4]!
        return console.builders.conversation({
          pseudonym,
          rank,
          waiting_since: rank === 5 ? null : START - (index % 3) * MINUTE,
          last_in_at: START,
        })
      }),
    )
    const seen = await readAll('/')
    expect(seen).toHaveLength(130)
    expect(seen.toSorted()).toEqual(expected.toSorted())
    const filtered = await readAll('/?kanal=telegram')
    expect(filtered).toHaveLength(130)
  })

  test('says that it is empty', async () => {
    expect(await viewer.text('/')).toContain('Belum ada percakapan')
  })

  test('is told nothing new while nothing is, and the new list once something is', async () => {
    await console.builders.conversation({ pseudonym: 'Melati-1', staff_read_at: START })
    const live = async (page: string): Promise<Response> =>
      viewer.get(/id="daftar" hx-get="([^"]+)"/.exec(page)![1]!.replaceAll('&amp;', '&'))
    const page = await viewer.text('/')
    expect((await live(page)).status).toBe(204)
    await console.builders.conversation({ pseudonym: 'Darurat-1', rank: 0, danger: 'medical' })
    const part = await (await live(page)).text()
    expect(names(part)).toEqual(['Darurat-1', 'Melati-1'])
    expect(part).toMatch(/^<div id="daftar" hx-get=/)
    expect((await live(part)).status).toBe(204)
  })
})

describe('the list of 20,000 conversations', () => {
  beforeEach(async () => {
    const { db } = console.store
    await console.store.commit(
      [
        sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000) insert into people select 'p' || i, 'Padi-' || i, 1 from n`,
        sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000)
          insert into conversations (id, person_id, channel, created_at, state, rank, last_in_at) select 'p' || i, 'p' || i, 'telegram', 1, '{}', 5, i from n`,
      ].map((statement) => ({ query: statement.compile(db) })),
    )
  })

  test('is read by its index, on the first page and on a late one', async () => {
    const plans = await explain(async () => {
      await viewer.text('/')
      await viewer.text('/?setelah=5.8999999999990000.p10000')
    })
    // The labels in use, the emergencies, who is on the page and what to show of them, for each page.
    expect(plans).toHaveLength(8)
    for (const plan of plans) {
      expect(plan).not.toMatch(/SCAN (c|m|p|messages|people)\b(?! USING (?:COVERING )?INDEX conversations_by_wait)/)
      expect(plan).not.toMatch(/TEMP B-TREE/)
      expect(plan).not.toMatch(/SCAN conversation_labels/)
    }
    expect(plans.some((plan) => /SEARCH c USING (?:COVERING )?INDEX conversations_by_wait \(rank=\? AND <expr>>\?\)/.test(plan))).toBe(true)
  })

  test('is narrowed by a label from the side that is shorter: few of the label, or the list until the page is full', async () => {
    const { db } = console.store
    const label = (name: string, every: number) =>
      sql`insert into conversation_labels select id, ${name}, 's', 1 from conversations where last_in_at % ${every} = 0`.compile(db)
    await console.store.commit([{ query: label('sering', 2) }, { query: label('jarang', 200) }])
    const [frequent, rare] = [await explain(() => viewer.text('/?label=sering')), await explain(() => viewer.text('/?label=jarang'))]
    expect(frequent.some((plan) => /SCAN c USING (?:COVERING )?INDEX conversations_by_wait/.test(plan))).toBe(true)
    expect(rare.some((plan) => /SEARCH l USING COVERING INDEX conversation_labels_by_label \(label=\?\)\nSEARCH c/.test(plan))).toBe(true)
    const numbers = (every: number) => Array.from({ length: 20_000 / every }, (_, i) => `Padi-${20_000 - i * every}`)
    expect(await readAll('/?label=jarang')).toEqual(numbers(200))
    expect(names(await viewer.text('/?label=sering'))).toEqual(numbers(2).slice(0, 40))
  })
})

/** The plan of every query that `work` makes the reader run. */
async function explain(work: () => Promise<unknown>): Promise<string[]> {
  const { reader } = console.deps
  const seen: { sql: string; parameters: readonly unknown[] }[] = []
  const executor = reader.getExecutor()
  const original = executor.executeQuery.bind(executor)
  executor.executeQuery = (query) => {
    seen.push(query)
    return original(query)
  }
  await work()
  const path = (await sql<{ file: string }>`select file from pragma_database_list`.execute(console.store.db)).rows[0]!.file
  const raw = new SqliteDatabase(path, { readonly: true })
  const plans = seen.map((query) =>
    (raw.prepare(`EXPLAIN QUERY PLAN ${query.sql}`).all(...query.parameters) as { detail: string }[]).map((row) => row.detail).join('\n'),
  )
  raw.close()
  return plans
}
