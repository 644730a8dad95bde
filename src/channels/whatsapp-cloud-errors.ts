/**
 * Meta's error codes: what each means for a message of ours.
 * Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */

export type Meaning =
  /** Try again, not before so many milliseconds. */
  | { readonly kind: 'retry'; readonly afterMilliseconds: number }
  /** The 24 hours in which we may write freely are over. */
  | { readonly kind: 'window' }
  /** This person cannot be reached. */
  | { readonly kind: 'unreachable' }
  /** Nothing goes out for anybody until somebody acts. */
  | { readonly kind: 'account'; readonly trouble: 'token' | 'restricted' | 'payment' | 'setup' }
  /** This message will never be taken. */
  | { readonly kind: 'refused' }

const SECOND = 1000
const RETRIES: Readonly<Record<number, number>> = {
  /** Unknown, service down. */
  1: 5 * SECOND,
  2: 30 * SECOND,
  131000: 5 * SECOND,
  131016: 30 * SECOND,
  133004: 30 * SECOND,
  /** In maintenance. */
  131057: 300 * SECOND,
  /** So many calls of the app, or of the account, in an hour. */
  4: 60 * SECOND,
  80007: 60 * SECOND,
  /** So many messages a second from this number. */
  130429: 5 * SECOND,
  /** One message in 6 seconds to one person, after a burst. */
  131056: 7 * SECOND,
}

const ACCOUNT: Readonly<Record<number, Extract<Meaning, { kind: 'account' }>['trouble']>> = {
  0: 'token',
  3: 'token',
  10: 'token',
  190: 'token',
  131005: 'token',
  368: 'restricted',
  131031: 'restricted',
  /** Too many earlier messages were blocked or reported as unwanted. */
  131048: 'restricted',
  131042: 'payment',
  33: 'setup',
  131045: 'setup',
  133010: 'setup',
}

/** `code` as Meta gave it; one that is not known counts by the HTTP status. */
export function meaningOf(code: number, httpStatus: number): Meaning {
  if (code === 131047) return { kind: 'window' }
  if (code === 131026) return { kind: 'unreachable' }
  const wait = RETRIES[code]
  if (wait !== undefined) return { kind: 'retry', afterMilliseconds: wait }
  const trouble = ACCOUNT[code] ?? (code >= 200 && code <= 299 ? 'token' : undefined)
  if (trouble !== undefined) return { kind: 'account', trouble }
  if (httpStatus === 429 || httpStatus >= 500) return { kind: 'retry', afterMilliseconds: 5 * SECOND }
  if (httpStatus === 401 || httpStatus === 403) return { kind: 'account', trouble: 'token' }
  return { kind: 'refused' }
}

/** Why a message did not arrive, short, for logs and staff. */
export function reasonOf(code: number): string {
  const { kind } = meaningOf(code, 400)
  if (kind === 'window') return 'window-closed'
  return kind === 'unreachable' ? 'unreachable' : `code-${code}`
}
