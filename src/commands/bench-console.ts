/** `bench --console`: the pages of the console over HTTP, in the product as an operator starts it, on a year of conversations. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inviteLink } from '../console/accounts.ts'
import { createAudit } from '../console/audit.ts'
import { percentile } from '../console/numbers/queries.ts'
import { createRollup } from '../console/numbers/rollup.ts'
import { createLogger } from '../log.ts'
import { databasePath, openDatabase } from '../store/database.ts'
import { COMMON_WORD, fillDatabase, RARE_WORD } from './console-data.ts'
import { progressBar } from './progress.ts'
import { startProduct } from './started-product.ts'
import { table } from './table.ts'

export interface BenchConsoleOptions {
  readonly json: boolean
  readonly conversations: number
  /** Times each page is asked for. */
  readonly times: number
  /** Folder to keep the made data in, or that has it already; null: made anew and removed. */
  readonly data: string | null
}

/** Milliseconds within which 95 of 100 requests of inbox, search and transcript must be answered. */
const TARGET = 150
/** Milliseconds for which a page may hold up the thread that answers people. */
const STALL_TARGET = 20
const PASSWORD = 'kopi pagi di terminal'

interface Measured {
  readonly page: string
  readonly p50_ms: number
  readonly p95_ms: number
  readonly stall_ms: number
  /** Of that the time the thread worked itself; null where the system does not tell. */
  readonly work_ms: number | null
}

/** Prints one JSON object, or a table. */
export async function benchConsole(options: BenchConsoleOptions, print: (text: string) => Promise<void>): Promise<void> {
  const folder = options.data ?? mkdtempSync(join(tmpdir(), 'tanya-migran-bench-'))
  try {
    const dataFolder = join(folder, 'data')
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
    const { link, pages } = await prepareData(dataFolder, options.conversations)
    const server = await startServer(dataFolder, join(folder, 'keys'))
    try {
      const get = await signIn(`${server.url}${link}`, server.url)
      const measured = await measurePages(pages, options.times, get, server.stall)
      const megabytes = Math.round(statSync(databasePath(dataFolder)).size / 1_048_576)
      const result = {
        conversations: options.conversations,
        messages: options.conversations * 10,
        database_mb: megabytes,
        target_p95_ms: TARGET,
        target_stall_ms: STALL_TARGET,
        pages: measured,
      }
      if (options.json) await print(`${JSON.stringify(result)}\n`)
      else {
        await print(`${result.conversations} conversations, ${result.messages} messages, ${megabytes} MB\n`)
        const rows = measured.map((one) => [
          one.page,
          String(one.p50_ms),
          String(one.p95_ms),
          String(one.stall_ms),
          String(one.work_ms ?? '?'),
          verdictOf(one),
        ])
        await print(table(['page', 'p50 ms', 'p95 ms', 'longest stall ms', 'longest work ms', ''], rows))
      }
    } finally {
      await server.stop()
    }
  } finally {
    if (options.data === null) rmSync(folder, { recursive: true, force: true })
  }
}

function verdictOf({ p95_ms, stall_ms, work_ms }: Measured): string {
  return [p95_ms > TARGET ? `slower than ${TARGET} ms` : '', (work_ms ?? stall_ms) > STALL_TARGET ? `stalls over ${STALL_TARGET} ms` : '']
    .filter((text) => text !== '')
    .join(', ')
}

/** The data, an invitation for the account that asks, and the addresses to ask for. */
async function prepareData(
  folder: string,
  conversations: number,
): Promise<{ link: string; pages: readonly (readonly [name: string, addresses: readonly string[]])[] }> {
  const isNew = !existsSync(databasePath(folder))
  const store = openDatabase({ path: databasePath(folder), now: Date.now })
  const deps = { store, now: Date.now }
  try {
    if (isNew) {
      const bar = progressBar('making messages', conversations * 10)
      await fillDatabase(store, conversations, Date.now(), (done) => bar.update(done))
      bar.stop()
      await createRollup(deps, createLogger('error')).catchUp()
    }
    const ids = await store.db.selectFrom('conversations').select('id').orderBy('id').execute()
    const [longest] = ids
    if (!longest) throw new Error(`${folder} has no conversations: name an empty folder, or one that this command made`)
    const spread = Array.from({ length: 50 }, (_, i) => ids[Math.floor((i / 50) * ids.length)]!.id)
    const messages = await store.db
      .selectFrom('messages')
      .select('id')
      .where('conversation_id', '=', longest.id)
      .orderBy('id')
      .limit(1_000)
      .execute()
    const middle = messages[Math.floor(messages.length / 2)]?.id ?? ''
    const deep = await Promise.all(
      [0.25, 0.5, 0.9].map((share) =>
        store.db
          .selectFrom('conversations')
          .select(['id', 'last_in_at'])
          .where('rank', '=', 5)
          .orderBy('last_in_at', 'desc')
          .offset(Math.floor(ids.length * 0.85 * share))
          .limit(1)
          .executeTakeFirstOrThrow(),
      ),
    )
    return {
      link: await inviteLink(deps, createAudit(deps), 'admin', null),
      pages: [
        ['inbox, first page', ['/']],
        ['inbox, filtered', ['/?kanal=telegram', '/?negara=BN', '/?topik=training&isi=jv', '/?hasil=unknown&hari=30', '/?petugas=mine']],
        ['inbox, nothing found', ['/?topik=seafarer', '/?negara=QA', '/?label=tidak-ada', '/?isi=mad']],
        ['inbox, by label', ['/?label=agen', '/?label=tunggu+kjri']],
        ['inbox, unread', ['/?baru=1', '/?keadaan=emergency', '/?petugas=nobody']],
        ['inbox, deep page', deep.map(({ id, last_in_at: at }) => `/?setelah=5.${9_000_000_000_000_000 - (at ?? 0)}.${id}`)],
        ['search, common word', [`/cari?q=${COMMON_WORD}`]],
        ['search, two words', [`/cari?q=${COMMON_WORD}+paspor`, '/cari?q=dokumen+sukamaju']],
        ['search, rare word', [`/cari?q=${RARE_WORD}`]],
        ['transcript, newest', spread.map((id) => `/percakapan/${id}`)],
        ['transcript, long', [`/percakapan/${longest.id}`]],
        ['transcript, far back', [`/percakapan/${longest.id}?pesan=${middle}`, `/percakapan/${longest.id}?sebelum=${middle}`]],
        ['cases', ['/kasus', '/kasus?tutup=1']],
        ['hand-over', ['/serah-terima']],
        ['not answered', ['/pertanyaan']],
        ['numbers', ['/angka', '/angka?hari=90', '/angka?negara=HK']],
        ['numbers as CSV', ['/angka.csv']],
        ['weekly', ['/angka/mingguan']],
        ['sample', ['/angka/sampel']],
        ['cards', ['/pengetahuan', '/pengetahuan/kontak']],
        ['audit', ['/audit']],
      ],
    }
  } finally {
    store.close()
  }
}

async function measurePages(
  pages: readonly (readonly [name: string, addresses: readonly string[]])[],
  times: number,
  get: (path: string) => Promise<void>,
  stall: () => Promise<Stall>,
): Promise<Measured[]> {
  const bar = progressBar('asking for pages', pages.length * times)
  const measured: Measured[] = []
  for (const [page, addresses] of pages) {
    // What a page loads and compiles when it is first asked for is not what staff meet all day.
    for (const address of addresses) await get(address)
    await stall()
    const taken: number[] = []
    for (let i = 0; i < times; i++) {
      const started = performance.now()
      await get(addresses[i % addresses.length]!)
      taken.push(performance.now() - started)
      bar.update(measured.length * times + i)
    }
    taken.sort((one, other) => one - other)
    const at = (share: number): number => round(percentile(taken, share) ?? 0)
    const { longest, work } = await stall()
    measured.push({ page, p50_ms: at(0.5), p95_ms: at(0.95), stall_ms: round(longest), work_ms: work === null ? null : round(work) })
  }
  bar.stop()
  return measured
}

interface Stall {
  readonly longest: number
  readonly work: number | null
}

interface Server {
  readonly url: string
  /** Milliseconds of the longest hold-up of the serving thread, and of its longest work at a stretch, since they were last asked for. */
  stall(): Promise<Stall>
  stop(): Promise<void>
}

async function startServer(dataFolder: string, keysFolder: string): Promise<Server> {
  const probe = fileURLToPath(new URL('./stall-probe.mjs', import.meta.url))
  const { child, url, stop } = await startProduct({ DATA_FOLDER: dataFolder, KEYS_FOLDER: keysFolder, LOG_LEVEL: 'error' }, [probe])
  return {
    url,
    stall: () =>
      new Promise((resolve) => {
        child.once('message', (answer) => resolve(answer as Stall))
        child.send('stall')
      }),
    stop,
  }
}

/** Makes an account by its invitation; what asks for a page with it and reads it to the end. */
async function signIn(link: string, url: string): Promise<(path: string) => Promise<void>> {
  const form = new URLSearchParams({ nama: `Bench ${Date.now()}`, alias: 'Bench', sandi: PASSWORD })
  const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' }
  const response = await fetch(link, { method: 'POST', headers, body: form, redirect: 'manual' })
  if (response.status !== 303) throw new Error(`the account was not made: ${response.status}`)
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return async (path) => {
    const answer = await fetch(`${url}${path}`, { headers: { cookie, 'sec-fetch-site': 'same-origin' }, redirect: 'manual' })
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
