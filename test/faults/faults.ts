/** The faults: what is done to the product in a trial. Each leaves it running and sound at its end. */
import { until } from '../support/whatsapp-double-wait.ts'
import { OWN_POINTS, type OwnPoint } from './orders.ts'
import { withTrial, type Outcome } from './trial.ts'
import { TROUBLES, type WorldName } from './worlds.ts'

const MESSAGES = 12
/** Between two steps of the work, never the same ones. */
const STEP = 7

/** `kill -9` in the middle of the work, so many times: some die at the first receipt, some well into the answers. */
export function randomKills(name: WorldName, rounds: number, tick: () => void): Promise<Outcome> {
  return withTrial(name, async (trial) => {
    trial.begin()
    await trial.write(1)
    await until('the first answer', () => trial.progress() >= 2, 60_000)
    for (let round = 0; round < rounds; round++) {
      const target = trial.progress() + 1 + ((round * STEP) % 23)
      await trial.write(MESSAGES, true)
      await until('so many steps', () => trial.progress() >= target, 60_000)
      await trial.kill()
      trial.begin()
      tick()
    }
    return trial.finish(`kill -9, ${rounds} times`)
  })
}

export const POINTS = [...OWN_POINTS, 'cp8'] as const
export type Point = (typeof POINTS)[number]

/** What a crash point is, for people. */
export const POINT_NAMES: Readonly<Record<Point, string>> = {
  cp1: 'received, not stored',
  cp2: 'stored, not confirmed',
  cp3: 'confirmed, not handled',
  cp4: 'reply made',
  cp5: 'reply made, not stored',
  cp6: 'stored, not claimed',
  cp7: 'claimed, not sent',
  cp8: 'accepted, answer not read',
  cp9: 'answer read, not stored',
}

/** Dies at one named point, so many times. */
export function killsAt(name: WorldName, point: Point, rounds: number, tick: () => void): Promise<Outcome> {
  return withTrial(name, async (trial) => {
    trial.begin()
    await trial.write(1)
    await until('the first answer', () => trial.progress() >= 2, 60_000)
    await trial.kill()
    for (let round = 0; round < rounds; round++) {
      let dies = () => {}
      trial.world.onReply(() => dies())
      const child = trial.begin(point === 'cp8' ? null : { point: point satisfies OwnPoint, time: 1 + (round % 3) })
      if (point === 'cp8') {
        let seen = 0
        dies = () => {
          seen++
          if (seen === 1 + (round % 3)) child.kill('SIGKILL')
        }
      }
      await trial.write(MESSAGES, true)
      if (!(await trial.died(child))) throw new Error(`${name}: ${point} was not reached`)
      await trial.kill()
      tick()
    }
    trial.world.onReply(() => {})
    trial.begin()
    return trial.finish(`${point} ${POINT_NAMES[point]}`)
  })
}

/** The transport refuses, fails, or cuts replies off. */
export function transportTrouble(name: WorldName, tick: () => void): Promise<Outcome> {
  return withTrial(name, async (trial) => {
    trial.begin()
    await trial.write(1)
    await until('the first answer', () => trial.progress() >= 2, 60_000)
    for (const trouble of TROUBLES) {
      trial.world.trouble(trouble, 3)
      await trial.write(MESSAGES, true)
      const target = trial.progress() + MESSAGES
      await until('some pass', () => trial.progress() >= target, 60_000)
      tick()
    }
    return trial.finish(TROUBLES.join(', '), 150_000)
  })
}

/** Everything comes twice. */
export function duplicates(name: WorldName, tick: () => void): Promise<Outcome> {
  return withTrial(name, async (trial) => {
    trial.world.duplicate()
    trial.begin()
    for (let round = 0; round < 3; round++) {
      await trial.write(MESSAGES, true)
      tick()
    }
    return trial.finish('everything twice')
  })
}

/** So many messages wait when the product starts, the emergency behind them all. */
export function backlog(name: WorldName, messages: number, tick: () => void): Promise<Outcome> {
  return withTrial(name, async (trial) => {
    // WhatsApp keeps nothing for a device that was never linked.
    trial.begin()
    await trial.write(1)
    await until('the first answer', () => trial.progress() >= 2, 60_000)
    await trial.kill()
    await trial.write(messages, true)
    trial.begin()
    tick()
    return trial.finish(`backlog of ${messages}`, 60_000 + messages * 150)
  })
}
