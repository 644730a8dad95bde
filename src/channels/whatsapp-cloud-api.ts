/** One call to the Cloud API: a deadline around it, and its failure in words that say what may be done next. */
import { z } from 'zod'
import { codeOf, failedToConnect, rootCause } from './http-failure.ts'

export type CloudFailure =
  /** Meta refused: its code and the HTTP status. */
  | { readonly kind: 'answered'; readonly code: number; readonly httpStatus: number }
  /** The request was never written: no name, no route, no connection. */
  | { readonly kind: 'not-sent'; readonly reason: string }
  /** Written, but no answer that can be read: Meta may have done it. */
  | { readonly kind: 'unanswered'; readonly reason: string }

export type CloudResult = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: CloudFailure }

export interface CloudClient {
  /**
   * Calls `path` below the API's root; with a body by POST, else by GET. Never rejects. A call that takes longer
   * than `deadlineMilliseconds` (default: the client's) or that `stop` cuts off has failed as `unanswered`.
   */
  call(path: string, body: object | null, stop: AbortSignal, deadlineMilliseconds?: number): Promise<CloudResult>
}

export interface CloudClientOptions {
  readonly apiRoot: string
  readonly token: string
  readonly deadlineMilliseconds: number
  readonly fetch: typeof globalThis.fetch
}

const refusal = z.object({ error: z.object({ code: z.number() }) })
/** Nothing that the API answers us is longer. */
const LONGEST_ANSWER = 256 * 1024

export function createCloudClient(options: CloudClientOptions): CloudClient {
  return {
    async call(path, body, stop, deadlineMilliseconds = options.deadlineMilliseconds) {
      if (stop.aborted) return failed({ kind: 'not-sent', reason: 'stopped' })
      const cut = new AbortController()
      const abort = () => cut.abort()
      const timer = setTimeout(abort, deadlineMilliseconds)
      stop.addEventListener('abort', abort)
      try {
        const response = await options.fetch(`${options.apiRoot}/${path}`, {
          method: body === null ? 'GET' : 'POST',
          // A redirect would carry the token to somebody else.
          redirect: 'error',
          headers: { authorization: `Bearer ${options.token}`, ...(body === null ? {} : { 'content-type': 'application/json' }) },
          ...(body === null ? {} : { body: JSON.stringify(body) }),
          signal: cut.signal,
        })
        return read(response.status, await shortText(response))
      } catch (error) {
        const cause = rootCause(error)
        const reason = cut.signal.aborted ? 'deadline' : codeOf(cause)
        return failed({ kind: !cut.signal.aborted && failedToConnect(cause) ? 'not-sent' : 'unanswered', reason })
      } finally {
        clearTimeout(timer)
        stop.removeEventListener('abort', abort)
      }
    },
  }
}

function read(httpStatus: number, text: string): CloudResult {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // A page of a gateway in front: what stands behind it may have taken the request.
    return failed({ kind: 'unanswered', reason: `http-${httpStatus}` })
  }
  if (httpStatus >= 200 && httpStatus < 300) return { ok: true, value }
  const parsed = refusal.safeParse(value)
  return failed({ kind: 'answered', code: parsed.success ? parsed.data.error.code : -1, httpStatus })
}

async function shortText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > LONGEST_ANSWER) break
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function failed(failure: CloudFailure): CloudResult {
  return { ok: false, failure }
}
