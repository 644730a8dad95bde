/** What the Bot API emulator remembers: chats and what they show, updates not yet confirmed, every call made. */

/** One message as a chat shows it. */
export interface ShownMessage {
  readonly chatId: number
  readonly messageId: number
  readonly from: 'bot' | 'person'
  readonly silent: boolean
  readonly at: number
  text: string
  /** Rows of buttons; empty when there are none (any more). */
  keyboard: readonly (readonly Button[])[]
  deleted: boolean
  reaction: string | null
}

export interface Button {
  readonly text: string
  readonly callback_data?: string
}

export interface Chat {
  readonly id: number
  readonly type: 'private' | 'supergroup'
  readonly title: string
  readonly languageCode: string | null
  /** The person blocked the bot, or the bot is not in the group. */
  blocked: boolean
  readonly messages: ShownMessage[]
  /** Set for a public group. */
  username?: string
}

export interface Call {
  readonly method: string
  readonly payload: Record<string, unknown>
  readonly at: number
  /** HTTP status answered; 0 when the emulator hung or cut the connection. */
  status: number
}

export type Update = { readonly update_id: number } & Record<string, unknown>

export type Fault =
  /** This call goes through: for scripting "the second one fails". */
  | { readonly kind: 'pass' }
  | { readonly kind: 'error'; readonly code: number; readonly description: string; readonly retryAfter?: number }
  /** Reads the request and never answers. */
  | { readonly kind: 'hang' }
  /** Does nothing and cuts the connection. */
  | { readonly kind: 'reset' }
  /** Does what was asked, then cuts the connection instead of answering. */
  | { readonly kind: 'reset-after-accept' }
  /** Answers a web page, as a gateway in front of the server does. */
  | { readonly kind: 'gateway-page'; readonly code: number }

/** What a method answers when Telegram would refuse. */
export class Refusal extends Error {
  readonly code: number
  readonly retryAfter: number | undefined

  constructor(code: number, description: string, retryAfter?: number) {
    super(description)
    this.code = code
    this.retryAfter = retryAfter
  }
}

export interface WebhookState {
  url: string
  secretToken: string | null
  maxConnections: number
  lastErrorMessage: string | null
}

/** Kinds sent when the bot asks for none in particular: reactions have to be asked for. */
export const DEFAULT_UPDATE_KINDS: readonly string[] = ['message', 'edited_message', 'channel_post', 'callback_query', 'my_chat_member']

export class EmulatorState {
  readonly chats = new Map<number, Chat>()
  readonly calls: Call[] = []
  readonly commands = new Map<string, unknown>()
  readonly descriptions = new Map<string, string>()
  readonly answeredCallbacks: string[] = []
  readonly typing: number[] = []
  readonly files = new Map<string, Buffer>()
  readonly faults = new Map<string, Fault[]>()
  readonly webhook: WebhookState = { url: '', secretToken: null, maxConnections: 40, lastErrorMessage: null }
  allowedUpdates: readonly string[] = DEFAULT_UPDATE_KINDS
  /** Updates that were not confirmed yet, oldest first. */
  pending: Update[] = []
  readonly now: () => number
  readonly #listeners = new Set<() => void>()
  #nextUpdateId = 100_000
  #nextMessageId = 1

  constructor(now: () => number) {
    this.now = now
  }

  /** Adds an update unless the bot did not ask for its kind. Returns its id, or null when dropped. */
  enqueue(kind: string, body: unknown): number | null {
    if (!this.allowedUpdates.includes(kind)) return null
    const id = this.#nextUpdateId++
    this.pending.push({ update_id: id, [kind]: body })
    this.notify()
    return id
  }

  /** Adds a ready-made update body, whatever it holds. */
  enqueueRaw(fields: Record<string, unknown>): number {
    const id = this.#nextUpdateId++
    this.pending.push({ ...fields, update_id: id })
    this.notify()
    return id
  }

  /** Tells whoever waits for updates to look again. */
  notify(): void {
    for (const listener of this.#listeners) listener()
  }

  onUpdate(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  show(chat: Chat, from: 'bot' | 'person', text: string, silent = false): ShownMessage {
    const message: ShownMessage = {
      chatId: chat.id,
      messageId: this.#nextMessageId++,
      from,
      silent,
      at: this.now(),
      text,
      keyboard: [],
      deleted: false,
      reaction: null,
    }
    chat.messages.push(message)
    return message
  }

  /** The next scripted fault for a method, used up by asking. */
  takeFault(method: string): Fault | undefined {
    return this.faults.get(method)?.shift()
  }
}
