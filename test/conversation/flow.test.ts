import { beforeAll, describe, expect, it } from 'vitest'
import { createChats, type Chat, type Said } from '../support/core-chat.ts'

const HOUR = 3_600_000

let chat: () => Chat
beforeAll(() => {
  chat = createChats()
})

/** The last bubble is the one that asks. */
const asks = ({ texts }: Said): string => texts.at(-1) ?? ''
function goingHome(): Chat {
  const one = chat()
  one.say('bantu saya pulang')
  return one
}

describe('how guided questions begin', () => {
  it.each(['bantu saya pulang', 'bantuin aku biar bisa balik', 'buatkan ya, mau lapor supaya bisa pulang'])(
    'asked plainly: "%s"',
    (text) => {
      const said = chat().say(text)
      expect(said.turn.outcome).toBe('flow')
      expect(said.all).toMatch(/batal[^]*negara dan kota mana/)
    },
  )

  it.each([
    'kalau mau pulang gimana',
    'siapa yang bayar tiket pulang',
    'siapa yang wajib bantu saya pulang',
    'anak saya hilang kontak',
    'majikan saya mau pulang ke jepang',
  ])('never by a question: "%s"', (text) => {
    expect(chat().say(text).turn.state.flow).toBeNull()
  })

  it('as the first choice under a matching answer, and by its digit', () => {
    const one = chat()
    const said = one.say('kalo mau pulang ke indonesia gimana caranya')
    expect(said.turn.bubbles.at(-1)?.choices?.[0]).toEqual({ id: 'flow:start:come-home', label: 'Buat catatan untuk pulang' })
    expect(said.turn.bubbles.at(-1)?.choices?.length).toBeLessThanOrEqual(3)
    expect(asks(one.say('1'))).toContain('negara dan kota mana')
  })

  it('by pressing it, also when the menu is no longer the last', () => {
    expect(asks(chat().say({ kind: 'choice', value: 'flow:start:missing-worker' }))).toContain('Dia bekerja di negara')
  })

  it('is never offered in an emergency', () => {
    const said = chat().say('saya dipukul majikan, saya mau pulang')
    expect(said.turn.verdict.urgency).toBe('emergency')
    expect(JSON.stringify(said.turn.bubbles)).not.toContain('flow:')
    expect(said.turn.state.flow).toBeNull()
  })
})

describe('come home, to its end', () => {
  it('tells why with each question and ends in a case with its number, contacts, law, and what it is not', () => {
    const one = goingHome()
    expect(asks(one.say('di riyadh saudi'))).toMatch(/aman\?\nKalau tidak aman/)
    expect(asks(one.say('1'))).toContain('Badan Kakak')
    expect(asks(one.say('sehat'))).toContain('Paspor')
    expect(asks(one.say('dipegang majikan'))).toContain('Gaji')
    expect(asks(one.say('belum dari bulan maret'))).toContain('Boleh nama majikan')
    expect(asks(one.say('boleh'))).toContain('Siapa nama majikan')
    const named = one.say('Madam Zubaidah')
    expect(named.turn.redacted).toBe('[Majikan atau agen]')
    const end = one.say('1')
    expect(end.all).toMatch(/PM-\w{4}[^]*belum laporan resmi ke KBRI\/KP2MI[^]*Riyadh[^]*UU 18\/2017 pasal 24[^]*Belum ada petugas/)
    expect(end.turn.state.flow).toBeNull()
    const { intake } = end.turn.effects
    expect(intake).toMatchObject({ kind: 'come-home', lane: 'this-week' })
    expect(end.all).toContain(intake!.number)
    expect(intake!.facts.find(({ question }) => question === 'employer')).toMatchObject({ shown: null, full: 'Madam Zubaidah' })
    expect(intake!.facts.find(({ question }) => question === 'papers')).toMatchObject({ shown: 'Dipegang orang lain', full: null })
  })

  it('takes skipped and unknown for good answers, and keeps nothing that identifies without a yes', () => {
    const one = goingHome()
    for (const text of ['lewati', 'aman', 'tidak tahu', 'gak tau', 'skip']) one.say(text)
    const end = one.say('jangan')
    expect(end.turn.effects.intake?.facts.map(({ question }) => question)).toEqual([
      'where',
      'safe',
      'health',
      'papers',
      'unpaid',
      'consent',
    ])
  })
})

describe('guided questions', () => {
  it('ask once more after nonsense, then take it for not known', () => {
    const one = goingHome()
    expect(asks(one.say('???'))).toMatch(/belum paham[^]*negara dan kota/)
    expect(asks(one.say('...'))).toContain('aman?')
  })

  it('are left by "batal", and nothing is kept', () => {
    const one = goingHome()
    one.say('riyadh')
    const said = one.say('batal')
    expect(said.all).toContain('saya berhenti')
    expect(one.state().flow).toBeNull()
    expect(said.turn.effects.intake).toBeUndefined()
  })

  it('answer another question first and put theirs again, shortly', () => {
    const one = goingHome()
    one.say('riyadh')
    const said = one.say('paspor saya ditahan majikan, apa boleh?')
    expect(said.turn.outcome).toBe('answer')
    expect(said.turn.bubbles.map(({ choices }) => choices?.length ?? 0).slice(0, -1)).not.toContain(3)
    expect(asks(said)).toBe('Sekarang Kakak aman?')
    expect(asks(one.say('1'))).toContain('Badan Kakak')
  })

  it('answer another need that names a country, where no country was asked for', () => {
    const one = goingHome()
    one.say('di riyadh')
    const said = one.say('anak saya hilang kontak di malaysia')
    expect(said.all).toMatch(/\+60 17/)
    expect(said.all).not.toContain('belum paham')
    expect(asks(said)).toContain('aman')
  })

  it('leave 9 and 0 what they are', () => {
    const danger = goingHome()
    expect(danger.say('9').turn.verdict.urgency).toBe('emergency')
    expect(danger.state().flow?.status).toBe('kept')
    const person = goingHome()
    expect(person.say('0').turn.effects.opensCase).toBe('person')
  })

  it('let an emergency come first, say nothing of themselves in its first reply, and go on by "lanjut"', () => {
    const one = goingHome()
    one.say('riyadh')
    const danger = one.say('tolong saya dipukul majikan sekarang')
    expect(danger.turn.verdict.urgency).toBe('emergency')
    expect(danger.all).not.toMatch(/lanjut|pulang/)
    expect(one.say('1').all).toContain('tulis lanjut')
    expect(asks(one.say('lanjut'))).toContain('aman?')
  })

  it('make "not safe" the danger question, and keep what was told', () => {
    const one = goingHome()
    one.say('riyadh')
    const said = one.say('2')
    expect(said.turn.verdict.urgency).toBe('emergency')
    expect(one.state().flow).toMatchObject({ question: 'health', status: 'kept' })
  })

  it('fall silent with the person, and then never name themselves', () => {
    const one = goingHome()
    one.say('saya dipukul majikan di riyadh')
    const said = one.say('2')
    expect(said.turn.effects.hold).toBe('not-safe')
    expect(said.texts).toEqual([])
    expect(one.state().flow?.status).toBe('kept')
  })

  it('left half-way are only offered again when the person writes, neutrally, and go on or stop', () => {
    const one = goingHome()
    one.say('riyadh')
    one.later(20 * HOUR)
    const back = one.say('gaji belum dibayar gimana')
    expect(asks(back)).toBe('Lanjut yang kemarin?')
    expect(asks(one.say('1'))).toContain('aman?')
    one.later(20 * HOUR)
    one.say('gaji belum dibayar gimana')
    expect(one.say('2').all).toContain('saya berhenti')
  })

  it('let go after a week', () => {
    const one = goingHome()
    one.later(8 * 24 * HOUR)
    expect(one.say('gaji belum dibayar gimana').all).not.toContain('Lanjut')
    expect(one.state().flow).toBeNull()
  })

  it('speak English with those who do', () => {
    const one = chat()
    one.say('english')
    expect(one.say({ kind: 'choice', value: 'flow:start:come-home' }).all).toContain('In which country and city')
    expect(asks(one.say('riyadh saudi arabia is where i am'))).toContain('Are you safe now?')
  })
})

describe('a missing worker', () => {
  const START = 'saya mau lapor anak saya hilang kontak'

  it('ends in a text to forward, whose names the transcript does not keep', () => {
    const one = chat()
    expect(one.say(START).all).toMatch(/Kemlu[^]*negara dan kota/)
    for (const text of ['malaysia', 'januari lalu, bilang mau pindah kerja', '2', 'Ahmad Fauzi Ridwan', '3 mei 1999', 'tidak tahu'])
      one.say(text)
    one.say('Siti Maryam, ibunya')
    const end = one.say('2')
    const forward = end.turn.bubbles[1]
    expect(forward?.text).toMatch(/Nama lengkap: Ahmad Fauzi Ridwan\nTanggal lahir: 3 mei 1999\nPT, sponsor, atau majikan: tidak tahu/)
    expect(forward?.kept).toMatch(/LAPORAN[^]*\[isian\]/)
    expect(JSON.stringify(end.turn.effects.intake?.facts)).not.toContain('Fauzi')
  })

  it('with danger in the last words is an emergency of another, answered first, and goes on with those words', () => {
    const one = chat()
    one.say(START)
    one.say('malaysia')
    const said = one.say('minggu lalu bilang dia dipukul dan dikunci majikan')
    expect(said.turn.verdict.urgency).toBe('emergency')
    expect(one.state().flow).toMatchObject({ question: 'danger', status: 'kept' })
    expect(asks(one.say('lanjut'))).toContain('Pernah bilang')
  })

  it('with a yes to the danger question is one too', () => {
    const one = chat()
    one.say(START)
    one.say('malaysia')
    one.say('bulan lalu, biasa saja')
    const said = one.say('ya')
    expect(said.turn.verdict).toMatchObject({ urgency: 'emergency', danger: 'confinement', about: 'other' })
    expect(asks(one.say('lanjut'))).toContain('nama lengkap')
  })
})
