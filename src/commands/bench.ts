/** `bench`: speed, memory and durable throughput of the built product on this machine, in one run. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { buildApp, type App } from '../app.ts'
import { turnInMemory } from '../ask-session.ts'
import type { Channel } from '../channels/channel.ts'
import { newConversation } from '../conversation/state.ts'
import { readConfig } from '../config.ts'
import { createLogger } from '../log.ts'
import type { IncomingMessage } from '../message.ts'
import { rawCommitsPerSecond } from '../store/raw-commits.ts'
import { memoryAssistant, preparedFolder } from './memory-assistant.ts'
import { progressBar } from './progress.ts'
import { startProduct } from './started-product.ts'

export interface BenchOptions {
  readonly json: boolean
  readonly messages: number
}

const QUESTIONS = [
  'syarat kerja ke taiwan apa aja ya kak',
  'gaji sy blm dibayar 2 bln gmn',
  'brp biaya ke hongkong',
  'kalo jepang?',
  'mau pulang tapi paspor ditahan majikan',
  'pelatihan las gratis di jakarta dimana',
  'assalamualaikum',
  'min mau tanya cara cek pt resmi atau tidak, soalnya disuruh bayar 5 juta dulu',
] as const
const EMERGENCY = 'tolong saya dikunci di kamar, majikan mau pukul saya'
const CONVERSATIONS = 500
const RAW_RUNS = 5

/** Prints one JSON object, or a table. */
export async function bench(options: BenchOptions, print: (text: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tanya-migran-bench-'))
  try {
    const route = routeTimes()
    const rawBefore = rawRuns(folder)
    const durable = await durableRate(folder, options.messages)
    const rawAfter = rawRuns(folder)
    const emergency = await emergencyUnderLoad(folder)
    const started = await startUp(folder)
    const raw = median([...rawBefore, ...rawAfter])
    const result = {
      start_ms: started.milliseconds,
      rss_mb: started.megabytes,
      route_p50_ms: round(quantile(route, 0.5)),
      route_p99_ms: round(quantile(route, 0.99)),
      emergency_p99_ms_under_load: round(quantile(emergency, 0.99)),
      durable_msgs_per_s: Math.round(durable),
      raw_commits_per_s: Math.round(raw),
      ratio: round(durable / raw),
    }
    if (options.json) await print(`${JSON.stringify(result)}\n`)
    else for (const [name, value] of Object.entries(result)) await print(`${name.padEnd(30)} ${value}\n`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** From text to reply, in memory: one conversation after another, so that follow-ups occur. */
function routeTimes(): number[] {
  const assistant = memoryAssistant(readConfig({}))
  const times: number[] = []
  const bar = progressBar('routing', 4000)
  let state = newConversation
  for (let i = 0; i < 4000; i++) {
    if (i % 8 === 0) state = newConversation
    const message = textMessage('terminal', `r${i}`, 'bench', QUESTIONS[i % QUESTIONS.length]!, Date.now())
    const started = performance.now()
    const { turn } = turnInMemory(assistant, message, state)
    times.push(performance.now() - started)
    state = turn.state
    bar.update(i)
  }
  bar.stop()
  // The first few hundred warm the compiler up.
  return times.slice(500)
}

/** From payload to a reply recorded as sent: real file, full synchronous, many conversations writing. */
async function durableRate(folder: string, messages: number): Promise<number> {
  const { app } = await benchApp(join(folder, 'durable'))
  const bar = progressBar('durable messages', messages)
  const one = async (i: number): Promise<void> => {
    await app.intake.receive([textMessage('web', `d${i}`, `person-${i % CONVERSATIONS}`, QUESTIONS[i % QUESTIONS.length]!, Date.now())])
    if (i % 50 === 0) bar.update(i)
  }
  const sendRound = async (from: number, to: number): Promise<void> => {
    for (let at = from; at < to; at += CONVERSATIONS)
      await Promise.all(Array.from({ length: Math.min(CONVERSATIONS, to - at) }, (_, i) => one(at + i)))
    await app.idle()
  }
  await sendRound(0, CONVERSATIONS * 2)
  const started = performance.now()
  await sendRound(CONVERSATIONS * 2, CONVERSATIONS * 2 + messages)
  const seconds = (performance.now() - started) / 1000
  bar.stop()
  const sent = await app.store.db
    .selectFrom('inbox')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', '=', 'handled')
    .executeTakeFirstOrThrow()
  await app.stop()
  if (sent.count !== messages + CONVERSATIONS * 2) throw new Error(`only ${sent.count} messages were handled`)
  return messages / seconds
}

/** With 500 messages waiting: from the payload of an emergency to its first reply at the channel. */
async function emergencyUnderLoad(folder: string): Promise<number[]> {
  const { app, sentAt } = await benchApp(join(folder, 'emergency'))
  const times: number[] = []
  const bar = progressBar('emergencies under load', 60)
  for (let run = 0; run < 60; run++) {
    const load = Array.from({ length: CONVERSATIONS }, (_, i) =>
      app.intake.receive([textMessage('web', `l${run}-${i}`, `load-${i}`, QUESTIONS[i % QUESTIONS.length]!, Date.now())]),
    )
    const person = `danger-${run}`
    const started = performance.now()
    await app.intake.receive([textMessage('web', `e${run}`, person, EMERGENCY, Date.now())])
    while (!sentAt.has(person)) await new Promise((resolve) => setImmediate(resolve))
    times.push(sentAt.get(person)! - started)
    await Promise.all(load)
    await app.idle()
    bar.update(run)
  }
  bar.stop()
  await app.stop()
  return times
}

/** The product as an operator starts it, with Telegram on (against nothing that answers) and the console. */
async function startUp(folder: string): Promise<{ milliseconds: number; megabytes: number }> {
  const times: number[] = []
  let megabytes = 0
  for (let run = 0; run < 3; run++) {
    const started = performance.now()
    const product = await startProduct({
      DATA_FOLDER: join(folder, `start-${run}`),
      KEYS_FOLDER: join(folder, `keys-${run}`),
      LOG_LEVEL: 'silent',
      TELEGRAM_BOT_TOKEN: '123456789:AAbenchbenchbenchbenchbenchbenchbench',
      TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
    })
    const health = await fetch(`${product.url}/health`)
    if (!health.ok) throw new Error(`health answered ${health.status}`)
    times.push(performance.now() - started)
    await wait(1_500)
    megabytes = Math.max(megabytes, residentMegabytes(product.child.pid!))
    await product.stop()
  }
  return { milliseconds: Math.round(median(times)), megabytes }
}

async function benchApp(folder: string): Promise<{ app: App; sentAt: Map<string, number> }> {
  const config = readConfig({ DATA_FOLDER: join(folder, 'data'), KEYS_FOLDER: join(folder, 'keys') })
  const app = buildApp(config, createLogger('error'), preparedFolder())
  const sentAt = new Map<string, number>()
  app.addChannel(countingChannel(sentAt))
  await app.start()
  return { app, sentAt }
}

/** A channel that accepts everything at once, so that only our own work is timed. */
function countingChannel(sentAt: Map<string, number>): Channel {
  return {
    name: 'web',
    start: async () => {},
    stop: async () => {},
    send: async (message) => {
      if (!sentAt.has(message.address)) sentAt.set(message.address, performance.now())
      return { status: 'sent', providerIds: [message.id] }
    },
    typing: async () => {},
    markRead: async () => {},
    newProviderId: () => null,
    health: () => ({ state: 'up', detail: '', lastMessageInAt: null, lastMessageOutAt: null }),
  }
}

function textMessage(channel: IncomingMessage['channel'], externalId: string, address: string, text: string, now: number): IncomingMessage {
  return { channel, externalId, addresses: [address], sentAt: now, content: { kind: 'text', text }, appLanguage: null, backlog: false }
}

function rawRuns(folder: string): number[] {
  return Array.from({ length: RAW_RUNS }, (_, run) => rawCommitsPerSecond(join(folder, `raw-${run}-${performance.now()}.sqlite`)))
}

/** From /proc: what the operating system counts, also what lies outside of V8. */
function residentMegabytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(kilobytes) / 1024)
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
