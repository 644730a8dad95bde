/** People and what is kept of them, on every channel, through the real front doors: seeing, a PIN, another phone, erasing. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProductWithChannels, type ProductWithChannels } from '../support/product-with-channels.ts'
import type { VirtualUser } from '../support/telegram-emulator-people.ts'
import { until } from '../support/whatsapp-double-wait.ts'

const PLANTED = 'xyzzyplanted'

let running: ProductWithChannels
beforeAll(async () => {
  running = await startProductWithChannels()
})
afterAll(async () => {
  await running?.close()
})

const tells = (person: VirtualUser, text: string): Promise<string> => running.tells(person, text)

const filesWith = (text: string): string[] => {
  const folder = running.product.app.config.dataFolder
  return readdirSync(folder).filter((name) => readFileSync(`${folder}/${name}`).includes(text))
}
const peopleOn = async (channel: 'telegram' | 'whatsapp' | 'web'): Promise<number> =>
  (await running.product.app.store.db.selectFrom('conversations').select('id').where('channel', '=', channel).execute()).length

describe('a worker on Telegram', () => {
  it('sees what is stored, and after one confirmation nothing of it is left, on the phone or with us', async () => {
    const person = running.telegram.user(501)
    await tells(person, `gaji saya ${PLANTED} belum dibayar`)
    expect(await tells(person, 'data saya')).toContain(`gaji saya ${PLANTED} belum dibayar`)
    await tells(person, 'hapus data saya')
    person.press('Hapus semua')
    await until('the receipt', () => person.hears().some((text) => /Tanda terima: H-\w{6}/.test(text)))
    await until('nobody is left', () => filesWith(PLANTED).length === 0, 20_000)
    expect(person.sees().map(({ text }) => text)).toEqual([expect.stringMatching(/^Selesai, \d+ pesan dihapus\.[^]*Tanda terima: H-/)])
    expect(await peopleOn('telegram')).toBe(0)
    expect(await tells(person, 'gaji belum dibayar')).not.toBe('')
  })
})

describe('a visitor of the web chat', () => {
  it('erases what was written, and still reads the receipt', async () => {
    let cookie = ''
    const says = async (text: string): Promise<void> => {
      const { url } = running.product
      const response = await fetch(`${url}/chat/kirim`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: url, 'content-type': 'application/x-www-form-urlencoded', cookie },
        body: new URLSearchParams({ text }).toString(),
      })
      cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
      await running.product.app.idle()
    }
    const page = async (): Promise<string> => (await fetch(`${running.product.url}/chat`, { headers: { cookie } })).text()
    await says(`gaji saya ${PLANTED}`)
    await says('hapus data saya')
    await says('1')
    await until('nobody is left', () => filesWith(PLANTED).length === 0, 20_000)
    const shown = await page()
    expect(shown).toMatch(/Tanda terima: H-\w{6}/)
    expect(shown).not.toContain(PLANTED)
    expect(await peopleOn('web')).toBe(0)
  })
})

describe('a worker on WhatsApp', () => {
  it('sets a PIN that nobody can read anywhere, and is asked for it', async () => {
    expect(await running.workerWrites(`gaji saya ${PLANTED}`)).not.toBe('')
    expect(await running.workerWrites('pin 482195')).toContain('sekali lagi')
    expect(await running.workerWrites('482195')).toContain('PIN tersimpan')
    expect(await running.workerWrites('data saya')).toContain('Tulis PIN')
    expect(await running.workerWrites('482196')).toContain('PIN salah')
    expect(filesWith('482195')).toEqual([])
  })

  it('is asked for the PIN before anything old is shown, once the account is on another phone; danger is answered at once', async () => {
    await running.workerWrites('rincian')
    running.worker.setUpAnew()
    expect(await running.workerWrites('rincian')).toMatch(/Tidak ada rincian[^]*sekarang di HP lain[^]*dengan PIN/)
    expect(await running.workerWrites('data saya')).toMatch(/^Tulis PIN/)
    expect(await running.workerWrites('batal')).not.toContain(PLANTED)
    running.worker.setUpAnew()
    expect(await running.workerWrites('saya dipukul majikan')).toMatch(/Sudah saya baca/)
    const events = await running.product.app.store.db.selectFrom('case_events').select('kind').execute()
    expect(events.map(({ kind }) => kind)).toContain('phone-changed')
  })

  it('is answered again after everything was erased, numbers and keys of theirs included', async () => {
    const { store } = running.product.app
    await store.commit([{ query: store.db.updateTable('cases').set({ closed_at: Date.now(), state: 'closed' }).compile() }])
    await running.workerWrites('hapus data saya')
    await running.workerWrites('482195')
    const { whatsapp, worker } = running
    await whatsapp.send(worker, '1')
    // What was said before is taken back, so that fewer messages are left than there were.
    const left = (): string => whatsapp.seenBy(worker).join('\n')
    await until('the receipt and how to clear the rest', () => left().includes('Tanda terima') && left().includes('Bersihkan chat'))
    expect(left()).toMatch(/Tanda terima: H-\w{6}/)
    expect(left()).not.toContain('Hapus semua data')
    await until('nobody is left', () => filesWith(PLANTED).length === 0, 20_000)
    expect(await peopleOn('whatsapp')).toBe(0)
    const keys = await store.db.selectFrom('whatsapp_keys').select('id').execute()
    expect(keys.filter(({ id }) => id.startsWith(running.worker.lid) || id.startsWith(running.worker.phone))).toEqual([])
    expect(await running.workerWrites('saya dipukul majikan')).toMatch(/Sudah saya baca/)
  })
})
