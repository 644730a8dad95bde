import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openConsole, type ConsoleHarness } from '../support/console-harness.ts'

const HOUR = 3_600_000

let console: ConsoleHarness
let changed: number
let accepts: boolean

beforeEach(async () => {
  changed = 0
  accepts = true
  console = await openConsole({
    alerts: {
      health: () => ({ state: accepts ? 'up' : 'down', acceptedAt: null }),
      test: async () => accepts,
      caseChanged: () => {},
      dutyChanged: async () => void changed++,
    },
  })
})
afterEach(() => console.close())

describe('duty', () => {
  test('is begun for some hours, seen by all, and ended by oneself or an admin', async () => {
    const admin = await console.signedIn('admin')
    const sari = await console.signedIn('caseworker', 'Sari')
    expect(await sari.text('/jaga')).toContain('belum ada petugas yang membaca')
    expect((await sari.post('/jaga/mulai', { lama: '8' })).status).toBe(303)
    const row = await console.store.db.selectFrom('on_duty').selectAll().executeTakeFirstOrThrow()
    expect(row.until).toBe(console.now() + 8 * HOUR)
    const page = await admin.text('/jaga')
    expect(page).toMatch(/Sari<\/strong> sampai 24 Nov 18\.00/)
    expect((await admin.post(`/jaga/${row.staff_id}/selesai`)).status).toBe(303)
    expect(await admin.text('/jaga')).not.toContain('Sari</strong> sampai')
    await sari.get('/jaga')
    await sari.post('/jaga/mulai', { lama: '4' })
    await sari.post('/jaga/selesai')
    expect(await sari.text('/jaga')).not.toContain('Sari</strong> sampai')
    expect(changed).toBe(4)
    const actions = await console.store.db
      .selectFrom('audit')
      .select('action')
      .where('action', 'like', 'duty-%')
      .orderBy('number')
      .execute()
    expect(actions.map(({ action }) => action)).toEqual(['duty-begun', 'duty-ended', 'duty-begun', 'duty-ended'])
  })

  test('cannot be begun for longer than a shift', async () => {
    const sari = await console.signedIn('caseworker', 'Sari')
    await sari.get('/jaga')
    expect((await sari.post('/jaga/mulai', { lama: '99' })).status).toBe(422)
    expect(await console.store.db.selectFrom('on_duty').selectAll().execute()).toEqual([])
  })

  test('has hours that an admin sets, whole or not at all', async () => {
    const admin = await console.signedIn('admin')
    await admin.get('/jaga')
    const hours = { zona: 'Asia/Makassar', 'mulai-1': '08:00', 'sampai-1': '16:00' }
    expect((await admin.post('/jaga/jam', { ...hours, 'mulai-2': '08:00' })).status).toBe(422)
    expect((await admin.post('/jaga/jam', { ...hours, 'mulai-2': '16:00', 'sampai-2': '08:00' })).status).toBe(422)
    expect(await console.store.db.selectFrom('duty_hours').selectAll().execute()).toEqual([])
    expect((await admin.post('/jaga/jam', hours)).status).toBe(303)
    expect(await console.store.db.selectFrom('duty_hours').selectAll().execute()).toEqual([
      { weekday: 1, starts: 480, ends: 960, zone: 'Asia/Makassar' },
    ])
    expect(await (await console.signedIn('viewer')).text('/jaga')).toMatch(/Senin: 08:00–16:00/)
  })

  test('shows whether alerts are accepted, and tries them', async () => {
    const sari = await console.signedIn('caseworker', 'Sari')
    expect(await sari.text('/jaga')).toContain('Peringatan diterima')
    expect(await (await sari.post('/jaga/tes')).text()).toContain('Tes diterima.')
    accepts = false
    const refused = await sari.post('/jaga/tes')
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('Tes tidak diterima')])
  })
})

describe('the bell', () => {
  test('stands on every page while an emergency is nobody’s, and comes by itself', async () => {
    const viewer = await console.signedIn('viewer')
    const page = await viewer.text('/cari')
    expect(page).not.toContain('belum ada yang mengambil')
    const live = /id="lonceng" hx-get="([^"]+)"/.exec(page)![1]!.replaceAll('&amp;', '&')
    expect((await viewer.get(live)).status).toBe(204)
    const id = await console.builders.caseOf(await console.builders.conversation())
    await console.builders.caseOf(await console.builders.conversation(), { urgency: 'urgent', kind: 'person', lane: 'today' })
    expect(await (await viewer.get(live)).text()).toContain('1 kasus darurat belum ada yang mengambil')
    const sari = await console.signedIn('caseworker', 'Sari')
    await sari.get(`/kasus/${id}`)
    await sari.post(`/kasus/${id}/ambil`, { dari: '' })
    expect(await viewer.text('/')).not.toContain('belum ada yang mengambil')
  })
})
