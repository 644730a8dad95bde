import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mayActAs } from '../../src/console/deps.ts'
import { findRoute, ROUTES, type Route } from '../../src/console/routes.ts'
import type { StaffRole } from '../../src/store/schema.ts'
import { openConsole, PASSWORD, type ConsoleHarness, type Visitor } from '../support/console-harness.ts'
import { prepareDesk } from '../support/small-desk.ts'

const ROLES: readonly StaffRole[] = ['viewer', 'reviewer', 'caseworker', 'admin']

/** Routes that end the session they are used with come last. */
const ENDING = ['/keluar', '/akun/keluar-semua']
const routes = [...ROUTES].sort((one, other) => Number(ENDING.includes(one.path)) - Number(ENDING.includes(other.path)))

prepareDesk()
let console: ConsoleHarness
const browsers = new Map<StaffRole, Visitor>()
let conversation: string
let caseId: string

beforeAll(async () => {
  console = await openConsole()
  for (const role of [...ROLES].reverse()) browsers.set(role, await console.signedIn(role))
  conversation = await console.builders.conversation()
  caseId = await console.builders.caseOf(conversation)
})
afterAll(() => console.close())

function addressOf(route: Route): string {
  return route.path
    .replace(':id', route.path.startsWith('/percakapan') ? conversation : route.path.startsWith('/kasus') ? caseId : 'nobody')
    .replace(/:(?:pesan|tugas|rujukan)/, 'nothing')
    .replace(':token', 'no-such-link')
    .replace(':name', 'console.css')
}

function use(browser: Visitor, route: Route): Promise<Response> {
  return route.method === 'GET' ? browser.get(addressOf(route)) : browser.post(addressOf(route))
}

const closed = routes.flatMap((route) => (route.access === 'open' ? [] : [{ ...route, access: route.access }]))
const cases = ROLES.flatMap((role) => closed.map((route) => ({ role, route, name: `${role}: ${route.method} ${route.path}` })))

/** Another session for a role whose last one was ended. */
async function resume(role: StaffRole): Promise<Visitor> {
  const browser = browsers.get(role)!
  if ((await browser.get('/akun')).status === 200) return browser
  await browser.post('/masuk', { nama: `Petugas ${role}`, sandi: PASSWORD })
  await browser.get('/akun')
  return browser
}

describe('each route, for each role', () => {
  test.each(cases.filter(({ role, route }) => !mayActAs(role, route.access)))('refused: $name', async ({ role, route }) => {
    const response = await use(browsers.get(role)!, route)
    expect(response.status).toBe(403)
    expect(await response.text()).toContain('Anda tidak punya izin')
  })

  test.each(cases.filter(({ role, route }) => mayActAs(role, route.access)))('allowed: $name', async ({ role, route }) => {
    const response = await use(await resume(role), route)
    expect([200, 303, 404, 409, 422]).toContain(response.status)
    expect(console.reported).toEqual([])
  })
})

describe('somebody who is not signed in', () => {
  test.each(routes.filter(({ access }) => access === 'open'))('is answered by $method $path', async (route) => {
    expect([200, 401, 410]).toContain((await use(console.visitor(), route)).status)
  })

  test.each(closed)('is asked to sign in by $method $path', async (route) => {
    const response = await use(console.visitor(), route)
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toMatch(/^\/masuk/)
  })
})

describe('the table of routes', () => {
  test('holds every route that the application serves', () => {
    const served = console.app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`)
    expect(served.toSorted()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted())
  })

  test('keeps out what is not in it, even a route that somebody adds past it', async () => {
    const other = await openConsole()
    other.app.get('/rahasia', (context) => context.text('open to all'))
    const admin = await other.signedIn('admin')
    for (const browser of [admin, other.visitor()]) {
      const response = await browser.get('/rahasia')
      expect(response.status).toBe(404)
      expect(await response.text()).not.toContain('open to all')
    }
    await other.close()
  })

  test('does not take another method, an empty part or a longer path for a route', () => {
    expect(findRoute('POST', '/petugas')).toBeNull()
    expect(findRoute('DELETE', '/petugas')).toBeNull()
    expect(findRoute('GET', '/percakapan/')).toBeNull()
    expect(findRoute('GET', '/percakapan/x/y')).toBeNull()
    expect(findRoute('GET', '//petugas')).toBeNull()
    expect(findRoute('HEAD', '/petugas')?.access).toBe('admin')
  })
})

test('a page that a role may not use says so, in words', async () => {
  const response = await (await console.signedIn('viewer', 'Baru')).get('/petugas')
  expect(await response.text()).toContain('Halaman ini untuk peran admin')
})
