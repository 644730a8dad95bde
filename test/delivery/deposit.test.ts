import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createLogger } from '../../src/log.ts'
import { createPurge } from '../../src/store/purge.ts'
import { write } from '../../src/store/writes.ts'
import { textMessage } from '../support/builders-core.ts'
import { freezeTime, prepareAssistant, startCore, type Core } from '../support/core-app.ts'
import { saysSlowly } from '../support/slow-turns.ts'

prepareAssistant()

const HOUR = 3_600_000
const DAY = 24 * HOUR
const PIN = '482195'
/** Of these words nothing may stand in the open. */
const PLANTED = 'Sulastriningsih'
const PASSPORT = 'C7391846'
const ANSWERS = [
  'boleh',
  '2',
  `Siti ${PLANTED}`,
  '14 Agustus 1997',
  PASSPORT,
  `Madam ${PLANTED}`,
  'PT Maju',
  `Flat 12B, Tower ${PLANTED}, Tai Po, Hong Kong`,
  `${PLANTED} 081234567890`,
] as const

const says = (core: Core, texts: readonly string[], from = '7001', channel: 'telegram' | 'whatsapp' = 'telegram'): Promise<string> =>
  saysSlowly(core, texts, from, channel)

const begin = (core: Core, from = '7001'): Promise<string> => says(core, ['titip data', PIN, PIN], from)
async function deposit(core: Core, from = '7001', rule = '2'): Promise<string> {
  await begin(core, from)
  return says(core, [ANSWERS[0], rule, ...ANSWERS.slice(2)], from)
}
const rows = ({ app }: Core) => app.store.db.selectFrom('deposits').selectAll().execute()
const cases = ({ app }: Core) => app.store.db.selectFrom('cases').selectAll().execute()
const consents = ({ app }: Core) => app.store.db.selectFrom('consents').selectAll().where('about', '=', 'deposit').execute()
const filesWith = (core: Core, text: string): string[] =>
  readdirSync(join(core.folder, 'data')).filter((name) => readFileSync(join(core.folder, 'data', name)).includes(text))

describe('a deposit', () => {
  it('asks for a PIN first, then for consent, and ends in no case and no alarm', async () => {
    freezeTime()
    const core = await startCore()
    expect(await says(core, ['titip data'])).toMatch(/dikunci dengan PIN[^]*4 sampai 6 angka/)
    expect(await says(core, [PIN, PIN])).toMatch(/PIN tersimpan[^]*tidak dikirim sendiri[^]*Boleh nama[^]*disimpan\?/)
    expect(await rows(core)).toEqual([])
    const asked = await says(core, ['boleh'])
    expect(asked).toMatch(/Kapan petugas boleh membuka[^]*Pelapor tidak diberi isinya/)
    const end = await says(core, ANSWERS.slice(1))
    expect(end).toMatch(/Titipan tersimpan, terkunci[^]*dilaporkan hilang[^]*1095 hari[^]*bukan lapor diri[^]*Hapus chat/)
    expect(await cases(core)).toEqual([])
    expect((await core.app.store.db.selectFrom('conversations').select('wants_person').execute())[0]).toEqual({ wants_person: 0 })
    expect(await rows(core)).toMatchObject([{ rule: 'family', erase_at: null }])
    expect(await consents(core)).toMatchObject([{ answer: 'yes', case_id: null, withdrawn_at: null }])
  })

  it('stands in no file of the database in the open, neither half-way nor whole', async () => {
    freezeTime()
    const core = await startCore()
    await begin(core)
    await says(core, ANSWERS.slice(0, -1))
    for (const text of [PLANTED, PASSPORT, '14 Agustus 1997']) expect(filesWith(core, text), text).toEqual([])
    await says(core, ANSWERS.slice(-1))
    expect(await rows(core)).toHaveLength(1)
    for (const text of [PLANTED, PASSPORT, '14 Agustus 1997', 'PT Maju', '081234567890']) expect(filesWith(core, text), text).toEqual([])
    const lines = await core.app.store.db.selectFrom('messages').select('text').where('author', '=', 'person').execute()
    expect(lines.map(({ text }) => text)).toContain('[Nomor paspor]')
  })

  it.each([['jangan'], ['lewati'], ['tidak tahu']])('keeps nothing after "%s" to the consent', async (answer) => {
    freezeTime()
    const core = await startCore()
    await begin(core)
    expect(await says(core, [answer])).toContain('tidak ada yang saya simpan')
    expect(await rows(core)).toEqual([])
    expect(await consents(core)).toEqual([])
    expect(await says(core, ['siapa nama presiden'])).not.toContain('nama lengkap')
  })

  it('takes "lewati" and "tidak tahu" for good answers; who chose no rule gave leave for the worst only', async () => {
    freezeTime()
    const core = await startCore()
    await begin(core)
    const end = await says(core, ['boleh', 'lewati', 'tidak tahu', 'lewati', 'gak tau', 'lewati', 'PT Maju', '???', '...', 'lewati'])
    expect(end).toMatch(/belum paham[^]*tersimpan[^]*hanya kalau nyawa terancam/)
    expect(await rows(core)).toMatchObject([{ rule: 'staff', passport_hash: null, person_hash: null }])
  })

  it('of nothing but "lewati" is none', async () => {
    freezeTime()
    const core = await startCore()
    await begin(core)
    expect(await says(core, ['boleh', '1', ...Array.from({ length: 7 }, () => 'lewati')])).toContain('tidak ada yang saya simpan')
    expect(await rows(core)).toEqual([])
  })

  it('is left by "batal", with nothing kept', async () => {
    freezeTime()
    const core = await startCore()
    await begin(core)
    expect(await says(core, [...ANSWERS.slice(0, 4), 'batal'])).toContain('saya berhenti')
    expect(await rows(core)).toEqual([])
    const [conversation] = await core.app.store.db.selectFrom('conversations').select('state').execute()
    expect(JSON.parse(conversation!.state)).toMatchObject({ flow: null })
  })

  it.each([
    'titip salam buat ibu',
    'nitip uang ke agen aman gak',
    'titip uang',
    'titipan barang boleh dibawa',
    'agen suruh titip data ktp ke dia',
    'titip data ke sponsor boleh?',
    'mau titip anak ke nenek',
    'hapus titipan uang di agen',
  ])('never begins by "%s"', async (text) => {
    freezeTime()
    const core = await startCore()
    expect(await says(core, [text])).not.toMatch(/PIN|[Tt]itipan (?:hanya|dikunci|tersimpan)/)
  })

  it('does not throw away other questions that are under way', async () => {
    freezeTime()
    const core = await startCore()
    const told = await says(core, ['bantu saya pulang', 'riyadh', 'titip data'])
    expect(told).toMatch(/Selesaikan dulu pertanyaan tadi[^]*aman\?/)
    expect(await says(core, ['aman'])).toContain('Badan Kakak')
  })
})

describe('in the middle of a deposit', () => {
  it('danger comes first, and the deposit is kept half-way, behind the PIN', async () => {
    freezeTime()
    const core = await startCore()
    await begin(core)
    await says(core, ANSWERS.slice(0, 3))
    const help = await says(core, ['tolong saya dipukul majikan sekarang'])
    expect(help).toMatch(/\+\d{9,}/)
    expect(help).not.toMatch(/titip|lanjut/i)
    expect((await cases(core)).map(({ lane }) => lane)).toEqual(['emergency'])
    await says(core, ['1'])
    expect(await says(core, ['lanjut'])).toContain('Tulis PIN')
    expect(await says(core, [PIN])).toContain('tanggal lahir Kakak')
    await says(core, ANSWERS.slice(3))
    expect(await rows(core)).toHaveLength(1)
  })

  it('silence is kept, and only who writes and knows the PIN goes on', async () => {
    freezeTime()
    const core = await startCore()
    await begin(core)
    await says(core, [...ANSWERS.slice(0, 3), 'saya dipukul majikan', '2'])
    const before = core.telegram.arrived.length
    await core.pass(10 * 60_000)
    expect(core.telegram.arrived).toHaveLength(before)
    expect(await says(core, ['lanjut', '111999'])).toMatch(/Tulis PIN[^]*PIN salah/)
    expect(await rows(core)).toEqual([])
  })

  it('what is left is offered neutrally when the person writes, and goes on only after the PIN', async () => {
    freezeTime()
    const core = await startCore()
    await begin(core)
    await says(core, ANSWERS.slice(0, 3))
    const before = core.telegram.arrived.length
    await core.pass(HOUR)
    expect(core.telegram.arrived).toHaveLength(before)
    const back = await says(core, ['gaji belum dibayar gimana'])
    expect(back).toContain('Lanjut yang kemarin?')
    expect(back).not.toMatch(/titip|lahir/i)
    const resumed = await says(core, ['1'])
    expect(resumed).toContain('Tulis PIN')
    expect(resumed).not.toContain('lahir')
    expect(await says(core, [PIN])).toContain('tanggal lahir Kakak')
  })
})

describe('"titipan saya" and "hapus titipan"', () => {
  it('show and remove it only with the PIN; the transcript keeps none of it', async () => {
    freezeTime()
    const core = await startCore()
    await deposit(core)
    expect(await says(core, ['titipan saya'])).not.toContain(PLANTED)
    const shown = await says(core, [PIN])
    expect(shown).toMatch(new RegExp(`Nomor paspor: ${PASSPORT}[^]*Alamat kerja: Flat 12B, Tower ${PLANTED}[^]*dilaporkan hilang`))
    for (const bubble of core.telegram.shown('7001')) expect(bubble.length).toBeLessThanOrEqual(900)
    expect(filesWith(core, PLANTED)).toEqual([])
    expect(await says(core, ['hapus titipan', '111999'])).toContain('PIN salah')
    expect(await rows(core)).toHaveLength(1)
    expect(await says(core, ['hapus titipan', PIN])).toContain('Titipan dihapus')
    expect(await rows(core)).toEqual([])
    expect(await consents(core)).toMatchObject([{ withdrawn_at: expect.any(Number), due_at: null }])
    expect(await says(core, ['titipan saya', PIN])).toContain('Tidak ada titipan')
  })

  it('say the same without a PIN whether or not anything is deposited', async () => {
    freezeTime()
    const core = await startCore()
    await deposit(core)
    await core.app.store.commit([write(core.app.store.db.deleteFrom('pins'))])
    for (const text of ['titipan saya', 'hapus titipan']) expect(await says(core, [text])).toBe(await says(core, [text], '7002'))
    expect(await rows(core)).toHaveLength(1)
  })

  it('open and change nothing older for a PIN that was made a moment ago', async () => {
    freezeTime()
    const core = await startCore()
    await deposit(core)
    await core.app.store.commit([write(core.app.store.db.deleteFrom('pins'))])
    await core.pass(60_000)
    const other = ['739164', '739164'] as const
    const told = await says(core, ['titip data', ...other])
    expect(told).toContain('PIN ini baru')
    expect(told).not.toContain('Boleh nama')
    expect(await says(core, ['titipan saya', other[0], 'hapus titipan', other[0], 'titip data', other[0]])).toMatch(
      /PIN ini baru[^]*PIN ini baru[^]*PIN ini baru/,
    )
    expect(await rows(core)).toHaveLength(1)
    expect(core.telegram.shown('7001').join('\n')).not.toContain(PLANTED)
  })

  it('remove it a day later while an emergency is open, in the same words, and staff see that it was asked for', async () => {
    freezeTime()
    const core = await startCore()
    await deposit(core, '7001')
    await deposit(core, '7002')
    await says(core, ['saya dipukul majikan', '1', 'lewati'])
    const told = await says(core, ['hapus titipan', PIN])
    expect(told).toBe(await says(core, ['hapus titipan', PIN], '7002'))
    expect(await rows(core)).toMatchObject([{ erase_at: expect.any(Number) }])
    expect(await says(core, ['titipan saya', PIN])).toContain('Tidak ada titipan')
    const events = await core.app.store.db.selectFrom('case_events').select('kind').execute()
    expect(events.map(({ kind }) => kind)).toContain('deposit-erasure-asked')
    await purged(core, 0)
    expect(await rows(core)).toHaveLength(1)
    await purged(core, 2)
    expect(await rows(core)).toEqual([])
  })
})

describe('who reports somebody missing', () => {
  it('hears the same words whether or not that person deposited something', async () => {
    freezeTime()
    const core = await startCore()
    await deposit(core)
    const texts = (name: string): string[] => [
      'saya mau lapor anak saya hilang kontak',
      'malaysia',
      'bulan lalu',
      '2',
      name,
      '14 Agustus 1997',
      'lewati',
      'Karto, ayahnya',
      'boleh',
    ]
    const known = await says(core, texts(`Siti ${PLANTED}`), '7005')
    const unknown = await says(core, texts('Siti Aminah'), '7006')
    const plain = (told: string): string => told.replaceAll(/PM-\w{4}/g, 'PM')
    expect(plain(known).replaceAll(`Siti ${PLANTED}`, 'X')).toBe(plain(unknown).replaceAll('Siti Aminah', 'X'))
    expect(core.telegram.arrived.filter(({ address }) => address === '7001').at(-1)?.bubble.text).toContain('titipan saya')
  })
})

describe('what is deposited', () => {
  it('is replaced as a whole, and only at the end', async () => {
    freezeTime()
    const core = await startCore()
    await deposit(core)
    const [first] = await rows(core)
    await says(core, ['titip data', PIN, 'boleh', '1', 'Siti'])
    expect(await rows(core)).toEqual([first])
    await says(core, ['lewati', 'lewati', 'lewati', 'lewati', 'lewati', 'lewati'])
    const [second, ...rest] = await rows(core)
    expect(rest).toEqual([])
    expect(second).toMatchObject({ rule: 'self', passport_hash: null })
    expect(await says(core, ['titipan saya', PIN])).not.toContain(PASSPORT)
  })

  it('is told of by "data saya" only with the PIN, and goes with "hapus data saya"', async () => {
    freezeTime()
    const core = await startCore()
    await deposit(core)
    const locked = await says(core, ['data saya'])
    expect(locked).not.toMatch(/Titipan Kakak/)
    await core.pass(25 * HOUR, HOUR)
    expect(await says(core, ['data saya', PIN])).toContain('Titipan Kakak, sejak')
    await says(core, ['hapus data saya', PIN, '1'])
    await core.pass(60_000)
    expect(await rows(core)).toEqual([])
    expect(await core.app.store.db.selectFrom('people').selectAll().execute()).toEqual([])
  })

  it('has a retention of its own', async () => {
    freezeTime()
    const core = await startCore({ environment: { RETENTION_DEPOSIT_DAYS: '400' } })
    await deposit(core)
    await purged(core, 399)
    expect(await rows(core)).toHaveLength(1)
    await purged(core, 401)
    expect(await rows(core)).toEqual([])
  })

  it('is never shown to another, whatever they write', async () => {
    freezeTime()
    const core = await startCore()
    await deposit(core, '7001')
    await deposit(core, '7002', '1')
    const other = await says(core, ['titipan saya', PIN, 'data saya', PIN], '7003')
    expect(other).not.toContain(PLANTED)
    expect(await says(core, ['titipan saya', PIN, 'hapus titipan', PIN], '7002')).toContain('Titipan dihapus')
    expect(await rows(core)).toHaveLength(1)
  })

  it('stays with the person whose two WhatsApp ids turn out to be one', async () => {
    freezeTime()
    const core = await startCore()
    const [phone, lid] = ['628123450001@s.whatsapp.net', '99887766554433@lid']
    await core.whatsapp.receive(textMessage('halo', { channel: 'whatsapp', addresses: [lid], sentAt: Date.now(), externalId: 'm1' }))
    await core.pass(3_000)
    const texts = ['titip data', PIN, PIN, ...ANSWERS]
    await says(core, texts, phone, 'whatsapp')
    expect(await rows(core)).toHaveLength(1)
    await core.whatsapp.receive(
      textMessage('makasih', { channel: 'whatsapp', addresses: [lid, phone], sentAt: Date.now(), externalId: 'm2' }),
    )
    await core.pass(3_000)
    const [only, ...rest] = await core.app.store.db.selectFrom('conversations').select('id').execute()
    expect(rest).toEqual([])
    expect(await rows(core)).toMatchObject([{ conversation_id: only!.id }])
  })
})

async function purged({ app }: Core, days: number): Promise<void> {
  const { store } = app
  await createPurge({ store, retention: app.config.retention, now: () => Date.now() + days * DAY, logger: createLogger('silent') }).run()
}
