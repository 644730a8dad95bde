/** Guided questions that end in words: the checklist before leaving, and the contract read clause by clause. */
import { beforeAll, describe, expect, it } from 'vitest'
import { createChats, type Chat, type Said } from '../support/core-chat.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

let chat: () => Chat
beforeAll(() => {
  chat = createChats({ whole: true })
})

const asks = ({ texts }: Said): string => texts.at(-1) ?? ''
const says = (one: Chat, ...texts: string[]): Said => texts.map((text) => one.say(text)).at(-1)!
/** In the order of the questions: visa, papers, contract, way, briefing, insurance, trusted, numbers. */
const DONE = ['visa kerja', 'saya pegang', 'punya', '1', 'sudah', 'sudah', 'ya', 'sudah'] as const

describe('"siap berangkat"', () => {
  it('asks one thing at a time, by number, button or words, and ends in no case', () => {
    const one = chat()
    expect(asks(one.say('siap berangkat'))).toMatch(/jenis apa\?\nKerja hanya sah/)
    expect(asks(one.say({ kind: 'choice', value: 'flow:ready-to-leave:visa:1' }))).toContain('siapa yang pegang')
    const end = says(one, ...DONE.slice(1))
    expect(end.all).toMatch(/sudah Kakak jawab beres[^]*Sudah beres: 8 dari 8[^]*bukan izin berangkat/)
    expect(end.all).not.toMatch(/PM-|Berhenti dulu/)
    expect(end.turn.effects).toEqual({})
    expect(end.turn.state.flow).toBeNull()
  })

  it.each([
    ['turis', [], 'Berhenti dulu, Kak. Visa itu bukan izin kerja.', 'tourist-visa-first'],
    ['pt', ['1'], 'tidak boleh ditahan', 'papers-held-indonesia'],
    ['tidak diberi', ['1', '1'], 'Jangan berangkat sebelum kontrak terlihat', 'contract-before-signing'],
    ['calo', ['1', '1', '1'], 'Kakak boleh tidak jadi berangkat', 'leaving-soon-with-calo'],
  ])('stops at "%s": what to do, whom to contact, the source; then goes on', (answer, before, told, card) => {
    const one = chat()
    says(one, 'siap berangkat', ...before)
    const said = one.say(answer)
    expect(said.texts[0]).toContain(told)
    expect(said.texts[0]).toMatch(/KP2MI[^]*\d{4}[^]*\(Sumber: .+, (?:\w+ )?\d{4}\)/)
    expect(said.turn.cards).toEqual([card])
    expect(asks(said)).toContain('?')
    expect(said.turn.state.flow?.status).toBe('asked')
  })

  it('names stop signs first and then what is left at the end', () => {
    const one = chat()
    const end = says(one, 'siap berangkat', '2', '1', 'tidak diberi', '1', 'belum', 'lewati', 'tidak tahu', '1')
    expect(end.texts.join('\n')).toMatch(
      /Berhenti dulu karena:\n- Minta visa kerja[^]*- Minta salinan kontrak[^]*Masih harus dibereskan:\n- Ikut OPP[^]*BPJS[^]*Titip foto[^]*Sudah beres: 3 dari 8/,
    )
  })

  it('remembers what is done: the next time it asks only what is left, and what may have changed', () => {
    const one = chat()
    says(one, 'siap berangkat', '1', '1', '1', '1', 'belum', 'belum', '1', '1')
    one.later(20 * DAY)
    const again = one.say('siap berangkat')
    expect(again.all).toContain('Yang sudah beres tidak saya tanya lagi')
    // Papers may have been taken since.
    expect(asks(again)).toContain('siapa yang pegang')
    expect(asks(one.say('1'))).toContain('OPP')
    expect(asks(one.say('1'))).toContain('BPJS')
    expect(one.say('1').all).toContain('Sudah beres: 8 dari 8')
    // All done: it begins anew.
    expect(asks(one.say('siap berangkat'))).toContain('jenis apa')
  })

  it('forgets when messages are no longer kept, and remembers nothing for who wants nothing kept', () => {
    const one = chat()
    says(one, 'siap berangkat', '1', '1', '1', '1', 'belum', 'belum', '1', '1')
    one.later(91 * DAY)
    expect(asks(one.say('siap berangkat'))).toContain('jenis apa')
    const other = createChats({ whole: true })({ state: { keepsNothing: true } })
    says(other, 'siap berangkat', ...DONE.slice(0, 7), 'belum')
    expect(other.state().checklist).toBeNull()
  })

  it('left half-way is only offered again when the person writes, and "siap berangkat" goes on where it was', () => {
    const one = chat()
    says(one, 'siap berangkat', '1')
    one.later(20 * HOUR)
    expect(asks(one.say('cara cek pt resmi'))).toBe('Lanjut yang kemarin?')
    expect(asks(one.say('siap berangkat'))).toContain('siapa yang pegang')
    one.later(8 * DAY)
    // Let go after a week, but what was done stays done.
    expect(one.say('cara cek pt resmi').all).not.toContain('Lanjut')
    expect(one.say('siap berangkat').all).not.toContain('jenis apa')
  })

  it('asks once more after nonsense, and is left by "batal"', () => {
    const one = chat()
    expect(asks(says(one, 'siap berangkat', '???'))).toMatch(/belum paham[^]*jenis apa/)
    expect(asks(one.say('...'))).toContain('siapa yang pegang')
    expect(one.say('batal').all).toContain('saya berhenti')
    expect(one.state().flow).toBeNull()
  })

  it('lets danger come first and goes on by "lanjut"; on hold it is silent', () => {
    const one = chat()
    says(one, 'siap berangkat', '1')
    const danger = one.say('tolong saya dikurung di penampungan pt')
    expect(danger.turn.verdict.urgency).toBe('emergency')
    expect(danger.all).not.toMatch(/visa|paspor.*siapa/)
    const silent = one.say('2')
    expect(silent.turn.effects.hold).toBe('not-safe')
    expect(silent.texts).toEqual([])
    expect(asks(one.say('lanjut'))).toContain('siapa yang pegang')
  })

  it.each([
    'saya sudah siap berangkat tapi visanya belum keluar',
    'suami siap berangkat minggu depan, apa yang dibawa',
    'PT bilang kami belum siap berangkat',
  ])('is not begun by "%s"', (text) => {
    expect(chat().say(text).turn.state.flow).toBeNull()
  })

  it('speaks English', () => {
    const one = chat()
    one.say('english')
    expect(one.say('ready to leave').all).toContain('Which kind of visa')
    expect(one.say('tourist').all).toMatch(/Stop first[^]*Source/)
  })
})

describe('"baca kontrak"', () => {
  const begun = (...texts: string[]): Chat => {
    const one = chat()
    says(one, 'baca kontrak', ...texts)
    return one
  }

  it('holds each clause against the cards of the country, with source and date, and ends in no case', () => {
    const one = begun('hong kong')
    expect(asks(one.say('rumah tangga'))).toContain('Gaji pokok')
    const wage = one.say('4500 HKD')
    expect(wage.texts[0]).toMatch(/HK\$5\.100[^]*30 September 2025[^]*lebih kecil[^]*Sumber: Voice Indonesia, KJRI Hong Kong, Sep 2025/)
    expect(wage.turn.cards).toEqual(['wages-hong-kong'])
    expect(one.say('2').texts[0]).toMatch(/Jam kerja: untuk negara itu belum ada di kartu kami/)
    expect(one.say('sebulan sekali').texts[0]).toMatch(/satu hari tiap minggu[^]*tidak sama dengan kontrak Kakak/)
    expect(one.say('ada').texts[0]).toMatch(/7 hari setahun/)
    expect(one.say('ada').texts[0]).toMatch(/10% dari gaji bulan pertama/)
    expect(one.say('majikan').texts[0]).toMatch(/Aturan untuk majikan belum kami temukan/)
    expect(one.say('2 tahun').texts[0]).toMatch(/Lama kontrak: untuk negara itu belum ada/)
    const end = one.say('saya')
    expect(end.texts[0]).toMatch(/bukan biaya pekerja[^]*tidak sama/)
    expect(end.all).toMatch(/bukan putusan hukum[^]*Hong Kong/)
    expect(end.turn.effects).toEqual({})
    expect(end.turn.state).toMatchObject({ flow: null, checklist: null })
  })

  it.each([
    ['5100 HKD', 'tidak di bawah itu'],
    ['HK$5.500', 'tidak di bawah itu'],
    ['4.990 dolar hk', 'lebih kecil'],
    ['10 juta rupiah', 'Cocokkan sendiri'],
    ['5000', 'Cocokkan sendiri'],
  ])('reads pay of "%s" in one way only', (pay, told) => {
    expect(begun('hong kong', '1').say(pay).texts[0]).toContain(told)
  })

  it('tells figures of the work that was named, and says where it knows none', () => {
    expect(begun('taiwan', 'pabrik').say('lewati').texts[0]).toContain('NT$29.500')
    expect(begun('taiwan', '1').say('lewati').texts[0]).toContain('NT$20.000')
    expect(begun('jepang', '2').say('lewati').texts[0]).toContain('belum ada di kartu kami')
    expect(begun('lewati', '2').say('lewati').texts[0]).toContain('tanpa negaranya tidak bisa kami bandingkan')
  })

  it('does not tell a figure after its last day', () => {
    const one = begun('korea', '2')
    expect(one.say('2 juta won').texts[0]).toMatch(/2\.156\.880 won[^]*lebih kecil/)
    const late = chat()
    says(late, 'baca kontrak', 'korea')
    late.later(40 * DAY)
    says(late, 'lanjut', '2')
    expect(late.say('2 juta won').all).not.toContain('2.156.880')
  })

  it('never says that a contract is right or wrong in law', () => {
    const one = begun('arab saudi', '1')
    const all = ['1500 riyal', '2', '2', '2', '2', '2', '2 tahun', '2'].map((text) => one.say(text).all).join('\n')
    expect(all).not.toMatch(/\b(?:melanggar hukum|sah|tidak sah|ilegal|aman)\b/i)
    expect(all).toContain('bukan putusan hukum')
  })

  it.each(['tolong bacakan kontrak saya', 'bantu cek isi kontrak saya dong'])('is begun by "%s"', (text) => {
    expect(chat().say(text).turn.state.flow?.id).toBe('read-contract')
  })

  it.each(['kontrak kerja isinya harus ada apa aja', 'cek kontrak kerja saya asli atau palsu gimana', 'kontrak saya diganti majikan'])(
    'is not begun by "%s"',
    (text) => {
      expect(chat().say(text).turn.state.flow).toBeNull()
    },
  )

  it('answers another question first, and lets danger by', () => {
    const one = begun('hong kong')
    expect(asks(one.say('paspor saya ditahan majikan, apa boleh?'))).toBe('Pekerjaannya apa?')
    expect(one.say('saya dipukul majikan sekarang').turn.verdict.urgency).toBe('emergency')
    expect(one.state().flow?.status).toBe('kept')
    expect(asks(one.say('lanjut'))).toContain('Pekerjaannya')
  })
})
