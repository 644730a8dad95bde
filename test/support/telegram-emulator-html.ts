/** Reads Telegram's HTML style as the Bot API does: refuses what it refuses, and gives the text that people see. */
import { Refusal } from './telegram-emulator-state.ts'

/** Tags listed under "HTML style" at https://core.telegram.org/bots/api#html-style. */
const TAGS = new Set([
  'b',
  'strong',
  'i',
  'em',
  'u',
  'ins',
  's',
  'strike',
  'del',
  'span',
  'tg-spoiler',
  'a',
  'tg-emoji',
  'code',
  'pre',
  'blockquote',
])
const NAMED_ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' }

/** The visible text. Throws a 400 Refusal with the API's wording for unknown, unclosed or wrongly nested tags. */
export function visibleText(html: string): string {
  const open: string[] = []
  let text = ''
  let at = 0
  while (at < html.length) {
    const character = html[at]
    if (character === '<') {
      const end = html.indexOf('>', at)
      if (end < 0) throw cannotParse(`Unclosed start tag at byte offset ${at}`)
      readTag(html.slice(at + 1, end), open, at)
      at = end + 1
    } else if (character === '&') {
      const entity = /^&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/i.exec(html.slice(at, at + 12))
      const decoded = entity ? decode(entity) : null
      text += decoded ?? '&'
      at += decoded === null ? 1 : (entity?.[0].length ?? 1)
    } else {
      text += character ?? ''
      at += 1
    }
  }
  const unclosed = open.at(-1)
  if (unclosed !== undefined) throw cannotParse(`Can't find end tag corresponding to start tag "${unclosed}"`)
  return text
}

function readTag(inside: string, open: string[], at: number): void {
  const closing = inside.startsWith('/')
  const name = (/^\/?([a-z-]+)/i.exec(inside)?.[1] ?? '').toLowerCase()
  if (!TAGS.has(name)) throw cannotParse(`Unsupported start tag "${name}" at byte offset ${at}`)
  if (!closing) {
    open.push(name)
    return
  }
  if (open.pop() !== name) throw cannotParse(`Unmatched end tag at byte offset ${at}`)
}

function decode(entity: RegExpExecArray): string | null {
  const [, decimal, hexadecimal, name] = entity
  if (name !== undefined) return NAMED_ENTITIES[name.toLowerCase()] ?? null
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number.parseInt(decimal, 10)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null
}

function cannotParse(detail: string): Refusal {
  return new Refusal(400, `Bad Request: can't parse entities: ${detail}`)
}
