/**
 * The counted days in memory, as columns of small numbers. People of several days are counted once, which no sum kept by day
 * can tell: it takes one walk over all rows, and over columns that is a matter of milliseconds, whatever is asked by.
 * A day that was changed in the store, by counting or by erasing a person, is read again: the numbers are always its own.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql, type Kysely } from 'kysely'
import type { Tables } from '../../store/schema.ts'
import type { NumberFilters } from './filters.ts'

export const DIMENSIONS = ['channel', 'topic', 'country', 'language', 'outcome'] as const
export type Dimension = (typeof DIMENSIONS)[number]

export interface Group {
  readonly key: string
  readonly messages: number
  readonly people: number
}

export interface DayCount {
  readonly day: number
  readonly messages: number
  /** A day's conversations are its people: one person has one conversation on a channel. */
  readonly people: number
}

export interface Counts {
  readonly total: { readonly messages: number; readonly people: number }
  /** Days with anything, the first first. */
  readonly days: readonly DayCount[]
  /** The largest first, by messages; at most 60 of each. */
  readonly groups: Readonly<Record<Dimension, readonly Group[]>>
}

export interface DayColumns {
  /** Rejects when the store cannot be read. */
  count(filters: NumberFilters): Promise<Counts>
}

const MOST_GROUPS = 60
/** So many rows are walked over in about a millisecond, before the serving thread may do something else. */
const ROWS_AT_ONCE = 10_000

/** One row for each person and what they wrote about on that day. */
interface Columns {
  readonly changes: number
  readonly length: number
  readonly people: Uint32Array
  readonly messages: Uint32Array
  /** Places in `Names`. */
  readonly keys: Readonly<Record<Dimension, Uint16Array>>
}

/** Gives each text a number, from 0 on. */
class Names {
  readonly known = new Map<string, number>()
  readonly texts: string[] = []

  numberOf(text: string): number {
    const known = this.known.get(text)
    if (known !== undefined) return known
    this.known.set(text, this.texts.length)
    return this.texts.push(text) - 1
  }
}

interface Memory {
  /** The newest day asked for. On the next all is read anew, so that nothing of erased people stays longer. */
  readonly until: number
  readonly days: Map<number, Columns>
  readonly people: Names
  readonly keys: Readonly<Record<Dimension, Names>>
}

export function createDayColumns(db: Kysely<Tables>): DayColumns {
  let memory = emptyMemory(0)
  let last: Promise<unknown> = Promise.resolve()
  const load = async ({ from, until }: NumberFilters): Promise<Memory> => {
    if (memory.until !== until) memory = emptyMemory(until)
    const { days } = memory
    const changes = new Map((await changesQuery(db, from, until).execute()).map((row) => [row.day, row.changes]))
    for (let day = from; day <= until; day++) {
      const wanted = changes.get(day) ?? 0
      if (days.get(day)?.changes !== wanted) days.set(day, await readDay(db, day, wanted, memory))
    }
    return memory
  }
  return {
    async count(filters) {
      const loading = last.then(() => load(filters))
      last = loading.catch(() => {})
      return countColumns(await loading, filters)
    },
  }
}

function emptyMemory(until: number): Memory {
  const keys = Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, new Names()])) as Record<Dimension, Names>
  return { until, days: new Map(), people: new Names(), keys }
}

export function changesQuery(db: Kysely<Tables>, from: number, until: number) {
  return db.selectFrom('day_changes').select(['day', 'changes']).where('day', '>=', from).where('day', '<=', until)
}

/** All of a day as one text: a thousand rows would be copied from the reading thread one by one. */
export function dayQuery(db: Kysely<Tables>, day: number) {
  return db
    .selectFrom('person_days')
    .select(sql<string>`json_group_array(json_array(conversation_id, messages, channel, topic, country, language, outcome))`.as('rows'))
    .where('day', '=', day)
}

async function readDay(db: Kysely<Tables>, day: number, changes: number, { people, keys }: Memory): Promise<Columns> {
  const { rows } = await dayQuery(db, day).executeTakeFirstOrThrow()
  const read = JSON.parse(rows) as [person: string, messages: number, ...keys: string[]][]
  const { length } = read
  const columns = {
    changes,
    length,
    people: new Uint32Array(length),
    messages: new Uint32Array(length),
    keys: Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, new Uint16Array(length)])) as Record<Dimension, Uint16Array>,
  }
  for (const [i, [person, messages, ...texts]] of read.entries()) {
    columns.people[i] = people.numberOf(person)
    columns.messages[i] = messages
    for (const [place, dimension] of DIMENSIONS.entries()) columns.keys[dimension][i] = keys[dimension].numberOf(texts[place]!)
  }
  return columns
}

/** Counts messages, and each person once. */
class Tally {
  messages = 0
  people = 0
  private readonly seen: Uint8Array

  constructor(peopleInAll: number) {
    this.seen = new Uint8Array(peopleInAll)
  }

  add(person: number, messages: number): void {
    this.messages += messages
    if (this.seen[person] === 1) return
    this.seen[person] = 1
    this.people++
  }
}

async function countColumns({ days, people, keys }: Memory, filters: NumberFilters): Promise<Counts> {
  const wanted = (['channel', 'topic', 'country', 'language'] as const).flatMap((dimension) =>
    filters[dimension] === null ? [] : [{ dimension, key: keys[dimension].known.get(filters[dimension]) ?? -1 }],
  )
  // Those who are read in meanwhile belong to a later count.
  const peopleInAll = people.texts.length
  const kept = Array.from({ length: filters.days }, (_, i) => ({ day: filters.from + i, columns: days.get(filters.from + i) }))
  const total = new Tally(peopleInAll)
  const byDay: DayCount[] = []
  const groups = DIMENSIONS.map((dimension) => ({ dimension, tallies: new Map<number, Tally>() }))
  let walked = 0
  for (const { day, columns } of kept) {
    if (columns === undefined) continue
    const today = { day, messages: 0, people: 0 }
    const seenToday = new Set<number>()
    for (let i = 0; i < columns.length; i++) {
      if (++walked % ROWS_AT_ONCE === 0) await nextTurn()
      if (wanted.some(({ dimension, key }) => columns.keys[dimension][i] !== key)) continue
      const person = columns.people[i]!
      const messages = columns.messages[i]!
      today.messages += messages
      seenToday.add(person)
      total.add(person, messages)
      for (const { dimension, tallies } of groups) {
        const key = columns.keys[dimension][i]!
        let tally = tallies.get(key)
        if (!tally) tallies.set(key, (tally = new Tally(peopleInAll)))
        tally.add(person, messages)
      }
    }
    if (today.messages > 0) byDay.push({ ...today, people: seenToday.size })
  }
  const named = groups.map(({ dimension, tallies }) => {
    const found = [...tallies].map(([key, tally]) => ({ key: keys[dimension].texts[key]!, messages: tally.messages, people: tally.people }))
    return [dimension, found.sort((one, other) => other.messages - one.messages).slice(0, MOST_GROUPS)] as const
  })
  return {
    total: { messages: total.messages, people: total.people },
    days: byDay,
    groups: Object.fromEntries(named) as unknown as Record<Dimension, Group[]>,
  }
}
