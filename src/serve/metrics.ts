/** `/metrics` for Prometheus: what comes in, how it is handled, how long it takes, what waits. No label ever names a person. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { App } from '../app.ts'
import type { ChannelHealth } from '../channels/channel.ts'
import type { Measure } from '../delivery/measure.ts'

export interface Metrics extends Measure {
  /** For the logger: one line of this level and event was written. */
  readonly logged: (level: string, event: string) => void
  /** The text that Prometheus reads, with what is asked of `app` at this moment. */
  scrape(app: App): Promise<string>
  readonly contentType: string
}

const STATES: readonly ChannelHealth['state'][] = ['starting', 'up', 'degraded', 'down', 'stopped']
const SECONDS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60, 600]
/** Log levels that count as errors. */
const COUNTED_LEVELS: ReadonlySet<string> = new Set(['warn', 'error', 'fatal'])
/** Beyond so many different events something builds names from data: the rest counts as one. */
const MOST_EVENTS = 200
const DAY = 86_400_000

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `tanya_${name}`, help, labelNames, registers })
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name: `tanya_${name}`, help, labelNames, registers })
  const histogram = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Histogram({ name: `tanya_${name}`, help, labelNames, buckets: SECONDS, registers })

  const received = counter('messages_received_total', 'Messages taken in and stored, redeliveries included.', [
    'channel',
    'kind',
    'urgency',
  ])
  const handled = counter('messages_handled_total', 'Messages handled, by what they led to.', ['channel', 'outcome', 'urgency'])
  const attempts = counter('send_attempts_total', 'Attempts to send, by their result.', ['channel', 'kind', 'status'])
  const stages = histogram('stage_seconds', 'Time taken by each stage of the path.', ['stage', 'channel'])
  const answers = histogram('answer_seconds', 'From the making of a reply to the transport having it.', ['channel', 'kind'])
  const errors = counter('log_lines_total', 'Lines of the log that tell of trouble, by event.', ['level', 'event'])
  const events = new Set<string>()

  const queue = gauge('queue_rows', 'Rows that wait: messages to handle, replies to send.', ['queue'])
  const oldest = gauge('queue_oldest_seconds', 'Age of the oldest message that waits to be handled; 0 when none does.')
  const state = gauge('channel_state', '1 for the state a channel is in.', ['channel', 'state'])
  const lastIn = gauge('channel_last_message_in_timestamp_seconds', 'When the last message came; absent before the first.', ['channel'])
  const lastOut = gauge('channel_last_message_out_timestamp_seconds', 'When the last reply went out; absent before the first.', ['channel'])
  const emergencies = gauge('emergencies_waiting', 'Conversations in danger that no member of staff has dealt with.')
  const emergencyAge = gauge('emergencies_waiting_oldest_seconds', 'How long the oldest of them waits; 0 when none does.')
  const cards = gauge('knowledge_cards', 'Cards that are served.')
  const stale = gauge('knowledge_cards_stale', 'Cards past their review date.')
  const problems = gauge('knowledge_problems', 'Errors in knowledge files.')

  const ask = async (app: App): Promise<void> => {
    const now = app.now()
    queue.set({ queue: 'inbox' }, app.turns.waiting())
    queue.set({ queue: 'outbox' }, app.sender.waiting())
    for (const channel of app.channels.values()) {
      const health = channel.health()
      for (const one of STATES) state.set({ channel: channel.name, state: one }, one === health.state ? 1 : 0)
      if (health.lastMessageInAt !== null) lastIn.set({ channel: channel.name }, health.lastMessageInAt / 1000)
      if (health.lastMessageOutAt !== null) lastOut.set({ channel: channel.name }, health.lastMessageOutAt / 1000)
    }
    const known = [...app.assistant.knowledge.cards.values()]
    cards.set(known.length)
    stale.set(known.filter((card) => now >= Date.parse(card.review_by) + DAY).length)
    problems.set(app.assistant.problems.filter((problem) => problem.severity === 'error').length)
    // In the reading thread: nothing waits for it.
    const inbox = await app.reader.db
      .selectFrom('inbox')
      .select((eb) => eb.fn.min('received_at').as('at'))
      .where('state', '=', 'waiting')
      .executeTakeFirst()
    oldest.set(age(now, inbox?.at ?? null))
    const danger = await app.reader.db
      .selectFrom('conversations')
      .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('waiting_since').as('at')])
      .where('rank', '=', 0)
      .where('waiting_since', 'is not', null)
      .executeTakeFirst()
    emergencies.set(danger?.count ?? 0)
    emergencyAge.set(age(now, danger?.at ?? null))
  }

  return {
    took: (stage, channel, milliseconds) => stages.observe({ stage, channel }, milliseconds / 1000),
    received: (channel, kind, urgency) => received.inc({ channel, kind, urgency }),
    handled: (channel, outcome, urgency) => handled.inc({ channel, outcome, urgency }),
    attempted: (channel, kind, status) => attempts.inc({ channel, kind, status }),
    answered: (channel, kind, milliseconds) => answers.observe({ channel, kind }, milliseconds / 1000),
    logged(level, event) {
      if (!COUNTED_LEVELS.has(level)) return
      if (events.size < MOST_EVENTS) events.add(event)
      errors.inc({ level, event: events.has(event) ? event : 'other' })
    },
    async scrape(app) {
      await ask(app)
      return registry.metrics()
    },
    contentType: registry.contentType,
  }
}

function age(now: number, since: number | null): number {
  return since === null ? 0 : Math.max(0, now - since) / 1000
}
