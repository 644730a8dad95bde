import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { matchingStep, totpCode, totpStep } from '../../src/console/second-factor.ts'
import { runStaffCommand } from '../../src/staff-command.ts'
import { openConsole, PASSWORD, type ConsoleHarness, type Visitor } from '../support/console-harness.ts'

let console: ConsoleHarness
let sari: Visitor

beforeEach(async () => {
  console = await openConsole()
  sari = await console.signedIn('admin', 'Sari')
})
afterEach(async () => {
  await console.close()
  if (console.reported.length > 0) throw new Error(`the console complained: ${console.reported.map(String).join('; ')}`)
})

/** Turns the second factor on as a person would; the secret and the recovery codes that the pages showed. */
async function turnOn(browser: Visitor): Promise<{ secret: string; codes: string[] }> {
  await browser.get('/akun/faktor-kedua')
  const offer = await (await browser.post('/akun/faktor-kedua/mulai', { sandi: PASSWORD })).text()
  const secret = /class="secret">([A-Z2-7 ]+)</.exec(offer)![1]!.replaceAll(' ', '')
  const shown = await (await browser.post('/akun/faktor-kedua/pasang', { kode: codeFor(secret) })).text()
  return { secret, codes: [...shown.matchAll(/<code>([a-z2-9-]{14})<\/code>/g)].map(([, code]) => code!) }
}

function codeFor(secret: string): string {
  return totpCode(secret, totpStep(console.now()))
}

/** Passes the first step; the ticket for the second. */
async function firstStep(browser: Visitor, next = '/'): Promise<string> {
  const answer = await browser.post('/masuk', { nama: 'Sari', sandi: PASSWORD, lanjut: next })
  expect(answer.status).toBe(200)
  expect(browser.cookies.has('__Host-sid')).toBe(false)
  return /name="tiket" value="([^"]+)"/.exec(await answer.text())![1]!
}

const actions = async (): Promise<string[]> =>
  (await console.store.db.selectFrom('audit').select('action').orderBy('number').execute()).map(({ action }) => action)

test('codes are those of RFC 6238, appendix B', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  const expected: readonly (readonly [number, string])[] = [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ]
  for (const [seconds, code] of expected) expect(totpCode(secret, totpStep(seconds * 1000))).toBe(code)
  expect(matchingStep(secret, '287 082', 59_000, 0)).toBe(1)
  expect(matchingStep(secret, '287082', 59_000, 1)).toBeNull()
  expect(matchingStep(secret, '287082', 59_000 + 30_000, 0)).toBe(1)
  expect(matchingStep(secret, '287082', 59_000 + 61_000, 0)).toBeNull()
  expect(matchingStep(secret, '28708', 59_000, 0)).toBeNull()
})

describe('turning it on', () => {
  test('asks for the password, counts from the first right code, shows eight codes once and ends other sessions', async () => {
    const elsewhere = console.visitor()
    await elsewhere.post('/masuk', { nama: 'Sari', sandi: PASSWORD })
    await sari.get('/akun/faktor-kedua')
    const refused = await sari.post('/akun/faktor-kedua/mulai', { sandi: 'bukan itu' })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('Kata sandi sekarang tidak cocok')
    const offer = await (await sari.post('/akun/faktor-kedua/mulai', { sandi: PASSWORD })).text()
    expect(offer).toContain('src="data:image/svg+xml;base64,')
    expect((await sari.post('/akun/faktor-kedua/pasang', { kode: '000000' })).status).toBe(422)
    const unchanged = console.visitor()
    expect((await unchanged.post('/masuk', { nama: 'Sari', sandi: PASSWORD })).status).toBe(303)
    const { codes } = await turnOn(sari)
    expect(new Set(codes).size).toBe(8)
    expect((await sari.get('/')).status).toBe(200)
    expect((await elsewhere.get('/')).status).toBe(303)
    expect(await sari.text('/akun/faktor-kedua')).not.toContain(codes[0])
    expect(await actions()).toContain('second-factor-on')
  })

  test('keeps neither the secret nor the codes readable in the store', async () => {
    const { secret, codes } = await turnOn(sari)
    const rows = await Promise.all([
      console.store.db.selectFrom('staff').selectAll().execute(),
      console.store.db.selectFrom('staff_recovery_codes').selectAll().execute(),
      console.store.db.selectFrom('audit').selectAll().execute(),
    ])
    const text = JSON.stringify(rows)
    expect(text).not.toContain(secret)
    expect(text).not.toContain(codes[0])
    expect(text).not.toContain(codes[0]!.replaceAll('-', ''))
  })
})

describe('signing in with it', () => {
  test('takes the password and then a code, once, and goes where it was meant to go', async () => {
    const { secret } = await turnOn(sari)
    console.pass(60_000)
    const browser = console.visitor()
    const ticket = await firstStep(browser, '/kabar')
    expect((await browser.get('/')).status).toBe(303)
    const wrong = await browser.post('/masuk/kode', { tiket: ticket, kode: '123456', lanjut: '/kabar' })
    expect(wrong.status).toBe(401)
    expect(await wrong.text()).toContain('id="kode-problem"')
    const code = codeFor(secret)
    const answer = await browser.post('/masuk/kode', { tiket: ticket, kode: code, lanjut: '/kabar' })
    expect(answer.headers.get('location')).toBe('/kabar')
    expect((await browser.get('/')).status).toBe(200)
    const again = console.visitor()
    expect((await again.post('/masuk/kode', { tiket: await firstStep(again), kode: code })).status).toBe(401)
  })

  test('takes one code from two who type it at the same time only once', async () => {
    const { secret } = await turnOn(sari)
    console.pass(60_000)
    const [one, other] = [console.visitor(), console.visitor({ address: '198.51.100.4' })]
    const [first, second] = [await firstStep(one), await firstStep(other)]
    const kode = codeFor(secret)
    const answers = await Promise.all([one.post('/masuk/kode', { tiket: first, kode }), other.post('/masuk/kode', { tiket: second, kode })])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 401])
  })

  test('takes each recovery code once, however it is typed', async () => {
    const { codes } = await turnOn(sari)
    const typed = codes[3]!.toUpperCase().replaceAll('-', ' ')
    const browser = console.visitor()
    expect((await browser.post('/masuk/kode', { tiket: await firstStep(browser), kode: typed })).status).toBe(303)
    const again = console.visitor()
    expect((await again.post('/masuk/kode', { tiket: await firstStep(again), kode: codes[3]! })).status).toBe(401)
  })

  test('refuses a ticket that is old, altered, or from before the password changed', async () => {
    const { secret } = await turnOn(sari)
    console.pass(60_000)
    const browser = console.visitor()
    const ticket = await firstStep(browser)
    const kode = codeFor(secret)
    const [id, until, signed] = ticket.split('.')
    for (const made of [`${id}.${Number(until) + 1}.${signed}`, `${id}.${until}.`, '', 'x.y.z', `${id}.9999999999999999.${signed}`])
      expect((await browser.post('/masuk/kode', { tiket: made, kode })).status).toBe(401)
    await sari.get('/akun')
    await sari.post('/akun/sandi', { 'sandi-lama': PASSWORD, 'sandi-baru': 'payung merah di halte' })
    expect((await browser.post('/masuk/kode', { tiket: ticket, kode })).status).toBe(401)
    console.pass(6 * 60_000)
    const fresh = await (await browser.post('/masuk', { nama: 'Sari', sandi: 'payung merah di halte' })).text()
    const late = /name="tiket" value="([^"]+)"/.exec(fresh)![1]!
    console.pass(5 * 60_000 + 1)
    expect((await browser.post('/masuk/kode', { tiket: late, kode: codeFor(secret) })).status).toBe(401)
  })

  test('slows guessing of codes down from any address, not only from one', async () => {
    await turnOn(sari)
    const statuses: number[] = []
    for (let guess = 0; guess < 7; guess++) {
      const browser = console.visitor({ address: `198.51.100.${guess}` })
      statuses.push((await browser.post('/masuk/kode', { tiket: await firstStep(browser), kode: '123456' })).status)
    }
    expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401])
    expect(statuses.at(-1)).toBe(429)
  })
})

test('a link for a new password does not stand in for the code', async () => {
  const { secret } = await turnOn(sari)
  const lines: string[] = []
  const deps = { store: console.store, now: console.now, address: 'https://kantor.example', print: (line: string) => void lines.push(line) }
  expect(await runStaffCommand(deps, { action: 'reset', name: 'Sari' })).toBe(0)
  const path = /\/tautan\/[\w-]+/.exec(lines.join(' '))![0]
  const browser = console.visitor()
  const answer = await browser.post(path, { sandi: 'payung merah di halte' })
  expect(answer.headers.get('location')).toBe('/masuk?sandi=1')
  expect((await browser.get('/')).status).toBe(303)
  console.pass(60_000)
  const page = await (await browser.post('/masuk', { nama: 'Sari', sandi: 'payung merah di halte' })).text()
  const tiket = /name="tiket" value="([^"]+)"/.exec(page)![1]!
  expect((await browser.post('/masuk/kode', { tiket, kode: codeFor(secret) })).status).toBe(303)
})

describe('turning it off', () => {
  test('is done from the command line for somebody whose phone and codes are gone', async () => {
    await turnOn(sari)
    const lines: string[] = []
    const deps = {
      store: console.store,
      now: console.now,
      address: 'https://kantor.example',
      print: (line: string) => void lines.push(line),
    }
    expect(await runStaffCommand(deps, { action: 'reset', name: 'Sari', secondFactor: true })).toBe(0)
    expect(lines.join('\n')).toContain('The second factor of "Sari" is off.')
    expect((await console.visitor().post('/masuk', { nama: 'Sari', sandi: PASSWORD })).status).toBe(303)
    expect(await runStaffCommand(deps, { action: 'reset', name: 'Sari', secondFactor: true })).toBe(1)
  })

  test('asks for the password and a code', async () => {
    const { secret } = await turnOn(sari)
    console.pass(60_000)
    await sari.get('/akun/faktor-kedua')
    expect((await sari.post('/akun/faktor-kedua/lepas', { sandi: PASSWORD, kode: '111111' })).status).toBe(422)
    expect((await sari.post('/akun/faktor-kedua/lepas', { sandi: PASSWORD, kode: codeFor(secret) })).status).toBe(303)
    expect((await console.visitor().post('/masuk', { nama: 'Sari', sandi: PASSWORD })).status).toBe(303)
  })

  test('an admin takes it off for somebody whose phone is gone, which ends that account’s sessions', async () => {
    const rina = await console.signedIn('viewer', 'Rina')
    await turnOn(rina)
    const list = await sari.text('/petugas')
    const path = /action="(\/petugas\/[^"]+\/lepas-faktor)"/.exec(list)![1]!
    await sari.post(path)
    expect((await rina.get('/')).status).toBe(303)
    expect((await console.visitor().post('/masuk', { nama: 'Rina', sandi: PASSWORD })).status).toBe(303)
    expect((await actions()).filter((action) => action === 'second-factor-off')).toHaveLength(1)
  })
})

describe('devices', () => {
  const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0'

  test('are listed by what they are, and ended one by one', async () => {
    const elsewhere = console.visitor()
    await elsewhere.post('/masuk', { nama: 'Sari', sandi: PASSWORD }, { 'user-agent': FIREFOX })
    const page = await sari.text('/akun')
    expect(page).toContain('Firefox, Windows')
    expect(page).toContain('perangkat ini')
    const paths = [...page.matchAll(/action="(\/akun\/sesi\/[^"]+)"/g)]
    expect(paths).toHaveLength(1)
    await sari.post(paths[0]![1]!)
    expect((await elsewhere.get('/')).status).toBe(303)
    expect((await sari.get('/')).status).toBe(200)
    expect(await actions()).toContain('session-ended')
  })

  test('of others cannot be ended', async () => {
    const rina = await console.signedIn('viewer', 'Rina')
    await console.visitor().post('/masuk', { nama: 'Sari', sandi: PASSWORD })
    const path = /action="(\/akun\/sesi\/[^"]+)"/.exec(await sari.text('/akun'))![1]!
    await rina.get('/akun')
    await rina.post(path)
    expect(await sari.text('/akun')).toContain(path)
  })
})
