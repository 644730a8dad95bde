/** The terminal as a channel, for trying the assistant with `npm run chat`. */
import { createInterface } from 'node:readline'
import type { Channel, ChannelContext } from './channel.ts'

const PERSON = 'Anda: '
const ADDRESS = 'terminal'

export interface TerminalOptions {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
  /** What stands before each reply. Default "Tanya". */
  readonly name?: string
}

export interface TerminalChannel extends Channel {
  /** Resolves when the person ended the input (Ctrl-D) and everything written so far was handed in. */
  readonly ended: Promise<void>
}

/** One line is one message; blank lines are nothing. Choices are answered by their number, as on a phone. */
export function createTerminalChannel(options: TerminalOptions): TerminalChannel {
  const { input, output, name = 'Tanya' } = options
  let lines: ReturnType<typeof createInterface> | null = null
  let stopped = false
  let lastMessageInAt: number | null = null
  let lastMessageOutAt: number | null = null
  let now: () => number = Date.now
  let count = 0
  let handed: Promise<void> = Promise.resolve()
  let end: () => void = () => undefined
  const ended = new Promise<void>((resolve) => (end = resolve))

  const print = (text: string) => {
    output.write(`\r${text}\n`)
    if (lines && !stopped) lines.prompt(true)
  }

  const handIn = async (text: string, context: ChannelContext, started: number) => {
    count += 1
    const message = {
      channel: 'terminal',
      externalId: `${started}-${count}`,
      addresses: [ADDRESS],
      sentAt: now(),
      content: { kind: 'text', text },
      appLanguage: null,
      backlog: false,
    } as const
    try {
      await context.receive([message])
      lastMessageInAt = message.sentAt
    } catch {
      print('Pesan belum tersimpan, kirim lagi.')
    }
  }

  return {
    name: 'terminal',
    ended,
    async start(context) {
      now = context.now
      const started = now()
      lines = createInterface({ input, output, prompt: PERSON })
      lines.on('line', (line) => {
        const text = line.trim()
        if (text === '') lines?.prompt()
        else handed = handed.then(() => handIn(text, context, started))
      })
      lines.on('close', () => {
        stopped = true
        void handed.then(end)
      })
      lines.prompt()
    },
    async stop() {
      stopped = true
      lines?.close()
      await handed
      end()
    },
    async send(message) {
      const choices = (message.bubble.choices ?? []).map((choice, index) => `  ${index + 1} ${choice.label}`)
      print([`${name}: ${message.bubble.text}`, ...choices].join('\n'))
      lastMessageOutAt = now()
      return { status: 'sent', providerIds: [message.id] }
    },
    async typing() {},
    async markRead() {},
    newProviderId: () => null,
    health: () => ({
      state: stopped ? 'stopped' : lines ? 'up' : 'starting',
      detail: '',
      lastMessageInAt,
      lastMessageOutAt,
    }),
  }
}
