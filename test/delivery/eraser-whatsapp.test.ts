import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFrontDoors, type TwoFrontDoors } from '../support/two-front-doors.ts'
import { until } from '../support/whatsapp-double-wait.ts'

let house: TwoFrontDoors
beforeEach(async () => {
  house = await openFrontDoors()
})
afterEach(() => house.close())

const erasuresDone = async (): Promise<boolean> =>
  (await house.app.store.db.selectFrom('erasures').select('id').where('done_at', 'is', null).execute()).length === 0

describe('"hapus jejak" on WhatsApp', () => {
  it('takes back each message of ours, lets new ones go by themselves, and says what is left to do by hand', async () => {
    const { whatsapp } = house
    const [writer, other] = [house.doors.WhatsApp(), house.doors.WhatsApp()]
    await other.write('halo')
    await writer.write('gaji saya belum dibayar')
    expect((await writer.write('hapus jejak')).join('\n')).toMatch(/hapus dari hp/iu)
    expect(whatsapp.revoked).toEqual([])
    const theirs = new Set(other.sees())
    const ours = whatsapp.outgoing.filter(({ text }) => text !== null && !theirs.has(text)).map(({ id }) => id)
    await writer.write('1')
    await until('it is done', erasuresDone)
    await house.app.idle()
    expect(ours.length).toBeGreaterThanOrEqual(2)
    expect(whatsapp.revoked).toEqual(ours)
    expect(other.sees()).not.toEqual([])
    const [told] = writer.sees()
    expect(writer.sees()).toHaveLength(1)
    expect(told).toMatch(
      new RegExp(`Selesai, ${ours.length} pesan saya ditarik[^]*hilang sendiri setelah 24 jam[^]*Bersihkan chat[^]*Perangkat tertaut`, 'u'),
    )
    expect([...whatsapp.disappearing.values()]).toEqual([86_400])
    // Only this chat's messages say how long they last, the result among them.
    await writer.write('halo')
    await other.write('gaji saya belum dibayar')
    const later = whatsapp.outgoing
      .filter(({ text }) => text !== null && writer.sees().includes(text) && !theirs.has(text))
      .map(({ id }) => id)
    expect(later.length).toBeGreaterThanOrEqual(1)
    expect(whatsapp.lasting.get(whatsapp.outgoing.find(({ text }) => text === told)!.id)).toBe(86_400)
    const others = whatsapp.outgoing.filter(({ text }) => text !== null && other.sees().includes(text) && !writer.sees().includes(text))
    for (const { id } of others) expect(whatsapp.lasting.has(id)).toBe(false)
    expect(whatsapp.errors).toEqual([])
  })

  it('takes nothing back at "jangan"', async () => {
    const writer = house.doors.WhatsApp()
    await writer.write('hapus jejak')
    expect((await writer.write('3')).join('\n')).toContain('tidak ada yang dihapus')
    expect(house.whatsapp.revoked).toEqual([])
    expect([...house.whatsapp.disappearing.values()]).toEqual([])
  })

  it('is honest when WhatsApp refuses', async () => {
    const { whatsapp } = house
    const writer = house.doors.WhatsApp()
    await writer.write('halo')
    await writer.write('hapus jejak')
    whatsapp.refusesSettings = true
    await writer.write('1')
    await until('it is done', erasuresDone)
    await house.app.idle()
    expect(whatsapp.revoked).toEqual([])
    expect(writer.sees().at(-1)).toMatch(/^Belum ada pesan saya yang bisa ditarik\.[^]*tidak bisa saya nyalakan[^]*Bersihkan chat/u)
  })

  it('with "hapus semua" takes them back too, and gives the receipt after it', async () => {
    const { whatsapp } = house
    const writer = house.doors.WhatsApp()
    await writer.write('halo')
    await writer.write('hapus data saya')
    await writer.write('1')
    await until('it is done', async () => writer.sees().some((text) => text.includes('Tanda terima')))
    expect(whatsapp.revoked.length).toBeGreaterThanOrEqual(2)
    expect(writer.sees()).toHaveLength(1)
  })
})
