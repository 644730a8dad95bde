/**
 * WhatsApp's Cloud API on loopback, from Meta's public documentation: it takes messages within its limits, knows the
 * 24-hour window, and pushes signed webhooks until they are answered with 200. Tests write as virtual people, script
 * faults, and read what each person sees.
 */
import type { IncomingMessage as HttpRequest, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { takeMessage } from './cloud-emulator-methods.ts'
import { CloudState, newWamid, Refusal, type Call, type Fault, type Person, type ShownMessage } from './cloud-emulator-state.ts'
import { createPusher, type WebhookPusher } from './cloud-emulator-webhook.ts'

export const PHONE_NUMBER_ID = '106540352242922'
export const VERSION = 'v24.0'

export interface CloudUser {
  readonly person: Person
  /** Sends a text; its id. */
  write(text: string): string
  /** Sends any message: its type and what stands under it. */
  send(type: string, content: unknown, more?: Record<string, unknown>): string
  /** Presses a button or a row of the newest message that has it. */
  press(title: string): string
  /** Texts seen, oldest first. */
  hears(): string[]
  seen(): readonly ShownMessage[]
}

export interface CloudEmulator {
  /** Give it as the API root. */
  readonly url: string
  readonly token: string
  readonly appSecret: string
  readonly verifyToken: string
  readonly state: CloudState
  readonly pusher: WebhookPusher
  /** Asks whether the address is ours as Meta does, then pushes there. Rejects when the challenge does not come back. */
  subscribe(url: string): Promise<void>
  user(phone: string | null, userId?: string): CloudUser
  /** The next `times` messages fail this way. */
  fail(fault: Fault, times?: number): void
  /** A change of another field. */
  change(field: string, value: Record<string, unknown>): void
  close(): Promise<void>
}

export interface CloudEmulatorOptions {
  readonly now?: () => number
  /** First wait before a webhook is tried again. */
  readonly webhookRetryMilliseconds?: number
  /** The longest; Meta's grows to hours. Default 60,000. */
  readonly longestRetryMilliseconds?: number
}

export async function startCloudEmulator(options: CloudEmulatorOptions = {}): Promise<CloudEmulator> {
  const token = 'EAAEmulatorEmulatorEmulatorEmulator'
  const appSecret = '0123456789abcdef0123456789abcdef'
  const verifyToken = 'emulator-verify-token'
  const state = new CloudState(options.now ?? Date.now)
  const firstRetryMilliseconds = options.webhookRetryMilliseconds ?? 1000
  const pusher = createPusher({ appSecret, firstRetryMilliseconds, longestRetryMilliseconds: options.longestRetryMilliseconds ?? 60_000 })
  const metadata = { display_phone_number: '15550783881', phone_number_id: PHONE_NUMBER_ID }
  const seconds = () => String(Math.floor(state.now() / 1000))
  const push = (about: string, field: string, value: Record<string, unknown>, taken: () => void = () => {}) =>
    pusher.add({ about, field, value: { messaging_product: 'whatsapp', metadata, ...value }, taken })

  const pushStatus = (person: Person, wamid: string, status: string, opaque: string | null, code?: number) =>
    push(`status:${person.phone ?? person.userId ?? ''}`, 'messages', {
      statuses: [
        {
          id: wamid,
          status,
          timestamp: seconds(),
          recipient_id: person.phone,
          ...(opaque === null ? {} : { biz_opaque_callback_data: opaque }),
          ...(code === undefined ? {} : { errors: [{ code, title: 'refused', message: 'refused', error_data: { details: 'refused' } }] }),
        },
      ],
    })

  const obey = (body: Record<string, unknown>): unknown => {
    if (body['status'] === 'read') {
      state.read.push(String(body['message_id']))
      return { success: true }
    }
    const { wamid, person, laterFailure, opaque } = takeMessage(state, body)
    if (laterFailure !== null) pushStatus(person, wamid, 'failed', opaque, laterFailure)
    else if (state.statuses) for (const status of ['sent', 'delivered']) pushStatus(person, wamid, status, opaque)
    return { messaging_product: 'whatsapp', contacts: [{ input: person.phone, wa_id: person.phone }], messages: [{ id: wamid }] }
  }

  const handle = async (request: HttpRequest, response: ServerResponse) => {
    const path = new URL(request.url ?? '/', 'http://emulator').pathname
    const body = await readJson(request)
    const call: Call = { path, body, at: state.now(), status: 0 }
    state.calls.push(call)
    response.once('finish', () => (call.status = response.statusCode))
    if (request.headers.authorization !== `Bearer ${token}`) return answerError(response, new Refusal(401, 190, 'Invalid token'))
    if (path === `/${VERSION}/${PHONE_NUMBER_ID}` && request.method === 'GET') return answer(response, { id: PHONE_NUMBER_ID })
    if (path !== `/${VERSION}/${PHONE_NUMBER_ID}/messages` || request.method !== 'POST')
      return answerError(response, new Refusal(400, 100, 'Unknown path'))
    const fault = body['status'] === 'read' ? undefined : state.faults.shift()
    if (fault && fault.kind !== 'pass' && fault.kind !== 'reset-after-accept') return commitFault(fault, request, response)
    try {
      const result = obey(body)
      if (fault?.kind === 'reset-after-accept') return void request.socket.destroy()
      answer(response, result)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      answerError(response, error)
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${VERSION}`,
    token,
    appSecret,
    verifyToken,
    state,
    pusher,
    async subscribe(url) {
      const query = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': verifyToken, 'hub.challenge': '1158201444' })
      const response = await fetch(`${url}?${query.toString()}`)
      if (response.status !== 200 || (await response.text()) !== '1158201444') throw new Error('the challenge did not come back')
      pusher.url = url
      pusher.pump()
    },
    user(phone, userId) {
      const person: Person = { phone, userId: userId ?? null, lastWroteAt: null, lastShownAt: 0, shown: [] }
      state.people.push(person)
      const from = phone ?? userId ?? ''
      const send: CloudUser['send'] = (type, content, more = {}) => {
        const id = newWamid()
        person.lastWroteAt = state.now()
        const text = type === 'text' ? String(Reflect.get(content as object, 'body')) : ''
        const written = { id, from, text, at: state.now(), taken: false }
        state.written.push(written)
        const who = { ...(phone === null ? {} : { from: phone }), ...(userId === undefined ? {} : { from_user_id: userId }) }
        const contact = {
          profile: { name: 'Orang' },
          ...(phone === null ? {} : { wa_id: phone }),
          ...(userId === undefined ? {} : { user_id: userId }),
        }
        push(
          from,
          'messages',
          { contacts: [contact], messages: [{ ...who, id, timestamp: seconds(), type, [type]: content, ...more }] },
          () => (written.taken = true),
        )
        return id
      }
      return {
        person,
        send,
        write: (body) => send('text', { body }),
        press(title) {
          const found = person.shown.flatMap(({ choices }) => choices).findLast((choice) => choice.title === title)
          if (!found) throw new Error(`nothing to press is called ${title}`)
          return send('interactive', { type: found.how, [found.how]: { id: found.id, title: found.title } })
        },
        hears: () => person.shown.map(({ text }) => text),
        seen: () => person.shown,
      }
    },
    fail(fault, times = 1) {
      state.faults.push(...Array.from({ length: times }, () => fault))
    },
    change: (field, value) => push(field, field, value),
    async close() {
      pusher.stop()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function commitFault(fault: Exclude<Fault, { kind: 'reset-after-accept' | 'pass' }>, request: HttpRequest, response: ServerResponse) {
  switch (fault.kind) {
    case 'error':
      return answerError(response, new Refusal(fault.httpStatus, fault.code, 'scripted'))
    case 'hang':
      return
    case 'reset':
      return void request.socket.destroy()
    case 'gateway-page':
      response.writeHead(fault.code, { 'content-type': 'text/html' }).end('<html>Bad Gateway</html>')
  }
}

function answer(response: ServerResponse, result: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result))
}

function answerError(response: ServerResponse, { httpStatus, code, message }: Refusal): void {
  const error = { message: `(#${code}) ${message}`, type: 'OAuthException', code, error_data: { details: message }, fbtrace_id: 'A1' }
  response.writeHead(httpStatus, { 'content-type': 'application/json' }).end(JSON.stringify({ error }))
}

async function readJson(request: HttpRequest): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks).toString('utf8')
  return body === '' ? {} : (JSON.parse(body) as Record<string, unknown>)
}
