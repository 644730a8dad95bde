/** A worker on WhatsApp and relatives on Telegram and WhatsApp, through the real front doors. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProductWithChannels, type ProductWithChannels } from '../support/product-with-channels.ts'
import type { VirtualUser } from '../support/telegram-emulator-people.ts'
import { until } from '../support/whatsapp-double-wait.ts'

let running: ProductWithChannels
beforeAll(async () => {
  running = await startProductWithChannels()
})
afterAll(async () => {
  await running?.close()
})

const tells = (person: VirtualUser, text: string): Promise<string> => running.tells(person, text)

describe('a worker on WhatsApp', () => {
  it('links a relative on Telegram by the address, and tells them "kabar baik"; a used address, a wrong code and a cut look like nothing', async () => {
    const { telegram } = running
    await running.workerWrites('hubungkan keluarga')
    await running.workerWrites('1')
    const before = running.whatsapp.seenBy(running.worker).length
    await running.workerWrites('2')
    await until('the address', () => running.whatsapp.seenBy(running.worker).slice(before).join('\n').includes('https://t.me/'))
    const told = running.whatsapp.seenBy(running.worker).slice(before).join('\n')
    const [, bot, payload] = /https:\/\/t\.me\/(\w+)\?start=(k_\w{9})/u.exec(told)!
    expect(bot).toBe('tanya_emulator_bot')
    const mother = telegram.user(601)
    expect(await tells(mother, `/start ${payload}`)).toMatch(/^Tersambung\./)
    const stranger = telegram.user(602)
    const used = await tells(stranger, `/start ${payload}`)
    expect(used).toMatch(/^Kode itu tidak berlaku\./)
    expect(await tells(telegram.user(603), 'K7F-3KA-9XM')).toBe(used)

    const heard = mother.hears().length
    expect(await running.workerWrites('kabar baik')).toMatch(/^Baik\. Kabar Kakak diteruskan/)
    await until('the good news', () => mother.hears().length > heard)
    expect(mother.hears().slice(heard)).toEqual([expect.stringMatching(/^Kabar baik dari keluarga, /)])

    const seenByWorker = running.whatsapp.seenBy(running.worker).length
    const noNews = await tells(mother, 'kabar')
    expect(running.whatsapp.seenBy(running.worker).length).toBe(seenByWorker)
    expect(await running.workerWrites('putus keluarga')).toMatch(/^Sudah diputus\./)
    expect(await tells(mother, 'kabar')).toBe(noNews)
    expect(await tells(stranger, 'kabar')).toBe(noNews)
    expect(running.whatsapp.seenBy(running.worker).length).toBe(seenByWorker + 1)
  })
})
