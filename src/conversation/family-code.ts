/** The one-time code that links a relative: nine signs in groups of three, typed or in a link of Telegram. */
import { randomInt } from 'node:crypto'
import type { IncomingContent } from '../message.ts'

/** Without what is misread by eye or ear. 23 signs, nine times: some 40 bits, for codes that live a day. */
const ALPHABET = '34679ACDEFGHJKMNPQRTWXY'
const LENGTH = 9
/** Valid for so long, once. Milliseconds. */
export const CODE_LASTS = 24 * 3_600_000
/** Stands in the transcript in place of it. */
export const CONCEALED_CODE = '[kode keluarga]'

const PAYLOAD = /^k_([a-z0-9]{9})$/iu
const LINK = /^https?:\/\/(?:t|telegram)\.me\/\w{3,40}\?start=k_([a-z0-9]{9})$/iu
const NAMED = /^\W{0,4}(?:kode|code)(?: keluarga| saya| family)?\W{0,4}([a-z0-9]{3})[ .-]?([a-z0-9]{3})[ .-]?([a-z0-9]{3})\W{0,4}$/iu
const BARE = /^\W{0,4}([34679acdefghjkmnpqrtwxy]{3})[ .-]?([34679acdefghjkmnpqrtwxy]{3})[ .-]?([34679acdefghjkmnpqrtwxy]{3})\W{0,4}$/iu

/** One that no word looks like: it has a digit and a letter. */
export function newFamilyCode(): string {
  for (;;) {
    const code = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
    if (isMixed(code)) return code
  }
}

/** "K7F3KA9XM" as it is shown: "K7F-3KA-9XM". */
export function shownCode(code: string): string {
  return code.replace(/^(.{3})(.{3})/u, '$1-$2-')
}

export function codeLink(bot: string, code: string): string {
  return `https://t.me/${bot}?start=k_${code}`
}

/** The code that a whole message is, in capitals and without signs between; null for anything else. */
export function familyCodeOf(content: IncomingContent): string | null {
  if (content.kind === 'command') return content.name === 'start' ? capitals(PAYLOAD.exec(content.argument)?.[1]) : null
  if ((content.kind !== 'text' && content.kind !== 'edited') || content.text.length > 90) return null
  const text = content.text.normalize('NFKC').trim()
  const linked = LINK.exec(text)
  if (linked) return capitals(linked[1])
  const named = capitals(NAMED.exec(text)?.slice(1).join(''))
  // "kode pos nya apa" is none.
  if (named !== null && /\d/u.test(named)) return named
  const bare = capitals(BARE.exec(text)?.slice(1).join(''))
  return bare !== null && isMixed(bare) ? bare : null
}

function isMixed(code: string): boolean {
  return /\d/u.test(code) && /\p{L}/u.test(code)
}

function capitals(code: string | undefined): string | null {
  return code === undefined ? null : code.toUpperCase()
}
