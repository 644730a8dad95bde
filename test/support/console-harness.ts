/** A console over a real store, and a browser without a screen: keeps cookies, finds form tokens, says where requests come from. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { firstAccountLink, inviteLink } from '../../src/console/accounts.ts'
import { createAudit } from '../../src/console/audit.ts'
import { createConsole } from '../../src/console/console.ts'
import type { ConsoleDeps } from '../../src/console/deps.ts'
import { createRedact } from '../../src/conversation/redact.ts'
import { staleAt } from '../../src/live-agencies.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { createIds, type NewId } from '../../src/store/ids.ts'
import { openReader } from '../../src/store/reader.ts'
import type { StaffRole } from '../../src/store/schema.ts'
import { ephemeralSeal } from '../../src/store/seal.ts'
import { createBuilders, type Builders } from './builders.ts'
import { smallDesk } from './small-desk.ts'

export const START = Date.UTC(2026, 10, 24, 3, 0, 0)
export const PASSWORD = 'kopi pagi di terminal'

export interface ConsoleHarness {
  readonly store: Database
  readonly builders: Builders
  readonly newId: NewId
  readonly deps: ConsoleDeps
  readonly app: ReturnType<typeof createConsole>
  /** Errors that the console reported. */
  readonly reported: unknown[]
  now(): number
  pass(milliseconds: number): void
  /** A browser that nobody has signed in with. */
  visitor(options?: { https?: boolean; loopback?: boolean; address?: string }): Visitor
  /** A browser signed in with an account of this role, made by a link as in life. */
  signedIn(role: StaffRole, name?: string): Promise<Visitor>
  close(): Promise<void>
}

export interface Visitor {
  readonly cookies: Map<string, string>
  get(path: string, headers?: Record<string, string>): Promise<Response>
  /** Posts a form as a page of ours would, with the token of the page last seen, unless `fields` or `headers` say otherwise. */
  post(path: string, fields?: Record<string, string>, headers?: Record<string, string>): Promise<Response>
  /** Posts a form with a file, as a browser would. */
  upload(
    path: string,
    fields: Record<string, string>,
    file: { name: string; field: string; content: string | Uint8Array<ArrayBuffer> },
  ): Promise<Response>
  text(path: string): Promise<string>
}

export async function openConsole(overrides: Partial<ConsoleDeps> = {}): Promise<ConsoleHarness> {
  const folder = mkdtempSync(join(tmpdir(), 'console-'))
  let time = START
  const now = (): number => time
  const store = openDatabase({ path: join(folder, 'test.db'), now })
  const reader = openReader(join(folder, 'test.db'))
  const newId = createIds(now)
  const reported: unknown[] = []
  const deps: ConsoleDeps = {
    store,
    reader: reader.db,
    seal: ephemeralSeal(),
    now,
    newId,
    channels: () => [],
    model: () => null,
    pairing: null,
    cards: () => null,
    findCards: () => [],
    cardText: () => null,
    knowledge: smallDesk(store, now),
    agencies: { days: 31, staleAt: (listedOn) => staleAt(listedOn, 31), refresh: async () => {} },
    redact: createRedact([]),
    takeHeard: async () => {},
    fetchMedia: () => {},
    queueReply: () => {},
    alerts: {
      health: () => ({ state: 'up', acceptedAt: START }),
      test: async () => true,
      caseChanged: () => {},
      dutyChanged: async () => {},
    },
    operatorName: null,
    publicAddress: null,
    connection: (context) => context.env as never,
    report: (error) => void reported.push(error),
    ...overrides,
  }
  const app = createConsole(deps)

  const visitor: ConsoleHarness['visitor'] = ({ https = true, loopback = false, address = '203.0.113.7' } = {}) => {
    const cookies = new Map<string, string>()
    const origin = https ? 'https://console.test' : 'http://localhost'
    let formToken = ''
    const request = async (method: string, path: string, headers: Record<string, string>, body?: string | FormData): Promise<Response> => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const init = { method, headers: { ...(cookie === '' ? {} : { cookie }), ...headers }, ...(body === undefined ? {} : { body }) }
      const response = await app.request(`${origin}${path}`, init, { address, https, loopback })
      for (const line of response.headers.getSetCookie()) {
        const [pair = ''] = line.split(';')
        const [name = '', value = ''] = pair.split('=')
        if (/max-age=0/i.test(line)) cookies.delete(name)
        else cookies.set(name, value)
      }
      // A file is left to the test, which may want to stop it halfway.
      if (response.headers.get('content-type')?.startsWith('text/html') !== true) return response
      const seen = /name="bukti" value="([^"]+)"/.exec(await response.clone().text())
      if (seen?.[1]) formToken = seen[1]
      return response
    }
    return {
      cookies,
      get: (path, headers = {}) => request('GET', path, { 'sec-fetch-site': 'same-origin', ...headers }),
      post(path, fields = {}, headers = {}) {
        const body = new URLSearchParams({ bukti: formToken, ...fields }).toString()
        return request(
          'POST',
          path,
          { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded', ...headers },
          body,
        )
      },
      upload(path, fields, { name, field, content }) {
        const form = new FormData()
        for (const [key, value] of Object.entries({ bukti: formToken, ...fields })) form.set(key, value)
        form.set(field, new File([content], name, { type: 'text/csv' }))
        return request('POST', path, { 'sec-fetch-site': 'same-origin' }, form)
      },
      text: async (path) => (await request('GET', path, { 'sec-fetch-site': 'same-origin' })).text(),
    }
  }

  return {
    store,
    newId,
    deps,
    app,
    reported,
    now,
    builders: createBuilders(store, newId, now),
    pass: (milliseconds) => void (time += milliseconds),
    visitor,
    async signedIn(role, name = `Petugas ${role}`) {
      const browser = visitor()
      const first = role === 'admin' ? await firstAccountLink(deps) : null
      const link = first ?? (await inviteLink(deps, createAudit(deps), role, null))
      const response = await browser.post(link, { nama: name, alias: `Dinas ${role}`, sandi: PASSWORD })
      if (response.status !== 303) throw new Error(`the account was not made: ${response.status}`)
      await browser.get('/')
      return browser
    },
    async close() {
      await reader.close()
      store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
