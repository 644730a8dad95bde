/** Numbers by which people and staff speak of a case: "PM-7F3K". They tell nothing about the person. */
import { randomInt } from 'node:crypto'
import type { Database } from '../store/database.ts'

/** Without what is misread by eye or ear: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V. */
const ALPHABET = '34679ACDEFGHJKMNPQRTWXY'
const LENGTH = 4
/** So many that one of them is free while half of all numbers are taken, but for once in a million times. */
const CANDIDATES = 20

/** Numbers of which the first that is free is to be taken; the last is a letter longer, for when four are nearly used up. */
export function caseNumbers(): readonly string[] {
  return [...Array.from({ length: CANDIDATES }, () => numberOf(LENGTH)), numberOf(LENGTH + 2)]
}

function numberOf(length: number): string {
  return `PM-${Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')}`
}

/** A case number as people type it ("pm 7f3k"); null for anything else. */
export function readCaseNumber(text: string): string | null {
  const match = /^\s{0,4}(?:pm)?[\s-]{0,2}([0-9a-z]{4}(?:[0-9a-z]{2})?)\s{0,4}$/iu.exec(text.slice(0, 40))
  const code = match?.[1]?.toUpperCase() ?? ''
  return code !== '' && [...code].every((letter) => ALPHABET.includes(letter)) ? `PM-${code}` : null
}

/** For each conversation the number of its open case, else one that is free at this moment. */
export async function numbersToTell(
  { db }: Pick<Database, 'db'>,
  conversationIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (conversationIds.length === 0) return new Map()
  const offers = new Map(conversationIds.map((id) => [id, caseNumbers()]))
  const [open, taken] = await Promise.all([
    db
      .selectFrom('cases')
      .select(['conversation_id', 'number'])
      .where('conversation_id', 'in', conversationIds)
      .where('closed_at', 'is', null)
      .orderBy('id', 'desc')
      .execute(),
    db
      .selectFrom('cases')
      .select('number')
      .where('number', 'in', [...offers.values()].flat())
      .execute(),
  ])
  // Of several open cases the oldest, which stands last here, is the one.
  const numbers = new Map(open.map((row) => [row.conversation_id, row.number]))
  const used = new Set(taken.map(({ number }) => number))
  return new Map([...offers].map(([id, free]) => [id, numbers.get(id) ?? free.find((number) => !used.has(number)) ?? '']))
}
