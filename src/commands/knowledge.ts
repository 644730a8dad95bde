/** `knowledge …`: looks at and checks what staff edit. Prints tables that fit a terminal. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { answerFromCards } from '../answers/answer.ts'
import type { Config } from '../config.ts'
import { trainingGaps } from '../intents/training-gaps.ts'
import { loadTrainingLines } from '../intents/training-lines.ts'
import { checkKnowledge } from '../knowledge/check.ts'
import { contactLines, sourceDate } from '../knowledge/contact-line.ts'
import { checkFlows, loadFlows } from '../knowledge/flows.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { loadSentences } from '../knowledge/phrases.ts'
import { loadScam } from '../knowledge/scam.ts'
import type { Card, Knowledge, KnowledgeProblem } from '../knowledge/schema.ts'
import type { Phrasing } from '../knowledge/twins.ts'
import { loadSafety } from '../triage/load.ts'
import { memoryAssistant } from './memory-assistant.ts'
import { table } from './table.ts'

type Print = (text: string) => Promise<void>
const DAY = 86_400_000

/** Returns the exit code: 1 when there is an error. Warnings are counted, and shown with `warnings`. */
export async function checkCommand(folder: string, warnings: boolean, print: Print, now: number = Date.now()): Promise<number> {
  const knowledge = loadKnowledge(folder)
  const safety = loadSafety(folder)
  const otherProblems: KnowledgeProblem[] = []
  loadSentences(folder, otherProblems)
  loadScam(folder, knowledge, otherProblems)
  otherProblems.push(...checkFlows(loadFlows(folder, knowledge, otherProblems), knowledge))
  const problems = [
    ...checkKnowledge(knowledge, now, { read: reader(folder), lines: trainingPhrasings(folder) }),
    ...safety.problems,
    ...otherProblems,
  ]
  const errors = problems.filter((problem) => problem.severity === 'error')
  for (const problem of warnings ? problems : errors) await print(line(folder, problem))
  await print(
    `knowledge: ${knowledge.cards.size} cards, ${knowledge.contacts.size} contacts, ${knowledge.countries.size} countries, ${knowledge.notices.length} notices, ${safety.rules.rules.length} safety rules: ${errors.length} errors, ${problems.length - errors.length} warnings${warnings || problems.length === errors.length ? '' : ' (shown with --warnings)'}\n`,
  )
  return errors.length > 0 ? 1 : 0
}

function reader(folder: string): (path: string) => string | null {
  return (path) => {
    try {
      return readFileSync(join(folder, path), 'utf8')
    } catch {
      // Without the text a problem is named without its line.
      return null
    }
  }
}

function trainingPhrasings(folder: string): Phrasing[] {
  return [...loadTrainingLines(join(folder, 'training', 'topics'))].flatMap(([topic, texts]) =>
    texts.map((text) => ({ text, topic, also: [], path: `training/topics/${topic}.txt` })),
  )
}

export async function listCommand(folder: string, topic: string | null, print: Print): Promise<void> {
  const cards = [...loadKnowledge(folder).cards.values()].filter(
    (card) => topic === null || card.topic === topic || card.also.some((also) => also === topic),
  )
  const rows = cards
    .sort((a, b) => a.path.localeCompare(b.path))
    .map((card) => [card.topic, card.id, card.countries.join(' '), card.confidence, card.review_by, card.title])
  await print(table(['topic', 'card', 'countries', 'trust', 'review by', 'title'], rows))
  await print(`${cards.length} cards\n`)
}

export async function showCommand(folder: string, id: string, print: Print): Promise<number> {
  const knowledge = loadKnowledge(folder)
  const card = knowledge.cards.get(id)
  const contact = knowledge.contacts.get(id)
  if (card) {
    const { bubbles, choices } = answerFromCards([id], knowledge, Date.now())
    for (const bubble of bubbles) await print(`${bubble.text}\n\n`)
    for (const [i, choice] of choices.entries()) await print(`${i + 1} ${choice.label}\n`)
    if (card.details !== null) await print(`--- rincian ---\n${card.details}\n`)
    await print('--- sources ---\n')
    for (const source of card.sources) await print(`${source.title}, ${sourceDate(source)}\n  ${source.address}\n`)
    await print(
      `\n(${card.path}, reviewed ${card.reviewed_on}, next by ${card.review_by}, verified by ${card.verified_by ?? 'nobody yet'})\n`,
    )
    return 0
  }
  if (contact) {
    await print(
      `${contactLines(contact) ?? contact.name}\n\n${contact.source.title}, ${sourceDate(contact.source)}\n${contact.source.address}\n`,
    )
    return 0
  }
  process.stderr.write(`no card or contact has the id ${id}; "knowledge -- list" shows all\n`)
  return 1
}

export async function staleCommand(folder: string, days: number, print: Print): Promise<void> {
  const { cards, notices } = loadKnowledge(folder)
  const due = [
    ...[...cards.values()].map(({ review_by: by, path }) => ({ by, path })),
    ...notices.map(({ until, id }) => ({ by: until, path: `notices.yaml, ${id}` })),
  ].filter(({ by }) => Date.parse(by) <= Date.now() + days * DAY)
  const rows = due
    .sort((a, b) => a.by.localeCompare(b.by))
    .map(({ by, path }) => {
      const late = Math.floor((Date.now() - Date.parse(by)) / DAY)
      return [by, late > 0 ? `${late} days late` : `in ${-late} days`, path]
    })
  if (rows.length > 0) await print(table(['due', 'when', 'file'], rows))
  await print(`${rows.length} cards and notices are or will be past their date within ${days} days\n`)
}

export async function coverageCommand(folder: string, print: Print): Promise<void> {
  const knowledge = loadKnowledge(folder)
  const gaps = trainingGaps(knowledge, loadTrainingLines(join(folder, 'training', 'topics')))
  const rows = gaps.counts.map(({ topic, cards, phrasings, wanted }) => {
    const own = [...knowledge.cards.values()].filter((card) => card.topic === topic)
    const shared = [...knowledge.cards.values()].filter((card) => card.also.includes(topic))
    const missing = [
      cards + shared.length === 0 && !SPOKEN.has(topic) ? 'no card' : '',
      phrasings < wanted ? `fewer than ${wanted} phrasings` : '',
    ]
    const verified = own.filter((card) => card.verified_by !== null).length
    return [
      topic,
      String(cards),
      String(shared.length),
      String(phrasings),
      String(verified),
      missing.filter((text) => text !== '').join(', '),
    ]
  })
  await print(table(['topic', 'cards', 'shared', 'phrasings', 'verified', 'missing'], rows))
  for (const { card, phrasings } of gaps.fewPhrasings) await print(`few phrasings: ${card} has ${phrasings}\n`)
  for (const { line: twin, topics } of gaps.twins) await print(`in two topics: ${twin} (${topics.join(', ')})\n`)
  await print(`${gaps.fewPhrasings.length} cards with few phrasings, ${gaps.twins.length} lines in two topics\n`)
  const named = new Set([...knowledge.cards.values()].flatMap((card: Card) => card.countries))
  const without = [...knowledge.countries.values()].filter(({ code }) => !named.has(code)).map(({ code }) => code)
  await print(`\ncountries without a card of their own: ${without.join(' ') || 'none'}\n`)
}

/** Topics that the conversation itself answers, without cards. */
const SPOKEN: ReadonlySet<string> = new Set([
  'greeting',
  'thanks',
  'about-bot',
  'privacy',
  'language',
  'feedback',
  'out-of-scope',
  'talk-to-human',
  'case-status',
])

export async function searchCommand(config: Config, question: string, print: Print): Promise<void> {
  const assistant = memoryAssistant(config)
  const { routing, country, verdict } = assistant.explain(question)
  if (verdict.urgency !== 'routine') await print(`triage: ${verdict.urgency}${verdict.danger === null ? '' : `, ${verdict.danger}`}\n`)
  await print(`${routing.outcome}, ${routing.topic} (${routing.confidence.toFixed(2)})${country === null ? '' : `, ${country}`}\n`)
  for (const id of routing.cards) await print(`answered by ${id}: ${titleOf(assistant.knowledge, id)}\n`)
  const rows = routing.explain.search.map((hit) => [hit.score.toFixed(2), hit.card, titleOf(assistant.knowledge, hit.card)])
  if (rows.length > 0) await print(table(['score', 'card by its words', 'title'], rows))
}

function titleOf(knowledge: Knowledge, id: string): string {
  return knowledge.cards.get(id)?.title ?? ''
}

function line(folder: string, problem: KnowledgeProblem): string {
  const at = problem.line === null ? '' : `:${problem.line}`
  return `${problem.severity === 'error' ? 'error  ' : 'warning'} ${folder}/${problem.path}${at}: ${problem.message}. ${problem.advice}.\n`
}
