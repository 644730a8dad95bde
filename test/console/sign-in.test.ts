import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openConsole, PASSWORD, type ConsoleHarness, type Visitor } from '../support/console-harness.ts'

const MINUTE = 60_000

let console: ConsoleHarness

beforeEach(async () => {
  console = await openConsole()
})
afterEach(() => console.close())

const signIn = (visitor: Visitor, sandi = PASSWORD, nama = 'Sari'): Promise<Response> =>
  visitor.post('/masuk', { nama, sandi, lanjut: '/' })

describe('signing in', () => {
  test('opens the inbox; before it every page leads to the sign-in page and back', async () => {
    await console.signedIn('viewer', 'Sari')
    const visitor = console.visitor()
    const turned = await visitor.get('/kanal')
    expect(turned.status).toBe(303)
    expect(turned.headers.get('location')).toBe('/masuk?lanjut=%2Fkanal')
    const response = await visitor.post('/masuk', { nama: '  sari ', sandi: PASSWORD, lanjut: '/kanal' })
    expect(response.headers.get('location')).toBe('/kanal')
    expect((await visitor.get('/kanal')).status).toBe(200)
  })

  test('sets a cookie that only this site gets, over https, out of reach of script', async () => {
    await console.signedIn('viewer', 'Sari')
    const response = await signIn(console.visitor())
    const cookie = response.headers.getSetCookie().find((line) => line.startsWith('__Host-sid='))
    expect(cookie).toMatch(/; Path=\/;/)
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/Secure/)
    expect(cookie).toMatch(/SameSite=Strict/)
    expect(cookie).not.toMatch(/Domain/i)
  })

  test('stores only the hash of the token, and the token is new each time', async () => {
    const browser = await console.signedIn('viewer', 'Sari')
    const before = browser.cookies.get('__Host-sid')!
    await signIn(browser)
    const after = browser.cookies.get('__Host-sid')!
    expect(after).not.toBe(before)
    const rows = await console.store.db.selectFrom('staff_sessions').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(after)
    expect(rows).toHaveLength(1)
    browser.cookies.set('__Host-sid', before)
    expect((await browser.get('/')).status).toBe(303)
  })

  test('answers the same for a wrong password, an unknown name and a disabled account', async () => {
    await console.signedIn('viewer', 'Sari')
    await console.signedIn('viewer', 'Rina')
    await console.store.commit([
      { query: console.store.db.updateTable('staff').set({ disabled_at: 1 }).where('name', '=', 'Rina').compile() },
    ])
    const answers = await Promise.all([
      signIn(console.visitor({ address: 'a' }), 'salah sekali ini'),
      signIn(console.visitor({ address: 'b' }), PASSWORD, 'Tidak Ada'),
      signIn(console.visitor({ address: 'c' }), PASSWORD, 'Rina'),
    ])
    const texts = await Promise.all(answers.map(async (answer) => (await answer.text()).replace(/value="(Sari|Tidak Ada|Rina)"/, '')))
    expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401])
    expect(new Set(texts).size).toBe(1)
  })

  test.each(['//evil.example', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)', '/\t/evil.example'])(
    'never leads elsewhere: %s',
    async (lanjut) => {
      await console.signedIn('viewer', 'Sari')
      const response = await console.visitor().post('/masuk', { nama: 'Sari', sandi: PASSWORD, lanjut })
      expect(new URL(response.headers.get('location')!, 'https://console.test').origin).toBe('https://console.test')
    },
  )

  test('is refused over plain http, but not on this very machine', async () => {
    await console.signedIn('viewer', 'Sari')
    expect((await signIn(console.visitor({ https: false }))).status).toBe(403)
    expect((await console.visitor({ https: false }).get('/masuk')).status).toBe(403)
    const local = console.visitor({ https: false, loopback: true })
    expect((await signIn(local)).status).toBe(303)
    expect(local.cookies.has('sid')).toBe(true)
    expect((await local.get('/')).status).toBe(200)
  })

  test('is refused on this machine under another name: a proxy that is not trusted, or a rebound name', async () => {
    const response = await console.visitor({ https: false, loopback: true }).get('/masuk', { host: 'evil.example' })
    expect(response.status).toBe(403)
  })
})

describe('a session', () => {
  test('ends after 30 minutes without use; use keeps it awake', async () => {
    const browser = await console.signedIn('viewer')
    for (let round = 0; round < 4; round++) {
      console.pass(29 * MINUTE)
      expect((await browser.get('/')).status).toBe(200)
    }
    console.pass(31 * MINUTE)
    expect((await browser.get('/')).status).toBe(303)
  })

  test('ends after 12 hours however much it is used', async () => {
    const browser = await console.signedIn('viewer')
    for (let passed = 20; passed < 12 * 60; passed += 20) {
      console.pass(20 * MINUTE)
      expect((await browser.get('/')).status).toBe(200)
    }
    console.pass(20 * MINUTE)
    expect((await browser.get('/')).status).toBe(303)
  })

  test('is not kept awake by a page that refreshes itself, which then leads to the sign-in page', async () => {
    const browser = await console.signedIn('viewer')
    const address = /hx-get="([^"]+)"/.exec(await browser.text('/'))![1]!.replaceAll('&amp;', '&')
    for (let round = 0; round < 3; round++) {
      console.pass(9 * MINUTE)
      expect((await browser.get(address, { 'hx-request': 'true' })).status).toBeLessThan(300)
    }
    console.pass(4 * MINUTE)
    const response = await browser.get(address, { 'hx-request': 'true' })
    expect(response.status).toBe(401)
    expect(response.headers.get('hx-redirect')).toBe('/masuk')
    const fromCases = await browser.get(address, { 'hx-request': 'true', 'hx-current-url': 'https://elsewhere.example/kasus?tutup=1' })
    expect(fromCases.headers.get('hx-redirect')).toBe(`/masuk?${new URLSearchParams({ lanjut: '/kasus?tutup=1' }).toString()}`)
  })

  test('ends by signing out, and the token is worth nothing afterwards', async () => {
    const browser = await console.signedIn('viewer')
    const token = browser.cookies.get('__Host-sid')!
    expect((await browser.post('/keluar')).status).toBe(303)
    expect(browser.cookies.has('__Host-sid')).toBe(false)
    browser.cookies.set('__Host-sid', token)
    expect((await browser.get('/')).status).toBe(303)
  })

  test('ends on all devices at once when asked', async () => {
    const one = await console.signedIn('viewer', 'Sari')
    const other = console.visitor()
    await signIn(other)
    await one.post('/akun/keluar-semua')
    expect((await other.get('/')).status).toBe(303)
  })

  test('ends at once when the account is disabled', async () => {
    const admin = await console.signedIn('admin')
    const browser = await console.signedIn('viewer', 'Sari')
    const { id } = await console.store.db.selectFrom('staff').select('id').where('name', '=', 'Sari').executeTakeFirstOrThrow()
    await admin.post(`/petugas/${id}/nonaktif`)
    expect((await browser.get('/')).status).toBe(303)
  })
})

describe('a link from a chat or e-mail', () => {
  test('leads to its page although the cookie does not come along the first time', async () => {
    const browser = await console.signedIn('viewer')
    const token = browser.cookies.get('__Host-sid')!
    browser.cookies.clear()
    const first = await browser.get('/kanal', { 'sec-fetch-site': 'cross-site' })
    const address = /content="0; url=([^"]+)"/.exec(await first.text())![1]!
    expect(address).toBe('/kanal?lagi=1')
    browser.cookies.set('__Host-sid', token)
    expect((await browser.get(address)).status).toBe(200)
  })

  test('ends at the sign-in page, not in a circle, for somebody who is not signed in', async () => {
    const response = await console.visitor().get('/kanal?lagi=1', { 'sec-fetch-site': 'cross-site' })
    expect(response.headers.get('location')).toBe('/masuk?lanjut=%2Fkanal')
  })
})
