/** Somebody in need, the staff who are alerted, and what is told about them, through the real front doors. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProductWithChannels, type ProductWithChannels } from '../support/product-with-channels.ts'
import { readPdf } from '../support/read-pdf.ts'
import { startSmtpDouble, type SmtpDouble } from '../support/smtp-double.ts'
import type { VirtualGroup, VirtualUser } from '../support/telegram-emulator-people.ts'
import { until } from '../support/whatsapp-double-wait.ts'

const GROUP = -1001234567890

let running: ProductWithChannels
let group: VirtualGroup
let mail: SmtpDouble
let asking: VirtualUser

beforeAll(async () => {
  mail = await startSmtpDouble()
  running = await startProductWithChannels((telegram) => {
    group = telegram.group(GROUP)
    return {
      TELEGRAM_STAFF_CHAT: String(GROUP),
      SMTP_URL: mail.url,
      ALERT_MAIL_FROM: 'tanya@example.org',
      ALERT_MAIL_TO: 'jaga@example.org',
    }
  })
})

afterAll(async () => {
  await running?.close()
  await mail?.close()
})

const alerts = (): string[] => group.sees().map(({ text }) => text)

const tells = (person: VirtualUser, text: string): Promise<string> => running.tells(person, text)

const ready = async (): Promise<{ status: number; parts: Record<string, { state: string }> }> => {
  const response = await fetch(`${running.product.url}/ready`)
  const { parts } = (await response.json()) as { parts: Record<string, { state: string }> }
  return { status: response.status, parts }
}

describe('staff', () => {
  it('are tried at start: the group and the mailbox accept a test, and /ready says so', async () => {
    await until('the test is accepted', () => running.product.app.alerter.health().state === 'up')
    expect(alerts()).toEqual(['Tes peringatan Tanya Migran. Tidak perlu dijawab.'])
    expect(mail.mails.map(({ to }) => to)).toEqual([['jaga@example.org']])
    expect((await ready()).parts).toMatchObject({ alerts: { state: 'up' }, staff: { state: 'degraded' } })
  })
})

describe('a worker on Telegram', () => {
  it('in danger is told that nobody reads, which is true, while staff hear of it at once', async () => {
    const reply = await tells(running.telegram.user(501), 'saya dipukul majikan di hongkong')
    expect(reply).toContain('Belum ada petugas yang membaca')
    await until('an alert', () => alerts().length > 1)
    expect(alerts().at(-1)).toMatch(/^PM-\w{4} · DARURAT · Hong Kong · 0 menit\nhttp:\/\/\S+\/kasus\/\w+$/)
    await until('a mail', () => mail.mails.length > 1)
  })

  it('is told of staff as soon as somebody is on duty', async () => {
    const { app } = running.product
    const staff = {
      id: 's1',
      name: 'Sari',
      alias: 'Ibu Dewi',
      role: 'caseworker',
      password_hash: '',
      created_at: 1,
      totp_step: 0,
      restricted_team: 0,
    } as const
    const duty = { staff_id: 's1', since: Date.now(), until: Date.now() + 3_600_000 }
    await app.store.commit([
      { query: app.store.db.insertInto('staff').values(staff).compile() },
      { query: app.store.db.insertInto('on_duty').values(duty).compile() },
    ])
    await app.duty.refresh()
    expect((await ready()).parts).toMatchObject({ staff: { state: 'up' } })
    expect(await tells(running.telegram.user(502), 'saya dikunci majikan')).toContain('Petugas juga membaca sekarang')
    asking = running.telegram.user(503)
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
    running.telegram.fail('sendMessage', { kind: 'error', code: 400, description: 'Bad Request: not enough rights' })
    mail.refuse(true)
    await running.product.app.alerter.test()
    expect(await ready()).toMatchObject({ status: 503, parts: { alerts: { state: 'down' } } })
    expect(await tells(running.telegram.user(504), 'saya disekap majikan')).toContain('Belum ada petugas yang membaca')
    group.setPublicName(null)
    mail.refuse(false)
    await running.product.app.alerter.test()
    expect((await ready()).parts).toMatchObject({ alerts: { state: 'up' } })
  })
})

describe('a family on Telegram', () => {
  it('is led by buttons and words to a text to forward, and staff get a case', async () => {
    const mother = running.telegram.user(601)
    expect(await tells(mother, 'saya mau lapor anak saya hilang kontak')).toContain('negara dan kota mana')
    await tells(mother, 'malaysia')
    expect(await tells(mother, 'bulan lalu, katanya mau pindah kerja')).toContain('Pernah bilang')
    mother.press('Tidak pernah')
    await until('the name is asked', () => mother.hears().at(-1)?.includes('nama lengkapnya') === true)
    for (const text of ['Ahmad Fauzi Ridwan', 'lewati', '???', '...', 'Siti Maryam, ibunya']) await tells(mother, text)
    const before = mother.hears().length
    mother.press('Boleh')
    await until('the end', () => mother.hears().length >= before + 3)
    const told = mother.hears().slice(before).join('\n')
    expect(told).toMatch(/PM-\w{4}[^]*belum laporan resmi[^]*Nama lengkap: Ahmad Fauzi Ridwan[^]*majikan: tidak tahu/)
    const { document } = running.telegram.calls('sendDocument').at(-1)!.payload as { document: { name: string; bytes: Buffer } }
    expect(document.name).toBe('laporan-hilang-kontak.pdf')
    expect(document.bytes.subarray(0, 5).toString()).toBe('%PDF-')
    const printed = readPdf(document.bytes)
    expect(printed.pages).toBe(1)
    expect(printed.text).toMatch(/belum laporan resmi[^]*Ahmad Fauzi Ridwan[^]*majikan[^]*Belum diketahui[^]*Kirim ke/)
    const { store } = running.product.app
    expect(await store.db.selectFrom('cases').select('number').where('kind', '=', 'missing-worker').execute()).toEqual([
      { number: /PM-\w{4}/.exec(told)![0] },
    ])
    expect(JSON.stringify(await store.db.selectFrom('messages').select('text').execute())).not.toContain('Fauzi')
  })
})

describe('a worker on Telegram who wants no trace', () => {
  it('sees every message of both sides gone but the one that says so', async () => {
    const person = running.telegram.user(505)
    await tells(person, 'halo')
    await tells(person, 'gaji saya belum dibayar')
    await tells(person, 'hapus jejak')
    const before = person.sees().map(({ messageId }) => messageId)
    person.press('Hapus dari HP')
    await until('word that it is done', () => person.hears().some((text) => text.startsWith('Selesai')))
    await running.product.app.idle()
    const asked = running.telegram.calls('deleteMessages').at(-1)!.payload
    expect(asked['chat_id']).toBe('505')
    expect((asked['message_ids'] as number[]).toSorted((one, other) => one - other)).toEqual(before)
    expect(person.sees().map(({ text }) => text)).toEqual([
      `Selesai, ${before.length} pesan dihapus.\nPesan ini hapus sendiri: tekan lama, lalu Hapus.`,
    ])
    const kept = await running.product.app.store.db.selectFrom('messages').select('text').execute()
    expect(JSON.stringify(kept)).toContain('gaji saya belum dibayar')
  })
})

describe('a worker on WhatsApp', () => {
  it('answers the questions by number, chooses a code word, and its use looks like nothing', async () => {
    expect(await running.workerWrites('0')).toMatch(/ini HP siapa\?[^]*1[^]*2[^]*3/)
    expect(await running.workerWrites('1')).toContain('Kapan aman')
    expect(await running.workerWrites('3')).toMatch(/15 menit setelah pesan terakhir Kakak, kami diam/)
    expect(await running.workerWrites('kata aman')).toContain('kata rahasia')
    expect(await running.workerWrites('kebun jagung')).toContain('Tersimpan, Kak')
    const before = alerts().length
    expect(await running.workerWrites('Kebun jagung')).toBe('Terima kasih sudah menulis. Untuk melihat pilihan, tulis menu.')
    await until('an alert', () => alerts().length > before)
    expect(alerts().at(-1)).toMatch(/^PM-\w{4} · DARURAT · /)
    const shown = running.whatsapp.seenBy(running.worker).length
    await running.product.app.idle()
    expect(running.whatsapp.seenBy(running.worker)).toHaveLength(shown)
    const kept = await running.product.app.store.db.selectFrom('messages').select('text').execute()
    expect(JSON.stringify(kept)).not.toMatch(/kebun jagung/i)
  })

  it('is led by numbers to a note for going home; danger comes first, and the note goes on after it', async () => {
    expect(await running.workerWrites('bantu saya pulang')).toContain('negara dan kota mana')
    expect(await running.workerWrites('di riyadh')).toMatch(/aman\?[^]*1[^]*2/)
    const danger = await running.workerWrites('saya dipukul majikan')
    expect(danger).toMatch(/966[^]*Aman menulis/)
    expect(danger).not.toContain('pulang')
    expect(await running.workerWrites('1')).toContain('tulis lanjut')
    expect(await running.workerWrites('lanjut')).toContain('Sekarang Kakak aman?')
    expect(await running.workerWrites('1')).toContain('Badan Kakak')
    expect(await running.workerWrites('batal')).toContain('saya berhenti')
  })

  it('sees our messages taken back, and is told how to clear the rest by hand and that a copy stays', async () => {
    const { whatsapp, worker } = running
    expect(await running.workerWrites('hapus jejak')).toMatch(/Salinan tetap ada di petugas[^]*Pesan Kakak sendiri/)
    const results = (): string[] => whatsapp.seenBy(worker).filter((text) => text.includes('pesan saya ditarik'))
    await whatsapp.send(worker, '1')
    await until('the result', () => results().length > 0)
    expect(results().join()).toMatch(/Bersihkan chat[^]*Perangkat tertaut/)
    expect(whatsapp.revoked.length).toBeGreaterThan(5)
    expect(whatsapp.seenBy(worker)).toEqual(results())
  })
})
