/** A PIN as people write it, and how often a wrong one may be tried. */
import type { IncomingContent } from '../message.ts'
import { textOf } from './receipt.ts'

const PIN =
  /^\W{0,4}(?:(?:buat|pasang|ganti|set|make|change)\s{1,3})?(?:pin(?:\s{1,3}(?:saya|sy|baru|my))?\W{0,4})?(\d(?:[ .-]?\d){3,5})\W{0,4}$/iu

/** The 4 to 6 digits of a message that is nothing but a PIN; null for anything else. */
export function pinDigits(content: IncomingContent): string | null {
  if (content.kind !== 'text' && content.kind !== 'edited') return null
  const text = textOf(content)
  return text.length > 40 ? null : (PIN.exec(text.normalize('NFKC'))?.[1]?.replace(/\D/gu, '') ?? null)
}

/** One digit again and again, a run up or down, or a pair repeated: the first that somebody tries. */
export function isWeakPin(digits: string): boolean {
  const steps = new Set([...digits].slice(1).map((digit, index) => Number(digit) - Number(digits[index])))
  const isRun = steps.size === 1 && [0, 1, -1].some((step) => steps.has(step))
  return isRun || /^(\d\d)\1+$/u.test(digits) || /^(?:19[4-9]\d|20[0-2]\d)$/u.test(digits)
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** Tries that cost nothing: people mistype. */
const FREE = 3
/** What the next wrong tries cost; after the last no try counts any more until staff remove the PIN. */
const WAITS = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 8 * HOUR, 24 * HOUR, 24 * HOUR] as const
/** Wrong tries in a row after which only staff can help. */
export const MOST_TRIES = FREE + WAITS.length

/** Milliseconds until the next try counts, after so many wrong ones in a row. */
export function waitAfter(failures: number): number {
  return failures < FREE ? 0 : (WAITS[Math.min(failures - FREE, WAITS.length - 1)] ?? 0)
}

/** Whether a try counts now. Milliseconds since 1970. */
export function mayTry({ failures, nextAt }: { readonly failures: number; readonly nextAt: number | null }, now: number): boolean {
  return failures < MOST_TRIES && (nextAt === null || nextAt <= now)
}

/** A PIN that was made a moment ago opens nothing older: whoever took the phone could have made it. */
const RIPENS = 24 * HOUR

export function isRipe(pin: { readonly setAt: number } | null, now: number): boolean {
  return pin !== null && now - pin.setAt >= RIPENS
}
