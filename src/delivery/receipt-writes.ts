/** What a receipt stores beside the message: that the person wrote, and in danger the first reply and the event for staff. */
import { sql } from 'kysely'
import { caseCallWrites } from '../cases/case-writes.ts'
import type { Bubble, IncomingMessage, TriageVerdict } from '../message.ts'
import type { Database, Write } from '../store/database.ts'
import type { NewId } from '../store/ids.ts'
import type { Seal } from '../store/seal.ts'
import { RESTRICTED_DANGERS } from '../conversation/restricted.ts'
import { statement, write } from '../store/writes.ts'
import type { CrisisState } from '../triage/crisis.ts'

export interface ReceiptWritesParts {
  readonly store: Database
  readonly seal: Seal
  readonly newId: NewId
}

const endSilence = statement<{ conversationId: string; inboxId: string; sentAt: number; receivedAt: number }>((db, v) =>
  db
    .updateTable('conversations')
    .set((eb) => ({
      last_in_at: v.receivedAt,
      blocked_at: null,
      hold: eb
        .case()
        .when(eb.and([eb('hold', '=', 1), eb('hold_since', '>', v.sentAt)]))
        .then(1 as const)
        .else(0 as const)
        .end(),
      // They hold the phone again, for as long as their contact plan says.
      hold_at: sql<number | null>`(select max(coalesce(hold_at, 0), min(${v.sentAt}, ${v.receivedAt}) + quiet_after * 60000)
        from contact_plans where conversation_id = ${v.conversationId})`,
    }))
    .where('id', '=', v.conversationId)
    .where((eb) => eb.exists(eb.selectFrom('inbox').select('inbox.id').where('inbox.id', '=', v.inboxId))),
)

/**
 * A person who writes again ends the silence they asked for (an older message that arrives late does not), and
 * has not blocked us: both before the first reply to this very message asks at the door.
 */
export function wroteAgain(store: Database, conversationId: string, inboxId: string, sentAt: number, receivedAt: number): Write {
  return endSilence(store.db, { conversationId, inboxId, sentAt, receivedAt })
}

export interface SafetyRow {
  readonly message: IncomingMessage
  readonly conversationId: string
  readonly inboxId: string
  readonly outboxId: string
  readonly text: string
  readonly crisis: CrisisState | null
  readonly receivedAt: number
  readonly sentAlready: boolean
}

export function safetyWrites(parts: ReceiptWritesParts, row: SafetyRow): Write[] {
  const { store, seal } = parts
  const { db } = store
  const bubble: Bubble = { text: row.text }
  const exists = `safety:${row.inboxId}`
  return [
    // Only if this very inbox row is there: for a redelivery it is not, and the reply must not go twice.
    write(
      db
        .insertInto('outbox')
        .columns([
          'id',
          'conversation_id',
          'channel',
          'inbox_id',
          'kind',
          'dedupe_key',
          'sealed_bubble',
          'state',
          'priority',
          'attempts',
          'next_at',
          'created_at',
          'question_at',
          'sent_at',
        ])
        .expression((eb) =>
          eb
            .selectFrom('inbox')
            .select((select) => [
              select.val(row.outboxId).as('id'),
              select.val(row.conversationId).as('conversation_id'),
              select.val(row.message.channel).as('channel'),
              select.val(row.inboxId).as('inbox_id'),
              select.val('safety').as('kind'),
              select.val(exists).as('dedupe_key'),
              select.val(row.sentAlready ? null : seal.seal(JSON.stringify(bubble), `outbox:${row.outboxId}`)).as('sealed_bubble'),
              select.val(row.sentAlready ? 'sent' : 'waiting').as('state'),
              select.val(0).as('priority'),
              select.val(0).as('attempts'),
              select.val(row.receivedAt).as('next_at'),
              select.val(row.receivedAt).as('created_at'),
              select.val(row.message.sentAt).as('question_at'),
              select.val(row.sentAlready ? row.receivedAt : null).as('sent_at'),
            ])
            .where('inbox.id', '=', row.inboxId),
        )
        .onConflict((conflict) => conflict.doNothing()),
    ),
    write(
      db
        .updateTable('conversations')
        .set((eb) => ({
          crisis_since: eb.fn.coalesce('crisis_since', eb.val(row.receivedAt)),
          urgency: 'emergency' as const,
          // Known at once, for a late reply's number and for staff, also when the turn fails.
          danger: row.crisis?.danger ?? null,
          country: eb.fn.coalesce(eb.val(row.crisis?.country ?? null), 'country'),
          rank: 0,
          ...(row.crisis !== null && RESTRICTED_DANGERS.includes(row.crisis.danger) ? { restricted: 1 as const } : {}),
          waiting_since: eb.fn.coalesce('waiting_since', eb.val(row.receivedAt)),
        }))
        .where('id', '=', row.conversationId)
        .where((eb) => eb.exists(eb.selectFrom('outbox').select('outbox.id').where('outbox.id', '=', row.outboxId))),
    ),
    ...(row.crisis === null
      ? []
      : caseCallWrites(parts, {
          conversationId: row.conversationId,
          inboxId: row.inboxId,
          kind: row.crisis.danger,
          lane: 'emergency',
          country: row.crisis.country,
          at: row.receivedAt,
          isNews: true,
        })),
  ]
}

export function triageEvent(parts: ReceiptWritesParts, conversationId: string, inboxId: string, verdict: TriageVerdict, at: number): Write {
  const { db } = parts.store
  return write(
    db
      .insertInto('triage_events')
      .columns(['id', 'conversation_id', 'inbox_id', 'at', 'urgency', 'danger', 'rules', 'score', 'about', 'stage'])
      .expression((eb) =>
        eb
          .selectFrom('inbox')
          .select((select) => [
            select.val(parts.newId()).as('id'),
            select.val(conversationId).as('conversation_id'),
            select.val(inboxId).as('inbox_id'),
            select.val(at).as('at'),
            select.val(verdict.urgency).as('urgency'),
            select.val(verdict.danger).as('danger'),
            select.val(JSON.stringify(verdict.rules)).as('rules'),
            select.val(verdict.score).as('score'),
            select.val(verdict.about).as('about'),
            select.val('receipt').as('stage'),
          ])
          .where('inbox.id', '=', inboxId),
      ),
  )
}
