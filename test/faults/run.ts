/**
 * `npm run faults -- [--rounds n] [--channel telegram|whatsapp|cloud]`: breaks the product in every way listed in
 * faults.ts and prints what became of the messages. Exits 1 when one was lost, overtaken, or left half done.
 */
import { parseArgs } from 'node:util'
import { progressBar } from '../../src/commands/progress.ts'
import { table } from '../../src/commands/table.ts'
import { backlog, duplicates, killsAt, POINTS, randomKills, transportTrouble } from './faults.ts'
import type { Outcome } from './trial.ts'
import { TROUBLES, WORLDS } from './worlds.ts'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '60' }, channel: { type: 'string' } } })
const rounds = Number(values.rounds)
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds must be a whole number from 1')
const channels = WORLDS.filter((name) => values.channel === undefined || name === values.channel)
if (channels.length === 0) throw new Error(`--channel must be one of: ${WORLDS.join(', ')}`)
const atEachPoint = Math.max(1, Math.round(rounds / 20))
const waiting = Math.min(5000, rounds * 10)

const bar = progressBar('faults', channels.length * (rounds + POINTS.length * atEachPoint + TROUBLES.length + 4))
let done = 0
const tick = (): void => bar.update(++done)
const outcomes: Outcome[] = []
for (const name of channels) {
  outcomes.push(await randomKills(name, rounds, tick))
  for (const point of POINTS) outcomes.push(await killsAt(name, point, atEachPoint, tick))
  outcomes.push(await transportTrouble(name, tick), await duplicates(name, tick), await backlog(name, waiting, tick))
}
bar.stop()

const headings = [
  'channel',
  'fault',
  'kills',
  'written',
  'accepted',
  'answered',
  'lost',
  'twice',
  'order broken',
  'danger ms, median/longest',
  'left',
]
const rows = outcomes.map((one) => [
  one.channel,
  one.fault,
  ...[one.kills, one.written, one.accepted, one.answered, one.lost, one.twice, one.disordered].map(String),
  one.emergency === null ? '-' : `${one.emergency.median}/${one.emergency.longest}`,
  one.problems.join('; ') || '-',
])
process.stdout.write(table(headings, rows))
const bad = outcomes.filter(
  (one) => one.lost > 0 || one.disordered > 0 || one.problems.length > 0 || (one.channel === 'whatsapp' && one.twice > 0),
)
process.exitCode = bad.length > 0 ? 1 : 0
