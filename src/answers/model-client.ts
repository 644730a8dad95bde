/**
 * The only file that knows openai and LangChain. Both are loaded when `connectModel` is first called, never before.
 * Speaks to one address: a request to any other, and a redirect, is refused here.
 */
import type { z } from 'zod'

export interface ModelAddress {
  /** With its path, for example `http://127.0.0.1:8080/v1`. */
  readonly baseUrl: string
  /** Null for a server that asks for none. */
  readonly apiKey: string | null
}

export interface ChatRequest {
  readonly model: string
  /** What the model is told, and what it is asked: LangChain templates with `{variable}`. */
  readonly system: string
  readonly user: string
  readonly variables: Readonly<Record<string, string>>
  /** The shape of the reply; its name is letters, digits and hyphens. */
  readonly shape: { readonly name: string; readonly schema: z.ZodType }
  /** The longest reply. */
  readonly maxTokens: number
}

export interface ChatReply {
  /** As the model wrote it: untrusted. */
  readonly text: string
  readonly ending: 'complete' | 'cut' | 'refused'
  /** Null when the server did not count. */
  readonly tokens: { readonly in: number; readonly out: number } | null
}

export type FailureKind = 'rate-limit' | 'server' | 'network' | 'rejected' | 'malformed'

/** A call that brought no reply. */
export class ModelFailure extends Error {
  readonly kind: FailureKind
  /** What the server said; null when it said nothing. */
  readonly status: number | null
  /** Milliseconds that the server asked to wait; null when it did not. */
  readonly waitFor: number | null
  constructor(kind: FailureKind, status: number | null, waitFor: number | null, cause?: unknown) {
    super(`the model's server gave no reply: ${kind}`, { cause })
    this.name = 'ModelFailure'
    this.kind = kind
    this.status = status
    this.waitFor = waitFor
  }
}

export interface ModelClient {
  /** One request without retries. Rejects with ModelFailure, or with the reason of the signal. */
  chat(request: ChatRequest, signal: AbortSignal): Promise<ChatReply>
  /** The texts as they would be sent. Throws when a variable of the templates is missing. */
  render(request: Pick<ChatRequest, 'system' | 'user' | 'variables'>): Promise<{ readonly system: string; readonly user: string }>
}

/** A reply larger than this is nobody's answer. Bytes. */
const LARGEST_REPLY = 512 * 1024

export async function connectModel({ baseUrl, apiKey }: ModelAddress): Promise<ModelClient> {
  const [{ OpenAI, APIError }, { zodResponseFormat }, { ChatPromptTemplate }] = await Promise.all([
    import('openai'),
    import('openai/helpers/zod'),
    import('@langchain/core/prompts'),
  ])
  const openai = new OpenAI({
    baseURL: baseUrl,
    // The library insists on one; a local server ignores it.
    apiKey: apiKey ?? 'none',
    // Left out, it would take all of these from the environment.
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    maxRetries: 0,
    fetch: onlyTo(baseUrl),
  })

  const render: ModelClient['render'] = async ({ system, user, variables }) => {
    const template = ChatPromptTemplate.fromMessages([
      ['system', system],
      ['human', user],
    ])
    const [first, second] = await template.formatMessages({ ...variables })
    return { system: textOf(first?.content), user: textOf(second?.content) }
  }

  return {
    render,
    async chat(request, signal) {
      const { system, user } = await render(request)
      signal.throwIfAborted()
      try {
        const reply = await openai.chat.completions.create(
          {
            model: request.model,
            messages: [
              { role: 'system', content: system },
              { role: 'user', content: user },
            ],
            response_format: zodResponseFormat(request.shape.schema as never, request.shape.name),
            max_tokens: request.maxTokens,
            temperature: 0,
          },
          { signal },
        )
        const choice = reply.choices?.[0]
        if (!choice) throw new ModelFailure('malformed', 200, null)
        const text = choice.message?.content ?? ''
        const refused = (choice.message?.refusal ?? null) !== null || choice.finish_reason === 'content_filter'
        const { usage } = reply
        return {
          text,
          ending: refused ? 'refused' : choice.finish_reason === 'length' ? 'cut' : 'complete',
          tokens: usage ? { in: counted(usage.prompt_tokens), out: counted(usage.completion_tokens) } : null,
        }
      } catch (error) {
        signal.throwIfAborted()
        throw failureOf(error, error instanceof APIError ? { status: error.status, headers: error.headers } : null)
      }
    },
  }
}

function textOf(content: unknown): string {
  return typeof content === 'string' ? content : ''
}

/** Untrusted, like all that the server says. */
function counted(tokens: unknown): number {
  return typeof tokens === 'number' && Number.isFinite(tokens) && tokens > 0 ? Math.floor(tokens) : 0
}

function failureOf(error: unknown, said: { readonly status: unknown; readonly headers: Headers | undefined } | null): ModelFailure {
  if (error instanceof ModelFailure) return error
  const refusal = (error as { cause?: unknown }).cause
  if (refusal instanceof ModelFailure) return refusal
  if (error instanceof SyntaxError) return new ModelFailure('malformed', 200, null, error)
  const status = typeof said?.status === 'number' ? said.status : null
  if (status === null) return new ModelFailure('network', null, null, error)
  const waitFor = retryAfter(said?.headers?.get('retry-after') ?? null)
  if (status === 429) return new ModelFailure('rate-limit', status, waitFor, error)
  if (status === 408 || status === 409 || status >= 500) return new ModelFailure('server', status, waitFor, error)
  return new ModelFailure('rejected', status, null, error)
}

/** Seconds, or a date (RFC 9110, 10.2.3), in milliseconds from now. */
function retryAfter(header: string | null): number | null {
  if (header === null) return null
  const seconds = Number(header)
  if (header.trim() !== '' && Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now())
}

/** A `fetch` that reaches one origin, follows no redirect and reads no more than a reply can be. */
function onlyTo(baseUrl: string): typeof fetch {
  const { origin } = new URL(baseUrl)
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.origin !== origin) throw new ModelFailure('rejected', null, null, new Error('an address other than the configured one'))
    const response = await fetch(url, { ...init, redirect: 'error' })
    const body = await readAtMost(response, LARGEST_REPLY)
    return new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers })
  }
}

async function readAtMost(response: Response, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.byteLength
    if (size > most) throw new ModelFailure('malformed', response.status, null, new Error('the reply is too large'))
    parts.push(part)
  }
  return Uint8Array.from(Buffer.concat(parts))
}
