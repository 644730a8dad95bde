/** Who is writing in the web chat: a random id in a signed cookie, which is also the address replies go to. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Nobody leaves a shared computer's browser open for longer and still expects an answer there. */
const LIFETIME_MILLISECONDS = 12 * 3_600_000

export interface SessionTokens {
  issue(): { readonly id: string; readonly token: string }
  /** The id in a token that we signed less than 12 hours ago, else null. */
  read(token: string): string | null
}

/** `key` needs at least 32 bytes; throws on a shorter one, since everybody's chat hangs on it. */
export function createSessionTokens(key: Uint8Array, now: () => number): SessionTokens {
  if (key.length < 32) throw new Error(`The key of the web chat has ${key.length} bytes; it needs at least 32.`)
  const sign = (text: string) => createHmac('sha256', key).update(`web-chat ${text}`).digest('base64url')
  return {
    issue() {
      const id = randomBytes(16).toString('base64url')
      const signed = `${id}.${now().toString(36)}`
      return { id, token: `${signed}.${sign(signed)}` }
    },
    read(token) {
      const [id, issued, signature, ...more] = token.split('.')
      if (id === undefined || issued === undefined || signature === undefined || more.length > 0) return null
      const expected = Buffer.from(sign(`${id}.${issued}`))
      const given = Buffer.from(signature)
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
      return now() - Number.parseInt(issued, 36) < LIFETIME_MILLISECONDS ? id : null
    },
  }
}

export function isSessionId(text: string): boolean {
  return /^[\w-]{22}$/.test(text)
}
