/** One call to the Bot API: a deadline around it, and its failure in words that say what may be done next. */
import { Api, GrammyError, HttpError } from 'grammy'
import { codeOf, failedToConnect, rootCause } from './http-failure.ts'

/** What went wrong. `reason` is short, and holds neither the token nor anything a person wrote. */
export type TelegramFailure =
  | { readonly kind: 'flood'; readonly reason: string; readonly afterMilliseconds: number }
  /** Blocked by the person, or put out of the group. */
  | { readonly kind: 'forbidden'; readonly reason: string }
  | { readonly kind: 'bad-request'; readonly reason: string }
  /** The token is not (or no longer) one of Telegram's. */
  | { readonly kind: 'token'; readonly reason: string }
  /** Somebody else polls with the same token, or a webhook is set. */
  | { readonly kind: 'conflict'; readonly reason: string; readonly webhook: boolean }
  /** Telegram answered that it failed. */
  | { readonly kind: 'server'; readonly reason: string }
  /** The request was never written: no name, no route, no connection. */
  | { readonly kind: 'not-sent'; readonly reason: string }
  /** Written, but no answer that can be read: Telegram may have done it. */
  | { readonly kind: 'unanswered'; readonly reason: string }

export type TelegramResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: TelegramFailure }

/** grammY types its signal by a stand-in for the browser's; Node's own works. */
type GrammySignal = NonNullable<Parameters<Api['getMe']>[0]>

export interface TelegramClient {
  /**
   * Never rejects. A call that takes longer than `deadlineMilliseconds` (default: the client's) or that
   * `stop` cuts off has failed as `unanswered`.
   */
  run<T>(work: (api: Api, signal: GrammySignal) => Promise<T>, stop: AbortSignal, deadlineMilliseconds?: number): Promise<TelegramResult<T>>
}

export interface TelegramClientOptions {
  readonly token: string
  readonly apiRoot: string
  readonly deadlineMilliseconds: number
  readonly fetch: typeof globalThis.fetch
}

export function createTelegramClient(options: TelegramClientOptions): TelegramClient {
  const { token, apiRoot } = options
  // Node's fetch and not grammY's default: its errors tell whether the request was written.
  // A file goes as a stream, which Node sends only when told that the answer comes after it.
  const fetch = ((url: string, init: RequestInit) => options.fetch(url, { ...init, duplex: 'half' })) as unknown
  const api = new Api(token, { apiRoot, sensitiveLogs: false, fetch: fetch as never })
  return {
    async run(work, stop, deadlineMilliseconds = options.deadlineMilliseconds) {
      if (stop.aborted) return { ok: false, failure: { kind: 'not-sent', reason: 'stopped' } }
      const cut = new AbortController()
      const abort = () => cut.abort()
      const timer = setTimeout(abort, deadlineMilliseconds)
      stop.addEventListener('abort', abort)
      try {
        return { ok: true, value: await work(api, cut.signal as unknown as GrammySignal) }
      } catch (error) {
        return { ok: false, failure: classify(error, cut.signal.aborted) }
      } finally {
        clearTimeout(timer)
        stop.removeEventListener('abort', abort)
      }
    },
  }
}

function classify(error: unknown, cut: boolean): TelegramFailure {
  if (error instanceof GrammyError) return classifyAnswer(error)
  const cause = error instanceof HttpError ? rootCause(error.error) : error
  const reason = cut ? 'deadline' : codeOf(cause)
  return { kind: !cut && failedToConnect(cause) ? 'not-sent' : 'unanswered', reason }
}

function classifyAnswer(error: GrammyError): TelegramFailure {
  // "Bad Request: can't parse entities: …" goes on with words of the message: keep the first two parts.
  const reason = error.description.split(':').slice(0, 2).join(':').slice(0, 100)
  switch (error.error_code) {
    case 429:
      return { kind: 'flood', reason, afterMilliseconds: 1000 * (error.parameters.retry_after ?? 1) }
    case 401:
    case 404:
      return { kind: 'token', reason }
    case 403:
      return { kind: 'forbidden', reason }
    case 409:
      return { kind: 'conflict', reason, webhook: error.description.includes('webhook') }
    default:
      return { kind: error.error_code >= 500 ? 'server' : 'bad-request', reason }
  }
}
