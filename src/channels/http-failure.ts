/** What a failed fetch tells: whether the request was ever written. */

/** fetch says only "fetch failed"; what happened hangs below it. */
export function rootCause(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? rootCause(error.cause) : error
}

/** A failure of the look-up, the connection or its TLS: the other side saw nothing of the request. */
export function failedToConnect(cause: unknown): boolean {
  if (typeof cause !== 'object' || cause === null) return false
  // Several addresses were tried and none took the connection.
  if (cause instanceof AggregateError) return true
  if ('syscall' in cause && (cause.syscall === 'connect' || cause.syscall === 'getaddrinfo')) return true
  return /^(UND_ERR_CONNECT_TIMEOUT|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/.test(codeOf(cause))
}

export function codeOf(cause: unknown): string {
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return String(cause.code)
  return cause instanceof Error ? cause.name : 'unknown'
}
