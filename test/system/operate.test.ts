/** The operator's steps of docs/operate.md as commands of the built program: start, back up, restore, rotate keys, stop. */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTelegramEmulator, type TelegramEmulator } from '../support/telegram-emulator.ts'
import { until } from '../support/whatsapp-double-wait.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'tanya-migran-operate-'))
const at = (...names: string[]) => join(folder, ...names)
let telegram: TelegramEmulator
let child: ChildProcess | null = null

const environment = () => ({
  PATH: process.env['PATH'] ?? '',
  PORT: '0',
  DATA_FOLDER: at('data'),
  KEYS_FOLDER: at('keys'),
  LOG_LEVEL: 'error',
  TELEGRAM_BOT_TOKEN: telegram.token,
  TELEGRAM_API_ROOT: telegram.url,
})
const program = (...given: string[]) => run(process.execPath, ['dist/main.js', ...given], { env: environment() })

/** Starts as the unit and the image do; the address it prints. */
async function start(): Promise<string> {
  const started = spawn(process.execPath, ['dist/main.js', 'start'], { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] })
  child = started
  let said = ''
  started.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
  await until('it listens', () => /Console:\s+\S+/u.test(said) || started.exitCode !== null, 60_000)
  return /Console:\s+(\S+)\//u.exec(said)?.[1] ?? ''
}

async function stop(): Promise<{ code: number | null; milliseconds: number }> {
  const stopping = child!
  const begun = performance.now()
  stopping.kill('SIGTERM')
  const code = await new Promise<number | null>((resolve) => stopping.once('exit', resolve))
  return { code, milliseconds: performance.now() - begun }
}

async function isAnswered(person: number, text: string): Promise<void> {
  const user = telegram.user(person)
  user.write(text)
  await until('an answer', () => user.hears().length > 0, 30_000)
}

beforeAll(async () => {
  telegram = await startTelegramEmulator()
})
afterAll(async () => {
  child?.kill('SIGKILL')
  await telegram.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Somebody erased who never wrote here: nobody else is touched by it. */
const ERASED = JSON.stringify({ receipt: 'H-7F3K9A', people: '["00"]', asked_at: 1, at: 2, counts: '{}', reason: 'asked' })

describe('an operator', () => {
  it('starts it, finds it ready, and backs it up while it runs', async () => {
    const url = await start()
    await isAnswered(1, 'gaji belum dibayar')
    expect((await fetch(`${url}/ready`)).status).toBe(200)
    expect((await fetch(`${url}/health`)).status).toBe(200)
    writeFileSync(at('data', 'erasures.jsonl'), `${ERASED}\n`)
    const { stdout } = await program('backup', '--out', at('copy.sqlite'))
    expect(readFileSync(at('erasures.jsonl'), 'utf8')).toContain(ERASED)
    expect(stdout).toContain('checked')
    expect(statSync(at('copy.sqlite')).mode & 0o777).toBe(0o600)
    for (const name of readdirSync(at('keys'))) {
      expect(statSync(at('keys', name)).mode & 0o777).toBe(0o600)
      expect(readFileSync(at('copy.sqlite')).includes(readFileSync(at('keys', name), 'utf8').trim())).toBe(false)
    }
  })

  it('stops it within ten seconds', async () => {
    const { code, milliseconds } = await stop()
    expect(code).toBe(0)
    expect(milliseconds).toBeLessThan(10_000)
  })

  it('rotates the key: what was sealed before can still be read', async () => {
    writeFileSync(at('keys', 'key-2.key'), `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 })
    await start()
    await isAnswered(2, 'gaji belum dibayar')
    expect((await stop()).code).toBe(0)
  })

  it('restores the copy with the keys, and people are known again', async () => {
    renameSync(at('data'), at('data.old'))
    mkdirSync(at('data'), { mode: 0o700 })
    cpSync(at('copy.sqlite'), at('data', 'tanya-migran.sqlite'))
    cpSync(at('data.old', 'erasures.jsonl'), at('data', 'erasures.jsonl'))
    const url = await start()
    expect((await fetch(`${url}/ready`)).status).toBe(200)
    await isAnswered(3, 'gaji belum dibayar')
    expect((await stop()).code).toBe(0)
  })

  it('is told which keys are missing, and nothing is overwritten', async () => {
    renameSync(at('keys'), at('keys.away'))
    await expect(program('start')).rejects.toMatchObject({
      stderr: expect.stringMatching(/keys? .*(?:missing|another|put back)/iu) as string,
    })
    rmSync(at('keys'), { recursive: true })
    renameSync(at('keys.away'), at('keys'))
    await start()
    await isAnswered(4, 'gaji belum dibayar')
    await stop()
  })
})

describe('what is shipped for operation', () => {
  const dockerfile = readFileSync('Dockerfile', 'utf8')

  it('copies only what exists, and what the context lets in', () => {
    const ignore = readFileSync('.dockerignore', 'utf8').split('\n')
    const sources = [...dockerfile.matchAll(/^COPY (?!--from)(?:--\S+ )*(.+) \S+$/gmu)].flatMap(([, names = '']) => names.split(' '))
    expect(sources.length).toBeGreaterThan(5)
    for (const name of sources) {
      expect(existsSync(name.replace('./', ''))).toBe(true)
      expect(ignore).toContain(`!${name.replace('./', '')}`)
    }
  })

  it('runs without root, with a health check, from Node 24', () => {
    expect(dockerfile).toMatch(/^USER node$/mu)
    expect(dockerfile.match(/^FROM \S+/gmu)).toEqual(['FROM node:24-bookworm-slim', 'FROM node:24-bookworm-slim'])
    expect(dockerfile.lastIndexOf('USER node')).toBeLessThan(dockerfile.lastIndexOf('CMD ["node", "dist/main.js", "start"]'))
  })

  it('checks its health with a command that knows sick from well', async () => {
    const command = JSON.parse(/HEALTHCHECK[^[]*(\[.*\])/u.exec(dockerfile)?.[1] ?? '[]') as string[]
    const url = await start()
    const check = (port: string) => run(process.execPath, command.slice(1), { env: { PATH: '', PUBLIC_PORT: port } })
    await expect(check(new URL(url).port)).resolves.toBeDefined()
    await stop()
    await expect(check(new URL(url).port)).rejects.toMatchObject({ code: 1 })
  })
})
