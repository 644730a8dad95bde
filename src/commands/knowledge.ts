/** `knowledge …`: looks at and checks what staff edit. Prints tables that fit a terminal. */
import { answerFromCards } from '../answers/answer.ts'
import type { Config } from '../config.ts'
import { checkKnowledge } from '../knowledge/check.ts'
import { contactLines } from '../knowledge/contact-line.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import type { Knowledge, KnowledgeProblem } from '../knowledge/schema.ts'
import { trainingGaps } from '../intents/training-gaps.ts'
import { loadTrainingLines } from '../intents/training-lines.ts'
import { loadSafety } from '../triage/load.ts'
import { memoryAssistant } from './memory-assistant.ts'
import { join } from 'node:path'

type Print = (text: string) => Promise<void>
const DAY = 86_400_000

/** Returns the exit code: 1 when there is an error. Warnings are shown and counted. */
export async function checkCommand(folder: string, print: Print): Promise<number> {
  const knowledge = loadKnowledge(folder)
  const safety = loadSafety(folder)
  const problems = [...checkKnowledge(knowledge, Date.now()), ...safety.problems]
  const errors = problems.filter((problem) => problem.severity === 'error')
  for (const problem of problems.filter((one) => one.severity === 'error' || process.stdout.isTTY)) await print(line(folder, problem))
  const warnings = problems.length - errors.length
  await print(
    `knowledge: ${knowledge.cards.size} cards, ${knowledge.contacts.size} contacts, ${knowledge.countries.size} countries, ${safety.rules.rules.length} safety rules: ${errors.length} errors, ${warnings} warnings\n`,
  )
  return errors.length > 0 ? 1 : 0
}

export async function listCommand(folder: string, topic: string | null, print: Print): Promise<void> {
  const cards = [...loadKnowledge(folder).cards.values()].filter((card) => topic === null || card.topic === topic)
  for (const card of cards.sort((a, b) => a.path.localeCompare(b.path)))
    await print(`${card.topic.padEnd(26)} ${card.id.padEnd(44)} ${card.confidence.padEnd(6)} by ${card.review_by}  ${card.title}\n`)
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
    await print(
      `\n(${card.path}, reviewed ${card.reviewed_on}, next by ${card.review_by}, verified by ${card.verified_by ?? 'nobody yet'})\n`,
    )
    return 0
  }
  if (contact) {
    await print(`${contactLines(contact) ?? contact.name}\n\n${contact.source.title}, ${contact.source.address}\n`)
    return 0
  }
  process.stderr.write(`no card or contact has the id ${id}; "knowledge -- list" shows all\n`)
  return 1
}

export async function staleCommand(folder: string, days: number, print: Print): Promise<void> {
  const limit = Date.now() + days * DAY
  const cards = [...loadKnowledge(folder).cards.values()].filter((card) => Date.parse(card.review_by) <= limit)
  for (const card of cards.sort((a, b) => a.review_by.localeCompare(b.review_by))) {
    const late = Math.floor((Date.now() - Date.parse(card.review_by)) / DAY)
    await print(`${card.review_by}  ${late > 0 ? `${late} days late` : `in ${-late} days`}  ${card.path}\n`)
  }
  await print(`${cards.length} cards are or will be past their review date within ${days} days\n`)
}

export async function coverageCommand(folder: string, print: Print): Promise<void> {
  const gaps = trainingGaps(loadKnowledge(folder), loadTrainingLines(join(folder, 'training', 'topics')))
  for (const { topic, cards, phrasings, wanted } of gaps.counts) {
    const missing = [cards === 0 && !SPOKEN.has(topic) ? 'no card' : '', phrasings < wanted ? `fewer than ${wanted} phrasings` : '']
      .filter((text) => text !== '')
      .join(', ')
    await print(`${topic.padEnd(28)} ${String(cards).padStart(3)} cards ${String(phrasings).padStart(5)} phrasings  ${missing}\n`)
  }
  for (const { card, phrasings } of gaps.fewPhrasings) await print(`few phrasings: ${card} has ${phrasings}\n`)
  for (const { line: twin, topics } of gaps.twins) await print(`in two topics: ${twin} (${topics.join(', ')})\n`)
  await print(`${gaps.fewPhrasings.length} cards with few phrasings, ${gaps.twins.length} lines in two topics\n`)
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
  const { routing, country } = assistant.explain(question)
  await print(`${routing.outcome}, ${routing.topic} (${routing.confidence.toFixed(2)})${country === null ? '' : `, ${country}`}\n`)
  for (const hit of routing.explain.search) await print(`${hit.score.toFixed(2).padStart(8)}  ${titleOf(assistant.knowledge, hit.card)}\n`)
}

function titleOf(knowledge: Knowledge, id: string): string {
  return `${id.padEnd(44)} ${knowledge.cards.get(id)?.title ?? ''}`
}

function line(folder: string, problem: KnowledgeProblem): string {
  const at = problem.line === null ? '' : `:${problem.line}`
  return `${problem.severity === 'error' ? 'error  ' : 'warning'} ${folder}/${problem.path}${at}: ${problem.message}. ${problem.advice}.\n`
}
