/** What a channel tells about itself: health for staff's page, and one event for each incident. */
import type { ChannelName } from '../message.ts'
import type { ChannelEvent, ChannelHealth } from './channel.ts'

export interface ChannelStatus {
  readonly health: () => ChannelHealth
  messageIn(at: number): void
  messageOut(at: number): void
  /** All is well. */
  up(): void
  /** Something is wrong; `detail` is one sentence in Indonesian for staff. */
  trouble(state: 'degraded' | 'down', detail: string): void
  /** Like `trouble`, and staff get an event; at most one of a kind in an hour, since what fails may take turns at failing and working. */
  incident(kind: string, state: 'degraded' | 'down', detail: string): void
  /** An event for staff, at most one of a kind in an hour; the state stays. */
  tell(kind: string, sentence: string): void
  stopped(): void
}

const REPORT_AGAIN_MILLISECONDS = 3_600_000

export function createChannelStatus(channel: ChannelName, report: (event: ChannelEvent) => void, now: () => number): ChannelStatus {
  let state: ChannelHealth['state'] = 'starting'
  let detail = ''
  let lastMessageInAt: number | null = null
  let lastMessageOutAt: number | null = null
  const reportedAt = new Map<string, number>()

  const set = (next: ChannelHealth['state'], sentence: string) => {
    if (state === 'stopped') return
    state = next
    detail = sentence
  }
  const tell = (kind: string, sentence: string): void => {
    const before = reportedAt.get(kind)
    if (before !== undefined && now() - before < REPORT_AGAIN_MILLISECONDS) return
    reportedAt.set(kind, now())
    report({ channel, kind, text: sentence })
  }
  return {
    health: () => ({ state, detail, lastMessageInAt, lastMessageOutAt }),
    messageIn: (at) => (lastMessageInAt = at),
    messageOut: (at) => (lastMessageOutAt = at),
    up: () => set('up', ''),
    trouble: set,
    tell,
    incident(kind, next, sentence) {
      set(next, sentence)
      tell(kind, sentence)
    },
    stopped: () => set('stopped', ''),
  }
}
