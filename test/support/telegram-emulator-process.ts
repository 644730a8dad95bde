/**
 * The emulator as its own process, for scripts that kill the program under test.
 *
 * Prints one line of JSON, `{"url","control","token"}`, then runs until it is killed or its standard input ends.
 * `POST <control>/write {"user":1,"text":"…"}` and `/press {"user":1,"label":"…"}` act as people,
 * `POST <control>/fail {"method","fault","times"}` scripts faults, and `GET <control>/log` answers
 * `{"chats","calls","pending"}`.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startTelegramEmulator } from './telegram-emulator.ts'
import type { VirtualUser } from './telegram-emulator-people.ts'
import type { Fault } from './telegram-emulator-state.ts'

type Order = { user?: number; text?: string; label?: string; method?: string; fault?: Fault; times?: number }

const emulator = await startTelegramEmulator()
const users = new Map<number, VirtualUser>()

const userOf = (id: number): VirtualUser => {
  const known = users.get(id) ?? emulator.user(id)
  users.set(id, known)
  return known
}

const control = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const order = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as Order
    const result = obey(request.url ?? '', order)
    response.writeHead(result === undefined ? 404 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(result ?? { error: 'unknown order' }))
  })
})

function obey(path: string, order: Order): unknown {
  switch (path) {
    case '/write':
      return userOf(order.user ?? 1).write(order.text ?? '')
    case '/press':
      return userOf(order.user ?? 1).press(order.label ?? '')
    case '/fail':
      if (order.method !== undefined && order.fault) emulator.fail(order.method, order.fault, order.times)
      return { ok: true }
    case '/log': {
      const { chats, calls, pending } = emulator.state
      return { chats: [...chats.values()], calls, pending: pending.length }
    }
    default:
      return undefined
  }
}

control.listen(0, '127.0.0.1', () => {
  const port = (control.address() as AddressInfo).port
  const { url, token } = emulator
  process.stdout.write(`${JSON.stringify({ url, control: `http://127.0.0.1:${port}`, token })}\n`)
})
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
