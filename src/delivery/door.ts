/**
 * The one door out. Everything that reaches a person passes `claim`, which checks hold, block, pause, age and
 * erasure in the very commit that claims the row; typing and read receipts pass `mayBeSeen`.
 */
import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely'
import type { Logger } from '../log.ts'
import type { Database, Write } from '../store/database.ts'
import type { NewId } from '../store/ids.ts'
import type { ConversationsTable, OutboxTable } from '../store/schema.ts'
import type { Seal } from '../store/seal.ts'
import { statement, write } from '../store/writes.ts'
import type { ReplyWindow } from '../channels/channel.ts'
import { SILENT_KINDS } from '../conversation/receipt.ts'
import type { Bubble, ChannelName } from '../message.ts'
import { isOnHold } from '../conversation/hold.ts'
import { minuteOfDay, untilSafe } from '../conversation/local-time.ts'
import { LATE } from '../conversation/texts.ts'
import { WINDOW_CLOSED } from './not-delivered.ts'
import type { QueuedRow } from './queue.ts'

/** Up to this age an answer goes out as it is. */
export const FRESH = 30 * 60_000
/** The harmless answer to a code word is of use at once or not at all. */
const COVER_LASTS = 2 * 60_000
/** Up to this age one text asks whether the answer is still wanted; beyond it nothing is sent. */
export const STILL_ASKED = 72 * 3_600_000

export interface Claimed {
  readonly row: OutboxTable
  readonly bubble: Bubble
}

export interface Claim {
  readonly claimed: readonly Claimed[]
  /** Rows that leave the queue. */
  readonly settled: readonly string[]
  /** Rows that were made meanwhile: a text that asks whether the answer is still wanted. */
  readonly sends: readonly QueuedRow[]
  /** Rows that wait for an hour at which the person may be written to, and until when (milliseconds since 1970). */
  readonly later: ReadonlyMap<string, number>
  /** The channels of rows that the platform takes no more, because the person wrote too long ago. */
  readonly closed: readonly ChannelName[]
  // What is in none of these was held back by something that has ended since: it is to be asked for again.
}

export interface Door {
  /** Claims the rows that may go out now; the others are settled (withheld, waiting for a yes, expired) in the same call. */
  claim(ids: readonly string[], providerId: (row: OutboxTable) => string | null): Promise<Claim>
  /** Whether a claimed row may go out at this very moment: see OutgoingMessage.stillAllowed. */
  stillAllowed(row: OutboxTable): Promise<boolean>
  /** Whether typing or a read receipt may be shown: not on hold, not blocked, not paused. */
  mayBeSeen(conversation: ConversationsTable): boolean
}

export interface DoorParts {
  readonly store: Database
  readonly seal: Seal
  readonly newId: NewId
  readonly now: () => number
  readonly logger: Logger
  /** The bare number for a late reply to somebody who was in danger; empty when none is known. */
  readonly numberFor: (country: string | null) => string
  /** See Channel; null where there is none. */
  readonly replyWindow: (channel: ChannelName) => ReplyWindow | null
}

/** A pause silences the bot while staff write; it silences neither them, nor what opens the way for them, nor a reply in danger. */
const NOT_PAUSED: readonly OutboxTable['kind'][] = ['staff', 'reopen', 'safety', 'cover']

/** What stands against showing something to a person; null when nothing does. `claimRow` asks the same in SQL. */
function barOf(
  conversation: Pick<ConversationsTable, 'hold' | 'hold_at' | 'hold_reason' | 'blocked_at' | 'paused_until'>,
  { kind, created_at }: Pick<OutboxTable, 'kind' | 'created_at'>,
  at: number,
): 'on-hold' | 'blocked' | 'paused' | null {
  const covers = kind === 'cover' && conversation.hold_reason === 'code-word' && at - created_at <= COVER_LASTS
  if (isOnHold(conversation, at) && !covers) return 'on-hold'
  if (conversation.blocked_at !== null) return 'blocked'
  const silenced = !NOT_PAUSED.includes(kind)
  return silenced && conversation.paused_until !== null && conversation.paused_until > at ? 'paused' : null
}

/** Whether the person themselves wrote since then, by the transport's clock: that is what a platform's window counts from. */
function wroteSince(conversationId: Expression<string>, since: number): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select 1 from inbox where inbox.conversation_id = ${conversationId} and inbox.sent_at >= ${since}
    and inbox.kind not in (${sql.join([...SILENT_KINDS])}))`
}

const claimRow = statement<{
  id: string
  providerId: string | null
  now: number
  freshSince: number
  windowSince: number
  coverSince: number
}>((db, v) =>
  db
    .updateTable('outbox')
    .set((eb) => ({
      state: 'sending' as const,
      attempts: eb('attempts', '+', 1),
      provider_id: eb.fn.coalesce('provider_id', eb.val(v.providerId)),
    }))
    .where('id', '=', v.id)
    .where('state', '=', 'waiting')
    .where((eb) => eb.or([eb('kind', 'in', ['catch-up', 'reopen']), eb('question_at', '>=', v.freshSince)]))
    .where((eb) =>
      eb.or([eb(eb.val(v.windowSince), '=', 0), eb('kind', '=', 'reopen'), wroteSince(eb.ref('outbox.conversation_id'), v.windowSince)]),
    )
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('conversations')
          .select('conversations.id')
          .whereRef('conversations.id', '=', 'outbox.conversation_id')
          .where((or) =>
            or.or([
              or.and([
                or('conversations.hold', '=', 0),
                or.or([or('conversations.hold_at', 'is', null), or('conversations.hold_at', '>', v.now)]),
              ]),
              or.and([
                or('outbox.kind', '=', 'cover'),
                or('conversations.hold_reason', '=', 'code-word'),
                or('outbox.created_at', '>=', v.coverSince),
              ]),
            ]),
          )
          .where('conversations.blocked_at', 'is', null)
          .where((or) =>
            or.or([
              or('outbox.kind', 'in', [...NOT_PAUSED]),
              or('conversations.paused_until', 'is', null),
              or('conversations.paused_until', '<=', v.now),
            ]),
          ),
      ),
    ),
)

export function createDoor(parts: DoorParts): Door {
  const { store, seal, now } = parts
  const { db } = store

  /** Null when nothing stands against the row any more; `closed` when the platform takes it no more. */
  const settle = async (row: OutboxTable, at: number): Promise<QueuedRow[] | 'closed' | null> => {
    const conversation = await db.selectFrom('conversations').selectAll().where('id', '=', row.conversation_id).executeTakeFirst()
    if (!conversation) return []
    const end = (state: 'withheld' | 'expired', error: string): Write =>
      write(db.updateTable('outbox').set({ state, error, sealed_bubble: null }).where('id', '=', row.id).where('state', '=', 'waiting'))
    const bar = barOf(conversation, row, at)
    if (bar !== null) return commitNothing([end('withheld', bar)])
    if (row.kind === 'cover' && at - row.question_at > FRESH) return commitNothing([end('withheld', 'too-late')])
    const asks = row.kind === 'catch-up' || row.kind === 'reopen'
    if (!asks && at - row.question_at > STILL_ASKED) return commitNothing([end('expired', 'older-than-72-hours')])
    const window = row.kind === 'reopen' ? null : parts.replyWindow(row.channel)
    const isClosed = window !== null && !(await isOpen(row.conversation_id, at - window.milliseconds))
    if (isClosed && !window.canReopen) {
      await store.commit([
        write(
          db
            .updateTable('outbox')
            .set({ state: 'failed', error: WINDOW_CLOSED, sealed_bubble: null })
            .where('id', '=', row.id)
            .where('state', '=', 'waiting'),
        ),
      ])
      return 'closed'
    }
    if (isClosed && asks) {
      await store.commit([write(db.updateTable('outbox').set({ kind: 'reopen' }).where('id', '=', row.id).where('state', '=', 'waiting'))])
      return null
    }
    if (!isClosed && (asks || at - row.question_at <= FRESH)) return null
    return askWhetherStillWanted(row, conversation, at, isClosed ? 'reopen' : 'catch-up')
  }

  const isOpen = async (conversationId: string, since: number): Promise<boolean> => {
    const found = await db
      .selectFrom('conversations')
      .select('id')
      .where('id', '=', conversationId)
      .where(wroteSince(sql.ref('conversations.id'), since))
      .executeTakeFirst()
    return found !== undefined
  }

  const commitNothing = async (writes: readonly Write[]): Promise<QueuedRow[]> => {
    await store.commit(writes)
    return []
  }

  /** The answer waits; one text a person asks. It repeats nothing of what was written. */
  const askWhetherStillWanted = async (
    row: OutboxTable,
    conversation: ConversationsTable,
    at: number,
    kind: 'catch-up' | 'reopen',
  ): Promise<QueuedRow[]> => {
    const id = parts.newId()
    const number = conversation.urgency === 'emergency' ? parts.numberFor(conversation.country) : ''
    const bubble: Bubble = { text: number === '' ? LATE : `${LATE.split('\n')[0]}\n${number}\n${LATE.split('\n').slice(1).join('\n')}` }
    const priority = conversation.urgency === 'emergency' ? 0 : 1
    const asked = conversation.catch_up_at === null
    await store.commit([
      write(db.updateTable('outbox').set({ state: 'awaiting-yes' }).where('id', '=', row.id).where('state', '=', 'waiting')),
      ...(asked
        ? [
            write(
              db
                .insertInto('outbox')
                .values({
                  id,
                  conversation_id: conversation.id,
                  channel: row.channel,
                  inbox_id: null,
                  kind,
                  // One for each time the person fell silent: two processes that wake at once make it once.
                  dedupe_key: `catch-up:${conversation.id}:${conversation.last_in_at ?? 0}`,
                  sealed_bubble: seal.seal(JSON.stringify(bubble), `outbox:${id}`),
                  state: 'waiting',
                  priority,
                  attempts: 0,
                  next_at: at,
                  created_at: at,
                  question_at: row.question_at,
                })
                .onConflict((conflict) => conflict.doNothing()),
            ),
            write(db.updateTable('conversations').set({ catch_up_at: at }).where('id', '=', conversation.id)),
            write(
              db.insertInto('messages').values({
                id: parts.newId(),
                conversation_id: conversation.id,
                channel: row.channel,
                direction: 'out',
                author: 'bot',
                kind: 'catch-up',
                text: bubble.text,
                at,
                outbox_id: id,
              }),
            ),
          ]
        : []),
    ])
    return asked ? [{ id, conversationId: conversation.id, priority }] : []
  }

  /**
   * What the bot says unasked keeps to the hours of the person's contact plan. Whoever wrote a moment ago holds the
   * phone, and is answered; for staff the console asks.
   */
  const waitForSafeHour = async (rows: readonly OutboxTable[], at: number): Promise<Map<string, number>> => {
    const later = new Map<string, number>()
    const unasked = rows.filter((row) => row.kind === 'reply' || row.kind === 'catch-up' || row.kind === 'notice')
    if (unasked.length === 0) return later
    const plans = await db
      .selectFrom('contact_plans as p')
      .innerJoin('conversations as c', 'c.id', 'p.conversation_id')
      .select(['p.safe_from', 'p.safe_until', 'c.id', 'c.country', 'c.last_in_at'])
      .select(['c.hold', 'c.hold_at', 'c.hold_reason', 'c.blocked_at', 'c.paused_until'])
      .where('p.conversation_id', 'in', [...new Set(unasked.map((row) => row.conversation_id))])
      .where('p.safe_from', 'is not', null)
      .execute()
    for (const plan of plans) {
      const wait = untilSafe(plan, minuteOfDay(at, plan.country))
      if (wait === 0 || at - (plan.last_in_at ?? 0) <= FRESH) continue
      for (const row of unasked) if (row.conversation_id === plan.id && barOf(plan, row, at) === null) later.set(row.id, at + wait)
    }
    return later
  }

  return {
    async claim(ids, providerId) {
      const at = now()
      const waiting = await db
        .selectFrom('outbox')
        .selectAll()
        .where('id', 'in', [...ids])
        .where('state', '=', 'waiting')
        .execute()
      const later = await waitForSafeHour(waiting, at)
      const rows = waiting.filter((row) => !later.has(row.id))
      // Chosen before the first attempt and stored with the claim, so that a resend after a crash keeps it.
      const provider = new Map(rows.map((row) => [row.id, row.provider_id ?? providerId(row)]))
      const claims = rows.map((row) => {
        const window = parts.replyWindow(row.channel)
        return claimRow(db, {
          id: row.id,
          providerId: provider.get(row.id) ?? null,
          now: at,
          freshSince: at - FRESH,
          coverSince: at - COVER_LASTS,
          windowSince: window === null ? 0 : at - window.milliseconds,
        })
      })
      const changes = await store.commit(claims, rows.some((row) => row.priority === 0) ? 'urgent' : 'ordinary')
      const claimed: Claimed[] = []
      const settled: string[] = ids.filter((id) => !waiting.some((row) => row.id === id))
      const sends: QueuedRow[] = []
      const closed: ChannelName[] = []
      for (const [i, row] of rows.entries()) {
        if (changes[i] === 1 && row.sealed_bubble !== null) {
          const fresh = { ...row, attempts: row.attempts + 1, provider_id: provider.get(row.id) ?? null }
          claimed.push({ row: fresh, bubble: JSON.parse(seal.open(row.sealed_bubble, `outbox:${row.id}`)) as Bubble })
        } else {
          const made = await settle(row, at)
          if (made === null) continue
          if (made === 'closed') closed.push(row.channel)
          else sends.push(...made)
          settled.push(row.id)
        }
      }
      return { claimed, settled, sends, later, closed }
    },
    async stillAllowed(row) {
      const found = await db
        .selectFrom('outbox')
        .innerJoin('conversations', 'conversations.id', 'outbox.conversation_id')
        .select(['outbox.state', 'conversations.hold', 'conversations.hold_at', 'conversations.hold_reason'])
        .select(['conversations.blocked_at', 'conversations.paused_until'])
        .where('outbox.id', '=', row.id)
        .executeTakeFirst()
      return found !== undefined && found.state === 'sending' && barOf(found, row, now()) === null
    },
    mayBeSeen: (conversation) => barOf(conversation, { kind: 'reply', created_at: now() }, now()) === null,
  }
}
