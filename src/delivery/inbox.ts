/**
 * The way in. Danger is recognised here, on receipt, by pure rules; then message, verdict and, in danger, the
 * first reply commit together, before the transport is told that the message arrived.
 */
import type { Bubble, IncomingMessage, TriageVerdict } from '../message.ts'
import type { Logger } from '../log.ts'
import { safeError } from '../log.ts'
import type { Receive } from '../channels/channel.ts'
import type { Database, Write } from '../store/database.ts'
import type { NewId } from '../store/ids.ts'
import type { Seal } from '../store/seal.ts'
import { write } from '../store/writes.ts'
import type { ReceiptAssessment } from '../conversation/receipt.ts'
import { readState } from '../conversation/state.ts'
import type { CrisisState } from '../triage/crisis.ts'
import { CRISIS_LASTS } from '../conversation/crisis-turn.ts'
import type { People } from './people.ts'

export interface CommittedRow {
  readonly inboxId: string
  readonly conversationId: string
  readonly priority: number
  readonly safetyOutboxId: string | null
}

export interface PreparedIntake {
  readonly writes: readonly Write[]
  /** To be called once the writes are committed: sets the queues going. */
  readonly committed: () => void
  /** To be called when they could not be committed. */
  readonly failed: () => void
}

export interface Intake {
  readonly receive: Receive
  /** For a channel whose keys commit together with the message. */
  prepare(batch: readonly IncomingMessage[]): Promise<PreparedIntake>
}

export interface IntakeParts {
  readonly store: Database
  readonly seal: Seal
  readonly people: People
  readonly newId: NewId
  readonly now: () => number
  readonly logger: Logger
  readonly assess: (message: IncomingMessage, known: { country: string | null; crisis: CrisisState | null }) => ReceiptAssessment
  readonly onCommitted: (rows: readonly CommittedRow[]) => void
  /** Sends the first reply straight from memory, when the store cannot take it. Whether it went out: false where the channel cannot. */
  readonly sendFromMemory: (message: IncomingMessage, bubbles: readonly Bubble[]) => Promise<boolean>
}

/** A chat gets at most one reply from memory in this time. */
const MEMORY_REPLY_EVERY = 10 * 60_000
const MEMORY_REPLIES_KEPT = 5_000

/** What the triage column of the inbox holds. */
export interface StoredTriage {
  readonly verdict: TriageVerdict
  /** The crisis that the reply on receipt opened; null when none was sent. */
  readonly crisis: CrisisState | null
  /** What that reply said, for the transcript. */
  readonly safetyText: string | null
}

export function createIntake(parts: IntakeParts): Intake {
  const { store, seal, people, newId, now } = parts
  /** Conversations whose first safety reply is under way or sent, so that two messages in one breath get one. */
  const inCrisis = new Map<string, number>()
  const fromMemory = new Map<string, number>()

  const knownOf = async (conversationId: string, fresh: boolean): Promise<{ country: string | null; crisis: CrisisState | null }> => {
    if (fresh) return { country: null, crisis: null }
    try {
      const row = await store.db
        .selectFrom('conversations')
        .select(['state', 'country'])
        .where('id', '=', conversationId)
        .executeTakeFirst()
      if (!row) return { country: null, crisis: null }
      const state = readState(row.state)
      const open = state.crisis !== null && state.crisisAt !== null && now() - state.crisisAt < CRISIS_LASTS
      return { country: row.country ?? state.route.lastCountry, crisis: open ? state.crisis : null }
    } catch (error) {
      // Not knowing the country is better than not answering.
      parts.logger.warn({ event: 'conversation-unreadable', ...safeError(error) })
      return { country: null, crisis: null }
    }
  }

  const prepareOne = async (
    message: IncomingMessage,
  ): Promise<{ writes: Write[]; row: CommittedRow; committed: () => void; failed: () => void }> => {
    const receivedAt = now()
    const person = await people.find(message, receivedAt)
    const { conversationId } = person
    // Rules first: they need nothing. What is known of the conversation is only read for somebody in danger.
    let assessment = parts.assess(message, { country: null, crisis: null })
    if (assessment.safety) {
      const known = await knownOf(conversationId, person.writes.length > 0)
      assessment = parts.assess(message, known)
    }
    const openedAt = inCrisis.get(conversationId)
    const alreadyOpen = openedAt !== undefined && receivedAt - openedAt < CRISIS_LASTS
    const safety = alreadyOpen ? null : assessment.safety
    const inboxId = newId()
    const safetyOutboxId = safety ? newId() : null
    const externalHash = seal.hash(`${message.channel}:${message.externalId}`)
    const priority = assessment.verdict.urgency === 'emergency' || assessment.urgentDigit ? 0 : 1
    const safetyText = safety ? safety.bubbles.map((bubble) => bubble.text).join('\n\n') : null
    const stored: StoredTriage = { verdict: assessment.verdict, crisis: safety?.crisis ?? null, safetyText }
    const { db } = store
    const writes: Write[] = [
      ...person.writes,
      write(
        db
          .insertInto('inbox')
          .values({
            id: inboxId,
            channel: message.channel,
            external_id: externalHash,
            conversation_id: conversationId,
            kind: message.content.kind,
            sealed_payload: seal.seal(JSON.stringify(message), `inbox:${inboxId}`),
            sent_at: message.sentAt,
            received_at: receivedAt,
            backlog: message.backlog ? 1 : 0,
            priority,
            triage: JSON.stringify(stored),
            safety_outbox_id: safetyOutboxId,
            state: 'waiting',
            attempts: 0,
            next_at: receivedAt,
          })
          .onConflict((conflict) => conflict.columns(['channel', 'external_id']).doNothing()),
      ),
    ]
    // Nothing that follows may happen for a message that was known already.
    if (assessment.isFromPerson) writes.push(wroteAgain(store, conversationId, inboxId, message.sentAt, receivedAt))
    if (safetyText !== null && safetyOutboxId !== null) {
      const sentAlready = fromMemory.has(messageKey(message))
      writes.push(
        ...safetyWrites(parts, {
          message,
          conversationId,
          inboxId,
          outboxId: safetyOutboxId,
          text: safetyText,
          crisis: stored.crisis,
          receivedAt,
          sentAlready,
        }),
      )
      writes.push(triageEvent(parts, conversationId, inboxId, assessment.verdict, receivedAt))
      inCrisis.set(conversationId, receivedAt)
    }
    return {
      writes,
      row: { inboxId, conversationId, priority, safetyOutboxId },
      committed: person.committed,
      failed: () => {
        if (safety && !alreadyOpen) inCrisis.delete(conversationId)
      },
    }
  }

  /** One batch after the other: the ids, and with them the order of the answers, follow the order of arrival. */
  let previous: Promise<unknown> = Promise.resolve()
  const prepare = (batch: readonly IncomingMessage[]): Promise<PreparedIntake> => {
    const prepared = previous.then(() => prepareBatch(batch))
    previous = prepared.catch(() => {})
    return prepared
  }

  const prepareBatch = async (batch: readonly IncomingMessage[]): Promise<PreparedIntake> => {
    const prepared: Awaited<ReturnType<typeof prepareOne>>[] = []
    for (const message of batch) prepared.push(await prepareOne(message))
    return {
      writes: prepared.flatMap((one) => one.writes),
      committed: () => {
        for (const one of prepared) one.committed()
        parts.onCommitted(prepared.map((one) => one.row))
      },
      failed: () => {
        for (const one of prepared) one.failed()
      },
    }
  }

  /** Answers those in danger without the store: once for each message, and once a chat in ten minutes. */
  const answerFromMemory = async (batch: readonly IncomingMessage[]): Promise<void> => {
    await Promise.all(batch.map(answerOneFromMemory))
  }

  const answerOneFromMemory = async (message: IncomingMessage): Promise<void> => {
    const { safety } = parts.assess(message, { country: null, crisis: null })
    if (!safety) return
    const keys = [messageKey(message), `chat:${message.channel}:${message.addresses[0]}`] as const
    const last = fromMemory.get(keys[1])
    if (fromMemory.has(keys[0]) || (last !== undefined && now() - last < MEMORY_REPLY_EVERY)) return
    while (fromMemory.size > MEMORY_REPLIES_KEPT) fromMemory.delete(fromMemory.keys().next().value as string)
    // Noted before it is sent, so that the same message handed in again meanwhile does not go twice.
    for (const key of keys) fromMemory.set(key, now())
    let sent = false
    try {
      sent = await parts.sendFromMemory(message, safety.bubbles)
    } catch (error) {
      parts.logger.error({ event: 'memory-reply-failed', channel: message.channel, ...safeError(error) })
    }
    // What did not go out must go out once the store is back.
    if (!sent) for (const key of keys) fromMemory.delete(key)
  }

  return {
    prepare,
    async receive(batch) {
      if (batch.length === 0) return
      let intake: PreparedIntake | null = null
      try {
        intake = await prepare(batch)
        await store.commit(intake.writes)
      } catch (error) {
        intake?.failed()
        parts.logger.error({ event: 'intake-not-committed', messages: batch.length, ...safeError(error) })
        await answerFromMemory(batch)
        throw error
      }
      intake.committed()
    },
  }
}

/**
 * A person who writes again ends the silence they asked for (an older message that arrives late does not), and
 * has not blocked us: both before the first reply to this very message asks at the door.
 */
function wroteAgain(store: Database, conversationId: string, inboxId: string, sentAt: number, receivedAt: number): Write {
  return write(
    store.db
      .updateTable('conversations')
      .set((eb) => ({
        last_in_at: receivedAt,
        blocked_at: null,
        hold: eb
          .case()
          .when(eb.and([eb('hold', '=', 1), eb('hold_since', '>', sentAt)]))
          .then(1 as const)
          .else(0 as const)
          .end(),
      }))
      .where('id', '=', conversationId)
      .where((eb) => eb.exists(eb.selectFrom('inbox').select('inbox.id').where('inbox.id', '=', inboxId))),
  )
}

function messageKey(message: IncomingMessage): string {
  return `message:${message.channel}:${message.externalId}`
}

interface SafetyRow {
  readonly message: IncomingMessage
  readonly conversationId: string
  readonly inboxId: string
  readonly outboxId: string
  readonly text: string
  readonly crisis: CrisisState | null
  readonly receivedAt: number
  readonly sentAlready: boolean
}

function safetyWrites(parts: IntakeParts, row: SafetyRow): Write[] {
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
          waiting_since: eb.fn.coalesce('waiting_since', eb.val(row.receivedAt)),
        }))
        .where('id', '=', row.conversationId)
        .where((eb) => eb.exists(eb.selectFrom('outbox').select('outbox.id').where('outbox.id', '=', row.outboxId))),
    ),
  ]
}

function triageEvent(parts: IntakeParts, conversationId: string, inboxId: string, verdict: TriageVerdict, at: number): Write {
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
