/** Reads the links between a worker and relatives, for a turn about them, and looks a typed code up. */
import { sql, type Kysely } from 'kysely'
import { familyCodeOf, newFamilyCode } from '../conversation/family-code.ts'
import type { OwnFamily } from '../conversation/own-family.ts'
import { spokenLast } from '../conversation/reply-language.ts'
import { readState } from '../conversation/state.ts'
import type { IncomingMessage } from '../message.ts'
import type { FamilyGuestsTable, Tables } from '../store/schema.ts'
import type { Seal } from '../store/seal.ts'

export interface FamilyParts {
  readonly store: { readonly db: Kysely<Tables> }
  readonly seal: Seal
  readonly now: () => number
  /** Name of our Telegram bot; null while it is not known, or there is none. */
  readonly telegramBot: () => string | null
}

/** Under a key that is not in the database: what it was cannot be found out from there. */
export function familyCodeHash(seal: Pick<Seal, 'hash'>, code: string): string {
  return seal.hash(`family-code:${code}`)
}

export async function readFamily(parts: FamilyParts, conversationId: string, message: IncomingMessage): Promise<OwnFamily> {
  const { db } = parts.store
  const [relatives, openCase, guest, news] = await Promise.all([
    db
      .selectFrom('family_links as l')
      .innerJoin('conversations as c', 'c.id', 'l.relative_id')
      .select(['l.id', 'l.relation', 'l.linked_at', 'l.news_at', 'l.case_id', 'l.relative_id', 'c.state'])
      .where('l.worker_id', '=', conversationId)
      .orderBy('l.id')
      .execute(),
    db
      .selectFrom('cases')
      .select('id')
      .where('conversation_id', '=', conversationId)
      .where('closed_at', 'is', null)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst(),
    db.selectFrom('family_guests').selectAll().where('conversation_id', '=', conversationId).executeTakeFirst(),
    readNews(parts, conversationId),
  ])
  return {
    relatives: relatives.map(({ id, relation, linked_at, news_at, case_id, relative_id, state }) => ({
      linkId: id,
      relation,
      linkedAt: linked_at,
      newsAt: news_at,
      hearsOfCase: case_id !== null,
      conversationId: relative_id,
      speaks: spokenLast(readState(state)),
    })),
    openCase: openCase?.id ?? null,
    freeCode: newFamilyCode(),
    telegramBot: parts.telegramBot(),
    joinedAt: guest?.joined_at ?? null,
    typedCode: await lookUp(parts, conversationId, message, guest),
    failures: guest?.failures ?? 0,
    news,
  }
}

/**
 * A code is not looked up while too many were wrong. One of a worker who asked for silence does not work: somebody may have
 * taken their phone. When only the time of a borrowed phone is over it does: nothing of this is sent to that phone.
 */
async function lookUp(
  { store, seal, now }: FamilyParts,
  conversationId: string,
  message: IncomingMessage,
  guest: FamilyGuestsTable | undefined,
): Promise<OwnFamily['typedCode']> {
  const code = familyCodeOf(message.content)
  if (code === null || (guest?.next_at ?? 0) > now()) return null
  const found = await store.db
    .selectFrom('family_codes as f')
    .innerJoin('conversations as c', 'c.id', 'f.worker_id')
    .select(['f.worker_id', 'f.expires_at', 'c.hold'])
    .where('f.code_hash', '=', familyCodeHash(seal, code))
    .executeTakeFirst()
  if (found === undefined || found.expires_at <= now()) return 'wrong'
  if (found.worker_id === conversationId) return 'own'
  return found.hold === 1 ? null : 'works'
}

/** The check-in was sent and did not reach the relative: refused, held back at the door, or past the window of the platform. */
const notArrived = sql<number>`exists (select 1 from outbox where dedupe_key = 'family:' || l.id || ':' || l.news_at
  and state in ('withheld', 'failed', 'expired', 'awaiting-yes'))`

async function readNews({ store }: FamilyParts, relativeId: string): Promise<OwnFamily['news']> {
  const rows = await store.db
    .selectFrom('family_links as l')
    .innerJoin('conversations as w', 'w.id', 'l.worker_id')
    .leftJoin('cases as k', (join) => join.onRef('k.id', '=', 'l.case_id').onRef('k.conversation_id', '=', 'l.worker_id'))
    .select(['l.id', 'l.linked_at', 'l.news_at', 'l.told_at', 'l.case_told', 'k.state'])
    .select(notArrived.as('not_arrived'))
    .where('l.relative_id', '=', relativeId)
    .where('w.hold', '=', 0)
    .orderBy('l.id')
    .execute()
  return rows
    .map(({ id, linked_at, news_at, told_at, not_arrived, case_told, state }) => ({
      linkId: id,
      linkedAt: linked_at,
      newsAt: news_at !== null && (news_at > (told_at ?? 0) || (news_at === told_at && not_arrived === 1)) ? news_at : null,
      caseState: state !== case_told ? state : null,
    }))
    .filter(({ newsAt, caseState }) => newsAt !== null || caseState !== null)
}
