/** Waits for the server's word on each message that we sent: Baileys tells of failures only. */

export type ServerAck =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'error'; readonly code: string }
  /** Nothing came in time, or the connection went: it may or may not have arrived. */
  | { readonly kind: 'silence'; readonly reason: 'timeout' | 'closed' | 'stopped' }

export interface AckWaiter {
  /** Resolves, never rejects. Ask before sending: the answer can come at once. */
  wait(id: string, milliseconds: number, stop: AbortSignal): Promise<ServerAck>
  /** `error` is the code of the ack, undefined when the server took the message. False when nobody waits for it. */
  arrived(id: string, error: string | undefined): boolean
  /** The message was not sent after all. */
  forget(id: string): void
  connectionClosed(): void
}

export function createAckWaiter(): AckWaiter {
  const waiting = new Map<string, (ack: ServerAck) => void>()
  return {
    wait(id, milliseconds, stop) {
      return new Promise((resolve) => {
        const finish = (ack: ServerAck): void => {
          clearTimeout(timer)
          stop.removeEventListener('abort', stopped)
          if (waiting.get(id) === finish) waiting.delete(id)
          resolve(ack)
        }
        const stopped = (): void => finish({ kind: 'silence', reason: 'stopped' })
        const timer = setTimeout(() => finish({ kind: 'silence', reason: 'timeout' }), milliseconds)
        stop.addEventListener('abort', stopped)
        waiting.set(id, finish)
        if (stop.aborted) stopped()
      })
    },
    arrived(id, error) {
      const finish = waiting.get(id)
      finish?.(error === undefined ? { kind: 'accepted' } : { kind: 'error', code: error })
      return finish !== undefined
    },
    forget(id) {
      waiting.get(id)?.({ kind: 'silence', reason: 'stopped' })
    },
    connectionClosed() {
      for (const finish of waiting.values()) finish({ kind: 'silence', reason: 'closed' })
    },
  }
}
