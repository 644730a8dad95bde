import { beforeAll, describe, expect, it } from 'vitest'
import { createChats, type Chat, type Said } from '../support/core-chat.ts'
import { WALKS } from '../support/note-walks.ts'

let chat: ReturnType<typeof createChats>
beforeAll(() => {
  chat = createChats()
})

/** The last bubble is the one that asks. */
const asks = ({ texts }: Said): string => texts.at(-1) ?? ''
const press = (one: Chat, flow: string): Said => one.say({ kind: 'choice', value: `flow:start:${flow}` })
function saying(one: Chat, texts: readonly string[]): Said {
  let said: Said | null = null
  for (const text of texts) said = one.say(text)
  return said!
}

describe.each(WALKS)('the note $flow', ({ flow, lane, asked, answers, ends, name, shown }) => {
  it('is begun by asking for it, tells why with each question, and ends in a case, its contacts, and what it is not', () => {
    const one = chat()
    let said = one.say(asked)
    expect(said.turn.outcome).toBe('flow')
    for (const answer of answers) {
      expect(asks(said)).toMatch(/\?[^]*\n\S/)
      said = one.say(answer)
    }
    expect(said.all).toMatch(/PM-\w{4}[^]*belum laporan resmi ke KBRI\/KP2MI[^]*resmi[^]*\+\d{2}/)
    expect(said.all).toMatch(ends)
    expect(said.all).toContain('Belum ada petugas')
    expect(said.turn.cards.length).toBeGreaterThan(0)
    expect(one.state().flow).toBeNull()
    const { intake } = said.turn.effects
    expect(intake).toMatchObject({ kind: flow, lane })
    expect(said.all).toContain(intake!.number)
    expect(Object.fromEntries(intake!.facts.map((fact) => [fact.question, fact.shown]))).toMatchObject(shown)
    expect(intake!.facts.filter(({ full }) => full?.includes(name))).toHaveLength(1)
    expect(JSON.stringify(intake!.facts.map((fact) => fact.shown))).not.toContain(name)
  })

  it('takes "lewati" and "tidak tahu" for every answer, and then keeps no name', () => {
    const one = chat()
    press(one, flow)
    const said = saying(
      one,
      answers.slice(0, flow === 'death-abroad' ? 6 : 5).map((_, at) => (at % 2 === 0 ? 'lewati' : 'tidak tahu')),
    )
    const { intake } = said.turn.effects
    expect(intake?.kind).toBe(flow)
    expect(intake?.facts.every(({ full, shown: open }) => full === null && (open === 'dilewati' || open === 'tidak tahu'))).toBe(true)
  })

  it('asks once more after nonsense, then takes it for not known', () => {
    const one = chat()
    press(one, flow)
    const first = asks(one.say('???'))
    expect(first).toMatch(/belum paham|Tulis/)
    expect(asks(one.say('...'))).not.toContain(first.slice(-20))
  })

  it('is left by "batal": nothing is kept', () => {
    const one = chat()
    press(one, flow)
    one.say(answers[0]!)
    expect(one.say('batal').all).toContain('saya berhenti')
    expect(one.state().flow).toBeNull()
  })

  it('lets danger come first, and goes on by "lanjut" where it stood', () => {
    const one = chat()
    press(one, flow)
    const question = one.say(answers[0]!)
    const danger = one.say('tolong saya dipukul majikan sekarang')
    expect(danger.turn.verdict).toMatchObject({ urgency: 'emergency', danger: 'violence' })
    expect(danger.all).not.toMatch(/lanjut|catatan/)
    expect(one.say('1').all).toContain('tulis lanjut')
    expect(asks(one.say('lanjut'))).toBe(asks(question))
  })

  it('is silent on hold, and goes on when the person writes', () => {
    const one = chat()
    press(one, flow)
    const question = one.say(answers[0]!)
    one.say('saya dipukul majikan')
    const hold = one.say('2')
    expect(hold.turn.effects.hold).toBe('not-safe')
    expect(hold.texts).toEqual([])
    expect(asks(one.say('lanjut'))).toBe(asks(question))
  })

  it('left half-way it is only offered again, in words that say nothing of it', () => {
    const one = chat()
    press(one, flow)
    const question = one.say(answers[0]!)
    one.later(20 * 3_600_000)
    expect(asks(one.say('gaji belum dibayar gimana'))).toBe('Lanjut yang kemarin?')
    expect(asks(one.say('1'))).toBe(asks(question))
  })

  it('speaks English with those who do', () => {
    const one = chat()
    one.say('english')
    const said = press(one, flow)
    expect(said.all).toMatch(/"?[Ss]kip"?/)
    expect(asks(said)).toMatch(/[?.]\n[A-Z]/)
  })
})

describe('the sum of unpaid wages', () => {
  const reckon = (...answers: readonly string[]): string => {
    const one = chat()
    press(one, 'unpaid-wages')
    return saying(one, ['riyadh', ...answers, 'jangan']).all
  }

  it.each([
    [['3 bulan', '1700 SAR', 'belum'], '3 × 1.700 SAR − 0 SAR = 5.100 SAR'],
    [['3', '1.700 riyal', '500'], '3 × 1.700 riyal − 500 riyal = 4.600 riyal'],
    [['2,5 bulan', 'Rp2.500.000', '1jt'], '2,5 × Rp2.500.000 − Rp1.000.000 = Rp5.250.000'],
    [['setahun', 'RM1,500.50', 'RM 0,5'], '12 × RM1.500,5 − RM0,5 = RM18.005,5'],
  ])('of %j is told with its formula', (answers, formula) => {
    expect(reckon(...answers)).toContain(formula)
  })

  it.each([
    [['tidak tahu', '1700 SAR', 'belum'], 'Angkanya belum lengkap'],
    [['3 bulan', '1700 SAR', 'lewati'], 'Angkanya belum lengkap'],
    [['3 bulan', '1700 SAR', '2 juta rupiah'], 'Mata uangnya berbeda'],
    [['1 bulan', '1700 SAR', '1700 SAR'], 'tidak ada sisa'],
    [['1 bulan', '1700 SAR', '2000 SAR'], 'tidak ada sisa'],
  ])('of %j is not told, with the reason and the formula', (answers, reason) => {
    const told = reckon(...answers)
    expect(told).toContain(reason)
    expect(told).toContain('bulan × gaji sebulan − yang sudah dibayar')
    expect(told).not.toContain(' = ')
  })

  it.each([
    ['wage', ['riyadh', '3 bulan'], '1700-1800 SAR'],
    ['wage', ['riyadh', '3 bulan'], '20 juta setahun'],
    ['months', ['riyadh'], 'dari maret'],
    ['paid', ['riyadh', '3 bulan', '1700 SAR'], '2 juta 500'],
  ])('asks the %s back rather than guess', (question, before, text) => {
    const one = chat()
    press(one, 'unpaid-wages')
    saying(one, before)
    expect(asks(one.say(text))).toMatch(/^Tulis /)
    expect(one.state().flow?.question).toBe(question)
  })

  it('leaves 9 what it is: danger, not nine months', () => {
    const one = chat()
    press(one, 'unpaid-wages')
    one.say('riyadh')
    expect(one.say('9').turn.verdict.urgency).toBe('emergency')
  })
})

describe('what somebody was made to do', () => {
  it.each(['phnom penh, tugasnya judi', 'jadi cs judi', 'we cheated, that was the job'])('is neither an answer nor kept: "%s"', (text) => {
    const one = chat()
    press(one, 'trafficking')
    one.say('1')
    const said = one.say(text)
    expect(said.all).toMatch(/pengacara atau KBRI, jangan di chat|a lawyer or the embassy/)
    expect(said.turn.redacted).toContain('[tidak disimpan]')
    expect(said.turn.redacted).not.toMatch(/jud/)
    expect(one.state().flow).toMatchObject({ question: 'where', status: 'asked' })
  })

  it.each(['kami nipu orang lewat chat', 'i had to scam people', 'target harian kami 10 orang'])(
    'is not kept when it is danger: "%s"',
    (text) => {
      const one = chat()
      press(one, 'trafficking')
      one.say('1')
      const said = one.say(text)
      expect(said.turn.verdict.urgency).toBe('emergency')
      expect(said.turn.redacted).toBe('[tidak disimpan]')
    },
  )

  it('is not kept either when the same message calls for help', () => {
    const one = chat()
    press(one, 'trafficking')
    one.say('1')
    const said = one.say('saya disuruh nipu orang, saya dipukul bos')
    expect(said.turn.verdict.urgency).toBe('emergency')
    expect(said.turn.redacted).toBe('[tidak disimpan] saya dipukul bos')
  })

  it('is not kept outside of the note either; the place in the same breath is', () => {
    const one = chat()
    const said = one.say('Saya disekap di gedung B lantai 3 Myawaddy, DISURUH tiap hari\nNIPU orang. Tolong')
    expect(said.turn.verdict).toMatchObject({ urgency: 'emergency', danger: 'trafficking' })
    expect(said.turn.redacted).toBe('Saya disekap di gedung B lantai 3 Myawaddy, [tidak disimpan] orang. Tolong')
    expect(one.say('kami dipaksa judol juga').turn.redacted).not.toMatch(/judol/)
  })

  it.each(['ada tawaran kerja jadi admin judi online di kamboja, aman gak?', 'saya ditipu agen yang suruh saya nipu teman'])(
    'is kept of who is not held for it: "%s"',
    (text) => expect(chat().say(text).turn.redacted).toBe(text),
  )

  it.each([
    'kamboja, diminta transfer tebusan',
    'saya di poipet kamboja',
    'kamboja, saya kerja di gedung 5',
    'agen saya menipu saya di kamboja',
  ])('is not: "%s"', (text) => {
    const one = chat()
    press(one, 'trafficking')
    one.say('1')
    expect(one.say(text).turn.redacted).not.toContain('[tidak disimpan]')
  })
})

describe('a note about violence', () => {
  const helped = (): Chat => {
    const one = chat()
    saying(one, ['saya dipukul majikan di riyadh', '1', 'di rumah majikan', 'lewati'])
    return one
  }

  it('is not begun by words before the first help was given, and is after it', () => {
    const one = chat()
    one.say('saya dipukul majikan di riyadh')
    expect(one.say('buat catatan kekerasan').turn.state.flow).toBeNull()
    const after = helped().say('buat catatan untuk petugas')
    expect(after.turn.state.flow?.id).toBe('violence')
    expect(after.turn.kind).toBe('safety')
  })

  it('is offered once the questions about safe contact are over, and is begun by its digit', () => {
    const one = chat()
    let said = one.say('saya dipukul majikan di riyadh')
    for (let turn = 0; turn < 6 && one.state().awaiting !== 'phone-owner'; turn++) said = one.say(turn === 0 ? '1' : 'di rumah majikan')
    expect(one.state().awaiting).toBe('phone-owner')
    one.say('1')
    said = one.say('1')
    expect(said.turn.bubbles.at(-1)?.choices).toEqual([{ id: 'flow:start:violence', label: 'Buat catatan untuk petugas' }])
    said = one.say('1')
    expect(said.turn.state.flow).toMatchObject({ id: 'violence', question: 'safe' })
    expect(one.say('belum').turn.verdict).toMatchObject({ urgency: 'emergency', danger: 'violence' })
    expect(one.state().flow?.status).toBe('kept')
  })

  it('is offered once in the web chat, where nothing is asked about safe contact', () => {
    const one = chat({ channel: 'web' })
    const offers = ['saya dipukul majikan di riyadh', '1', 'di rumah majikan', 'iya', 'masih', 'belum', 'iya kak'].map((text) =>
      JSON.stringify(one.say(text).turn.bubbles).includes('flow:start:violence'),
    )
    expect(offers.slice(0, 2)).toEqual([false, false])
    expect(offers.filter(Boolean)).toHaveLength(1)
    const again = chat({ channel: 'web' })
    for (const text of ['saya dipukul majikan di riyadh', '1', 'di rumah majikan']) again.say(text)
    for (let turn = 0; turn < 4 && again.state().route.pendingChoices.length === 0; turn++) again.say('iya')
    expect(again.say('1').turn.state.flow).toMatchObject({ id: 'violence', question: 'safe' })
  })

  it('is not offered on a phone of the employer', () => {
    const one = chat()
    one.say('saya dipukul majikan di riyadh')
    for (let turn = 0; turn < 6 && one.state().awaiting !== 'phone-owner'; turn++) one.say(turn === 0 ? '1' : 'di rumah majikan')
    expect(JSON.stringify(one.say('3').turn.bubbles)).not.toContain('flow:')
  })
})

describe('a digit after a word about danger', () => {
  it('answers what was asked about that, never an offer before it', () => {
    const one = chat()
    expect(one.say('kalo mau pulang ke indonesia gimana caranya').turn.bubbles.at(-1)?.choices?.[0]?.id).toBe('flow:start:come-home')
    one.say('saya dipukul majikan')
    const said = one.say('1')
    expect(said.turn.outcome).toBe('safety')
    expect(one.state().flow).toBeNull()
  })
})

describe('the note for today', () => {
  it('gives the numbers before the first question, and those of the place as soon as it is known', () => {
    const one = chat()
    expect(press(one, 'sent-back').texts[0]).toMatch(/Hubungi nomor ini dulu[^]*\+62/)
    expect(one.say('singapura').texts[0]).toMatch(/Singapura[^]*\+65/)
  })

  it('with "still inside" or "locked in" is danger first', () => {
    const inside = chat()
    press(inside, 'trafficking')
    expect(inside.say('masih di dalam').turn.verdict).toMatchObject({ urgency: 'emergency', danger: 'trafficking' })
    const locked = chat()
    press(locked, 'passport-withheld')
    locked.say('riyadh')
    expect(locked.say('2').turn.verdict).toMatchObject({ urgency: 'emergency', danger: 'confinement' })
  })
})

describe('under answers', () => {
  it.each([
    ['gaji saya belum dibayar 3 bulan, lapor ke mana', 'unpaid-wages'],
    ['paspor saya ditahan majikan gimana cara ambilnya', 'passport-withheld'],
    ['kakak saya meninggal di malaysia gimana bawa pulang jenazahnya', 'death-abroad'],
    ['ciri ciri tppo apa aja', 'trafficking'],
    ['udah pulang, mau lapor penyiksaan majikan dulu', 'violence'],
    ['besok saya dipulangkan majikan padahal gaji belum dibayar', 'sent-back'],
  ])('"%s" the note %s is the first choice', (text, flow) => {
    const said = chat().say(text)
    expect(said.turn.outcome).toBe('answer')
    expect(said.turn.bubbles.at(-1)?.choices?.[0]?.id).toBe(`flow:start:${flow}`)
  })

  it.each([
    'berapa gaji di taiwan',
    'gimana cara hitung gaji lembur',
    'mau lapor gaji belum dibayar',
    'paspor saya hilang',
    'saya dipulangkan kemarin',
    'anak saya meninggal di malaysia',
    'apakah saya korban tppo',
  ])('"%s" begins none by itself', (text) => {
    expect(chat().say(text).turn.state.flow).toBeNull()
  })
})
