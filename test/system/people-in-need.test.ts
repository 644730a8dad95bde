/** Somebody in need, the staff who are alerted, and what is told about them, through the real front doors. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProduct, type Product } from '../support/product.ts'
import { startSmtpDouble, type SmtpDouble } from '../support/smtp-double.ts'
import { startTelegramEmulator, type TelegramEmulator } from '../support/telegram-emulator.ts'
import type { VirtualGroup, VirtualUser } from '../support/telegram-emulator-people.ts'
import { until } from '../support/whatsapp-double-wait.ts'
import { WhatsAppDouble } from '../support/whatsapp-double.ts'
import type { DoubleUser } from '../support/whatsapp-double-user.ts'

const GROUP = -1001234567890

let product: Product
let telegram: TelegramEmulator
let group: VirtualGroup
let mail: SmtpDouble
let whatsapp: WhatsAppDouble
let worker: DoubleUser
let asking: VirtualUser

beforeAll(async () => {
  telegram = await startTelegramEmulator()
  group = telegram.group(GROUP)
  mail = await startSmtpDouble()
  whatsapp = await new WhatsAppDouble().listen()
  product = await startProduct({
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.url,
    TELEGRAM_STAFF_CHAT: String(GROUP),
    SMTP_URL: mail.url,
    ALERT_MAIL_FROM: 'tanya@example.org',
    ALERT_MAIL_TO: 'jaga@example.org',
    WHATSAPP: 'web',
    WHATSAPP_WEB_SOCKET_URL: whatsapp.url,
    WHATSAPP_MESSAGES_PER_MINUTE: '60',
  })
  await until('a QR is shown', () => product.qrs.length > 0)
  whatsapp.scanQr(product.qrs.at(-1)!)
  await until('WhatsApp is up', () => whatsapp.online && product.channels.whatsapp?.health().state === 'up')
  worker = whatsapp.directory.addUser(1)
})

afterAll(async () => {
  await product?.close()
  await whatsapp?.close()
  await mail?.close()
  await telegram?.close()
})

const alerts = (): string[] => group.sees().map(({ text }) => text)

async function tells(person: VirtualUser, text: string): Promise<string> {
  const before = person.hears().length
  person.write(text)
  await until(`an answer to "${text}"`, () => person.hears().length > before)
  await product.app.idle()
  return person.hears().slice(before).join('\n')
}

async function writes(text: string): Promise<string> {
  const before = whatsapp.seenBy(worker).length
  await whatsapp.send(worker, text)
  await until(`an answer to "${text}"`, () => whatsapp.seenBy(worker).length > before)
  await product.app.idle()
  return whatsapp.seenBy(worker).slice(before).join('\n')
}

const ready = async (): Promise<{ status: number; parts: Record<string, { state: string }> }> => {
  const response = await fetch(`${product.url}/ready`)
  const { parts } = (await response.json()) as { parts: Record<string, { state: string }> }
  return { status: response.status, parts }
}

describe('staff', () => {
  it('are tried at start: the group and the mailbox accept a test, and /ready says so', async () => {
    await until('the test is accepted', () => product.app.alerter.health().state === 'up')
    expect(alerts()).toEqual(['Tes peringatan Tanya Migran. Tidak perlu dijawab.'])
    expect(mail.mails.map(({ to }) => to)).toEqual([['jaga@example.org']])
    expect((await ready()).parts).toMatchObject({ alerts: { state: 'up' }, staff: { state: 'degraded' } })
  })
})

describe('a worker on Telegram', () => {
  it('in danger is told that nobody reads, which is true, while staff hear of it at once', async () => {
    const reply = await tells(telegram.user(501), 'saya dipukul majikan di hongkong')
    expect(reply).toContain('Belum ada petugas yang membaca')
    await until('an alert', () => alerts().length > 1)
    expect(alerts().at(-1)).toMatch(/^PM-\w{4} · DARURAT · Hong Kong · 0 menit\nhttp:\/\/\S+\/kasus\/\w+$/)
    await until('a mail', () => mail.mails.length > 1)
  })

  it('is told of staff as soon as somebody is on duty', async () => {
    const { app } = product
    const staff = { id: 's1', name: 'Sari', alias: 'Ibu Dewi', role: 'caseworker', password_hash: '', created_at: 1, totp_step: 0 } as const
    const duty = { staff_id: 's1', since: Date.now(), until: Date.now() + 3_600_000 }
    await app.store.commit([
      { query: app.store.db.insertInto('staff').values(staff).compile() },
      { query: app.store.db.insertInto('on_duty').values(duty).compile() },
    ])
    await app.duty.refresh()
    expect((await ready()).parts).toMatchObject({ staff: { state: 'up' } })
    expect(await tells(telegram.user(502), 'saya dikunci majikan')).toContain('Petugas juga membaca sekarang')
    asking = telegram.user(503)
    expect(await tells(asking, '0')).toContain('Petugas sedang berjaga dan akan membaca ini')
  })

  it('is asked with buttons how to be written to', async () => {
    const person = asking
    expect(person.hears().at(-1)).toContain('ini HP siapa?')
    person.press('HP pinjaman')
    await until('the second question', () => person.hears().at(-1)?.includes('Berapa lama') === true)
    person.press('15 menit')
    await until('the end of the questions', () => person.hears().at(-1)?.includes('kami diam') === true)
  })

  it('hears no more of staff once the group can be read by anybody and the mailbox is gone: /ready is red', async () => {
    group.setPublicName('petugas')
    telegram.fail('sendMessage', { kind: 'error', code: 400, description: 'Bad Request: not enough rights' })
    mail.refuse(true)
    await product.app.alerter.test()
    expect(await ready()).toMatchObject({ status: 503, parts: { alerts: { state: 'down' } } })
    expect(await tells(telegram.user(504), 'saya disekap majikan')).toContain('Belum ada petugas yang membaca')
    group.setPublicName(null)
    mail.refuse(false)
    await product.app.alerter.test()
    expect((await ready()).parts).toMatchObject({ alerts: { state: 'up' } })
  })
})

describe('a worker on Telegram who wants no trace', () => {
  it('sees every message of both sides gone but the one that says so', async () => {
    const person = telegram.user(505)
    await tells(person, 'halo')
    await tells(person, 'gaji saya belum dibayar')
    await tells(person, 'hapus jejak')
    const before = person.sees().map(({ messageId }) => messageId)
    person.press('Hapus dari HP')
    await until('word that it is done', () => person.hears().some((text) => text.startsWith('Selesai')))
    await product.app.idle()
    const asked = telegram.calls('deleteMessages').at(-1)!.payload
    expect(asked['chat_id']).toBe('505')
    expect((asked['message_ids'] as number[]).toSorted((one, other) => one - other)).toEqual(before)
    expect(person.sees().map(({ text }) => text)).toEqual([
      `Selesai, ${before.length} pesan dihapus.\nPesan ini hapus sendiri: tekan lama, lalu Hapus.`,
    ])
    const kept = await product.app.store.db.selectFrom('messages').select('text').execute()
    expect(JSON.stringify(kept)).toContain('gaji saya belum dibayar')
  })
})

describe('a worker on WhatsApp', () => {
  it('answers the questions by number, chooses a code word, and its use looks like nothing', async () => {
    expect(await writes('0')).toMatch(/ini HP siapa\?[^]*1[^]*2[^]*3/)
    expect(await writes('1')).toContain('Kapan aman')
    expect(await writes('3')).toMatch(/15 menit setelah pesan terakhir Kakak, kami diam/)
    expect(await writes('kata aman')).toContain('kata rahasia')
    expect(await writes('kebun jagung')).toContain('Tersimpan, Kak')
    const before = alerts().length
    expect(await writes('Kebun jagung')).toBe('Terima kasih sudah menulis. Untuk melihat pilihan, tulis menu.')
    await until('an alert', () => alerts().length > before)
    expect(alerts().at(-1)).toMatch(/^PM-\w{4} · DARURAT · /)
    const shown = whatsapp.seenBy(worker).length
    await product.app.idle()
    expect(whatsapp.seenBy(worker)).toHaveLength(shown)
    const kept = await product.app.store.db.selectFrom('messages').select('text').execute()
    expect(JSON.stringify(kept)).not.toMatch(/kebun jagung/i)
  })

  it('is told how to clear the chat by hand, and that a copy stays', async () => {
    const reply = await writes('hapus jejak')
    expect(reply).toMatch(/Bersihkan chat[^]*Perangkat tertaut[^]*Salinan tetap ada di petugas/)
  })
})
