// Loaded beside `start` by `bench --console`: tells the parent how long the serving thread was held up since it last asked,
// and how long of that it worked itself. On a busy machine the rest is what it waited for a processor.
import { openSync, readSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const RESOLUTION = 1

// Threads of the product load this file too.
if (isMainThread) {
  const worked = workClock()
  let longest = 0
  let longestWork = 0
  let lastTick = performance.now()
  let lastWork = worked?.() ?? 0
  setInterval(() => {
    const tick = performance.now()
    const work = worked?.() ?? 0
    longest = Math.max(longest, tick - lastTick - RESOLUTION)
    longestWork = Math.max(longestWork, work - lastWork)
    lastTick = tick
    lastWork = work
  }, RESOLUTION).unref()
  process.on('message', () => {
    process.send({ longest, work: worked ? longestWork : null })
    longest = 0
    longestWork = 0
  })
  process.channel.unref()
}

/** Milliseconds for which this thread has run so far, as Linux counts them; null where nothing tells. */
function workClock() {
  let file
  try {
    file = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r')
  } catch {
    return null
  }
  const text = Buffer.alloc(64)
  return () => {
    const length = readSync(file, text, 0, text.length, 0)
    return Number(text.toString('latin1', 0, length).split(' ')[0]) / 1e6
  }
}
