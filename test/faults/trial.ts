/** One trial: a world, a product that is killed or troubled in it, and the checker that reads the world's log afterwards. */
import { fork, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import SqliteDatabase from 'better-sqlite3'
import { databasePath } from '../../src/store/database.ts'
import { until } from '../support/whatsapp-double-wait.ts'
import type { Orders, OwnPoint } from './orders.ts'
import { openWorld, type World, type WorldName } from './worlds.ts'

export interface Outcome {
  readonly channel: WorldName
  readonly fault: string
  readonly kills: number
  readonly written: number
  readonly accepted: number
  readonly answered: number
  /** Accepted, or still to be brought, and never answered. Must be 0. */
  readonly lost: number
  /** Replies that a person sees twice. */
  readonly twice: number
  /** People whose answers came in another order than their messages. Must be 0. */
  readonly disordered: number
  /** Milliseconds from writing to the first reply in danger, the time that the product was dead included. */
  readonly emergency: { readonly median: number; readonly longest: number } | null
  /** Rows left half done, or damage. Must be empty. */
  readonly problems: readonly string[]
}

const PROGRAM = fileURLToPath(new URL('product-process.ts', import.meta.url))
const PEOPLE = 12
const EMERGENCY = 'saya dikunci di kamar'
/** Where files need no flush to a disk: a kill is no power cut. */
const MEMORY = '/dev/shm'

export class Trial {
  readonly world: World
  readonly folder: string
  #current: ChildProcess | null = null
  #next: ChildProcess
  #count = 0
  #kills = 0
  readonly #texts = new Map<number, string[]>()
  readonly #emergencies = new Map<number, { at: number; seenAt: number | null }>()
  readonly #watch: NodeJS.Timeout

  constructor(world: World) {
    this.world = world
    this.folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'tanya-migran-faults-'))
    this.#next = this.#load()
    this.#watch = setInterval(() => this.#noteEmergencies(), 5)
  }

  #load(): ChildProcess {
    const child = fork(PROGRAM, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    child.on('message', (message) => this.world.told(message as { qr?: string }))
    return child
  }

  /** Starts the product and loads the one after it. */
  begin(dieAt: { point: OwnPoint; time: number } | null = null): ChildProcess {
    const child = this.#next
    this.#current = child
    const orders: Orders = { folder: this.folder, settings: this.world.settings, dieAt }
    child.send(orders)
    this.#next = this.#load()
    return child
  }

  async kill(): Promise<void> {
    const child = this.#current
    if (!child) return
    this.#current = null
    this.#kills++
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }

  /** Resolves when the product has died by itself; false when it has not within 20 s. */
  async died(child: ChildProcess): Promise<boolean> {
    const isDead = () => child.exitCode !== null || child.signalCode !== null
    await until('it dies', isDead, 20_000).catch(() => {})
    return isDead()
  }

  async write(messages: number, isDanger = false): Promise<void> {
    await until('the product has introduced itself', () => this.world.ready(), 60_000)
    for (let n = 0; n < messages; n++) {
      const person = 1 + (this.#count % PEOPLE)
      const text = `pesan nomor ${this.#count++}`
      this.#texts.set(person, [...(this.#texts.get(person) ?? []), text])
      await this.world.write(person, text)
    }
    if (!isDanger) return
    const person = 1000 + this.#emergencies.size
    this.#emergencies.set(person, { at: performance.now(), seenAt: null })
    await this.world.write(person, EMERGENCY)
  }

  #noteEmergencies(): void {
    for (const [person, one] of this.#emergencies)
      if (one.seenAt === null && this.world.seen(person).length > 0) one.seenAt = performance.now()
  }

  #repliesTo(person: number): string[] {
    return this.world.seen(person).flatMap((text) => /re:(pesan nomor \d+)$/.exec(text)?.[1] ?? [])
  }

  progress(): number {
    let seen = 0
    for (const person of this.#texts.keys()) seen += this.world.seen(person).length
    return this.world.accepted() + seen
  }

  #unanswered(): string[] {
    const open: string[] = []
    for (const [person, texts] of this.#texts) {
      const replies = new Set(this.#repliesTo(person))
      open.push(...texts.filter((text) => !replies.has(text)))
    }
    for (const [person, { seenAt }] of this.#emergencies) if (seenAt === null) open.push(`danger ${person}`)
    return open
  }

  /** Lets a sound product finish what is left, at most so long, then reads the logs. */
  async finish(fault: string, milliseconds = 90_000): Promise<Outcome> {
    await until('all is answered', () => this.#unanswered().length === 0, milliseconds).catch(() => {})
    const written = this.#count + this.#emergencies.size
    await until('the transport has nothing left', () => this.world.accepted() >= written, 10_000).catch(() => {})
    // What is told late (a status, a second copy) is waited for until nothing is under way.
    await until('nothing is half done', () => this.#problems().length === 0, 15_000).catch(() => {})
    await this.kill()
    this.#kills--
    const problems = this.#problems()
    const lost = this.#unanswered().length
    const delays = [...this.#emergencies.values()].flatMap(({ at, seenAt }) => (seenAt === null ? [] : [seenAt - at])).sort((a, b) => a - b)
    let twice = 0
    let disordered = 0
    for (const [person, texts] of this.#texts) {
      const replies = this.#repliesTo(person)
      const first = [...new Set(replies)]
      twice += replies.length - first.length
      if (first.join() !== texts.filter((text) => first.includes(text)).join()) disordered++
    }
    return {
      channel: this.world.name,
      fault,
      kills: this.#kills,
      written,
      accepted: this.world.accepted(),
      answered: written - lost,
      lost,
      twice,
      disordered,
      emergency:
        delays.length === 0 ? null : { median: Math.round(delays[Math.floor(delays.length / 2)]!), longest: Math.round(delays.at(-1)!) },
      problems,
    }
  }

  #problems(): string[] {
    const path = databasePath(join(this.folder, 'data'))
    if (!existsSync(path)) return ['no database']
    const database = new SqliteDatabase(path, { readonly: true, timeout: 2000 })
    try {
      const count = (sql: string) => Number(database.prepare(sql).pluck().get())
      const found: string[] = []
      const integrity = String(database.pragma('integrity_check', { simple: true }))
      if (integrity !== 'ok') found.push(integrity.slice(0, 80))
      const waiting = count(`SELECT count(*) FROM inbox WHERE state != 'handled'`)
      if (waiting > 0) found.push(`${waiting} messages not handled`)
      const open = count(`SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending', 'failed', 'expired', 'withheld')`)
      if (open > 0) found.push(`${open} replies not sent`)
      const twins = count(`SELECT count(*) - count(DISTINCT channel || external_id) FROM inbox`)
      if (twins > 0) found.push(`${twins} messages stored twice`)
      return found
    } finally {
      database.close()
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#watch)
    for (const child of [this.#current, this.#next]) child?.kill('SIGKILL')
    await this.world.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export async function withTrial(name: WorldName, run: (trial: Trial) => Promise<Outcome>): Promise<Outcome> {
  const trial = new Trial(await openWorld(name))
  try {
    return await run(trial)
  } finally {
    await trial.close()
  }
}
