/** Passwords: what is accepted, and argon2id off the serving thread. */
import { hash, verify, type Algorithm } from '@node-rs/argon2'
import { COMMON_WORDS } from './common-passwords.ts'

/** OWASP's smallest recommended setting for argon2id: 19 MiB, two passes, one lane. */
const ARGON2ID: Algorithm.Argon2id = 2
const COST = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const PASSWORD_SHORTEST = 10
const PASSWORD_LONGEST = 128
/** Each check takes 19 MiB and some 30 ms of a thread; more than this in line is an attack. */
const AT_ONCE = 2
const IN_LINE = 30

export class TooBusyError extends Error {}

export interface Passwords {
  hash(password: string): Promise<string>
  /** Takes as long for an unknown account (`stored` null), which is always false. Rejects with TooBusyError when too many wait. */
  matches(password: string, stored: string | null): Promise<boolean>
}

export function createPasswords(): Passwords {
  let running = 0
  const line: (() => void)[] = []
  let decoy: Promise<string> | null = null

  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (line.length >= IN_LINE) throw new TooBusyError('too many passwords are being checked')
    if (running >= AT_ONCE) await new Promise<void>((resolve) => line.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      const next = line.shift()
      if (next) next()
      else running--
    }
  }

  return {
    hash: (password) => inTurn(() => hash(prepare(password), COST)),
    matches: (password, stored) =>
      inTurn(async () => {
        decoy ??= hash('no account has this password', COST)
        const right = await verify(stored ?? (await decoy), prepare(password))
        return right && stored !== null
      }),
  }
}

export type PasswordProblem = 'short' | 'long' | 'common' | 'name'

/** Why `password` is refused, or null. `names`: what everybody can guess here, such as the account's and the product's. */
export function passwordProblem(password: string, names: readonly string[]): PasswordProblem | null {
  const length = Array.from(prepare(password)).length
  if (length < PASSWORD_SHORTEST) return 'short'
  if (length > PASSWORD_LONGEST) return 'long'
  const core = bare(password)
  if (names.some((name) => bare(name).length > 2 && core === bare(name))) return 'name'
  if (COMMON_WORDS.has(core) || isMonotone(prepare(password))) return 'common'
  return null
}

/** The same characters, however the keyboard composes them, give the same password. */
function prepare(password: string): string {
  return password.normalize('NFKC')
}

/** Lower-case letters only, repeated words once: "Password-2024!" and "passwordpassword" are both "password". */
function bare(text: string): string {
  const letters = prepare(text)
    .toLowerCase()
    .replace(/[^\p{L}]/gu, '')
  const half = letters.slice(0, letters.length / 2)
  return half !== '' && half + half === letters ? half : letters
}

/** One character again and again, a run such as 1234567890, or a short group repeated. */
function isMonotone(password: string): boolean {
  const codes = Array.from(password, (character) => character.codePointAt(0) ?? 0)
  const steps = new Set(codes.slice(1).map((code, index) => Math.abs(code - (codes[index] ?? 0))))
  // 9 is the step from 9 back to 0.
  const isRun = [...steps].every((step) => step === 0 || step === 1 || step === 9)
  return isRun || /^(.{1,4})\1+.{0,3}$/u.test(password)
}
