/** One message from a browser: may it pass, is it stored, and what the person is told if not. */
import type { ChannelContext } from './channel.ts'
import type { WebChatLimits } from './web-chat-limits.ts'
import type { Mailboxes } from './web-chat-mailbox.ts'
import type { WebMessage } from './web-chat-request.ts'

export interface IntakeParts {
  readonly mailboxes: Mailboxes
  readonly limits: WebChatLimits
  readonly isDanger: (text: string) => boolean
  readonly safetyFromMemory: (text: string) => string
}

export interface Visit {
  readonly session: string
  /** The network address, for the limits only. */
  readonly address: string
  readonly language: string | null
}

/** What the browser should be shown are the entries after `after`. */
export type Intake =
  | { readonly taken: true; readonly after: number }
  | {
      readonly taken: false
      readonly after: number
      readonly status: 429 | 503
      readonly message: string
      readonly retryAfterSeconds: number
    }

export const NOT_STORED = 'Pesan belum tersimpan, kirim lagi.'

/** `context` is null while the channel is not running. Never rejects. Danger passes every limit. */
export async function takeMessage(parts: IntakeParts, context: ChannelContext | null, message: WebMessage, visit: Visit): Promise<Intake> {
  const { mailboxes, limits } = parts
  const { session } = visit
  const before = mailboxes.entriesAfter(session, 0)
  const twin = before.find((entry) => entry.key === message.key)
  if (twin) return { taken: true, after: twin.number - 1 }

  const { content } = message
  const shown = content.kind === 'text' ? content.text : labelOf(before, content.value)
  const danger = looksDangerous(parts, shown)
  const isNew = !before.some((entry) => entry.from === 'person')
  const waitMilliseconds = limits.check(session, visit.address, isNew)
  if (waitMilliseconds > 0 && !danger) return tooFast(waitMilliseconds, before.at(-1)?.number ?? 0)

  // Before it is stored: a safety reply may come back before `receive` does, and belongs below it.
  const entry = mailboxes.add(session, { from: 'person', text: shown, key: message.key })
  try {
    if (!context) throw new Error('The web chat is not running')
    const externalId = `${session}:${message.key}`
    const sentAt = context.now()
    const { language: appLanguage } = visit
    await context.receive([{ channel: 'web', externalId, addresses: [session], sentAt, content, appLanguage, backlog: false }])
    return { taken: true, after: entry.number - 1 }
  } catch {
    const answered = mailboxes.entriesAfter(session, entry.number).some((one) => one.from === 'assistant')
    mailboxes.remove(session, entry.number)
    // Whoever receives may have answered from memory already; nobody gets a safety text twice.
    const safety = danger && !answered ? safetyText(parts, shown) : ''
    return { taken: false, after: entry.number, status: 503, message: [safety, NOT_STORED].join('\n\n').trim(), retryAfterSeconds: 5 }
  }
}

/** When the check itself fails the message counts as danger. */
function looksDangerous(parts: IntakeParts, text: string): boolean {
  try {
    return parts.isDanger(text)
  } catch {
    return true
  }
}

function safetyText(parts: IntakeParts, text: string): string {
  try {
    return parts.safetyFromMemory(text)
  } catch {
    return ''
  }
}

function labelOf(entries: ReturnType<Mailboxes['entriesAfter']>, value: string): string {
  const offered = entries.flatMap((entry) => entry.choices)
  return offered.findLast((choice) => choice.id === value)?.label ?? value
}

function tooFast(waitMilliseconds: number, after: number): Intake {
  const retryAfterSeconds = Math.ceil(waitMilliseconds / 1000)
  const message = `Pesannya terlalu cepat, Kak. Tunggu ${retryAfterSeconds} detik, lalu kirim lagi.`
  return { taken: false, after, status: 429, message, retryAfterSeconds }
}
