/** An OpenAI-compatible server on this machine that says what the test scripts, well or badly, and keeps every request. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** What the server does with one request. */
export type Script =
  /** The reply of the model: text as it is, anything else as JSON. */
  | { readonly kind: 'reply'; readonly value: unknown; readonly ending?: 'stop' | 'length' | 'content_filter'; readonly usage?: boolean }
  | { readonly kind: 'refusal'; readonly text: string }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** The body as it is. */
  | { readonly kind: 'body'; readonly body: string }
  /** Half of a reply, then the connection is cut. */
  | { readonly kind: 'half' }
  /** A byte every so many milliseconds, without end. */
  | { readonly kind: 'drip'; readonly every: number }
  /** Takes the request and says nothing. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'huge'; readonly bytes: number }
  /** Points elsewhere. */
  | { readonly kind: 'redirect'; readonly to: string }
  /** Does the same after so many milliseconds. */
  | { readonly kind: 'after'; readonly milliseconds: number; readonly next: Script }

export interface AskedOf {
  readonly path: string
  readonly authorization: string | undefined
  readonly body: {
    readonly model: string
    readonly max_tokens?: number
    readonly messages: readonly { readonly role: string; readonly content: string }[]
    readonly response_format?: { readonly type: string; readonly json_schema: { readonly name: string; readonly schema: unknown } }
  }
  /** The body as it came. */
  readonly raw: string
  /** The name of the prompt. */
  readonly prompt: string
}

export interface ModelServer {
  /** For OPENAI_BASE_URL. */
  readonly url: string
  readonly port: number
  readonly asked: readonly AskedOf[]
  /** Connections cut by the other side before they were answered. */
  readonly givenUp: () => number
  /** What is done from now on; by default every request is refused with 500. */
  script(how: (asked: AskedOf, count: number) => Script): void
  close(): Promise<void>
}

export const replied = (value: unknown): Script => ({ kind: 'reply', value })

export async function startModelServer(
  how: (asked: AskedOf, count: number) => Script = () => ({ kind: 'status', status: 500 }),
): Promise<ModelServer> {
  let act = how
  let givenUp = 0
  const asked: AskedOf[] = []
  const server = createServer((request, response) => {
    void readAll(request).then((raw) => {
      const body = JSON.parse(raw) as AskedOf['body']
      const one: AskedOf = {
        path: request.url ?? '',
        authorization: request.headers.authorization,
        body,
        raw,
        prompt: body.response_format?.json_schema.name ?? '',
      }
      asked.push(one)
      response.on('close', () => {
        if (!response.writableFinished) givenUp++
      })
      answer(response, body.model, act(one, asked.length))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  let closed: Promise<void> | null = null
  const close = (): Promise<void> => {
    closed ??= new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
    return closed
  }
  return {
    url: `http://127.0.0.1:${port}/v1`,
    port,
    asked,
    givenUp: () => givenUp,
    script(next) {
      act = next
    },
    close,
  }
}

/** One that is closed when the test ends. */
export async function modelServer(how?: (asked: AskedOf, count: number) => Script): Promise<ModelServer> {
  const server = await startModelServer(how)
  onTestFinished(server.close)
  return server
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

function answer(response: ServerResponse, model: string, script: Script): void {
  const json = (body: unknown): void => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
  switch (script.kind) {
    case 'reply':
      return json(completion(model, textOf(script.value), script.ending ?? 'stop', script.usage ?? true))
    case 'refusal':
      return json({
        ...completion(model, '', 'stop', true),
        choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: null, refusal: script.text } }],
      })
    case 'status':
      response.writeHead(script.status, { 'content-type': 'application/json', ...script.headers })
      response.end(JSON.stringify({ error: { message: 'scripted', type: 'scripted' } }))
      return
    case 'body':
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(script.body)
      return
    case 'half': {
      const whole = JSON.stringify(completion(model, 'x'.repeat(2_000), 'stop', true))
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(whole.length) })
      response.write(whole.slice(0, whole.length / 2), () => response.destroy())
      return
    }
    case 'drip': {
      response.writeHead(200, { 'content-type': 'application/json' })
      const timer = setInterval(() => response.write(' '), script.every)
      response.on('close', () => clearInterval(timer))
      return
    }
    case 'hang':
      return
    case 'huge':
      return json(completion(model, 'z'.repeat(script.bytes), 'stop', true))
    case 'redirect':
      response.writeHead(307, { location: script.to })
      response.end()
      return
    case 'after':
      setTimeout(() => answer(response, model, script.next), script.milliseconds).unref()
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function completion(model: string, content: string, ending: string, usage: boolean): Record<string, unknown> {
  return {
    id: 'chatcmpl-scripted',
    object: 'chat.completion',
    created: 0,
    model,
    choices: [{ index: 0, finish_reason: ending, message: { role: 'assistant', content, refusal: null } }],
    ...(usage ? { usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 } } : {}),
  }
}
