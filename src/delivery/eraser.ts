/** Takes a conversation's messages off the phone, as far as the channel lets us, and says honestly what became of it. */
import { openCaseEventWrite } from '../cases/case-writes.ts'
import type { Channel } from '../channels/channel.ts'
import { spokenLast } from '../conversation/reply-language.ts'
import { wording } from '../conversation/wording.ts'
import { readState } from '../conversation/state.ts'
import type { Logger } from '../log.ts'
import type { Bubble, ChannelName } from '../message.ts'
import type { Database } from '../store/database.ts'
import type { NewId } from '../store/ids.ts'
import type { ErasuresTable, OutboxTable } from '../store/schema.ts'
import type { Seal } from '../store/seal.ts'
import { write } from '../store/writes.ts'
import { storeLine } from './lines.ts'
import type { People } from './people.ts'
import type { QueuedRow } from './queue.ts'
import { createRounds } from './rounds.ts'
import { traceOf } from './traces.ts'

/** Telegram deletes nothing that is older: https://core.telegram.org/bots/api#deletemessages. WhatsApp lets a little more be taken back. */
const REACHES_BACK = 48 * 3_600_000
/** What is being sent has no id yet; it is waited for this often, two seconds each. */
const WAITS = 5
const WAIT = 2_000
const RETRY = 30_000
const TRIES = 10

export interface EraserParts {
  readonly store: Database
  readonly seal: Seal
  readonly people: Pick<People, 'address'>
  readonly newId: NewId
  readonly now: () => number
  readonly logger: Logger
  readonly channel: (name: ChannelName) => Channel | null
  readonly onReply: (row: QueuedRow) => void
}

/** What came of it. `left`: something is still on the phone. */
interface Outcome {
  readonly erased: number
  readonly left: boolean
  readonly disappears: boolean
}

export interface Eraser {
  /** Looks for what is to be erased: after a turn that asked for it, and at start. */
  wake(): void
  stop(): Promise<void>
}

/** A report of its delivery may have come before what its parts are called was stored: then its own name is all there is. */
function tracesOfReply({ channel, traces, provider_id }: Pick<OutboxTable, 'channel' | 'traces' | 'provider_id'>): readonly string[] {
  if (traces !== null) return traces.split(',')
  const trace = traceOf(channel, provider_id ?? '', 'ours')
  return trace === null ? [] : [trace]
}

export function createEraser(parts: EraserParts): Eraser {
  const { store, now } = parts
  const { db } = store

  /** When to look again; null when nothing is left. */
  const run = async (): Promise<number | null> => {
    const rows = await db.selectFrom('erasures').selectAll().where('done_at', 'is', null).orderBy('id').execute()
    for (const row of rows) if (row.next_at <= now() && !rounds.stopped) await erase(row)
    const next = await db.selectFrom('erasures').select('next_at').where('done_at', 'is', null).orderBy('next_at').executeTakeFirst()
    return next?.next_at ?? null
  }
  const rounds = createRounds({ run, now, logger: parts.logger, failure: 'erasing-failed' })

  const erase = async (row: ErasuresTable): Promise<void> => {
    const id = row.conversation_id
    const later = (wait: number): Promise<number[]> =>
      store.commit([
        write(
          db
            .updateTable('erasures')
            .set({ attempts: row.attempts + 1, next_at: now() + wait })
            .where('id', '=', row.id),
        ),
      ])
    const underWay = await db
      .selectFrom('outbox')
      .select('id')
      .where('conversation_id', '=', id)
      .where('state', '=', 'sending')
      .limit(1)
      .executeTakeFirst()
    if (underWay && row.attempts < WAITS) return void (await later(WAIT))
    const to = await parts.people.address(id)
    const channel = to && parts.channel(to.channel)
    const since = row.asked_at - REACHES_BACK
    const [traces, older] = await Promise.all([tracesSince(id, since), hasOlder(id, since)])
    const erased = to && channel?.eraseTraces ? await channel.eraseTraces(to.address, traces) : 0
    if (erased === null && row.attempts < TRIES) return void (await later(RETRY))
    const disappears = (await (to && channel?.makeDisappearing?.(to.address))) ?? false
    await finish(row, { erased: erased ?? 0, left: (erased ?? 0) < traces.length || older, disappears })
  }

  /** Ours and theirs, oldest first. */
  const tracesSince = async (conversationId: string, since: number): Promise<string[]> => {
    const [theirs, ours] = await Promise.all([
      db
        .selectFrom('inbox')
        .select('trace')
        .where('conversation_id', '=', conversationId)
        .where('sent_at', '>=', since)
        .where('trace', 'is not', null)
        .execute(),
      db
        .selectFrom('outbox')
        .select(['channel', 'traces', 'provider_id'])
        .where('conversation_id', '=', conversationId)
        .where((is) => is(is.fn.coalesce('sent_at', 'created_at'), '>=', since))
        .where((is) => is.or([is('traces', 'is not', null), is('provider_id', 'is not', null)]))
        .where('state', 'in', ['sent', 'delivered', 'read', 'ambiguous'])
        .orderBy('id')
        .execute(),
    ])
    return [...theirs.map(({ trace }) => trace!), ...ours.flatMap(tracesOfReply)]
  }

  const hasOlder = async (conversationId: string, since: number): Promise<boolean> =>
    (await db
      .selectFrom('messages')
      .select('id')
      .where('conversation_id', '=', conversationId)
      .where('at', '<', since)
      .limit(1)
      .executeTakeFirst()) !== undefined

  const finish = async (row: ErasuresTable, { erased, left, disappears }: Outcome): Promise<void> => {
    const at = now()
    const conversation = await db
      .selectFrom('conversations')
      .select(['channel', 'state'])
      .where('id', '=', row.conversation_id)
      .executeTakeFirst()
    if (!conversation) return
    const say = wording(spokenLast(readState(conversation.state)))
    const result = conversation.channel === 'whatsapp' ? say.erasedOnWhatsApp(erased, left, disappears) : say.erased(erased, left)
    // Told only now: what was said before is gone from the phone.
    const bubble: Bubble = { text: row.receipt === null ? result : `${result}\n\n${say.eraseAllPromised(row.receipt)}` }
    const outboxId = parts.newId()
    await store.commit([
      write(db.updateTable('erasures').set({ done_at: at, erased }).where('id', '=', row.id).where('done_at', 'is', null), 1),
      write(
        db.insertInto('outbox').values({
          id: outboxId,
          conversation_id: row.conversation_id,
          channel: conversation.channel,
          inbox_id: null,
          kind: 'notice',
          dedupe_key: `erased:${row.id}`,
          sealed_bubble: parts.seal.seal(JSON.stringify(bubble), `outbox:${outboxId}`),
          state: 'waiting',
          priority: 1,
          attempts: 0,
          next_at: at,
          created_at: at,
          question_at: row.asked_at,
        }),
      ),
      // Whoever holds the phone can ask for it: staff see that it happened.
      openCaseEventWrite(parts, { conversationId: row.conversation_id, kind: 'traces-erased', at }),
      storeLine(db, {
        id: parts.newId(),
        conversation_id: row.conversation_id,
        channel: conversation.channel,
        direction: 'out',
        author: 'bot',
        kind: 'notice',
        text: bubble.text,
        at,
        outbox_id: outboxId,
      }),
    ])
    parts.onReply({ id: outboxId, conversationId: row.conversation_id, priority: 1 })
  }

  return rounds
}
