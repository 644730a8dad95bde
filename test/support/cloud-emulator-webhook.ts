/** Pushes to the webhook as Meta does: signed, maybe several in one body, again until it gets 200, in an order nobody promises. */
import { createHmac } from 'node:crypto'

export interface Push {
  /** What is about one person goes in order, unless `shuffled`. */
  readonly about: string
  readonly value: Record<string, unknown>
  readonly field: string
  readonly taken: () => void
}

export interface PushOptions {
  readonly appSecret: string
  /** First wait before a push is tried again; doubles up to `longestRetryMilliseconds`. */
  readonly firstRetryMilliseconds: number
  readonly longestRetryMilliseconds: number
}

export interface WebhookPusher {
  url: string | null
  /** So many in one body. */
  batch: number
  /** Every n-th body goes twice; 0: none. */
  duplicateEvery: number
  /** What is about one person may overtake. */
  shuffled: boolean
  /** While true nothing goes: a backlog builds up. */
  held: boolean
  add(push: Push): void
  waiting(): number
  /** Bodies pushed, with the status answered (0: no connection). */
  readonly log: { readonly status: number }[]
  pump(): void
  stop(): void
}

const AT_ONCE = 10

export function createPusher(options: PushOptions): WebhookPusher {
  const queue: Push[] = []
  const busy = new Set<string>()
  const stopped = new AbortController()
  let underWay = 0
  let bodies = 0

  const take = (): Push[] => {
    const taken: Push[] = []
    const seen = new Set<string>()
    for (let i = pusher.shuffled ? Math.floor(Math.random() * queue.length) : 0; i < queue.length && taken.length < pusher.batch;) {
      const push = queue[i]!
      // Of a busy person nothing goes, and nothing of theirs that stands behind.
      if (!pusher.shuffled && (busy.has(push.about) || (seen.has(push.about) && !taken.some((one) => one.about === push.about)))) {
        seen.add(push.about)
        i++
        continue
      }
      seen.add(push.about)
      taken.push(...queue.splice(i, 1))
    }
    return taken
  }

  const deliver = async (pushes: readonly Push[], delay: number): Promise<void> => {
    bodies++
    const isTwice = pusher.duplicateEvery > 0 && bodies % pusher.duplicateEvery === 0
    if (await post(pushes)) {
      for (const push of pushes) push.taken()
      if (isTwice) await post(pushes)
      return
    }
    await pause(delay, stopped.signal)
    if (!stopped.signal.aborted) await deliver(pushes, Math.min(delay * 2, options.longestRetryMilliseconds))
  }

  const post = async (pushes: readonly Push[]): Promise<boolean> => {
    const entry = [{ id: '1000', changes: pushes.map(({ value, field }) => ({ field, value })) }]
    const body = JSON.stringify({ object: 'whatsapp_business_account', entry })
    const signature = `sha256=${createHmac('sha256', options.appSecret).update(body).digest('hex')}`
    let status = 0
    try {
      const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature }
      const response = await fetch(pusher.url ?? '', { method: 'POST', headers, body })
      await response.arrayBuffer()
      status = response.status
    } catch {
      // Refused or cut: it goes again.
    }
    pusher.log.push({ status })
    return status === 200
  }

  const pusher: WebhookPusher = {
    url: null,
    batch: 1,
    duplicateEvery: 0,
    shuffled: false,
    held: false,
    log: [],
    add(push) {
      queue.push(push)
      pusher.pump()
    },
    waiting: () => queue.length + underWay,
    pump() {
      while (pusher.url !== null && !pusher.held && !stopped.signal.aborted && underWay < AT_ONCE) {
        const pushes = take()
        if (pushes.length === 0) return
        underWay++
        for (const push of pushes) busy.add(push.about)
        void deliver(pushes, options.firstRetryMilliseconds).finally(() => {
          underWay--
          for (const push of pushes) busy.delete(push.about)
          pusher.pump()
        })
      }
    },
    stop: () => stopped.abort(),
  }
  return pusher
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal.addEventListener('abort', end)
  })
}
