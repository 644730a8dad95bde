import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PairingStatus } from '../../src/channels/whatsapp-web-pairing.ts'
import type { ChannelView, ModelView } from '../../src/console/deps.ts'
import { openConsole, START, type ConsoleHarness } from '../support/console-harness.ts'

let console: ConsoleHarness
let status: PairingStatus
let asked: string[]
let channels: ChannelView[]
let model: ModelView | null

beforeEach(async () => {
  status = { state: 'unpaired' }
  asked = []
  channels = []
  model = null
  console = await openConsole({
    channels: () => channels,
    model: () => model,
    pairing: {
      pairing: () => status,
      startPairing: async () => void asked.push('start'),
      async requestPairingCode(phone) {
        asked.push(`code ${phone}`)
        if (status.state !== 'qr') throw new Error('no QR is being shown')
        status = { state: 'code', code: 'K7QX2M4P' }
        return 'K7QX2M4P'
      },
      logout: async () => void asked.push('logout'),
      restart: async () => void asked.push('restart'),
    },
  })
})
afterEach(() => console.close())

describe('the channels page', () => {
  test('tells for each channel how it is, what last went in and out, what waits and what to do', async () => {
    channels = [
      {
        name: 'whatsapp',
        health: { state: 'down', detail: 'HP mati.', lastMessageInAt: START - 60_000, lastMessageOutAt: null },
        queue: 3,
      },
    ]
    const page = await (await console.signedIn('viewer')).text('/kanal')
    for (const words of ['WhatsApp', 'Terputus', 'HP mati.', '09.59', 'belum ada', '<dd>3</dd>', 'Periksa internet'])
      expect(page).toContain(words)
  })

  test('follows a change by itself', async () => {
    const viewer = await console.signedIn('viewer')
    channels = [{ name: 'telegram', health: { state: 'starting', detail: '', lastMessageInAt: null, lastMessageOutAt: null }, queue: 0 }]
    const live = /id="keadaan" hx-get="([^"]+)"/.exec(await viewer.text('/kanal'))![1]!.replaceAll('&amp;', '&')
    expect((await viewer.get(live)).status).toBe(204)
    channels = [{ name: 'telegram', health: { state: 'up', detail: '', lastMessageInAt: null, lastMessageOutAt: null }, queue: 0 }]
    expect(await (await viewer.get(live)).text()).toContain('Berjalan baik.')
  })

  test('tells that answers are given without a model now, why and until when', async () => {
    const viewer = await console.signedIn('viewer')
    expect(await viewer.text('/kanal')).not.toContain('Model bahasa')
    model = { name: 'small', without: null }
    expect(await viewer.text('/kanal')).toMatch(/Model bahasa.*small.*Berjalan baik/su)
    model = { name: 'small', without: { because: 'breaker', until: START + 30_000 } }
    expect(await viewer.text('/kanal')).toMatch(/tanpa model: servernya tidak menjawab/u)
    model = { name: 'small', without: { because: 'budget', until: START + 3_600_000 } }
    expect(await viewer.text('/kanal')).toMatch(/jatah token hari ini habis.*11\.00/su)
  })

  test('says so when no channel is set up', async () => {
    expect(await (await console.signedIn('viewer')).text('/kanal')).toContain('Belum ada kanal')
  })
})

describe('pairing WhatsApp', () => {
  beforeEach(() => {
    channels = [{ name: 'whatsapp', health: { state: 'starting', detail: '', lastMessageInAt: null, lastMessageOutAt: null }, queue: 0 }]
  })

  test('shows the QR to an admin, as an image that nothing keeps', async () => {
    status = { state: 'qr', qr: '2@secret-of-the-link' }
    const admin = await console.signedIn('admin')
    const page = await admin.text('/kanal')
    expect(page).not.toContain('secret-of-the-link')
    const image = await admin.get(/src="(\/kanal\/whatsapp\/qr\.svg[^"]+)"/.exec(page)![1]!)
    expect(image.headers.get('content-type')).toBe('image/svg+xml')
    expect(image.headers.get('cache-control')).toBe('no-store')
    expect(await image.text()).toMatch(/^<svg/)
    status = { state: 'paired' }
    expect((await admin.get('/kanal/whatsapp/qr.svg')).status).toBe(404)
  })

  test('shows neither QR nor code nor forms to anybody else', async () => {
    const caseworker = await console.signedIn('caseworker')
    status = { state: 'qr', qr: '2@secret-of-the-link' }
    expect(await caseworker.text('/kanal')).not.toMatch(/qr\.svg|action="\/kanal/)
    status = { state: 'code', code: 'K7QX2M4P' }
    expect(await caseworker.text('/kanal')).not.toContain('K7QX2M4P')
  })

  test('by a code: cleans the number, shows the code, keeps the number out of the audit trail', async () => {
    const admin = await console.signedIn('admin')
    status = { state: 'qr', qr: 'x' }
    expect((await admin.post('/kanal/whatsapp/kode', { nomor: '+62 812-3456-7890' })).status).toBe(303)
    expect(asked).toEqual(['code 6281234567890'])
    expect(await admin.text('/kanal')).toContain('K7QX2M4P')
    const rows = await console.store.db.selectFrom('audit').selectAll().where('action', '=', 'whatsapp-code-asked').execute()
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain('3456')
  })

  test.each(['', '0812345678', '12', 'abc', '62812345678901234'])('refuses the number "%s" at its field', async (nomor) => {
    const admin = await console.signedIn('admin')
    const answer = await admin.post('/kanal/whatsapp/kode', { nomor })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('id="nomor-problem"')
    expect(asked).toEqual([])
  })

  test('says that it failed, reports why, and does not show why', async () => {
    const admin = await console.signedIn('admin')
    const answer = await admin.post('/kanal/whatsapp/kode', { nomor: '6281234567890' })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('Tidak berhasil')
    expect(page).not.toContain('no QR is being shown')
    expect(console.reported).toHaveLength(1)
  })

  test('unpairs only when it is understood what that means', async () => {
    status = { state: 'paired' }
    const admin = await console.signedIn('admin')
    await admin.text('/kanal')
    expect((await admin.post('/kanal/whatsapp/lepas')).status).toBe(422)
    expect(asked).toEqual([])
    expect((await admin.post('/kanal/whatsapp/lepas', { mengerti: '1' })).status).toBe(303)
    await admin.post('/kanal/whatsapp/sambung-ulang')
    await admin.post('/kanal/whatsapp/tautkan')
    expect(asked).toEqual(['logout', 'restart', 'start'])
  })
})
