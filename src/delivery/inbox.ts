/**
 * The way in. Danger is recognised here, on receipt, by pure rules; then message, verdict and, in danger, the
 * first reply commit together, before the transport is told that the message arrived.
 */
import type { Insertable } from 'kysely'
import type { IncomingMessage, TriageVerdict } from '../message.ts'
import { safeError } from '../log.ts'
import type { Receive } from '../channels/channel.ts'
import type { Database, Write } from '../store/database.ts'
import type { NewId } from '../store/ids.ts'
import type { InboxTable } from '../store/schema.ts'
import type { Seal } from '../store/seal.ts'
import { statement } from '../store/writes.ts'
import type { AssessReceipt } from '../conversation/receipt.ts'
import { isDangerDigit } from '../conversation/command-words.ts'
import { readState } from '../conversation/state.ts'
import type { CrisisState } from '../triage/crisis.ts'
import { CRISIS_LASTS } from '../conversation/crisis-turn.ts'
import type { Measure } from './measure.ts'
import { traceOf } from './traces.ts'
import { createMemoryReplies, type MemoryReplyParts } from './memory-replies.ts'
import type { People } from './people.ts'
import { safetyWrites, triageEvent, wroteAgain } from './receipt-writes.ts'

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

/** A message and what the triage found in it alone. */
interface ReadMessage {
  readonly message: IncomingMessage
  readonly alone: TriageVerdict
}

interface PreparedBatch extends PreparedIntake {
  /** Somebody in danger is among them: to be committed before what else waits. */
  readonly urgent: boolean
}

export interface Intake {
  readonly receive: Receive
  /** For a channel whose keys commit together with the message. */
  prepare(batch: readonly IncomingMessage[]): Promise<PreparedIntake>
  /** The person was erased: who writes from there next is somebody new, and is answered so. */
  forget(conversationId: string): void
}

export interface IntakeParts extends MemoryReplyParts {
  readonly assess: AssessReceipt
  /** The triage of one message by itself: cheap, and done before anything waits. */
  readonly readAlone: (message: IncomingMessage) => TriageVerdict
  readonly store: Database
  readonly seal: Seal
  readonly people: People
  readonly newId: NewId
  readonly onCommitted: (rows: readonly CommittedRow[]) => void
  readonly measure: Measure
}

/** What the triage column of the inbox holds. */
export interface StoredTriage {
  readonly verdict: TriageVerdict
  /** The crisis that the reply on receipt opened; null when none was sent. */
  readonly crisis: CrisisState | null
  /** What that reply said, for the transcript. */
  readonly safetyText: string | null
}

const storeMessage = statement<Insertable<InboxTable>>((db, values) =>
  db
    .insertInto('inbox')
    .values(values)
    .onConflict((conflict) => conflict.columns(['channel', 'external_id']).doNothing()),
)

/**
 * How long ordinary messages are prepared at a stretch. Milliseconds. One message at a time would let danger by sooner
 * and take in a third as many messages.
 */
const SLICE = 10

export function createIntake(parts: IntakeParts): Intake {
  const { store, seal, people, newId, now } = parts
  /** Conversations whose first safety reply is under way or sent, so that two messages in one breath get one. */
  const inCrisis = new Map<string, number>()
  const memory = createMemoryReplies(parts)

  const knownOf = async (conversationId: string, fresh: boolean): Promise<Parameters<AssessReceipt>[1]> => {
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
      return { country: row.country ?? state.route.lastCountry, crisis: open ? state.crisis : null, language: state }
    } catch (error) {
      // Not knowing the country is better than not answering.
      parts.logger.warn({ event: 'conversation-unreadable', ...safeError(error) })
      return { country: null, crisis: null }
    }
  }

  const readOne = (message: IncomingMessage): ReadMessage => ({ message, alone: parts.readAlone(message) })

  const prepareOne = async (
    message: IncomingMessage,
    alone: TriageVerdict,
  ): Promise<{ writes: Write[]; row: CommittedRow; committed: () => void; failed: () => void }> => {
    const receivedAt = now()
    const person = await people.find(message, receivedAt)
    const { conversationId } = person
    // Rules first: they need nothing. What is known of the conversation is only read for somebody in danger.
    let assessment = parts.assess(message, { country: null, crisis: null }, alone)
    if (assessment.safety) {
      const known = await knownOf(conversationId, person.writes.length > 0)
      assessment = parts.assess(message, known, alone)
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
    const writes: Write[] = [
      ...person.writes,
      storeMessage(store.db, {
        id: inboxId,
        channel: message.channel,
        external_id: externalHash,
        trace: traceOf(message.channel, message.externalId, 'theirs'),
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
      }),
    ]
    // Nothing that follows may happen for a message that was known already.
    if (assessment.isFromPerson) writes.push(wroteAgain(store, conversationId, inboxId, message.sentAt, receivedAt))
    if (safetyText !== null && safetyOutboxId !== null) {
      const sentAlready = memory.hasAnswered(message)
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
      committed: () => {
        person.committed()
        parts.measure.received(message.channel, message.content.kind, assessment.verdict.urgency)
      },
      failed: () => {
        if (safety && !alreadyOpen) inCrisis.delete(conversationId)
      },
    }
  }

  /**
   * What is being taken in, by address: one person's messages go one after the other, so that their ids, and with
   * them the order of the answers, follow the order of arrival. Different people share a flush to disk.
   */
  const underWay = new Map<string, Promise<unknown>>()
  /** Runs `task` once everything that came earlier from the same addresses is over. */
  const inTurn = <Result>(batch: readonly IncomingMessage[], task: () => Promise<Result>): Promise<Result> => {
    const keys = new Set(batch.flatMap((message) => message.addresses.map((address) => `${message.channel}:${address}`)))
    const before = [...keys].map((key) => underWay.get(key)).filter((earlier) => earlier !== undefined)
    const result = before.length === 0 ? task() : Promise.all(before).then(() => task())
    const over = result.then(
      () => {},
      () => {},
    )
    for (const key of keys) underWay.set(key, over)
    void over.then(() => {
      for (const key of keys) if (underWay.get(key) === over) underWay.delete(key)
    })
    return result
  }

  let last: Promise<void> = Promise.resolve()
  let sliceBegan = performance.now()
  /** Ordinary messages are prepared in order, a slice each turn of the event loop, so that whoever is in danger is let by. */
  const afterTheOthers = (): Promise<void> => {
    last = last.then(async () => {
      if (performance.now() - sliceBegan < SLICE) return
      await new Promise((resolve) => setImmediate(resolve))
      sliceBegan = performance.now()
    })
    return last
  }

  /** `waits` comes before each message; null: nothing does. */
  const prepareBatch = async (batch: readonly ReadMessage[], waits: (() => Promise<void>) | null): Promise<PreparedBatch> => {
    const prepared: Awaited<ReturnType<typeof prepareOne>>[] = []
    for (const { message, alone } of batch) {
      await waits?.()
      prepared.push(await prepareOne(message, alone))
    }
    return {
      writes: prepared.flatMap((one) => one.writes),
      urgent: prepared.some((one) => one.row.priority === 0),
      committed: () => {
        for (const one of prepared) one.committed()
        parts.onCommitted(prepared.map((one) => one.row))
      },
      failed: () => {
        for (const one of prepared) one.failed()
      },
    }
  }

  const takeIn = async (batch: readonly IncomingMessage[]): Promise<void> => {
    let intake: PreparedBatch | null = null
    const begun = performance.now()
    try {
      const read = batch.map(readOne)
      const pressing = read.some(({ message, alone }) => alone.urgency === 'emergency' || isDangerDigit(message.content))
      // Danger that shows in one message alone does not wait behind a crowd.
      intake = await prepareBatch(read, pressing ? null : afterTheOthers)
      await store.commit(intake.writes, intake.urgent ? 'urgent' : 'ordinary')
    } catch (error) {
      intake?.failed()
      parts.logger.error({ event: 'intake-not-committed', messages: batch.length, ...safeError(error) })
      await memory.answer(batch)
      throw error
    }
    intake.committed()
    parts.measure.took('store', batch[0]!.channel, performance.now() - begun)
  }

  return {
    prepare: (batch) => inTurn(batch, () => prepareBatch(batch.map(readOne), null)),
    forget: (conversationId) => void inCrisis.delete(conversationId),
    async receive(batch) {
      if (batch.length > 0) await inTurn(batch, () => takeIn(batch))
    },
  }
}
