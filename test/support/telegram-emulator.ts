/**
 * A Bot API server on loopback with true offset semantics: an update comes again until a later offset confirms it.
 * Tests write as virtual people, script faults, and read what each chat shows.
 */
import type { IncomingMessage as HttpRequest, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { allow, METHODS } from './telegram-emulator-methods.ts'
import type { VirtualGroup, VirtualUser } from './telegram-emulator-people.ts'
import { createGroup, createUser } from './telegram-emulator-people.ts'
import type { Call, Fault } from './telegram-emulator-state.ts'
import { EmulatorState, Refusal } from './telegram-emulator-state.ts'
import { startWebhookPusher } from './telegram-emulator-webhook.ts'

export interface TelegramEmulatorOptions {
  readonly token?: string
  readonly port?: number
  readonly now?: () => number
  /** First wait before a webhook is tried again. Telegram: 1,000. */
  readonly webhookRetryMilliseconds?: number
}

export interface TelegramEmulator {
  /** Give it as `apiRoot`. */
  readonly url: string
  readonly token: string
  readonly state: EmulatorState
  user(id: number, languageCode?: string): VirtualUser
  group(id: number): VirtualGroup
  /** The next `times` calls of `method` fail this way. */
  fail(method: string, fault: Fault, times?: number): void
  calls(method: string): readonly Call[]
  /** Poll requests waiting now. */
  waitingPolls(): number
  close(): Promise<void>
}

interface Poll {
  readonly answer: (result: unknown) => void
  readonly refuse: (refusal: Refusal) => void
}

export async function startTelegramEmulator(options: TelegramEmulatorOptions = {}): Promise<TelegramEmulator> {
  const token = options.token ?? '7000000001:emulator-token-of-35-characters-xxxx'
  const state = new EmulatorState(options.now ?? Date.now)
  const pusher = startWebhookPusher(state, options.webhookRetryMilliseconds ?? 1000)
  const polls = new Set<Poll>()

  const handle = async (request: HttpRequest, response: ServerResponse) => {
    const path = new URL(request.url ?? '/', 'http://emulator').pathname
    const payload = await readJson(request)
    if (path.startsWith(`/file/bot${token}/files/`)) return sendFile(state, path, response)
    const [, givenToken, method] = /^\/bot([^/]+)\/(\w+)$/.exec(path) ?? []
    if (method === undefined) return answerError(response, new Refusal(404, 'Not Found'))
    const call: Call = { method, payload, at: state.now(), status: 0 }
    state.calls.push(call)
    response.once('finish', () => (call.status = response.statusCode))
    if (givenToken !== token) return answerError(response, new Refusal(401, 'Unauthorized'))
    const scripted = state.takeFault(method)
    const fault = scripted?.kind === 'pass' ? undefined : scripted
    if (fault && fault.kind !== 'reset-after-accept') return commitFault(fault, request, response)
    try {
      if (method === 'getUpdates') return poll(payload, response)
      const known = METHODS[method]
      if (!known) throw new Refusal(404, 'Not Found: method not found')
      const result = known(state, payload)
      if (fault) return void request.socket.destroy()
      answerResult(response, result)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      answerError(response, error)
    }
  }

  const poll = (payload: Record<string, unknown>, response: ServerResponse) => {
    if (state.webhook.url !== '') {
      const hint = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
      throw new Refusal(409, `Conflict: ${hint}`)
    }
    const hint = 'terminated by other getUpdates request; make sure that only one bot instance is running'
    for (const other of polls) other.refuse(new Refusal(409, `Conflict: ${hint}`))
    allow(state, payload['allowed_updates'])
    confirm(state, Number(payload['offset'] ?? 0))
    const limit = Math.min(100, Math.max(1, Number(payload['limit'] ?? 100)))
    const seconds = Number(payload['timeout'] ?? 0)
    if (state.pending.length > 0 || seconds <= 0) return answerResult(response, state.pending.slice(0, limit))
    const end = () => {
      polls.delete(waiting)
      clearTimeout(timer)
      unsubscribe()
    }
    const waiting: Poll = {
      answer: (result) => (end(), answerResult(response, result)),
      refuse: (refusal) => (end(), answerError(response, refusal)),
    }
    const timer = setTimeout(() => waiting.answer([]), seconds * 1000)
    const unsubscribe = state.onUpdate(() => waiting.answer(state.pending.slice(0, limit)))
    response.once('close', end)
    polls.add(waiting)
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)))
    })
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    state,
    user: (id, languageCode) => createUser(state, id, languageCode ?? null),
    group: (id) => createGroup(state, id),
    fail(method, fault, times = 1) {
      const faults = state.faults.get(method) ?? []
      state.faults.set(method, [...faults, ...Array.from({ length: times }, () => fault)])
    },
    calls: (method) => state.calls.filter((call) => call.method === method),
    waitingPolls: () => polls.size,
    async close() {
      pusher.stop()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** A positive offset forgets everything before it; a negative one keeps only that many of the newest. */
function confirm(state: EmulatorState, offset: number): void {
  if (offset > 0) state.pending = state.pending.filter((update) => update.update_id >= offset)
  if (offset < 0) state.pending = state.pending.slice(offset)
}

function commitFault(fault: Exclude<Fault, { kind: 'reset-after-accept' | 'pass' }>, request: HttpRequest, response: ServerResponse) {
  switch (fault.kind) {
    case 'error':
      return answerError(response, new Refusal(fault.code, fault.description, fault.retryAfter))
    case 'hang':
      return
    case 'reset':
      return void request.socket.destroy()
    case 'gateway-page':
      response.writeHead(fault.code, { 'content-type': 'text/html' }).end('<html>Bad Gateway</html>')
  }
}

function answerResult(response: ServerResponse, result: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, result }))
}

function answerError(response: ServerResponse, refusal: Refusal): void {
  const parameters = refusal.retryAfter === undefined ? {} : { parameters: { retry_after: refusal.retryAfter } }
  const body = { ok: false, error_code: refusal.code, description: refusal.message, ...parameters }
  response.writeHead(refusal.code, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function sendFile(state: EmulatorState, path: string, response: ServerResponse): void {
  const bytes = state.files.get(path.split('/').at(-1) ?? '')
  if (bytes) response.writeHead(200, { 'content-length': bytes.length }).end(bytes)
  else response.writeHead(404).end()
}

async function readJson(request: HttpRequest): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const type = request.headers['content-type'] ?? ''
  if (type.startsWith('multipart/form-data')) return readUpload(Buffer.concat(chunks), type)
  const body = Buffer.concat(chunks).toString('utf8')
  return body === '' ? {} : (JSON.parse(body) as Record<string, unknown>)
}

/** Fields as their text, files as name and bytes; a field that says `attach://name` becomes the file of that name. */
function readUpload(body: Buffer, type: string): Record<string, unknown> {
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1] ?? ''
  const fields: Record<string, unknown> = {}
  // File names without quotes, as grammY writes them, are more than the platform's own reader takes.
  for (const part of body.toString('latin1').split(`--${boundary}`).slice(1, -1)) {
    const [, head = '', content = ''] = /^\r\n([^]*?)\r\n\r\n([^]*)\r\n$/.exec(part) ?? []
    const name = /;\s*name="([^"]*)"/i.exec(head)?.[1] ?? ''
    const file = /;\s*filename="?([^"\r\n;]+)/i.exec(head)?.[1]
    const bytes = Buffer.from(content, 'latin1')
    fields[name] = file === undefined ? bytes.toString('utf8') : { name: file, bytes }
  }
  for (const [name, value] of Object.entries(fields))
    if (typeof value === 'string' && value.startsWith('attach://')) fields[name] = fields[value.slice('attach://'.length)]
  return fields
}
