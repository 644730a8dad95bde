import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { coverageCommand, listCommand, showCommand, staleCommand } from '../../src/commands/knowledge.ts'
import { table } from '../../src/commands/table.ts'
import { checkKnowledge } from '../../src/knowledge/check.ts'
import { loadKnowledge, newestReview, parseCard } from '../../src/knowledge/load.ts'
import { schoolYears } from '../../src/knowledge/readability.ts'
import type { KnowledgeProblem } from '../../src/knowledge/schema.ts'
import { nearTwins } from '../../src/knowledge/twins.ts'
import { temporaryFolder } from '../support/builders-core.ts'
import { knowledgeFolder } from '../support/understanding.ts'

const MODEL = 'cards/overstay-and-amnesty/blacklist.md'
const model = readFileSync(join(knowledgeFolder, MODEL), 'utf8')

const shipped = loadKnowledge(knowledgeFolder)

/** The problems of one card among the shipped contacts and countries. */
function problemsOf(text: string, path = MODEL): KnowledgeProblem[] {
  const problems: KnowledgeProblem[] = []
  const card = parseCard(text, path, problems)
  const cards = new Map(card ? [[card.id, card]] : [])
  return checkKnowledge({ ...shipped, cards, problems }, Date.parse('2026-11-24'), { read: (name) => (name === path ? text : null) })
}

/** `file:line severity message` of the first problem whose message holds the words. */
function found(words: string, card: string, path = MODEL): string {
  const problem = problemsOf(card, path).find(({ message }) => message.includes(words))
  return problem === undefined ? 'nothing' : `${problem.path}:${problem.line} ${problem.severity}`
}

const lineWith = (text: string, words: string): number => text.split('\n').findIndex((line) => line.includes(words)) + 1
const change = (from: string | RegExp, to: string): string => {
  const text = model.replace(from, to)
  if (text === model) throw new Error(`the model card does not hold ${from}`)
  return text
}
const adding = (sentence: string): string => `${model.trimEnd()}\n${sentence}\n`

describe('a mistake in a card is named with its file and line:', () => {
  test.each<[string, string, string, string]>([
    ['an unknown contact', 'contact kbri-mars does not exist', change(/^contacts: .*$/m, 'contacts: [kbri-mars]'), 'contacts:'],
    ['an unknown related card', 'card no-such-card does not exist', change(/^related: .*$/m, 'related: [no-such-card]'), 'related:'],
    ['an unknown country', 'country ZZ does not exist', change(/^countries: .*$/m, 'countries: [ZZ]'), 'countries:'],
    ['a phone number', 'the number "+60 17 500 7047"', adding('Telepon +60 17 500 7047 sekarang.'), '+60 17 500 7047'],
    ['a short number', 'the number "15999"', adding('Hubungi 15999 segera.'), 'Hubungi 15999'],
    ['an e-mail address', 'an e-mail address', adding('Tulis ke seseorang@kemlu.go.id saja.'), 'seseorang@'],
    ['blame', '"seharusnya"', adding('Kakak seharusnya bertanya dulu.'), 'seharusnya'],
    ['a calming command', '"Jangan panik"', adding('Jangan panik, hubungi KBRI.'), 'Jangan panik'],
    ['"ilegal" of a person', 'ilegal"', adding('Banyak pekerja ilegal di sana.'), 'pekerja ilegal'],
    ['an office without a name', '"instansi terkait"', adding('Hubungi instansi terkait.'), 'instansi terkait'],
    ['an appeal to God', '"insyaallah"', adding('Nanti insyaallah beres.'), 'insyaallah'],
    ['an exclamation mark', '"!"', adding('Segera lapor!'), 'Segera lapor!'],
    ['an emoji', '"🙏"', adding('Terima kasih 🙏'), '🙏'],
    ['a promise', '"pasti berhasil"', adding('Permohonan itu pasti berhasil.'), 'pasti berhasil'],
    ['an old name', 'the old name BP2MI', adding('Lapor ke BP2MI dulu.'), 'Lapor ke BP2MI'],
    ['a long sentence', 'a sentence of 18 words', adding(`Kata ${'dan lagi '.repeat(8)}selesai.`), 'Kata dan lagi'],
    ['dates in the wrong order', 'review_by is not after', change(/^review_by: .*$/m, 'review_by: 2025-01-01'), 'review_by:'],
  ])('%s', (_, message, card, words) => {
    expect(found(message, card)).toBe(`${MODEL}:${lineWith(card, words)} ${message.startsWith('a sentence of') ? 'warning' : 'error'}`)
  })

  test('a card in the folder of another topic', () => {
    expect(found('the folder is not that of its topic', model, 'cards/training/blacklist.md')).toMatch(/^cards\/training\/blacklist\.md:\d+ error/)
  })

  test('an answer over 900 characters, which is not served', () => {
    const card = adding('Kalimat pendek. '.repeat(70))
    expect(found('at most 900', card)).toMatch(/error$/)
  })

  test('a field that the schema does not know, with its line', () => {
    const card = change(/^topic: (.*)$/m, 'topic: $1\ncolour: blue')
    expect(found('olour', card)).toMatch(/error$/)
    expect(found('topic', change(/^topic: .*$/m, 'topic: weather'))).toBe(`${MODEL}:3 error`)
  })
})

test('an old name that is explained, a law, an amount and a date pass', () => {
  const card = adding('Lapor KP2MI (dulu BP2MI). Menurut UU 18/2017 dendanya Rp15.000.000 sejak 30 April 2026.')
  expect(problemsOf(card).filter(({ severity, message }) => severity === 'error' && !message.includes('card '))).toEqual([])
})

test('a number of the list not to copy is refused in the directory, with its line', () => {
  const contacts = readFileSync(join(knowledgeFolder, 'contacts.yaml'), 'utf8')
  const wrong = new Map(shipped.contacts)
  const right = wrong.get('kbri-kuala-lumpur')
  if (!right) throw new Error('contacts.yaml lost kbri-kuala-lumpur')
  wrong.set(right.id, { ...right, phone: '+60111222333' })
  const problems = checkKnowledge({ ...shipped, contacts: wrong }, Date.parse('2026-11-24'), { read: (name) => (name === 'contacts.yaml' ? contacts : null) })
  const refused = problems.find(({ message }) => message.includes('not to copy'))
  expect(`${refused?.path}:${refused?.line}`).toBe(`contacts.yaml:${lineWith(contacts, 'id: kbri-kuala-lumpur')}`)
})

test('a broken card is named and left out, and the others are served', () => {
  const folder = temporaryFolder(true)
  for (const name of ['contacts.yaml', 'countries.yaml']) symlinkSync(join(knowledgeFolder, name), join(folder, name))
  const topic = dirname(MODEL)
  cpSync(join(knowledgeFolder, topic), join(folder, topic), { recursive: true })
  writeFileSync(join(folder, MODEL), model.replace('title:', 'titel:'))
  const knowledge = loadKnowledge(folder)
  const cards = readdirSync(join(folder, topic)).filter((name) => !name.endsWith('.en.md'))
  expect(knowledge.cards.size).toBe(cards.length - 1)
  expect(knowledge.problems.map(({ path }) => path)).toContain(MODEL)
})

describe('twins', () => {
  const phrasing = (text: string, topic: string, also: string[] = []): { text: string; topic: string; also: string[]; path: string } => ({
    text,
    topic,
    also,
    path: `${topic}.md`,
  })

  test('are the same words in another order, and nearly the same words', () => {
    expect(nearTwins([phrasing('gaji belum dibayar', 'a'), phrasing('belum dibayar, gaji?', 'b')])).toHaveLength(1)
    const long = 'majikan saya di taiwan belum bayar gaji'
    expect(nearTwins([phrasing(long, 'a'), phrasing(`${long} ya`, 'b')])).toHaveLength(1)
  })

  test('are not two questions of one topic, of shared topics, or with another word that matters', () => {
    expect(nearTwins([phrasing('gaji belum dibayar', 'a'), phrasing('gaji belum dibayar', 'a')])).toEqual([])
    expect(nearTwins([phrasing('gaji belum dibayar', 'a'), phrasing('gaji belum dibayar', 'b', ['a'])])).toEqual([])
    expect(nearTwins([phrasing('paspor hilang', 'a'), phrasing('paspor ditahan', 'b')])).toEqual([])
  })
})

describe('years of school', () => {
  const easy = 'Ini rumah saya. Saya ada di sini. Dia pergi ke sana. Kami mau pulang. Kami bawa buku. '.repeat(4)
  const hard =
    'Penyelenggaraan pelindungan ketenagakerjaan internasional memerlukan pengimplementasian kebijaksanaan ketatanegaraan berkesinambungan sebagaimana diamanatkan peraturan perundang-undangan kenegaraan. '.repeat(4)

  test('rise with long words and long sentences, and are unknown for a short text', () => {
    expect(schoolYears(easy)).toBeLessThan(3)
    expect(schoolYears(hard)).toBeGreaterThan(15)
    expect(schoolYears('Satu dua tiga.')).toBeNull()
  })

  test('are those of the readings of Fry\'s graph that were published for Indonesian', () => {
    const sample = (sentences: number, syllables: number): string => {
      const words = Array.from({ length: 100 }, (_, i) => (i < syllables - 200 ? 'kapalnya' : 'kapal'))
      const size = Math.round(100 / sentences)
      return words.map((word, i) => `${word}${(i + 1) % size === 0 ? '.' : ''}`).join(' ')
    }
    expect(schoolYears(sample(7.8, 262))).toBeCloseTo(9, -0.3)
    expect(schoolYears(sample(6, 260))).toBeCloseTo(11, -0.3)
  })

  test('no shipped card asks for more than seven', () => {
    for (const card of shipped.cards.values())
      expect(schoolYears([card.answer, card.steps, card.details].join('\n')) ?? 0, card.id).toBeLessThanOrEqual(7)
  })
})

describe('the commands', () => {
  let printed = ''
  const print = (text: string): Promise<void> => {
    printed += text
    return Promise.resolve()
  }
  test('list shows the cards of a topic, also those it shares, in columns', async () => {
    printed = ''
    await listCommand(knowledgeFolder, 'costs-and-loans', print)
    expect(printed).toMatch(/^topic +card +countries +trust +review by +title\n/)
    expect(printed).toMatch(/^korea-programme +korea-cost +KR /m)
    expect(printed).not.toContain('unpaid-wages-hong-kong')
  })

  test('show prints a card as a person reads it, with every source; an unknown id is an error', async () => {
    printed = ''
    expect(await showCommand(knowledgeFolder, 'wages-hong-kong', print)).toBe(0)
    expect(printed).toContain('HK$5.100')
    expect(printed).toContain('https://voiceindonesia.co/')
    expect(await showCommand(knowledgeFolder, 'no-such-card', print)).toBe(1)
  })

  test('stale names what is due, the first first', async () => {
    printed = ''
    await staleCommand(knowledgeFolder, 10_000, print)
    const days = [...printed.matchAll(/^(\d{4}-\d{2}-\d{2}) /gm)].map((match) => match[1])
    expect(days.length).toBe(shipped.cards.size)
    expect(days).toEqual([...days].sort((a = '', b = '') => a.localeCompare(b)))
  })

  test('coverage finds no topic without a card', async () => {
    printed = ''
    await coverageCommand(knowledgeFolder, print)
    expect(printed).toMatch(/^topic +cards +shared +phrasings/)
    expect(printed).not.toContain('no card\n')
  })

  test('a table lines up and is cut at the edge of the terminal', () => {
    expect(table(['a', 'title'], [['long word', 'x'.repeat(50)]], 20)).toBe('a          title\nlong word  xxxxxxxx…\n')
  })
})

test('the shipped knowledge has no error and no warning, such as a sentence over twelve words or a question under two topics', () => {
  expect(checkKnowledge(shipped, newestReview(shipped)).map(({ path, message }) => `${path}: ${message}`)).toEqual([])
})

test('the example of the page for caseworkers is a card without a mistake, but for the number of its phrasings', () => {
  const page = readFileSync(join(knowledgeFolder, 'README.md'), 'utf8')
  const example = /```markdown\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
  const problems: KnowledgeProblem[] = []
  const card = parseCard(example, 'cards/lost-passport/passport-wet.md', problems)
  expect(problems).toEqual([])
  if (!card) throw new Error('the example was not read')
  const all = checkKnowledge({ ...shipped, cards: new Map(shipped.cards).set(card.id, card), problems: [] }, newestReview(shipped))
  expect(all.filter(({ path }) => path === card.path).map(({ message }) => message)).toEqual(['2 phrasings'])
})

test('the example of notices.yaml is a notice without a mistake', () => {
  const commented = readFileSync(join(knowledgeFolder, 'notices.yaml'), 'utf8')
    .split('\n')
    .filter((line) => /^# (?:- id| {2,}\S)/.test(line))
    .map((line) => line.slice(2))
    .join('\n')
  const folder = temporaryFolder(true)
  for (const name of ['contacts.yaml', 'countries.yaml']) symlinkSync(join(knowledgeFolder, name), join(folder, name))
  mkdirSync(join(folder, 'cards'))
  writeFileSync(join(folder, 'notices.yaml'), commented)
  const knowledge = loadKnowledge(folder)
  expect(knowledge.problems).toEqual([])
  expect(knowledge.notices.map(({ id }) => id)).toEqual(['gulf-airspace-2026-03'])
  expect(checkKnowledge(knowledge, Date.parse('2026-03-05')).filter(({ path }) => path === 'notices.yaml')).toEqual([])
})
