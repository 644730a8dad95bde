import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROUTES } from '../../src/console/routes.ts'
import { openConsole, type ConsoleHarness, type Visitor } from '../support/console-harness.ts'

let console: ConsoleHarness
let admin: Visitor
let conversation: string

beforeAll(async () => {
  console = await openConsole()
  admin = await console.signedIn('admin')
  conversation = await console.builders.conversation()
})
afterAll(() => console.close())

const addresses = (): string[] => [
  '/',
  '/cari?q=a',
  `/percakapan/${conversation}`,
  '/kabar',
  '/kanal',
  '/petugas',
  '/akun',
  '/audit',
  '/masuk',
  '/no-such-page',
  '/tautan/no-such-link',
]

describe('every answer', () => {
  test('forbids inline script and style, framing, sniffing, referrers and storing', async () => {
    for (const address of addresses()) {
      const { headers } = await admin.get(address)
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      )
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
    }
  })

  test('asks for https only where there is https', async () => {
    const { headers } = await console.visitor({ https: false, loopback: true }).get('/masuk')
    expect(headers.has('strict-transport-security')).toBe(false)
  })

  test('holds no inline script, style or handler', async () => {
    for (const address of addresses()) {
      const text = await admin.text(address)
      expect(text).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:/i)
    }
  })

  test('lets assets be kept, under an address that changes with them', async () => {
    const page = await admin.text('/')
    for (const [, address = ''] of page.matchAll(/(?:src|href)="(\/aset\/[^"]+)"/g)) {
      const response = await console.visitor().get(address)
      expect(response.status).toBe(200)
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      expect(address).toMatch(/\?v=[0-9a-f]{12}$/)
    }
    expect((await console.visitor().get('/aset/package.json')).status).toBe(404)
  })
})

describe('a changing request', () => {
  const changing = ROUTES.filter(({ method }) => method === 'POST')
  const address = (path: string): string => path.replace(':id', 'x').replace(':token', 'x')

  test.each(changing.map(({ path }) => [path]))('%s is refused from another site', async (path) => {
    for (const site of ['cross-site', 'same-site', 'none'])
      expect((await admin.post(address(path), {}, { 'sec-fetch-site': site, origin: 'https://console.test' })).status).toBe(403)
  })

  test.each(changing.filter(({ access }) => access !== 'open').map(({ path }) => [path]))(
    '%s is refused without the token of its session',
    async (path) => {
      const other = await console.signedIn('admin', `Lain ${path}`).catch(() => null)
      expect((await admin.post(address(path), { bukti: '' })).status).toBe(403)
      expect((await admin.post(address(path), { bukti: 'f'.repeat(32) })).status).toBe(403)
      expect(other).not.toBeNull()
      const foreign = /name="bukti" value="([^"]+)"/.exec(await other!.text('/akun'))![1]!
      expect((await admin.post(address(path), { bukti: foreign })).status).toBe(403)
    },
  )

  test('from a browser that names only its origin is judged by it', async () => {
    const { bukti } = { bukti: /name="bukti" value="([^"]+)"/.exec(await admin.text('/akun'))![1]! }
    const post = async (headers: Record<string, string>): Promise<number> => {
      const request = {
        method: 'POST',
        headers: {
          ...headers,
          cookie: `__Host-sid=${admin.cookies.get('__Host-sid')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
      }
      const response = await console.app.request(
        'https://console.test/akun/tampilan',
        { ...request, body: new URLSearchParams({ bukti }).toString() },
        { address: 'a', https: true, loopback: false },
      )
      return response.status
    }
    expect(await post({ origin: 'https://console.test' })).toBe(303)
    expect(await post({ origin: 'https://evil.example' })).toBe(403)
    expect(await post({ origin: 'null' })).toBe(403)
    expect(await post({})).toBe(403)
  })

  test('larger than any form is refused', async () => {
    const response = await admin.post('/akun/tampilan', { bahasa: 'x'.repeat(70_000) })
    expect(response.status).toBe(413)
  })

  test('cannot be made by GET', async () => {
    for (const { path } of changing.filter(({ path: other }) => !ROUTES.some((route) => route.method === 'GET' && route.path === other)))
      expect((await admin.get(address(path))).status).toBe(404)
  })
})

test('what breaks inside is reported, and the page says nothing of it', async () => {
  const broken = await openConsole({
    channels: () => {
      throw new Error('secret detail')
    },
  })
  const browser = await broken.signedIn('viewer')
  const response = await browser.get('/kanal')
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain('secret detail')
  expect(broken.reported).toHaveLength(1)
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  await broken.close()
})
