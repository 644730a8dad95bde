/**
 * Handles what the inbox holds: each conversation's messages one at a time and in order, many conversations side
 * by side. A turn is computed without touching the store and commits as a whole.
 */
import type { ChannelName, IncomingMessage } from '../message.ts'
import type { HandleMessage } from '../handle-message.ts'
import type { Logger } from '../log.ts'
import { safeError } from '../log.ts'
import type { HelpedTurns } from '../conversation/helped-turn.ts'
import type { Own } from '../conversation/own.ts'
import type { TurnInput } from '../conversation/step.ts'
import type { Turn } from '../conversation/turn.ts'
import { isOnHold } from '../conversation/hold.ts'
import { readState, type ConversationState } from '../conversation/state.ts'
import type { Database } from '../store/database.ts'
import { WriteRefusedError } from '../store/write-refused.ts'
import type { NewId } from '../store/ids.ts'
import type { ConversationsTable, InboxTable } from '../store/schema.ts'
import type { Seal } from '../store/seal.ts'
import { write } from '../store/writes.ts'
import type { StoredTriage } from './inbox.ts'
import type { Measure } from './measure.ts'
import { createConversationQueue, type QueuedRow } from './queue.ts'
import { wasWrittenAfterCatchUp } from './conversation-write.ts'
import type { MediaSituation } from '../conversation/media.ts'
import { mediaSituations } from './media-situation.ts'
import { numbersToTell } from '../cases/case-number.ts'
import { failedWrites } from './failed-turn.ts'
import { concernsOwnData, consentsAsked, readOwn, type PinHashes } from './own.ts'
import { followUpWrites, releasesStaffWords, turnWrites } from './turn-writes.ts'

export interface TurnWorkerParts {
  readonly store: Database
  readonly seal: Seal
  readonly newId: NewId
  readonly now: () => number
  readonly logger: Logger
  readonly handleMessage: HandleMessage
  readonly pins: PinHashes
  /** As in FamilyParts. */
  readonly telegramBot: () => string | null
  /** Help of a model, outside of any commit; absent without one. */
  readonly help?: HelpedTurns
  readonly measure: Measure
  /** A turn was committed that opened a case or joined one. */
  readonly onCaseCalled?: () => void
  /** A turn was committed that asked for traces to be erased. */
  readonly onErase?: () => void
  /** How many bytes of a channel's photo or voice note may be fetched; null: it cannot give us any. */
  readonly mediaLimit?: (channel: ChannelName, kind: 'photo' | 'voice') => number | null
  /** A turn was committed after which a photo or voice note is to be fetched. */
  readonly onMedia?: () => void
  /** Called with the outbox rows of each committed turn, and with a conversation whose old answers were released. */
  readonly onReplies: (rows: readonly QueuedRow[], releasedConversation: string | null) => void
  /** Before a turn, for the channel to show that the message was seen. Never throws. */
  readonly onTurnStarts?: (conversation: ConversationsTable, message: IncomingMessage) => void
}

export interface TurnWorker {
  add(rows: readonly QueuedRow[]): void
  /** Fills the queue from the table, after a start. */
  recover(): Promise<void>
  /** Resolves when nothing waits and nothing is under way. */
  idle(): Promise<void>
  waiting(): number
  stop(): Promise<void>
}

/** A conversation as a turn begins. */
interface KnownConversation {
  readonly conversation: ConversationsTable
  /** Null: it cannot be read, and the turn that needs it fails alone. */
  readonly state: ConversationState | null
  /** As in TurnInput. */
  readonly caseNumber: string | null
  /** As in TurnInput. */
  readonly consentAsked: TurnInput['consentAsked']
  /** Only where a photo or voice note came. */
  readonly media: Omit<MediaSituation, 'largest'> | null
}

/** A turn whose local answer is there, and which a model may better. */
interface WaitingTurn {
  readonly queueKey: string
  readonly row: InboxTable
  readonly message: IncomingMessage
  readonly stored: StoredTriage
  readonly input: TurnInput
  readonly turn: Turn
}

const TURNS_AT_ONCE = 64
const MESSAGES_OF_A_CONVERSATION_AT_ONCE = 1
const ATTEMPTS = 5
const FIRST_RETRY = 1_000
const LAST_RETRY = 60_000
const RECOVERY_PAGE = 2_000
/** Milliseconds of computing before others get a chance. */
const BLOCK_AT_MOST = 8

export function createTurnWorker(parts: TurnWorkerParts): TurnWorker {
  const { store, seal, now } = parts
  const queue = createConversationQueue(now)
  // Bound to no row: when two ids turn out to be one person, the state goes with them.
  const vault = { seal: (text: string) => seal.seal(text, 'flow'), open: (sealed: string) => seal.open(sealed, 'flow') }
  let running = false
  let stopped = false
  let underWay = 0
  let timer: NodeJS.Timeout | null = null
  let idleWaiters: (() => void)[] = []
  /** Turns that wait for a model, by conversation: their conversations stay taken, all others go on. */
  const helping = new Map<string, { readonly done: Promise<void>; readonly hurry: AbortController; readonly byAnyMessage: boolean }>()

  const wake = (): void => {
    if (running || stopped) return
    running = true
    setImmediate(() => {
      void run()
    })
  }

  const run = async (): Promise<void> => {
    try {
      for (;;) {
        if (stopped) break
        const taken = queue.take(TURNS_AT_ONCE, MESSAGES_OF_A_CONVERSATION_AT_ONCE)
        if (taken.length === 0) break
        underWay++
        try {
          await handleGroup(taken.map((one) => ({ conversationId: one.conversationId, inboxId: one.ids[0]! })))
        } finally {
          underWay--
        }
      }
    } finally {
      running = false
      const at = queue.nextAt()
      if (at !== null && !stopped) {
        if (timer) clearTimeout(timer)
        timer = setTimeout(wake, Math.max(5, Math.min(at - now(), LAST_RETRY)))
        timer.unref()
      }
      if (queue.size() === 0 && underWay === 0) {
        for (const resolve of idleWaiters) resolve()
        idleWaiters = []
      }
    }
  }

  const handleGroup = async (group: readonly { conversationId: string; inboxId: string }[]): Promise<void> => {
    let inboxRows: InboxTable[]
    let conversations: ConversationsTable[]
    let known: ReadonlyMap<string, KnownConversation>
    try {
      inboxRows = await store.db
        .selectFrom('inbox')
        .selectAll()
        .where(
          'id',
          'in',
          group.map((one) => one.inboxId),
        )
        .execute()
      conversations = await store.db
        .selectFrom('conversations')
        .selectAll()
        .where('id', 'in', [...new Set(inboxRows.map((row) => row.conversation_id))])
        .execute()
      known = await knownOf(
        conversations,
        inboxRows.filter((row) => row.kind === 'photo' || row.kind === 'voice').map((row) => row.conversation_id),
      )
    } catch (error) {
      parts.logger.error({ event: 'inbox-unreadable', ...safeError(error) })
      for (const one of group) queue.release(one.conversationId, [], now() + FIRST_RETRY)
      return
    }
    const rowOf = new Map(inboxRows.map((row) => [row.id, row]))
    const endings: (() => Promise<void>)[] = []
    let breathedAt = performance.now()
    for (const one of group) {
      const row = rowOf.get(one.inboxId)
      const conversation = row && known.get(row.conversation_id)
      // Not there: a redelivery that was known already, or erased meanwhile.
      if (!row || !conversation || row.state !== 'waiting' || row.sealed_payload === null) {
        queue.release(one.conversationId, [one.inboxId])
        continue
      }
      const message = openedOrNull(row)
      if (message !== null && conversation.state !== null && concernsOwnData(message, conversation.state)) {
        startOwn(one.conversationId, row, conversation, message)
        continue
      }
      const end = computeOne(one.conversationId, row, conversation, message, null)
      if (end !== null) endings.push(end)
      if (performance.now() - breathedAt > BLOCK_AT_MOST) {
        // Whoever writes meanwhile, maybe in danger, is taken in between two turns.
        await new Promise((resolve) => setImmediate(resolve))
        breathedAt = performance.now()
      }
    }
    // Handed over together, so that they share a flush to disk.
    await Promise.all(endings.map((end) => end()))
  }

  const knownOf = async (
    conversations: readonly ConversationsTable[],
    withMedia: readonly string[],
  ): Promise<ReadonlyMap<string, KnownConversation>> => {
    const states = new Map(conversations.map(({ id, state }) => [id, stateOrNull(state)]))
    const inFlow = [...states].filter(([, state]) => state !== null && state.flow !== null).map(([id]) => id)
    const [numbers, asked, media] = await Promise.all([
      numbersToTell(store, inFlow),
      consentsAsked(store, [...states.keys()]),
      mediaSituations(store, withMedia),
    ])
    return new Map(
      conversations.map((conversation) => {
        const { id } = conversation
        return [
          id,
          {
            conversation,
            state: states.get(id) ?? null,
            caseNumber: numbers.get(id) ?? null,
            consentAsked: asked.get(id) ?? null,
            media: media.get(id) ?? null,
          },
        ]
      }),
    )
  }

  /** Null: it cannot be opened, and its turn fails alone. */
  const openedOrNull = (row: InboxTable): IncomingMessage | null => {
    try {
      return opened(row)
    } catch {
      return null
    }
  }
  const opened = (row: InboxTable): IncomingMessage => JSON.parse(seal.open(row.sealed_payload!, `inbox:${row.id}`)) as IncomingMessage

  /** A turn about the person's own data reads it, and may try a PIN, which takes a while: nobody else waits for it. */
  const startOwn = (queueKey: string, row: InboxTable, known: KnownConversation, message: IncomingMessage): void => {
    underWay++
    const turn = async (): Promise<void> => {
      try {
        const own = await readOwn(parts, known.conversation, message, known.state!)
        await computeOne(queueKey, row, known, message, own)?.()
      } catch (error) {
        await turnFailed(queueKey, row, error)
      }
    }
    void turn().finally(() => {
      underWay--
      wake()
    })
  }

  /** Computes the turn; gives what stores it, or what notes that it failed; null when it waits for a model. */
  const computeOne = (
    queueKey: string,
    row: InboxTable,
    known: KnownConversation,
    given: IncomingMessage | null,
    own: Own | null,
  ): (() => Promise<void>) | null => {
    try {
      const { conversation } = known
      const message = given ?? opened(row)
      const stored = JSON.parse(row.triage) as StoredTriage
      parts.onTurnStarts?.(conversation, message)
      const input = inputFor(row, known, message, stored, own)
      const begun = performance.now()
      const turn = parts.handleMessage(input)
      parts.measure.took('understand', message.channel, performance.now() - begun)
      if (!stopped && parts.help?.wants(input, turn) === true && !isPaused(conversation, now())) {
        startHelped(parts.help, { queueKey, row, message, stored, input, turn })
        return null
      }
      const end = ending(row, conversation, message, stored, turn)
      return async () => {
        try {
          await end()
        } catch (error) {
          await turnFailed(queueKey, row, error)
          return
        }
        queue.release(queueKey, [row.id])
      }
    } catch (error) {
      return () => turnFailed(queueKey, row, error)
    }
  }

  const inputFor = (
    row: InboxTable,
    { conversation, state, caseNumber, consentAsked, media }: KnownConversation,
    message: IncomingMessage,
    stored: StoredTriage,
    own: Own | null = null,
  ): TurnInput => ({
    message,
    state: state ?? readState(conversation.state),
    now: now(),
    hash: seal.hash,
    vault,
    caseNumber,
    consentAsked,
    media: mediaOf(message, media),
    own,
    onReceipt: row.safety_outbox_id === null ? null : { verdict: stored.verdict, crisis: stored.crisis },
    readOnReceipt: row.safety_outbox_id === null ? stored.verdict : null,
    lateAnswersWait: wasWrittenAfterCatchUp(conversation, message, row.received_at),
  })

  const mediaOf = ({ channel, content }: IncomingMessage, known: KnownConversation['media']): MediaSituation | null => {
    const largest = content.kind === 'photo' || content.kind === 'voice' ? parts.mediaLimit?.(channel, content.kind) : undefined
    return known === null || largest === undefined || largest === null ? null : { ...known, largest }
  }

  /** Stores the turn and hands its replies on. Rejects when it could not be stored. */
  const ending = (
    row: InboxTable,
    conversation: ConversationsTable,
    message: IncomingMessage,
    stored: StoredTriage,
    turn: Turn,
    followsUp = false,
  ): (() => Promise<void>) => {
    const shown = isPaused(conversation, now()) && turn.kind === 'reply' ? unsaid(turn) : turn
    const turnRow = { inboxId: row.id, message, conversation, receivedAt: row.received_at, stored, safetyOutboxId: row.safety_outbox_id }
    const { writes, sends } = followsUp ? followUpWrites(parts, turnRow, shown, now()) : turnWrites(parts, turnRow, shown, now())
    const released = turn.effects.lateAnswers === 'send' || releasesStaffWords(turnRow, turn)
    return async () => {
      await store.commit(writes)
      if (!followsUp) {
        parts.measure.handled(message.channel, turn.outcome, turn.verdict.urgency)
        parts.measure.took('handle', message.channel, now() - row.received_at)
      }
      if (turn.effects.opensCase !== undefined || turn.effects.intake !== undefined || turn.verdict.urgency === 'emergency')
        parts.onCaseCalled?.()
      if (turn.effects.media === 'keep' || turn.effects.mediaConsent?.yes === true) parts.onMedia?.()
      if (turn.effects.eraseTraces || turn.effects.eraseAll) parts.onErase?.()
      parts.onReplies(sends, released ? conversation.id : null)
    }
  }

  /** The model is asked beside everything else; nothing is held open meanwhile. Danger in the same conversation ends the wait. */
  const startHelped = (help: HelpedTurns, waiting: WaitingTurn): void => {
    const hurry = new AbortController()
    const done = helped(help, waiting, hurry.signal).finally(() => {
      helping.delete(waiting.queueKey)
      wake()
    })
    // The next message may be the word that asks for silence: what is still to be said before it is said at once.
    helping.set(waiting.queueKey, { done, hurry, byAnyMessage: waiting.input.state.codeWord !== null })
  }

  const helped = async (
    help: HelpedTurns,
    { queueKey, row, message, stored, input, turn: local }: WaitingTurn,
    hurry: AbortSignal,
  ): Promise<void> => {
    const { turn, later } = await help.help(input, local, hurry)
    try {
      const conversation = await conversationNow(row.id)
      if (conversation) await ending(row, conversation, message, stored, turn)()
    } catch (error) {
      return turnFailed(queueKey, row, error)
    }
    const found = later === null ? null : await later
    try {
      const conversation = found === null ? undefined : await conversationNow(row.id)
      const state = conversation ? readState(conversation.state) : null
      // On hold nothing is said; in a crisis it was.
      if (found !== null && conversation && !isOnHold(conversation, now()) && state?.crisis === null) {
        const again = inputFor(row, { conversation, state, caseNumber: input.caseNumber, consentAsked: null, media: null }, message, stored)
        const followUp = parts.handleMessage({ ...again, help: found })
        // Whoever wrote again meanwhile may have asked for silence: staff are told, and the next turn decides what is said.
        const wroteAgain = queue.waits(queueKey) > 1
        await ending(row, conversation, message, stored, wroteAgain ? { ...followUp, bubbles: [], state: again.state } : followUp, true)()
      }
    } catch (error) {
      parts.logger.error({ event: 'follow-up-failed', inbox: row.id, ...safeError(error) })
    }
    queue.release(queueKey, [row.id])
  }

  /** What is known at this moment of the conversation of this row; undefined when either was erased. */
  const conversationNow = (inboxId: string): Promise<ConversationsTable | undefined> =>
    store.db
      .selectFrom('conversations')
      .innerJoin('inbox', 'inbox.conversation_id', 'conversations.id')
      .selectAll('conversations')
      .where('inbox.id', '=', inboxId)
      .executeTakeFirst()

  const turnFailed = async (queueKey: string, row: InboxTable, error: unknown): Promise<void> => {
    if (error instanceof WriteRefusedError) {
      queue.release(queueKey, [row.id])
      return
    }
    const attempts = row.attempts + 1
    const given = attempts >= ATTEMPTS
    parts.logger.error({ event: given ? 'turn-given-up' : 'turn-failed', inbox: row.id, attempts, ...safeError(error) })
    const retryAt = now() + Math.min(FIRST_RETRY * 2 ** (attempts - 1), LAST_RETRY)
    try {
      if (!given) {
        await store.commit([
          write(
            store.db
              .updateTable('inbox')
              .set({ attempts, next_at: retryAt, error: (error as Error).name })
              .where('id', '=', row.id),
          ),
        ])
        queue.release(queueKey, [], retryAt)
        return
      }
      const sorry = failedWrites(parts, row, now())
      await store.commit(sorry.writes)
      queue.release(queueKey, [row.id])
      parts.onReplies(sorry.sends, null)
    } catch (storeError) {
      // The store itself is in trouble: the row stays as it is and is tried again.
      parts.logger.error({ event: 'store-in-trouble', ...safeError(storeError) })
      queue.release(queueKey, [], retryAt)
    }
  }

  return {
    add(rows) {
      for (const row of rows) {
        queue.add(row)
        const waiting = helping.get(row.conversationId)
        if (waiting && (row.priority === 0 || waiting.byAnyMessage)) waiting.hurry.abort()
      }
      if (rows.length > 0) wake()
    },
    async recover() {
      let last = ''
      for (;;) {
        const rows = await store.db
          .selectFrom('inbox')
          .select(['id', 'conversation_id', 'priority'])
          .where('state', '=', 'waiting')
          .where('id', '>', last)
          .orderBy('id')
          .limit(RECOVERY_PAGE)
          .execute()
        for (const row of rows) queue.add({ id: row.id, conversationId: row.conversation_id, priority: row.priority })
        const newest = rows.at(-1)
        if (!newest || rows.length < RECOVERY_PAGE) break
        last = newest.id
      }
      wake()
    },
    idle() {
      if (queue.size() === 0 && underWay === 0) return Promise.resolve()
      return new Promise((resolve) => idleWaiters.push(resolve))
    },
    waiting: () => queue.size(),
    async stop() {
      stopped = true
      if (timer) clearTimeout(timer)
      for (const { hurry } of helping.values()) hurry.abort()
      await Promise.all([...helping.values()].map(({ done }) => done))
      while (underWay > 0) await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

function isPaused(conversation: ConversationsTable, now: number): boolean {
  return conversation.paused_until !== null && conversation.paused_until > now
}

/** The turn with nothing said: what was not asked is not answered by a word that the person writes to staff. */
function unsaid(turn: Turn): Turn {
  const state = turn.state.awaiting === 'media' ? { ...turn.state, awaiting: null } : turn.state
  return { ...turn, bubbles: [], state }
}

function stateOrNull(json: string): ConversationState | null {
  try {
    return readState(json)
  } catch {
    return null
  }
}
