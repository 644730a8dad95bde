/** People who write in a core whose turns wait for argon2id, while the clock of the test stands still. */
import type { ChannelName } from '../../src/message.ts'
import { textMessage } from './builders-core.ts'
import type { Core } from './core-app.ts'

/** So many moments of two milliseconds a turn may take by the real clock. */
const MOMENTS = 400

/** Writes one text after the other; gives what the person is shown since. */
export async function saysSlowly(
  core: Core,
  texts: readonly string[],
  from: string,
  channel: Extract<ChannelName, 'telegram' | 'whatsapp' | 'web'> = 'telegram',
): Promise<string> {
  const before = core[channel].shown(from).length
  for (const text of texts) {
    await core[channel].receive(textMessage(text, { from, channel, sentAt: Date.now() }))
    await core.settle()
    // argon2id works in a thread of its own, by a clock that no test stops.
    for (let wait = 0; wait < MOMENTS && core.app.turns.waiting() > 0; wait++) await realMoment()
    await core.pass(3_000)
  }
  return core[channel].shown(from).slice(before).join('\n')
}

/** Two milliseconds by the real clock: timers of this test stand still. */
function realMoment(): Promise<void> {
  const until = process.hrtime.bigint() + 2_000_000n
  return new Promise((resolve) => {
    const look = (): void => {
      if (process.hrtime.bigint() >= until) resolve()
      else setImmediate(look)
    }
    look()
  })
}
