/** Renders what is said in every danger, to whom, where, at which turn and in which language, and holds it to the rules of care. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import type { Language } from '../../src/message.ts'
import { DANGERS } from '../../src/message.ts'
import type { SafetyInput, StaffPresence } from '../../src/triage/crisis.ts'
import { loadSafety } from '../../src/triage/load.ts'
import { createSafetyReplies, type SafetyReply } from '../../src/triage/replies.ts'
import { KNOWLEDGE } from './support.ts'

const knowledge = loadKnowledge(KNOWLEDGE)
const { texts, problems } = loadSafety(KNOWLEDGE)
const replies = createSafetyReplies(texts, knowledge)
const PLACES = [null, ...knowledge.countries.keys()]
const STAFF: readonly StaffPresence[] = ['on-duty', 'off-duty', 'none']
const TURNS = 16

/** Every reply of one conversation: the first, later turns, numbers that do not answer, questions whether there is danger. */
function conversation(input: Omit<SafetyInput, 'crisis'>): string[][] {
  let reply: SafetyReply = replies.first({ ...input, crisis: null })
  const sent = [reply.bubbles.map(({ text }) => text)]
  for (let turn = 1; turn < TURNS; turn++) {
    const now = { ...input, crisis: reply.crisis }
    reply = turn % 3 === 2 ? replies.unanswered(now) : turn % 7 === 6 ? replies.dangerQuestion(now) : replies.next(now)
    sent.push(reply.bubbles.map(({ text }) => text))
  }
  return sent
}

/** Words of a text, without who is to be called and that number. */
function withoutContacts(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.endsWith(':') && !/^\+?[\d-]+$/u.test(line))
    .join('\n')
}

/** What breaks a rule; empty when all is well. `opens`: the first bubble, whose first line shows on a locked screen. */
function broken(text: string, opens: boolean): string[] {
  const [firstLine = '', ...rest] = text.split('\n')
  return [
    ...(text.length > 500 ? [`${text.length} characters`] : []),
    ...(opens && firstLine.length > 60 ? [`first line of ${firstLine.length} characters`] : []),
    ...(opens && /polisi|police|kbri|kjri|embassy|kasus|\bcase\b/iu.test(firstLine) ? ['the first line tells'] : []),
    ...(/!|[{}[\]]|\p{Extended_Pictographic}/iu.test(text) ? ['a mark or a placeholder'] : []),
    ...(/jangan panik|seharusnya|mohon maaf|instansi terkait|\bilegal\b|\billegal\b|\b(?:tuhan|allah|god|pray)\b/iu.test(text)
      ? ['tone']
      : []),
    // Names of lines may hold their number ("SAPA 129"); any other of three digits and more stands alone.
    ...([firstLine, ...rest].some(
      (line) =>
        /\d{3,}/u.test(line.replace(/\((?:nomor|number) \d{4}\):$/u, '')) &&
        !/^\+?[\d-]+$/u.test(line) &&
        !line.endsWith(':') &&
        !/08\.00/u.test(line),
    )
      ? ['a number inside a line']
      : []),
  ]
}

describe('every text in danger', () => {
  it('is loaded, in English too', () => {
    expect(problems).toEqual([])
    expect(Object.keys(texts.english.dangers).sort()).toEqual([...DANGERS].sort())
  })

  it.each(DANGERS.flatMap((danger) => (['id', 'en', 'jv', 'su'] as const).map((language) => [danger, language] as const)))(
    '%s, %s: keeps to the rules for everybody, everywhere, at every turn',
    (danger, language: Language) => {
      for (const country of PLACES)
        for (const about of ['self', 'other'] as const)
          for (const [at, staff] of STAFF.entries()) {
            // With every place once a kind of staff, so that none goes unseen.
            if (at !== PLACES.indexOf(country) % STAFF.length && country !== null && country !== 'ID' && country !== 'XS') continue
            const sent = conversation({ danger, about, country, language, staff, staffDetail: 'besok 08.00 WIB', channel: 'web', now: 1 })
            const where = `${danger} ${about} ${country} ${language} ${staff}`
            for (const bubbles of sent) {
              expect(bubbles.length, where).toBeGreaterThan(0)
              for (const [i, text] of bubbles.entries()) expect(broken(text, i === 0), `${where}: ${text}`).toEqual([])
            }
            const all = sent.flat()
            expect(new Set(all).size, where).toBe(all.length)
            const [first = ''] = sent[0] ?? []
            // Who reads is said in the first reply, however long the rest is.
            expect(first, where).toMatch(/etugas (?:juga )?membaca|ada petugas|Staff (?:are )?read|No staff/u)
            expect(
              first.split('\n').some((line) => /^\+?[\d-]{3,}$/u.test(line)),
              where,
            ).toBe(true)
          }
    },
  )

  it.each(DANGERS)('%s: a regional text stands under the Indonesian one and only in the first reply', (danger) => {
    for (const language of ['jv', 'su'] as const)
      for (const about of ['self', 'other'] as const) {
        const input = { danger, about, country: 'MY', staff: 'none', channel: 'web', now: 1 } as const
        const [first, ...later] = conversation({ ...input, language })
        const [indonesian, ...laterIndonesian] = conversation({ ...input, language: 'id' })
        expect(first?.[0]).toBe(indonesian?.[0])
        expect(first?.[1]).toBe(texts.dangers[danger]?.regional[language]?.text)
        expect(later).toEqual(laterIndonesian)
      }
  })

  it.each(DANGERS)('%s: is all English for those who write English', (danger) => {
    for (const country of [null, 'MY', 'ID', 'XS'])
      for (const about of ['self', 'other'] as const)
        for (const text of conversation({ danger, about, country, language: 'en', staff: 'none', channel: 'web', now: 1 }).flat())
          expect(withoutContacts(text)).not.toMatch(/\b(?:kak|bapak|nomor|saya|jangan|tidak|sudah|dan|kota|petugas|pesan)\b/iu)
  })

  it.each(DANGERS)('%s: in Indonesia names no mission, at sea asks for ship, flag or port', (danger) => {
    for (const language of ['id', 'en'] as const)
      for (const about of ['self', 'other'] as const) {
        const input = { danger, about, language, staff: 'none', channel: 'web', now: 1 } as const
        const atHome = conversation({ ...input, country: 'ID' })
          .flat()
          .map(withoutContacts)
          .join('\n')
        expect(atHome).not.toMatch(/\b(?:KBRI|KJRI|embassy|consulate|mission)\b/u)
        const atSea = conversation({ ...input, country: 'XS' })
          .slice(0, 3)
          .flat()
          .join('\n')
        expect(atSea, `${danger} ${about} ${language}`).toMatch(/kapal|pelabuhan|ship|port/u)
      }
  })
})

describe('an English file', () => {
  const withChange = (path: string, change: (text: string) => string): ReturnType<typeof loadSafety> => {
    const folder = mkdtempSync(join(tmpdir(), 'tanya-texts-'))
    try {
      cpSync(join(KNOWLEDGE, 'safety'), join(folder, 'safety'), { recursive: true })
      cpSync(join(KNOWLEDGE, 'training'), join(folder, 'training'), { recursive: true })
      const file = join(folder, 'safety/texts/en', path)
      writeFileSync(file, change(readFileSync(file, 'utf8')))
      return loadSafety(folder)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const input: SafetyInput = {
    danger: 'violence',
    about: 'self',
    country: 'MY',
    language: 'en',
    crisis: null,
    staff: 'none',
    channel: 'web',
    now: 1,
  }

  it.each([
    ['a text left out', (text: string) => text.replace(/ +- id: violence-next-self-2[\s\S]*?(?= +other:)/u, '')],
    ['another question', (text: string) => text.replace('asks: safe-to-write', 'asks: place')],
    ['no contact', (text: string) => text.replace('{kontak}', 'the embassy')],
    ['another id', (text: string) => text.replace('violence-next-self-1', 'violence-next-self-9')],
  ])('with %s is named and the Indonesian serves', (_, change) => {
    const safety = withChange('violence.yaml', change)
    expect(safety.problems).toMatchObject([{ path: 'safety/texts/en/violence.yaml', severity: 'error' }])
    const served = createSafetyReplies(safety.texts, knowledge)
    expect(served.first(input).bubbles[0]?.text).toMatch(/^Sudah saya baca/u)
    expect(served.first({ ...input, danger: 'medical' }).bubbles[0]?.text).toMatch(/^Call this first/u)
  })
})
