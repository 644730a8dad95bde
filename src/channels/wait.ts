/** Waiting that can be cut short, handed in so that tests need no real time. */

/** Resolves after `milliseconds`, or at once when `stop` aborts. Never rejects. */
export type Wait = (milliseconds: number, stop: AbortSignal) => Promise<void>

export const waitByTimer: Wait = (milliseconds, stop) =>
  new Promise((resolve) => {
    if (stop.aborted) return resolve()
    const end = () => {
      clearTimeout(timer)
      stop.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    stop.addEventListener('abort', end)
  })

/** Runs `work` with a signal that aborts when either does. Unlike AbortSignal.any it leaves nothing behind on long-lived signals. */
export async function withEither<T>(one: AbortSignal, other: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const either = new AbortController()
  const abort = () => either.abort()
  if (one.aborted || other.aborted) abort()
  one.addEventListener('abort', abort)
  other.addEventListener('abort', abort)
  try {
    return await work(either.signal)
  } finally {
    one.removeEventListener('abort', abort)
    other.removeEventListener('abort', abort)
  }
}

/** 1 s, 2 s, 4 s … up to 30 s. `failures` counts from 1. */
export function backoff(failures: number): number {
  return Math.min(30_000, 1000 * 2 ** Math.min(10, Math.max(0, failures - 1)))
}
