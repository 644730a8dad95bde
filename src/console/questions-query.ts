/** Questions that got no sure answer, gathered by likeness, so that one missing card shows as one line. */
import { sql, type Kysely } from 'kysely'
import type { MessagesTable, Tables } from '../store/schema.ts'
import type { Viewer } from './deps.ts'

export type Question = Pick<MessagesTable, 'id' | 'conversation_id' | 'text' | 'at' | 'topic'>

export interface QuestionGroup {
  /** Newest first. */
  readonly questions: readonly Question[]
}

/** More would hold up the serving thread. */
const NEWEST = 300
/** Words in common over words in all, from which two questions are one. */
const ALIKE = 0.5
const SHORTEST_WORD = 3
/** Spelt out, as are the conditions of the index. */
const NOT_RESTRICTED = sql<boolean>`not exists (select 1 from conversations as c where c.id = messages.conversation_id and c.restricted = 1)`

/** The newest of them, newest first. The conditions are those of the index, spelt out: with parameters it would not be used. */
export function newestUnanswered(db: Kysely<Tables>, viewer: Pick<Viewer, 'isOfRestrictedTeam'>) {
  return db
    .selectFrom('messages')
    .select(['id', 'conversation_id', 'text', 'at', 'topic'])
    .$if(!viewer.isOfRestrictedTeam, (query) => query.where(NOT_RESTRICTED))
    .where(sql<boolean>`direction = 'in' and outcome in ('unknown', 'choices')`)
    .orderBy('id', 'desc')
    .limit(NEWEST)
}

/** Groups of questions that share half of their words with the first of the group; the largest first, then the newest. */
export function groupByLikeness(questions: readonly Question[]): QuestionGroup[] {
  const groups: { size: number; questions: Question[] }[] = []
  const places = new Map<string, number[]>()
  for (const question of questions) {
    const words = wordsOf(question.text)
    if (words.size === 0) continue
    const common = new Map<number, number>()
    for (const word of words) for (const place of places.get(word) ?? []) common.set(place, (common.get(place) ?? 0) + 1)
    const alike = [...common].filter(([place, count]) => count / (groups[place]!.size + words.size - count) >= ALIKE)
    if (alike.length > 0) groups[Math.min(...alike.map(([place]) => place))]!.questions.push(question)
    else {
      for (const word of words) places.set(word, [...(places.get(word) ?? []), groups.length])
      groups.push({ size: words.size, questions: [question] })
    }
  }
  return groups.toSorted((one, other) => other.questions.length - one.questions.length)
}

function wordsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  return new Set(words.filter((word) => word.length >= SHORTEST_WORD))
}
