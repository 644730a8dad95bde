/**
 * The double as a program of its own: `node --import tsx test/support/whatsapp-double-process.ts [port]`.
 * Prints one JSON line with its addresses, then answers each command line on standard input with one JSON line.
 */
import { createInterface } from 'node:readline'
import { WhatsAppDouble } from './whatsapp-double.ts'

export type DoubleCommand =
  | { readonly do: 'scan'; readonly qr: string }
  | { readonly do: 'send'; readonly user: number; readonly text: string }
  | { readonly do: 'type-on-phone'; readonly user: number; readonly text: string }
  | { readonly do: 'disconnect'; readonly code: number }
  | { readonly do: 'drop' }
  | { readonly do: 'ack-error'; readonly code: string | null }
  | { readonly do: 'seen'; readonly user: number }
  | { readonly do: 'state' }

const double = await new WhatsAppDouble().listen(Number(process.argv[2] ?? 0))
const users = new Map<number, ReturnType<typeof double.directory.addUser>>()

function user(number: number) {
  const known = users.get(number) ?? double.directory.addUser(number)
  users.set(number, known)
  return known
}

async function obey(command: DoubleCommand): Promise<unknown> {
  switch (command.do) {
    case 'scan':
      return double.scanQr(command.qr)
    case 'send':
      return double.send(user(command.user), command.text)
    case 'type-on-phone':
      return double.typeOnPhone(user(command.user), command.text)
    case 'disconnect':
      return double.disconnect(command.code)
    case 'drop':
      return double.drop()
    case 'ack-error':
      double.ackError = command.code
      return
    case 'seen':
      return double.seenBy(user(command.user))
    case 'state': {
      const { online, logins, receipts, nacks, retryReceipts, incoming, mailbox } = double
      return { online, logins, receipts, nacks, retryReceipts, incoming, waiting: mailbox.size }
    }
    default:
      return command satisfies never
  }
}

const print = (value: unknown): boolean => process.stdout.write(`${JSON.stringify(value)}\n`)

print({ url: double.url, mediaOrigin: double.media.origin })
for await (const line of createInterface({ input: process.stdin })) {
  try {
    print({ ok: (await obey(JSON.parse(line) as DoubleCommand)) ?? null })
  } catch (error) {
    print({ error: error instanceof Error ? error.message : 'failed' })
  }
}
await double.close()
