/** The webhook: who may call it, and an answer that tells Meta whether to bring the message again. */
import { createHmac } from 'node:crypto'
import { parseJson, readLimited, sameSecret } from './webhook-request.ts'

/** Meta's own limit for what it posts. */
const BODY_LIMIT = 3 * 1024 * 1024

export interface WebhookSecrets {
  readonly appSecret: string
  readonly verifyToken: string
}

export interface WebhookParts extends WebhookSecrets {
  /** Rejects when something could not be stored. */
  readonly takeIn: (body: unknown) => Promise<void>
  /** Somebody posted what Meta did not sign. */
  readonly forged: () => void
}

/**
 * GET is Meta's question whether this address is ours: the challenge back, or 403. POST: 413 to a body over 3 MB, 401
 * without a hint unless Meta signed the very bytes that came, 400 to what is not JSON, 503 when `takeIn` rejects (Meta
 * brings it again for days), 200 after the commit.
 */
export async function handleCloudWebhook(request: Request, parts: WebhookParts): Promise<Response> {
  if (request.method === 'GET' || request.method === 'HEAD') return verify(new URL(request.url).searchParams, parts.verifyToken)
  if (request.method !== 'POST') return empty(405, { allow: 'GET, POST' })
  const body = await readLimited(request, BODY_LIMIT)
  if (body === null) return empty(413)
  const signature = `sha256=${createHmac('sha256', parts.appSecret).update(body).digest('hex')}`
  if (!sameSecret(request.headers.get('x-hub-signature-256') ?? '', signature)) {
    parts.forged()
    return empty(401)
  }
  const json = parseJson(body.toString('utf8'))
  if (json === undefined) return empty(400)
  try {
    await parts.takeIn(json)
    return empty(200)
  } catch {
    return unavailable()
  }
}

/** "Not now, bring it again." */
export function unavailable(): Response {
  return empty(503, { 'retry-after': '5' })
}

function verify(query: URLSearchParams, verifyToken: string): Response {
  const challenge = query.get('hub.challenge') ?? ''
  const isAsked = query.get('hub.mode') === 'subscribe' && /^[\w-]{1,200}$/.test(challenge)
  if (!sameSecret(query.get('hub.verify_token') ?? '', verifyToken) || !isAsked) return empty(403)
  return new Response(challenge, { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' } })
}

function empty(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers })
}
