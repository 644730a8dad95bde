import { afterEach, beforeEach, expect, test } from 'vitest'
import { openConsole, START, type ConsoleHarness } from '../support/console-harness.ts'

let console: ConsoleHarness

beforeEach(async () => {
  console = await openConsole()
})
afterEach(() => console.close())

test('what must be done stands on every page until somebody says that it is done', async () => {
  const id = await console.builders.staffEvent('WhatsApp terputus. Periksa HP.', { channel: 'whatsapp' })
  const caseworker = await console.signedIn('caseworker')
  for (const address of ['/', '/cari', '/kanal', '/akun', '/kabar']) expect(await caseworker.text(address)).toContain('WhatsApp terputus.')
  expect((await caseworker.post(`/kabar/${id}/selesai`)).status).toBe(303)
  expect((await caseworker.post(`/kabar/${id}/selesai`)).status).toBe(303)
  expect(await caseworker.text('/')).not.toContain('WhatsApp terputus.')
  expect(await caseworker.text('/kabar')).toMatch(/Semua beres.*WhatsApp terputus\..*selesai 24 Nov 10\.00/s)
  const rows = await console.store.db.selectFrom('audit').selectAll().where('action', '=', 'event-dismissed').execute()
  expect(rows).toMatchObject([{ subject: id }])
})

test('a reviewer sees what must be done but cannot close it', async () => {
  const id = await console.builders.staffEvent('Token salah.')
  const reviewer = await console.signedIn('reviewer')
  expect(await reviewer.text('/kabar')).not.toContain('Tandai selesai')
  expect((await reviewer.post(`/kabar/${id}/selesai`)).status).toBe(403)
})

test('old news is read page by page', async () => {
  await Promise.all(Array.from({ length: 70 }, (_, index) => console.builders.staffEvent(`kabar ke-${index}.`, { seen_at: START })))
  const viewer = await console.signedIn('viewer')
  const seen: number[] = []
  for (let next: string | undefined = '/kabar'; next !== undefined;) {
    const page = await viewer.text(next)
    seen.push(...[...page.matchAll(/kabar ke-(\d+)\./g)].map(([, index]) => Number(index)))
    next = /<a rel="next" href="([^"]+)"/.exec(page)?.[1]
  }
  expect(seen).toEqual(Array.from({ length: 70 }, (_, index) => 69 - index))
})

test('every page speaks English when asked, and remembers it', async () => {
  const admin = await console.signedIn('admin')
  expect(await admin.text('/?bahasa=en')).toContain('<html lang="en">')
  expect(await admin.text('/kabar')).toContain('All is well')
  expect(await admin.text('/audit')).toContain('made an account')
  expect(await admin.text('/kabar?bahasa=xx')).toContain('All is well')
  expect(await admin.text('/kabar?bahasa=id')).toContain('Semua beres')
})
