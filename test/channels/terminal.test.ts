import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { createTerminalChannel } from '../../src/channels/terminal.ts'
import type { IncomingMessage } from '../../src/message.ts'

function terminal(receive: (batch: readonly IncomingMessage[]) => Promise<void>) {
  const input = new PassThrough()
  const output = new PassThrough()
  let shown = ''
  output.on('data', (chunk: Buffer) => (shown += chunk.toString()))
  const channel = createTerminalChannel({ input, output })
  const start = () => channel.start({ receive, delivered: async () => undefined, report: () => undefined, now: () => 5 })
  return { channel, input, start, shown: () => shown }
}
const answer = (text: string) => ({
  id: 'o1',
  providerId: null,
  address: 'terminal',
  safety: false,
  attempt: 1,
  stillAllowed: async () => true,
  bubble: { text, choices: [{ id: 'a', label: 'Ya' }] },
})

test('each line is a message, in order, and blank lines are none', async () => {
  const got: IncomingMessage[] = []
  const one = terminal(async (batch) => void got.push(...batch))
  await one.start()
  one.input.end('halo\n\n gaji belum dibayar \n')
  await one.channel.ended
  expect(got.map((message) => message.content)).toEqual([
    { kind: 'text', text: 'halo' },
    { kind: 'text', text: 'gaji belum dibayar' },
  ])
  expect(new Set(got.map((message) => message.externalId)).size).toBe(2)
  expect(one.shown()).toContain('Anda: ')
})

test('a reply shows its choices by number', async () => {
  const one = terminal(async () => undefined)
  await one.start()
  expect(await one.channel.send(answer('Betul?'), new AbortController().signal)).toEqual({ status: 'sent', providerIds: ['o1'] })
  expect(one.shown()).toContain('Tanya: Betul?\n  1 Ya\n')
  await one.channel.stop()
  await one.channel.stop()
  expect(one.channel.health().state).toBe('stopped')
})

test('a message that could not be stored is said to be so', async () => {
  const one = terminal(() => Promise.reject(new Error('disk full')))
  await one.start()
  one.input.end('halo\n')
  await one.channel.ended
  expect(one.shown()).toContain('Pesan belum tersimpan, kirim lagi.')
})
