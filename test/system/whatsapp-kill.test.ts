import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import SqliteDatabase from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WhatsAppDouble } from '../support/whatsapp-double.ts'
import { until } from '../support/whatsapp-double-wait.ts'

const ROUNDS = Number(process.env['WHATSAPP_KILL_ROUNDS'] ?? 15)
const MESSAGES = 15
const PROGRAM = fileURLToPath(new URL('../support/whatsapp-double-echo.ts', import.meta.url))

describe('WhatsApp under kill -9', () => {
  let folder: string
  let double: WhatsAppDouble
  let child: ChildProcess
  let next: ChildProcess

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'whatsapp-kill-'))
    double = await new WhatsAppDouble().listen()
    double.directory.leastPreKeys = 0
    next = load()
  })

  afterEach(async () => {
    child.kill('SIGKILL')
    next.kill('SIGKILL')
    await double.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const file = () => join(folder, 'echo.sqlite')

  const load = () => {
    const loaded = fork(PROGRAM, [file(), join(folder, 'keys'), double.url], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    loaded.on('message', ({ qr }: { qr: string }) => double.scanQr(qr))
    return loaded
  }

  const begin = () => {
    child = next
    child.send('begin')
    next = load()
  }

  const kill = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }

  it('loses no message, answers each once, and refuses none', { timeout: 60_000 + ROUNDS * 8000 }, async () => {
    begin()
    await until('linked', () => double.online, 30_000)
    const users = [1, 2, 3, 4, 5].map((number) => double.directory.addUser(number))
    let count = 0
    const sendSome = async (messages: number) => {
      for (let n = 0; n < messages; n += 1) {
        const user = users[count % users.length]
        if (user) await double.send(user, `pesan ${count}`)
        count += 1
      }
    }
    const steps = () => double.receipts.length + double.outgoing.length
    for (let round = 0; round < ROUNDS; round += 1) {
      // Between any two steps of the work: some rounds die at the first receipt, some well into the answers.
      const target = steps() + 1 + ((round * 7) % 23)
      const writing = sendSome(MESSAGES)
      await until('so many steps later', () => steps() >= target, 30_000)
      await kill()
      begin()
      await writing
    }
    const answered = () => new Set(users.flatMap((user) => double.seenBy(user))).size
    await until('all are answered', () => answered() >= count && double.mailbox.size === 0, 60_000)
    await kill()

    const database = new SqliteDatabase(file(), { readonly: true })
    const stored = new Set(database.prepare('select external_id from echo').pluck().all())
    const integrity: unknown = database.pragma('integrity_check', { simple: true })
    database.close()
    const seen = users.flatMap((user) => double.seenBy(user))
    expect({
      lost: double.incoming.filter(({ id }) => !stored.has(id)),
      stored: stored.size,
      duplicates: seen.length - new Set(seen).size,
      unanswered: double.incoming.filter(({ text }) => !seen.includes(`re:${text}`)),
      nacks: double.nacks,
      retries: double.retryReceipts,
      integrity,
    }).toEqual({ lost: [], stored: count, duplicates: 0, unanswered: [], nacks: [], retries: [], integrity: 'ok' })
  })
})
