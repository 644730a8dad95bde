import { describe, expect, it } from 'vitest'
import { DANGERS } from '../../src/message.ts'
import { triageOrEmergency } from '../../src/triage/triage.ts'
import { shippedTriage } from './support.ts'

const triage = shippedTriage()
const calm = { inCrisis: null }

describe('a message', () => {
  it.each([
    ['saya tidak dipukul majikan', 'routine'],
    ['saya tidak pernah dipukul', 'routine'],
    ['dipukul rata semua potongan 8 bulan', 'routine'],
    ['capek banget mati gue hari ini', 'routine'],
    ['enaknya bunuh waktu di mana pas nunggu flight', 'routine'],
    ['film perkosaan yang lagi ramai apa judulnya', 'routine'],
    ['disuruh bersihkan kamar terus sama nyonya', 'routine'],
  ])('"%s" is %s', (text, urgency) => {
    expect(triage(text, calm).urgency).toBe(urgency)
  })

  it('is an emergency when harm goes on beyond what is denied', () => {
    expect(triage('bukan cuma dimarahi, saya dipukul juga', calm).danger).toBe('violence')
    expect(triage('saya tidak cuma dipukul tapi dikurung juga', calm).urgency).toBe('emergency')
  })

  it('is urgent, no emergency, when the beating is long past and the person is home', () => {
    const verdict = triage('dulu tahun 2019 saya dipukuli majikan di Riyadh, sekarang sudah pulang di kampung', calm)
    expect(verdict).toMatchObject({ urgency: 'urgent', danger: null })
  })

  it('stays an emergency when the past goes on', () => {
    expect(triage('dari tahun lalu sampai sekarang masih sering dipukul majikan', calm).danger).toBe('violence')
  })

  it('about a rape of yesterday is an emergency, also from a safe place', () => {
    expect(triage('kemarin saya diperkosa, sekarang sudah aman di rumah teman', calm).danger).toBe('sexual-violence')
  })

  it('that asks what to do if something happened asks back and is no emergency', () => {
    const verdict = triage('kalau nanti majikan memukul, lapor ke mana ya', calm)
    expect(verdict.urgency).not.toBe('emergency')
    expect(verdict.doubtful).toBe(true)
  })

  it('about the wish to die is never taken for a mere question', () => {
    expect(triage('kalau saya bunuh diri utang saya lunas gak', calm).danger).toBe('self-harm')
  })

  it.each([
    ['anak saya dipukul majikannya', 'other'],
    ['suami saya mukul saya tiap malam', 'self'],
    ['saya dikunci di kamar', 'self'],
    ['teman saya pingsan', 'other'],
  ])('"%s" is about %s', (text, about) => {
    expect(triage(text, calm).about).toBe(about)
  })

  it('with nothing in it is routine', () => {
    for (const text of ['', ' ', '...', '😀', '\u200b']) expect(triage(text, calm)).toMatchObject({ urgency: 'routine', danger: null })
  })
})

describe('in a crisis', () => {
  const answers = [
    'ya',
    'iya',
    'Iya kak',
    'takut',
    'sekarang',
    'tolong',
    'tolong cepat',
    'masih',
    'cepat',
    'iya masih takut',
    'nggih',
    'muhun',
    'yes help',
  ]

  it.each(DANGERS)('short answers keep the danger %s', (danger) => {
    for (const answer of answers) expect(triage(answer, { inCrisis: danger }), answer).toMatchObject({ urgency: 'emergency', danger })
  })

  it('the same answers are nothing without one', () => {
    for (const answer of answers) expect(triage(answer, calm).urgency, answer).not.toBe('emergency')
  })

  it('a new danger replaces the old one', () => {
    expect(triage('sekarang teman saya pingsan', { inCrisis: 'confinement' }).danger).toBe('medical')
  })
})

describe('a triage that fails', () => {
  const failing = (): never => {
    throw new Error('broken')
  }

  it('counts as an emergency and reports the error', () => {
    const errors: unknown[] = []
    const safe = triageOrEmergency(failing, (error) => errors.push(error))
    expect(safe('halo', calm)).toMatchObject({ urgency: 'emergency', danger: 'violence' })
    expect(safe('halo', { inCrisis: 'medical' })).toMatchObject({ danger: 'medical' })
    expect(errors).toHaveLength(2)
  })
})
