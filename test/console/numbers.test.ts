import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { heldQuery, openQuery } from '../../src/console/handover.tsx'
import { usesQuery } from '../../src/console/knowledge/uses.ts'
import { dayOf, dayOfDate, dateOfDay, startOfDay } from '../../src/console/numbers/days.ts'
import { readNumberFilters, type NumberFilters } from '../../src/console/numbers/filters.ts'
import { changesQuery, createDayColumns, dayQuery, DIMENSIONS, type Counts } from '../../src/console/numbers/day-columns.ts'
import { emergenciesQuery, episodes, marksQuery, percentile, waitsOf, wilson } from '../../src/console/numbers/queries.ts'
import { createRollup } from '../../src/console/numbers/rollup.ts'
import { openQuery as openByAgeQuery } from '../../src/console/numbers/weekly.tsx'
import { seededRandom } from '../../src/intents/classifier.ts'
import { createLogger } from '../../src/log.ts'
import type { PersonDaysTable } from '../../src/store/schema.ts'
import { openConsole, START, type ConsoleHarness } from '../support/console-harness.ts'
import { fullScans } from '../support/query-plan.ts'
import { prepareDesk } from '../support/small-desk.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

prepareDesk()
let console: ConsoleHarness

beforeEach(async () => {
  console = await openConsole()
})
afterEach(() => console.close())

/** Counts what was written, once it has settled. */
async function count(): Promise<void> {
  console.pass(2 * MINUTE)
  await createRollup(console.deps, createLogger('silent')).catchUp()
}

/** So many people who each wrote so many messages. */
async function people(number: number, messages: number, given: object = {}): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < number; i++) {
    const id = await console.builders.conversation({ country: 'MY' })
    for (let j = 0; j < messages; j++)
      await console.builders.message(id, 'paspor', { topic: 'documents', country: 'MY', language: 'id', outcome: 'answer', ...given })
    ids.push(id)
  }
  return ids
}

const emergency = (conversation: string, at: number, danger = 'violence') =>
  console.store.commit([
    {
      query: console.store.db
        .insertInto('triage_events')
        .values({
          id: console.newId(),
          conversation_id: conversation,
          inbox_id: 'i',
          at,
          urgency: 'emergency',
          danger: danger as never,
          rules: '[]',
          score: 1,
          about: 'self',
          stage: 'receipt',
        })
        .compile(),
    },
  ])

describe('days', () => {
  test('change at midnight in Jakarta', () => {
    const midnight = Date.UTC(2026, 10, 23, 17)
    expect(dateOfDay(dayOf(midnight))).toBe('2026-11-24')
    expect(dateOfDay(dayOf(midnight - 1))).toBe('2026-11-23')
    expect(startOfDay(dayOf(midnight))).toBe(midnight)
    expect(dayOfDate('2026-11-24')).toBe(dayOf(midnight))
  })
})

describe('counting the session log', () => {
  test('counts every message once, in steps, whatever is counted again', async () => {
    await people(3, 150)
    await count()
    await count()
    const rows = await console.store.db.selectFrom('person_days').selectAll().execute()
    expect(rows.map(({ messages }) => messages)).toEqual([150, 150, 150])
    await people(1, 1)
    console.pass(2 * MINUTE)
    // Of two processes that count the same rows one is refused.
    await Promise.allSettled([1, 2].map(() => createRollup(console.deps, createLogger('silent')).catchUp()))
    await count()
    const { total } = await createDayColumns(console.store.db).count(readNumberFilters(new URLSearchParams(), console.now()))
    expect(total).toEqual({ messages: 451, people: 4 })
  })

  test('leaves what has just come for the next time', async () => {
    await people(1, 1)
    await createRollup(console.deps, createLogger('silent')).catchUp()
    expect(await console.store.db.selectFrom('person_days').selectAll().execute()).toEqual([])
  })

  test('keeps the count of an erased person without the link to them', async () => {
    const [id] = await people(1, 2)
    await count()
    await console.store.commit([{ query: console.store.db.deleteFrom('conversations').where('id', '=', id!).compile() }])
    const [row] = await console.store.db.selectFrom('person_days').selectAll().execute()
    expect(row).toMatchObject({ messages: 2 })
    expect(row!.conversation_id).toMatch(/^erased-/)
  })
})

describe('the counts in memory', () => {
  const random = seededRandom(20_261_125)
  const oneOf = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!

  /** Messages of anybody, about anything, on any of the last 95 days. */
  async function write(ids: readonly string[], number: number): Promise<void> {
    for (let i = 0; i < number; i++)
      await console.builders.message(oneOf(ids), 'paspor', {
        at: START - Math.floor(random() * 95 * DAY),
        topic: oneOf(['documents', 'seafarer', 'training', null]),
        country: oneOf(['MY', 'HK', 'XS', null]),
        language: oneOf(['id', 'jv', null]),
        outcome: oneOf(['answer', 'unknown', null]),
      })
  }

  const QUERIES = [
    'hari=7',
    'hari=30',
    'hari=90',
    'hari=90&topik=documents',
    'hari=30&negara=HK&isi=jv',
    'hari=90&kanal=telegram',
    'negara=QA',
  ]

  /** The same, row by row. */
  function sumOf(rows: readonly PersonDaysTable[], filters: NumberFilters): Counts {
    const wanted = rows.filter(
      (row) =>
        row.day >= filters.from &&
        row.day <= filters.until &&
        (['channel', 'topic', 'country', 'language'] as const).every((name) => filters[name] === null || filters[name] === row[name]),
    )
    const summed = (of: readonly PersonDaysTable[]) => ({
      messages: of.reduce((sum, { messages }) => sum + messages, 0),
      people: new Set(of.map((row) => row.conversation_id)).size,
    })
    const by = <K>(key: (row: PersonDaysTable) => K) =>
      [...new Set(wanted.map(key))].map((value) => [value, summed(wanted.filter((row) => key(row) === value))] as const)
    const groups = DIMENSIONS.map((name) => [name, by((row) => row[name]).map(([key, sums]) => ({ key, ...sums }))])
    const days = by((row) => row.day).map(([day, sums]) => ({ day, ...sums }))
    return { total: summed(wanted), days: days.toSorted((one, other) => one.day - other.day), groups: Object.fromEntries(groups) }
  }

  const inOrder = (counts: Counts) => ({
    ...counts,
    groups: Object.fromEntries(
      DIMENSIONS.map((name) => [name, counts.groups[name].toSorted((one, other) => one.key.localeCompare(other.key))]),
    ),
  })

  /** What was written, in the form of what is counted of it. */
  async function written(): Promise<PersonDaysTable[]> {
    const rows = await console.store.db.selectFrom('messages').selectAll().where('author', '=', 'person').execute()
    return rows.map((row) => ({
      day: dayOf(row.at),
      conversation_id: row.conversation_id,
      channel: row.channel,
      topic: row.topic ?? '',
      country: row.country ?? '',
      language: row.language ?? '',
      outcome: row.outcome ?? '',
      messages: 1,
    }))
  }

  test('are those of the rows in the log, for any days and filters, also after more was counted and people were erased', async () => {
    const ids = await people(40, 0)
    const columns = createDayColumns(console.deps.reader)
    const agree = async (rows: readonly PersonDaysTable[]): Promise<void> => {
      for (const query of QUERIES) {
        const filters = readNumberFilters(new URLSearchParams(query), console.now())
        expect([query, inOrder(await columns.count(filters))]).toEqual([query, inOrder(sumOf(rows, filters))])
      }
    }
    for (let round = 0; round < 3; round++) {
      await write(ids, 150)
      await count()
      await agree(await written())
    }
    await console.store.commit(
      ids.slice(0, 5).map((id) => ({ query: console.store.db.deleteFrom('conversations').where('id', '=', id).compile() })),
    )
    const left = await console.store.db.selectFrom('person_days').selectAll().execute()
    expect(left.filter((row) => row.conversation_id.startsWith('erased-')).length).toBeGreaterThan(5)
    await agree(left)
    console.pass(3 * DAY)
    await agree(left)
  })

  test('are right for several who ask at once', async () => {
    await write(await people(20, 0), 100)
    await count()
    const columns = createDayColumns(console.deps.reader)
    const all = QUERIES.map((query) => readNumberFilters(new URLSearchParams(query), console.now()))
    const counts = await Promise.all(all.map((filters) => columns.count(filters)))
    const rows = await written()
    expect(counts.map(inOrder)).toEqual(all.map((filters) => inOrder(sumOf(rows, filters))))
  })
})

describe('the page of numbers', () => {
  test('shows messages and people by day, channel, topic, country, language and outcome, narrowed by filters', async () => {
    await people(6, 2)
    await people(1, 5, { topic: 'seafarer', country: 'XS', outcome: 'unknown' })
    await count()
    const viewer = await console.signedIn('viewer')
    const page = await viewer.text('/angka')
    expect(page).toContain('17 pesan dari 7 orang dalam 30 hari')
    expect(page).toContain('<svg class="chart chart-wide"')
    expect(page).toContain('Di laut')
    expect(page).toContain('Tidak tahu')
    expect(page).not.toContain('/angka.csv')
    expect(await viewer.text('/angka?topik=seafarer&hari=7')).toContain('5 pesan dari 1 orang dalam 7 hari')
    expect(await viewer.text('/angka?topik=return-home')).toContain('Belum ada angka')
  })

  test('goes out as CSV without groups of fewer than five people, noted in the audit trail', async () => {
    await people(6, 2)
    await people(4, 5, { topic: 'seafarer', country: 'XS', outcome: 'unknown' })
    await count()
    const reviewer = await console.signedIn('reviewer')
    const csv = await (await reviewer.get('/angka.csv')).text()
    expect(csv).toContain('by,key,messages,people\r\n')
    expect(csv).toContain('day,2026-11-24,32,10\r\n')
    expect(csv).toContain('topic,documents,12,6\r\n')
    expect(csv).not.toContain('seafarer')
    expect(csv).not.toContain('XS')
    const audit = await console.store.db.selectFrom('audit').selectAll().where('action', '=', 'numbers-exported').execute()
    expect(audit).toHaveLength(1)
  })

  test('tells how long emergencies waited for a person', async () => {
    const [one, two, three] = await people(3, 1)
    await emergency(one!, START - 5 * HOUR)
    await emergency(one!, START - 4 * HOUR)
    await emergency(two!, START - 3 * HOUR)
    await emergency(three!, START - 2 * HOUR)
    await console.builders.message(one!, 'Ini Ibu Dewi.', { direction: 'out', author: 'staff', at: START - 5 * HOUR + 10 * MINUTE })
    await console.builders.message(two!, 'Ini Ibu Dewi.', { direction: 'out', author: 'staff', at: START - 3 * HOUR + 40 * MINUTE })
    const found = await episodes(console.store.db, { from: dayOf(START) - 1, until: dayOf(START), channel: null, country: null })
    expect(waitsOf(found)).toEqual({ count: 3, answered: 2, median: 10 * MINUTE, ninetieth: 40 * MINUTE })
    const page = await (await console.signedIn('viewer')).text('/angka/mingguan')
    expect(page).toContain('Mingguan')
    expect(await (await console.signedIn('viewer', 'Lain')).text('/angka')).toContain('10 mnt')
  })

  test('computes percentiles by nearest rank and the interval of a share after Wilson', () => {
    expect(percentile([1, 2, 3, 4], 0.5)).toBe(2)
    expect(percentile([1, 2, 3, 4], 0.9)).toBe(4)
    expect(percentile([], 0.5)).toBeNull()
    expect(wilson(0, 0)).toBeNull()
    const none = wilson(0, 20)!
    expect([none.share, none.low]).toEqual([0, 0])
    // Published values: 0 of 20 gives 0.161, 10 of 100 gives 0.055 to 0.174.
    expect(none.high).toBeCloseTo(0.161, 3)
    expect(wilson(10, 100)!.low).toBeCloseTo(0.055, 3)
    expect(wilson(10, 100)!.high).toBeCloseTo(0.174, 3)
  })
})

describe('the daily sample', () => {
  test('is drawn once among all who wrote yesterday, judged, and gives the rate with its interval', async () => {
    const yesterday = { at: START - DAY }
    const ids = await people(30, 1, yesterday)
    await people(3, 1)
    await count()
    const reviewer = await console.signedIn('reviewer', 'Sari')
    expect(await reviewer.text('/angka/sampel')).toContain('30 orang menulis')
    expect((await reviewer.post('/angka/sampel/undi')).status).toBe(303)
    await reviewer.post('/angka/sampel/undi')
    const drawn = await console.store.db.selectFrom('daily_samples').selectAll().orderBy('position').execute()
    expect(drawn).toHaveLength(20)
    expect(drawn.every(({ conversation_id: id }) => ids.includes(id))).toBe(true)
    const [first, second] = drawn
    await reviewer.get('/angka/sampel')
    expect((await reviewer.post(`/angka/sampel/${first!.conversation_id}`, { hasil: 'fine' })).status).toBe(303)
    await reviewer.post(`/angka/sampel/${second!.conversation_id}`, { hasil: 'missed-danger' })
    const page = await reviewer.text('/angka/sampel')
    expect(page).toContain('50.0 %')
    expect(page).toMatch(/9\.5 % – 90\.5 %/)
    const missed = await console.store.db
      .selectFrom('conversations')
      .select(['rank', 'waiting_since'])
      .where('id', '=', second!.conversation_id)
      .executeTakeFirstOrThrow()
    expect(missed).toEqual({ rank: 0, waiting_since: console.now() })
    expect((await reviewer.post(`/angka/sampel/${first!.conversation_id}`, { hasil: 'x' })).status).toBe(404)
    const outside = ids.find((id) => !drawn.some(({ conversation_id: known }) => known === id))!
    expect((await reviewer.post(`/angka/sampel/${outside}`, { hasil: 'fine' })).status).toBe(404)
  })

  test('says when nobody wrote', async () => {
    expect(await (await console.signedIn('reviewer')).text('/angka/sampel')).toContain('Tidak ada yang menulis kemarin')
  })
})

describe('the hand-over', () => {
  test('shows what is open and held, with its note, and is accepted once by somebody else', async () => {
    await console.builders.conversation({ pseudonym: 'Melati-4821', rank: 0, danger: 'confinement', waiting_since: START - HOUR })
    await console.builders.conversation({ pseudonym: 'Dahlia-7', hold: 1, hold_since: START - HOUR })
    const giver = await console.signedIn('caseworker', 'Sari')
    await giver.get('/serah-terima')
    expect((await giver.post('/serah-terima', { catatan: 'Tunggu KJRI jam 9.' })).status).toBe(303)
    const [row] = await console.store.db.selectFrom('handovers').selectAll().execute()
    expect(row).toMatchObject({ emergencies: 1, held: 1, accepted_by: null })
    expect(row!.sealed_note).not.toContain('KJRI')
    const own = await giver.text('/serah-terima')
    expect(own).not.toContain('/terima')
    expect((await giver.post(`/serah-terima/${row!.id}/terima`)).status).toBe(404)
    const taker = await console.signedIn('caseworker', 'Rina')
    const page = await taker.text('/serah-terima')
    for (const part of ['Melati-4821', 'Dahlia-7', 'Tunggu KJRI jam 9.', 'belum diterima']) expect(page).toContain(part)
    expect((await taker.post(`/serah-terima/${row!.id}/terima`)).status).toBe(303)
    expect(await taker.text('/serah-terima')).toContain('diterima Rina')
    expect((await taker.post(`/serah-terima/${row!.id}/terima`)).status).toBe(404)
  })
})

describe('the queries of these pages', () => {
  test('read no growing table from end to end', async () => {
    const { db } = console.store
    const filters = readNumberFilters(new URLSearchParams(), START)
    const reader = { reader: db } as never
    const queries = {
      changes: changesQuery(db, filters.from, filters.until),
      day: dayQuery(db, filters.until),
      emergencies: emergenciesQuery(db, 0, START),
      marks: marksQuery(db, filters),
      uses: usesQuery(db, START),
      open: openQuery(reader),
      held: heldQuery(reader),
      openByAge: openByAgeQuery(reader),
    }
    const aliases = { t: 'triage_events', c: 'conversations', m: 'messages', p: 'people' }
    for (const [name, query] of Object.entries(queries)) expect([name, await fullScans(db, query, aliases)]).toEqual([name, []])
  })
})
