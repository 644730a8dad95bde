/** What the Cloud API emulator remembers: people and what they see, every call made, what it pushed. */
import { randomBytes } from 'node:crypto'

/** One message as a person's phone shows it. */
export interface ShownMessage {
  readonly wamid: string
  /** Our own id, as it was given with the message. */
  readonly opaque: string | null
  readonly kind: 'text' | 'interactive' | 'template'
  readonly text: string
  readonly choices: readonly { readonly id: string; readonly title: string; readonly how: 'button_reply' | 'list_reply' }[]
  readonly at: number
}

export interface Person {
  readonly phone: string | null
  readonly userId: string | null
  /** When they last wrote. Milliseconds since 1970; null when never. */
  lastWroteAt: number | null
  /** When they were last written to, for the pair limit. */
  lastShownAt: number
  readonly shown: ShownMessage[]
}

export interface Call {
  readonly path: string
  readonly body: Record<string, unknown>
  readonly at: number
  /** HTTP status answered; 0 when the emulator hung or cut the connection. */
  status: number
}

/** What a person sent, and whether the webhook was answered with 200. */
export interface Written {
  readonly id: string
  readonly from: string
  readonly text: string
  readonly at: number
  taken: boolean
}

export type Fault =
  | { readonly kind: 'pass' }
  | { readonly kind: 'error'; readonly httpStatus: number; readonly code: number }
  /** Reads the request and never answers. */
  | { readonly kind: 'hang' }
  /** Does nothing and cuts the connection. */
  | { readonly kind: 'reset' }
  /** Does what was asked, then cuts the connection instead of answering. */
  | { readonly kind: 'reset-after-accept' }
  /** Answers a web page, as a gateway in front of the server does. */
  | { readonly kind: 'gateway-page'; readonly code: number }

/** What Meta answers when it refuses. */
export class Refusal extends Error {
  readonly httpStatus: number
  readonly code: number
  constructor(httpStatus: number, code: number, message: string) {
    super(message)
    this.httpStatus = httpStatus
    this.code = code
  }
}

export class CloudState {
  readonly people: Person[] = []
  readonly calls: Call[] = []
  readonly written: Written[] = []
  /** Message ids that were marked as read, in order. */
  readonly read: string[] = []
  readonly faults: Fault[] = []
  /** Approved texts by `name/language`. */
  readonly templates = new Map<string, string>()
  /** How a free text outside the 24 hours is refused: mostly by a later status. */
  windowRefusal: 'status' | 'answer' = 'status'
  /** The next messages fail so by a later status. */
  readonly laterFailures: number[] = []
  /** Milliseconds between two messages to one person; 0: no limit. Meta: 6,000. */
  pairGap = 0
  statuses = true
  /** Called the moment a person sees a message, before the product gets its answer. */
  onShown: () => void = () => {}
  readonly now: () => number

  constructor(now: () => number) {
    this.now = now
  }

  find(payload: Record<string, unknown>): Person | undefined {
    const { to, recipient } = payload
    return this.people.find((person) => (to === undefined ? person.userId === recipient : person.phone === to))
  }
}

export function newWamid(): string {
  return `wamid.${randomBytes(24).toString('base64')}`
}
