import { createRandomBytes } from './random.ts'

/** Makes ids that sort by the order in which they were made, also within one millisecond. */
export type NewId = () => string

const TIME_CHARACTERS = 9
const COUNTER_CHARACTERS = 4
const COUNTER_LIMIT = 36 ** COUNTER_CHARACTERS

/** Ids of 25 characters: time, counter, randomness. A clock set back does not break the order within a process. */
export function createIds(now: () => number): NewId {
  const randomBytes = createRandomBytes()
  let lastTime = 0
  let counter = 0
  return () => {
    const time = Math.max(now(), lastTime)
    counter = time === lastTime ? counter + 1 : 0
    lastTime = counter >= COUNTER_LIMIT ? time + 1 : time
    if (counter >= COUNTER_LIMIT) counter = 0
    const stamp = lastTime.toString(36).padStart(TIME_CHARACTERS, '0')
    const step = counter.toString(36).padStart(COUNTER_CHARACTERS, '0')
    return `${stamp}${step}${randomBytes(6).toString('hex')}`
  }
}
