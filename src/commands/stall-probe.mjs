// Loaded beside `start` by `bench --console`: tells the parent how long the serving thread was held up since it last asked.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

const RESOLUTION = 1

// Threads of the product load this file too.
if (isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION })
  delay.enable()
  process.on('message', () => {
    const longest = delay.count === 0 ? 0 : delay.max / 1e6 - RESOLUTION
    delay.reset()
    process.send({ longest })
  })
  process.channel.unref()
}
