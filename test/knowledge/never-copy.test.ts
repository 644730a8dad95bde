/** Numbers that circulate and are wrong: none may stand in what people are sent, whoever edits the knowledge next. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkKnowledge } from '../../src/knowledge/check.ts'
import { loadKnowledge, newestReview } from '../../src/knowledge/load.ts'
import { knowledgeFolder } from '../support/understanding.ts'

/** Country code, the rest of the number, and why it is wrong. */
const WRONG: readonly (readonly [code: string, rest: string, why: string])[] = [
  ['60', '111222333', 'a placeholder called a mission in other apps'],
  ['60', '1112223333', 'a placeholder'],
  ['60', '124445556', 'a placeholder'],
  ['60', '177778889', 'a placeholder'],
  ['60', '138889900', 'a placeholder'],
  ['65', '929031103', "KBRI Bangkok with Singapore's code"],
  ['966', '598881945', 'KBRI Riyadh in 2016'],
  ['966', '581781945', 'KJRI Jeddah in 2016'],
  ['62', '811129129', 'SAPA with a digit missing'],
  ['20', '102229989', 'KBRI Kairo with a digit missing'],
  ['62', '2179193879', 'SBMI in 2014'],
  ['60', '167700378', 'KJRI Johor Bahru before KSATRIA'],
  ['60', '176688032', 'KBRI Kuala Lumpur in 2024'],
  ['61', '423760106', 'KJRI Sydney in 2020'],
  ['82', '1050631963', 'KBRI Seoul in 2016'],
  ['964', '7503979642', 'KBRI Baghdad in 2024'],
  ['98', '9024668889', 'KBRI Tehran in 2024'],
]

/** Other wrong words of public copies: an address with its order reversed, a private site, a misprinted premium, an extension nobody confirmed. */
const WRONG_WORDS = [/kbri\.kualalumpur@/iu, /(?<!")peduliwni\.com/iu, /\b322\.500\b/u, /119\s*(?:,\s*)?(?:ext|ekst)/iu]

function filesOf(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => join(folder, name))
}

// What people ask (training, phrasings) may quote a wrong number; everything else is sent or is a sentence of the assistant.
const sent = [
  ...filesOf(knowledgeFolder, /\.(?:md|yaml)$/u).filter((path) => !path.includes('/training/')),
  ...filesOf('src', /\.tsx?$/u).filter((path) => path !== join('src', 'knowledge', 'check.ts')),
].map((path) => ({ path, text: readFileSync(path, 'utf8').replace(/^phrasings:\n(?: {2}- .*\n)+/mu, '') }))

/** As it may be typed: with spaces, points, dashes or brackets between the digits, international or national. */
const anyWriting = (code: string, rest: string): RegExp =>
  new RegExp(`(?<!\\d)(?:\\+?${[...code].join('[ .()-]*')}|\\(?0)[ .()-]*${[...rest].join('[ .()-]*')}(?!\\d)`, 'u')

test('the search finds a number in every way of writing', () => {
  const wrong = anyWriting('62', '811129129')
  for (const text of ['0811-129-129', '+62 811 129 129', '62811129129', '(0811) 129.129']) expect(text).toMatch(wrong)
  for (const text of ['08111-129-129', '+628111129129']) expect(text).not.toMatch(wrong)
  expect(sent.length).toBeGreaterThan(400)
})

describe('stands in no text that is sent:', () => {
  test.each(WRONG)('+%s %s, %s', (code, rest) => {
    expect(sent.filter(({ text }) => anyWriting(code, rest).test(text)).map(({ path }) => path)).toEqual([])
  })

  test.each(WRONG_WORDS.map((words) => [String(words), words] as const))('%s', (_, words) => {
    expect(sent.filter(({ text }) => words.test(text)).map(({ path }) => path)).toEqual([])
  })
})

test('a contact that is given such a number is refused by the check', () => {
  const knowledge = loadKnowledge(knowledgeFolder)
  const ids = [...knowledge.contacts.keys()]
  const contacts = new Map(knowledge.contacts)
  for (const [i, [code, rest]] of WRONG.entries()) {
    const contact = contacts.get(ids[i] ?? '')
    if (contact) contacts.set(contact.id, { ...contact, phone: `+${code}${rest}` })
  }
  const messages = checkKnowledge({ ...knowledge, cards: new Map(), contacts }, newestReview(knowledge))
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message)
  for (const [code, rest] of WRONG) expect(messages).toContainEqual(expect.stringContaining(`+${code}${rest} is on the list of numbers not to copy`))
})
