/** `chat`: the assistant in the terminal. Nothing is kept. */
import { createInterface } from 'node:readline'
import { turnInMemory } from '../ask-session.ts'
import type { Assistant } from '../assistant.ts'
import type { Config } from '../config.ts'
import { newConversation } from '../conversation/state.ts'
import type { Turn } from '../conversation/turn.ts'
import type { IncomingMessage } from '../message.ts'
import { memoryAssistant } from './memory-assistant.ts'

/** Resolves when the person ended the input. */
export async function chat(config: Config, options: { readonly why: boolean }): Promise<void> {
  const assistant = memoryAssistant(config)
  const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: 'Anda: ' })
  process.stdout.write('Tulis pesan, Ctrl-D untuk selesai.\n')
  lines.prompt()
  let state = newConversation
  let count = 0
  for await (const text of lines) {
    if (text.trim() !== '') {
      const message: IncomingMessage = {
        channel: 'terminal',
        externalId: String(count++),
        addresses: ['terminal'],
        sentAt: Date.now(),
        content: { kind: 'text', text },
        appLanguage: null,
        backlog: false,
      }
      const { turn, texts } = turnInMemory(assistant, message, state)
      state = turn.state
      for (const reply of texts) process.stdout.write(`\nTanya: ${reply.replaceAll('\n', '\n       ')}\n`)
      for (const [i, choice] of (turn.bubbles.at(-1)?.choices ?? []).entries()) process.stdout.write(`       ${i + 1} ${choice.label}\n`)
      if (options.why) process.stdout.write(`\n${why(assistant, text, turn)}\n`)
      process.stdout.write('\n')
    }
    lines.prompt()
  }
}

function why(assistant: Assistant, text: string, turn: Turn): string {
  const found = assistant.explain(text)
  const rows: [string, string][] = [
    ['dibaca', found.normalised.text],
    ['bahasa', turn.language],
    ['negara', turn.country ?? '-'],
    [
      'topik',
      turn.topics
        .slice(0, 3)
        .map(({ topic, score }) => `${topic} ${score.toFixed(2)}`)
        .join(', '),
    ],
    [
      'hasil',
      `${turn.outcome}${turn.reason.confidence === null ? '' : ` (${turn.reason.confidence.toFixed(2)})`}${turn.reason.note === undefined ? '' : `, ${turn.reason.note}`}`,
    ],
    [
      'bahaya',
      `${turn.verdict.urgency}${turn.verdict.danger === null ? '' : ` ${turn.verdict.danger}`} (${turn.verdict.score.toFixed(2)}) ${turn.verdict.rules.join(', ')}`,
    ],
    ['kartu', turn.cards.join(', ') || found.routing.explain.search.map((hit) => `(${hit.card} ${hit.score.toFixed(1)})`).join(' ')],
  ]
  return rows.map(([name, value]) => `  ${name.padEnd(7)} ${value}`).join('\n')
}
