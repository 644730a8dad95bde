import { describe, expect, it } from 'vitest'
import * as texts from '../../src/conversation/texts.ts'
import * as english from '../../src/conversation/texts-english.ts'
import type { Operator, Presence } from '../../src/conversation/texts.ts'
import { NOBODY } from '../support/core-assistant.ts'

const OFFICE: Operator = {
  name: 'Balai Pelayanan Pelindungan PMI di Jawa',
  phone: '+62 21 555 0100',
  sharesWith: 'KP2MI',
  mustReport: 'perdagangan orang',
  legalBasis: 'tugas pelayanan publik',
  notPolice: true,
  model: null,
}
const PRESENCES: readonly Presence[] = [
  { staff: 'on-duty', back: null },
  { staff: 'off-duty', back: 'besok 08.00 WIB' },
  { staff: 'off-duty', back: null },
  { staff: 'none', back: null },
]

const told = (text: string): [string, string] => [text.slice(0, 20), text]

/** Every text the assistant says of itself, by name. */
const all: [string, string][] = [
  ...Object.entries(texts).flatMap(([name, value]): [string, string][] => (typeof value === 'string' ? [[name, value]] : [])),
  ...Object.entries(texts.LANGUAGE_SET),
  ...[texts, english].flatMap(({ mediaAsk, mediaKept, mediaTooBig }) =>
    (['photo', 'voice'] as const).flatMap((kind): [string, string][] => [
      [mediaAsk(kind, 30).slice(0, 20), mediaAsk(kind, 30)],
      [`kept: ${mediaKept(kind, 30).slice(0, 20)}`, mediaKept(kind, 30)],
      [mediaTooBig(kind, 5).slice(0, 30), mediaTooBig(kind, 5)],
    ]),
  ),
  ...[texts, english].flatMap(({ erasedOnWhatsApp }): [string, string][] => [
    [erasedOnWhatsApp(0, true, false).slice(0, 20), erasedOnWhatsApp(0, true, false)],
    [erasedOnWhatsApp(3, true, true).slice(0, 20), erasedOnWhatsApp(3, true, true)],
  ]),
  ...[texts, english].flatMap(({ PLAN_QUESTIONS, planQuiet, erased }) => [
    ...[0, 12].map((count): [string, string] => [`erased ${erased(count, true)}`, erased(count, count === 0)]),
    ...Object.entries(PLAN_QUESTIONS).map(([name, { text }]): [string, string] => [`${name} ${text.slice(0, 9)}`, text]),
    ...[15, 60, 720].map((minutes): [string, string] => [
      `silence after ${minutes} minutes ${planQuiet(60).slice(4, 9)}`,
      planQuiet(minutes),
    ]),
  ]),
  ...[texts, english].flatMap((say): [string, string][] => [
    ...Object.entries(say.FAMILY_QUESTIONS).map(([name, { text }]): [string, string] => [`${name} ${text.slice(0, 9)}`, text]),
    ...[say.familyCode('K7F-3KA-9XM'), say.familyLine(1, 'other', '24 Nov 2026', true), say.familyJoinedOn('24 Nov 2026')].map(told),
    ...[say.familyGoodNews('24 Nov 2026', '20 Nov 2026'), say.familyCase('sudah dibaca petugas')].map(told),
  ]),
  ...PRESENCES.map((presence): [string, string] => [`staffLine ${presence.staff}`, texts.staffLine(presence)]),
  ...Object.entries(english).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[`${name} in English`, value]] : [],
  ),
  ...PRESENCES.map((presence): [string, string] => [`staffLine ${presence.staff} in English`, english.staffLine(presence)]),
  ...[NOBODY, OFFICE].flatMap((operator): [string, string][] => [
    ['welcome', texts.welcome(operator, 'Waalaikumsalam. ')],
    ['welcome in English', english.welcome(operator, 'Waalaikumsalam. ')],
    ['privacy', texts.privacy(operator)],
    ['privacy in English', english.privacy(operator)],
    ...PRESENCES.map((presence): [string, string] => [`aboutBot ${presence.staff}`, texts.aboutBot(operator, presence)]),
    ...PRESENCES.map((presence): [string, string] => [`aboutBot ${presence.staff} in English`, english.aboutBot(operator, presence)]),
  ]),
]

const FORBIDDEN =
  /!|jangan panik|seharusnya|mohon maaf atas ketidaknyamanan|instansi terkait|\bilegal\b|\b(?:Tuhan|Allah|insya ?allah|sabar)\b|\p{Extended_Pictographic}/iu

describe('every text', () => {
  it.each(all)('%s keeps the tone', (_, text) => {
    expect(text).not.toMatch(FORBIDDEN)
    expect(text.length).toBeGreaterThan(4)
    expect(text.length).toBeLessThanOrEqual(900)
    const longest = Math.max(
      ...text.split(/(?<=[.?:])\s+|\n/u).map((sentence) => sentence.split(/\s+/u).filter((word) => word !== '').length),
    )
    expect(longest).toBeLessThanOrEqual(12)
  })

  it.each(all)('%s asks one question at most', (_, text) => {
    expect((text.match(/\?/gu) ?? []).length).toBeLessThanOrEqual(1)
  })

  it.each(all.filter(([name]) => !name.startsWith('staffLine') && !name.startsWith('aboutBot')))('%s promises no person', (_, text) => {
    expect(text).not.toMatch(/petugas (?:akan|segera|nanti)|(?:akan|segera) (?:dihubungi|dibalas|dijawab)/iu)
  })
})

describe('English', () => {
  /** Said in both languages at once, or to whom no turn of a conversation stands behind it. */
  const ONE_TEXT = new Set(['LANGUAGE_CHOICE', 'LANGUAGE_SET', 'LATE', 'answerToSalam', 'textIntro'])

  it('has every text', () => {
    const missing = Object.keys(texts).filter((name) => !(name in english) && !ONE_TEXT.has(name))
    expect(missing).toEqual([])
  })

  it('names every topic in 40 characters', () => {
    for (const name of Object.values(english.TOPIC_NAMES)) expect(name.length).toBeLessThanOrEqual(40)
  })
})

describe('the welcome', () => {
  it('stays under 400 characters with a salam and an office of forty letters', () => {
    expect(OFFICE.name?.length).toBeGreaterThan(38)
    for (const operator of [NOBODY, OFFICE])
      for (const { welcome } of [texts, english]) expect(welcome(operator, 'Waalaikumsalam. ').length).toBeLessThan(400)
  })
})

describe('who stands behind it', () => {
  it('is told, or that nobody does', () => {
    expect(texts.aboutBot(OFFICE, PRESENCES[3]!)).toContain(OFFICE.name)
    expect(texts.aboutBot(NOBODY, PRESENCES[3]!)).toMatch(/Belum ada kantor/)
    expect(texts.aboutBot(NOBODY, PRESENCES[3]!)).not.toMatch(/polisi/)
    expect(texts.aboutBot(OFFICE, PRESENCES[3]!)).toMatch(/bukan polisi/)
  })

  it('nobody on duty is said in the one wording for it', () => {
    expect(texts.staffLine({ staff: 'none', back: null })).toBe(
      'Belum ada petugas yang membaca. Yang bisa menolong sekarang nomor di atas.',
    )
  })

  it('a number above is spoken of only where there is one', () => {
    for (const presence of PRESENCES) expect(texts.aboutBot(NOBODY, presence)).not.toMatch(/nomor di atas/)
  })
})

describe('what "data" tells', () => {
  it('names the operator’s legal basis where one is set, and none where not', () => {
    expect(texts.privacy(OFFICE)).toContain('tugas pelayanan publik (UU 27/2022)')
    expect(texts.privacy(NOBODY)).not.toContain('UU 27/2022')
  })
})
