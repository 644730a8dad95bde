/**
 * The second factor: codes by time (RFC 6238, HMAC-SHA-1, 6 digits, 30 seconds: what every authenticator app knows), and
 * one-time codes for when the phone is gone.
 */
import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'

const STEP_MILLISECONDS = 30_000
const DIGITS = 6
/** RFC 4226 recommends 160 bits. */
const SECRET_BYTES = 20
/** Steps to either side that still count: phones' clocks differ. */
const TOLERATED_STEPS = 1

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A new secret in base32, as authenticator apps want it. */
export function newTotpSecret(): string {
  const bits = [...randomBytes(SECRET_BYTES)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((group) => BASE32[Number.parseInt(group, 2)]).join('')
}

/** The address that a QR code carries to the app. */
export function totpAddress(secret: string, product: string, account: string): string {
  const query = new URLSearchParams({ secret, issuer: product, algorithm: 'SHA1', digits: String(DIGITS), period: '30' })
  // Some apps show a plus sign where a space was meant.
  return `otpauth://totp/${encodeURIComponent(product)}:${encodeURIComponent(account)}?${query.toString().replaceAll('+', '%20')}`
}

export function totpStep(now: number): number {
  return Math.floor(now / STEP_MILLISECONDS)
}

export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', decodeBase32(secret)).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 15
  const number = digest.readUInt32BE(offset) & 0x7f_ff_ff_ff
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0')
}

/** The step that `typed` is the code of, when it is later than `lastStep` and near `now`; else null. Spaces do not count. */
export function matchingStep(secret: string, typed: string, now: number, lastStep: number): number | null {
  const digits = typed.replace(/\s/g, '')
  if (!/^\d{6}$/.test(digits)) return null
  const current = totpStep(now)
  let found: number | null = null
  for (let step = current - TOLERATED_STEPS; step <= current + TOLERATED_STEPS; step++)
    if (timingSafeEqual(Buffer.from(totpCode(secret, step)), Buffer.from(digits)) && step > lastStep) found = step
  return found
}

const RECOVERY_CODES = 8
/** Without letters and digits that look alike. */
const RECOVERY_ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'
const RECOVERY_LENGTH = 12

/** Codes such as "k7mp-x2qd-9hta", 59 bits each. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const letters = Array.from({ length: RECOVERY_LENGTH }, () => RECOVERY_ALPHABET[randomInt(RECOVERY_ALPHABET.length)]).join('')
    return (letters.match(/.{4}/g) ?? []).join('-')
  })
}

/** What is kept of a recovery code, however it is typed; null for what cannot be one. */
export function recoveryHash(staffId: string, typed: string): string | null {
  const bare = typed.toLowerCase().replace(/[\s-]/g, '')
  if (bare.length !== RECOVERY_LENGTH) return null
  return createHash('sha256').update(`${staffId}:${bare}`).digest('hex')
}

function decodeBase32(text: string): Buffer {
  const bits = [...text].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
