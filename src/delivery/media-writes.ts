/** What a turn stores of photos and voice notes: that one is to be fetched, and what the person decided. Nothing is fetched here. */
import { sql } from 'kysely'
import type { TurnEffects } from '../conversation/turn.ts'
import type { Write } from '../store/database.ts'
import { rawWrite } from '../store/writes.ts'
import type { TurnRow, TurnWritesParts } from './turn-writes.ts'

/** Of one conversation, so that nobody fills the disk: what comes after is noted as not taken. */
const MOST_KEPT = 50

/** Where the handle of a photo or voice note is sealed. */
export function handlePlace(id: string): string {
  return `media:${id}`
}

export function mediaWrites(parts: TurnWritesParts, row: TurnRow, effects: TurnEffects, now: number): Write[] {
  const conversationId = row.conversation.id
  const ofConversation = sql`conversation_id = ${conversationId}`
  const openCase = sql`(select id from cases where ${ofConversation} and closed_at is null order by id limit 1)`
  const queries = [
    ...(effects.media === undefined ? [] : noted(parts, row, effects.media, now)),
    ...(effects.mediaConsent === undefined
      ? []
      : [
          sql`insert into consents (id, conversation_id, case_id, about, text_version, asked_at, answer, answered_at)
            values (${parts.newId()}, ${conversationId}, ${openCase}, 'media', ${effects.mediaConsent.version}, ${now},
              ${effects.mediaConsent.yes ? 'yes' : 'no'}, ${now})`,
          effects.mediaConsent.yes
            ? sql`update media set state = 'waiting', next_at = ${now} where ${ofConversation} and state = 'asked'`
            : sql`delete from media where ${ofConversation} and state = 'asked'`,
        ]),
    // What is here already waits for staff, who settle the withdrawal.
    ...(effects.withdrawConsent ? [sql`delete from media where ${ofConversation} and state in ('asked', 'waiting')`] : []),
    ...(effects.forgetWords
      ? [sql`delete from media where ${ofConversation} and not exists (select 1 from cases where ${ofConversation} and closed_at is null)`]
      : []),
    ...(effects.forgetExternalId === undefined
      ? []
      : [
          sql`delete from media where ${ofConversation} and inbox_id in (select id from inbox where channel = ${row.message.channel}
            and external_id = ${parts.seal.hash(`${row.message.channel}:${effects.forgetExternalId}`)})`,
        ]),
  ]
  return queries.map((query) => rawWrite(parts.store.db, query))
}

function noted({ seal, newId }: TurnWritesParts, row: TurnRow, becomes: NonNullable<TurnEffects['media']>, now: number) {
  const { content, sentAt } = row.message
  if ((content.kind !== 'photo' && content.kind !== 'voice') || content.media === null) return []
  const id = newId()
  const { handle, seconds } = content.media
  const sealed = becomes === 'too-big' ? null : seal.seal(handle, handlePlace(id))
  const state = { keep: 'waiting', ask: 'asked', 'too-big': 'failed' }[becomes]
  return [
    sql`insert into media (id, conversation_id, inbox_id, kind, seconds, state, reason, sealed_handle, next_at, at)
      values (${id}, ${row.conversation.id}, ${row.inboxId}, ${content.kind}, ${seconds}, ${state},
        ${becomes === 'too-big' ? 'too-big' : null}, ${sealed}, ${now}, ${sentAt})`,
    sql`update media set state = 'failed', reason = 'too-many', sealed_handle = null where id = ${id} and state != 'failed'
      and (select count(*) from media where conversation_id = ${row.conversation.id} and state != 'failed') > ${MOST_KEPT}`,
  ]
}
