import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openConsole, PASSWORD, type ConsoleHarness } from '../support/console-harness.ts'

let console: ConsoleHarness

beforeEach(async () => {
  console = await openConsole()
  await console.signedIn('viewer', 'Sari')
})
afterEach(() => console.close())

const attempt = (address: string, sandi: string, nama = 'Sari'): Promise<Response> =>
  console.visitor({ address }).post('/masuk', { nama, sandi })

/** Waits as told, then fails again; the wait that follows, in seconds. */
async function failAgain(address: string): Promise<number> {
  for (;;) {
    const response = await attempt(address, 'salah sekali ini')
    if (response.status === 401) {
      const next = await attempt(address, 'salah sekali ini')
      return Number(next.headers.get('retry-after'))
    }
    console.pass(Number(response.headers.get('retry-after')) * 1000)
  }
}

describe('guessing passwords', () => {
  test('is slowed more and more, up to a quarter of an hour, and never stopped for good', async () => {
    for (let free = 0; free < 2; free++) expect((await attempt('a', 'salah sekali ini')).status).toBe(401)
    const waits: number[] = []
    for (let round = 0; round < 12; round++) waits.push(await failAgain('a'))
    expect(waits.slice(0, 5)).toEqual([2, 4, 8, 16, 32])
    expect(waits.at(-1)).toBe(900)
    console.pass(900_000)
    expect((await attempt('a', PASSWORD)).status).toBe(303)
  })

  test('does not check the right password either while it must wait', async () => {
    for (let round = 0; round < 3; round++) await attempt('a', 'salah sekali ini')
    const response = await attempt('a', PASSWORD)
    expect(response.status).toBe(429)
    expect(await response.text()).toContain('2 detik')
    console.pass(2000)
    expect((await attempt('a', PASSWORD)).status).toBe(303)
  })

  test('does not make the owner wait long when somebody elsewhere guesses', async () => {
    for (let round = 0; round < 40; round++) {
      await attempt(`robot-${round}`, 'salah sekali ini')
      console.pass(31_000)
    }
    await attempt('robot', 'salah sekali ini')
    const response = await attempt('office', PASSWORD)
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('retry-after'))).toBeLessThanOrEqual(30)
    console.pass(30_000)
    expect((await attempt('office', PASSWORD)).status).toBe(303)
  })

  test('is slowed for one address that tries many names', async () => {
    const statuses: number[] = []
    for (let round = 0; round < 17; round++) statuses.push((await attempt('a', 'salah sekali ini', `Nama ${round}`)).status)
    expect(statuses.slice(0, 15).every((status) => status === 401)).toBe(true)
    expect(statuses.slice(15)).toEqual([429, 429])
    expect((await attempt('b', 'salah sekali ini', 'Nama 3')).status).toBe(401)
  })

  test('is not quicker by many attempts at the same time', async () => {
    const responses = await Promise.all(Array.from({ length: 10 }, () => attempt('a', 'salah sekali ini')))
    expect(responses.filter((response) => response.status === 401)).toHaveLength(3)
    expect(responses.filter((response) => response.status === 429)).toHaveLength(7)
  })

  test('is forgiven once the right password comes', async () => {
    for (let round = 0; round < 2; round++) await attempt('a', 'salah sekali ini')
    expect((await attempt('a', PASSWORD)).status).toBe(303)
    for (let round = 0; round < 3; round++) expect((await attempt('a', 'salah sekali ini')).status).toBe(401)
  })

  test('leaves neither names nor addresses in the store', async () => {
    await attempt('198.51.100.77', 'salah sekali ini', 'Tidak Ada')
    const rows = await console.store.db.selectFrom('login_attempts').selectAll().execute()
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toMatch(/198\.51|tidak ada/i)
  })
})
