/** `flows/*.yaml`: guided questions, one file each, that end in a case or in words, and in what the person can do next. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { DANGERS, TOPICS } from '../message.ts'
import { textFindings } from './check-text.ts'
import { problem } from './front-matter.ts'
import { parseList, readFileOf, type FileReadings, type Parse } from './read-file.ts'
import type { Card, Knowledge, KnowledgeProblem } from './schema.ts'

const FOLDER = 'flows'
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower case words joined by hyphens')
const said = (longest: number) => z.strictObject({ id: z.string().min(2).max(longest), en: z.string().min(2).max(longest) })

/** Leads to a deposit and not to a case. */
export const DEPOSIT_FLOW = 'titip-data'
/**
 * When staff may open a deposit, in the order of the choices: the worker asked for help here; that, or a family reports them
 * missing; only for a grave reason. A life at risk is one under each of them.
 */
export const DEPOSIT_RULES = ['self', 'family', 'staff'] as const
export type DepositRule = (typeof DEPOSIT_RULES)[number]

/** What a flow's case is called: stable, as reports count by it. */
const CASE_FLOW_IDS = [
  'come-home',
  'missing-worker',
  'unpaid-wages',
  'passport-withheld',
  'death-abroad',
  'trafficking',
  'violence',
  'sent-back',
] as const
export type CaseFlowId = (typeof CASE_FLOW_IDS)[number]
export const FLOW_IDS = [...CASE_FLOW_IDS, DEPOSIT_FLOW, 'ready-to-leave', 'read-contract'] as const
export type FlowId = (typeof FLOW_IDS)[number]

/** A card and one of its sources that say it too. */
const behind = { card: id, source: z.string().min(2) }

const when = z.strictObject({ question: id, is: z.array(z.number().int().min(1).max(3)).min(1) })

/** What the cards of a country say about a clause of a contract. */
const checkSchema = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/u),
  says: said(220),
  ...behind,
  /** Holds only where another question got one of these choices. */
  when: when.optional(),
  /** The last day it may be told, as an ISO date. */
  until: z.iso.date().optional(),
  /** A smaller sum in the contract is told apart. */
  at_least: z.strictObject({ amount: z.number().positive(), currency: z.string().regex(/^[A-Z]{3}$/u) }).optional(),
  /** Choices that are not what the cards say. */
  differs: z.array(z.number().int().min(1).max(3)).default([]),
})

const choiceSchema = z.strictObject({
  label: said(40),
  /** Whole answers in words that mean it, in small letters. */
  also: z.array(z.string().regex(/^[a-z' ]+$/u)).default([]),
  /** What the answer tells of danger: `unclear` asks which. */
  danger: z.enum([...DANGERS, 'unclear']).optional(),
  /** Nothing is left to do about it. */
  done: z.boolean().default(false),
  /** Told at once: why to stop, and what to do; the first contact of the card follows. */
  stop: z.strictObject({ says: said(300), ...behind }).optional(),
})

const questionSchema = z.strictObject({
  id,
  /** How the answer is called in the case. */
  label: z.string().min(2).max(40),
  ask: said(160),
  /** Why it is asked, and where families find the answer. */
  why: said(220),
  /** `choice-or-text`: any other words are an answer too. `months` and the sums of money are read strictly, or asked again. */
  takes: z.enum(['choice', 'choice-or-text', 'text', 'country', 'months', 'amount', 'amount-or-nothing']),
  /** Said once when an answer was not understood: how to write it. Left out: that "lewati" is fine too. */
  again: said(160).optional(),
  choices: z.array(choiceSchema).max(3).default([]),
  /** Who reads it knows the person: hidden in the transcript, shown to staff only with a reason. */
  identifying: z.boolean().default(false),
  /** An answer that calls for help is kept as the answer too, not only answered. */
  story: z.boolean().default(false),
  /** In a checklist: what is left to do until a choice says that it is done. */
  todo: said(140).optional(),
  /** What was done may not be so any more: asked again each time. */
  fades: z.boolean().default(false),
  /** What the answer is held against, by country; where there is none, that is said. Left out: it is not compared. */
  checks: z.array(checkSchema).optional(),
  /** Asked only when another question got one of these choices. */
  when: when.optional(),
})

const patterns = z.array(z.string().regex(/^[a-z|.()? ]+$/u))

const flowSchema = z
  .strictObject({
    id: z.enum(FLOW_IDS),
    topic: z.enum(TOPICS),
    /** Null: it ends in words, and in no case. */
    lane: z.enum(['today', 'this-week', 'long-search']).nullable(),
    /** Whose need it is: `other` when a family writes. */
    about: z.enum(['self', 'other']),
    /** The button under an answer, and under which answers it stands. */
    offer: z.strictObject({ label: said(40), cards: z.array(id).min(1) }),
    /** Patterns in small letters; one that fits a message starts the flow. `..` stands for up to four words. None for a deposit: a command starts it. */
    asked_as: patterns,
    /** Whole messages that start it, in small letters. */
    said_alone: z.array(z.string().regex(/^[a-z ]+$/u)).default([]),
    /** In a checklist, told when some of it was done before. */
    resumes: said(200).optional(),
    /**
     * A note about these dangers is offered only after the first help, and its contacts are those to call first in the
     * first of them (care: whom to send people to).
     */
    after_help: z.array(z.enum(DANGERS)).default([]),
    /** What must not be told here (care: criminalised victims): such words are neither taken for an answer nor kept. */
    keeps_out: z.strictObject({ words: patterns.min(1), says: said(200) }).optional(),
    intro: said(400),
    questions: z.array(questionSchema).min(3).max(10),
    /** The question whose first choice allows identifying answers into the case; null: nothing identifying is asked. */
    consent: id.nullable(),
    /** The cards whose facts the texts tell: shown to staff as the reason, and to the person on "sumber". */
    facts: z.array(id).min(1),
    /** Who must help, as a card and one of its sources say; null where only the cards of each country tell it. */
    law: z.strictObject({ says: said(200), card: id, source: z.string().min(2) }).nullable(),
    /** Cards of countries, of which that of the person's country is told last; the first for any country where there is none. */
    place_cards: z.array(id).default([]),
    /** Months unpaid × monthly pay − what was paid, by the questions' ids. `sum` tells `{rumus}`. */
    calculation: z
      .strictObject({
        months: id,
        wage: id,
        paid: id,
        says: z.strictObject({ sum: said(400), missing: said(400), currencies: said(400), nothing: said(400) }),
      })
      .optional(),
    /**
     * What is told is deposited, not put into a case. `rule`: the question whose choices say when it may be opened, as DEPOSIT_RULES
     * orders them; `name`, `born`, `passport`: the questions that it is recognised by; `refused`: said when nothing may be kept.
     */
    deposit: z.strictObject({ rule: id, name: id, born: id, passport: id, refused: said(400) }).optional(),
    /**
     * Bubbles. `{nomor}` case number, `{kontak}` numbers for the place, `{hukum}`, `{petugas}`, `{hitungan}`,
     * `{isian}` the answers line by line, `{daftar}` what of a checklist is done and what is left; of a deposit `{aturan}` when it
     * may be opened, `{hari}` for how many days it is kept.
     */
    end: z.array(said(700)).min(1).max(4),
    /** The answers as one sheet, after the bubble that tells them. `instead` is said where no file can be sent. */
    page: z
      .strictObject({
        file: z.string().regex(/^[a-z0-9-]{3,40}\.pdf$/),
        title: said(60),
        notice: said(160),
        caption: said(200),
        instead: said(200),
      })
      .optional(),
  })
  .refine(({ consent, questions }) => consent === null || questions.some((question) => question.id === consent), 'consent names no question')
  .refine(({ consent, questions }) => consent !== null || !questions.some(({ identifying }) => identifying), 'identifying questions need consent')
  .refine(
    ({ questions }) => questions.every(({ takes, choices }) => takes.startsWith('choice') === choices.length > 1),
    'a choice has two or three choices, other questions none',
  )
  .refine(
    ({ questions }) =>
      questions.every((question, at) =>
        [question, ...(question.checks ?? [])].every(
          ({ when: asked }) => !asked || questions.slice(0, at).some((earlier) => earlier.id === asked.question),
        ),
      ),
    'when names no earlier question',
  )
  .refine(
    ({ id: flow, deposit }) => (flow === DEPOSIT_FLOW) === (deposit !== undefined),
    `deposit is there in ${DEPOSIT_FLOW}, and only there`,
  )
  .refine(({ asked_as, deposit }) => asked_as.length > 0 || deposit !== undefined, 'asked_as is empty')
  .refine(
    ({ deposit, questions }) =>
      deposit === undefined ||
      (takesOf(questions, deposit.rule) === 'choice' &&
        [deposit.name, deposit.born, deposit.passport].every((of) => takesOf(questions, of) === 'text')),
    'deposit: rule must be a choice, name, born and passport must take text',
  )
  .refine(({ end, lane }) => tells(end, '{nomor}', lane !== null), 'the end tells {nomor} when there is a case, and only then')
  .refine(({ id: name, lane }) => isCaseFlow(name) === (lane !== null), 'lane: null for what ends in no case, and only then')
  .refine((flow) => tells(flow.end, '{daftar}', isChecklist(flow)), 'the end tells {daftar} when a question has a todo, and only then')
  .refine((flow) => (flow.resumes !== undefined) === isChecklist(flow), 'resumes: for a checklist, and only there')
  .refine(({ questions, lane }) => lane === null || questions.every(({ checks }) => checks === undefined), 'checks: not where there is a case')
  .refine(({ end, law }) => tells(end, '{hukum}', law !== null), 'the end tells {hukum} when there is a law, and only then')
  .refine(
    ({ end, calculation }) => tells(end, '{hitungan}', calculation !== undefined),
    'the end tells {hitungan} when there is a calculation, and only then',
  )
  .refine(
    ({ law, place_cards, lane }) => law !== null || lane === null || place_cards.length > 0,
    'without a law there must be cards of countries',
  )
  .refine(
    ({ calculation, questions }) =>
      calculation === undefined ||
      (takesOf(questions, calculation.months) === 'months' &&
        takesOf(questions, calculation.wage) === 'amount' &&
        takesOf(questions, calculation.paid) === 'amount-or-nothing'),
    'calculation: its questions must take months, amount and amount-or-nothing',
  )

export type Flow = z.infer<typeof flowSchema>
export type FlowQuestion = z.infer<typeof questionSchema>

export function isCaseFlow(name: FlowId): name is CaseFlowId {
  return CASE_FLOW_IDS.some((known) => known === name)
}

/** Its answers are kept, so that only what is left is asked the next time. */
export function isChecklist({ questions }: { readonly questions: readonly FlowQuestion[] }): boolean {
  return questions.some(({ todo }) => todo !== undefined)
}

/** Whether the mark stands in both languages of a bubble, or in none of any where it is not wanted. */
function tells(end: readonly { readonly id: string; readonly en: string }[], mark: string, wanted: boolean): boolean {
  return wanted
    ? end.some(({ id: text, en }) => text.includes(mark) && en.includes(mark))
    : end.every(({ id: text, en }) => !text.includes(mark) && !en.includes(mark))
}

function takesOf(questions: readonly FlowQuestion[], of: string): FlowQuestion['takes'] | undefined {
  return questions.find((question) => question.id === of)?.takes
}

const parseFlows: Parse<Flow> = (text, path, problems) => parseList(text, path, flowSchema, problems)

/** For the build. */
export function readFlowFiles(folder: string): FileReadings {
  return Object.fromEntries(flowFiles(folder).map((path) => [path, readFileOf(folder, path, parseFlows, {})]))
}

/** `folder` is the path of `knowledge/`. A flow that is broken, or stands behind no card and source, is left out and named. */
export function loadFlows(folder: string, knowledge: Knowledge, problems: KnowledgeProblem[], known: FileReadings = {}): readonly Flow[] {
  return flowFiles(folder).flatMap((path) => {
    const reading = readFileOf(folder, path, parseFlows, known)
    problems.push(...reading.problems)
    const isSourced = (place: string, { card, source }: { readonly card: string; readonly source: string }): boolean => {
      const found = knowledge.cards.get(card)?.sources.some(({ title }) => title === source) ?? false
      if (!found)
        problems.push(problem(path, null, `${place}: ${card} has no source called "${source}"`, 'name the card that says it, and its source'))
      return found
    }
    // A known reading of this very file is what the parser gave for it.
    return (reading.values as readonly Flow[]).flatMap((flow) => {
      const stops = flow.questions.flatMap(({ choices }) => choices.flatMap(({ stop }) => stop ?? []))
      if (!(flow.law === null || isSourced('law', flow.law)) || !stops.every((stop) => isSourced('stop', stop))) return []
      // What stands behind nothing is not known; the other clauses are.
      return [{ ...flow, questions: flow.questions.map((one) => ({ ...one, checks: one.checks?.filter((check) => isSourced('checks', check)) })) }]
    })
  })
}

/** Tone, numbers and long sentences in the texts of flows, and offers under cards that do not exist. */
export function checkFlows(flows: readonly Flow[], knowledge: Knowledge): KnowledgeProblem[] {
  return flows.flatMap((flow) => {
    const path = `${FOLDER}/${flow.id}.yaml`
    const found = textsOf(flow).flatMap(({ id: text, en }) => [...textFindings(text), ...textFindings(en, 'en')])
    const named = { offer: flow.offer.cards, facts: flow.facts, place_cards: flow.place_cards }
    const lost = Object.entries(named).flatMap(([place, cards]) =>
      cards.filter((card) => !knowledge.cards.has(card)).map((card) => `${place}: there is no card ${card}`),
    )
    const numbers = flow.questions.flatMap(({ checks }) =>
      (checks ?? []).flatMap(({ says, card }) => numbersNotIn(`${says.id} ${says.en}`, knowledge.cards.get(card)).map((number) => ({ card, number }))),
    )
    const twice = flow.offer.cards.filter((card) => flows.some((other) => other.id < flow.id && other.offer.cards.includes(card)))
    return [
      ...found.map(({ severity, message, advice }) => ({ path, line: null, severity, message, advice })),
      ...lost.map((message) => problem(path, null, message, 'use the id of a card')),
      ...numbers.map(({ card, number }) => problem(path, null, `checks: ${card} does not tell ${number}`, 'tell what the card tells')),
      ...twice.map((card) => problem(path, null, `offer: ${card} offers another flow already`, 'offer one flow under a card')),
    ]
  })
}

/** Numbers of a text that stand nowhere in the words of a card. */
function numbersNotIn(text: string, card: Card | undefined): string[] {
  const digits = (words: string): string[] => [...words.matchAll(/\d+(?:[.,]\d{3})*/gu)].map(([number]) => number.replaceAll(/[.,]/gu, ''))
  const known = new Set(digits([card?.answer, card?.steps, card?.details].join(' ')))
  return digits(text).filter((number) => !known.has(number))
}

function textsOf(flow: Flow) {
  return [
    flow.offer.label,
    flow.intro,
    ...(flow.resumes === undefined ? [] : [flow.resumes]),
    ...(flow.law === null ? [] : [flow.law.says]),
    ...(flow.keeps_out === undefined ? [] : [flow.keeps_out.says]),
    ...(flow.deposit === undefined ? [] : [flow.deposit.refused]),
    ...Object.values(flow.calculation?.says ?? {}),
    ...flow.end,
    ...(flow.page === undefined ? [] : [flow.page.title, flow.page.notice, flow.page.caption, flow.page.instead]),
    ...flow.questions.flatMap(({ ask, why, again, choices, todo, checks }) => [
      ask,
      why,
      ...(again === undefined ? [] : [again]),
      ...choices.map(({ label }) => label),
      ...choices.flatMap(({ stop }) => (stop === undefined ? [] : [stop.says])),
      ...(todo === undefined ? [] : [todo]),
      ...(checks ?? []).map(({ says }) => says),
    ]),
  ]
}

function flowFiles(folder: string): string[] {
  if (!existsSync(join(folder, FOLDER))) return []
  return readdirSync(join(folder, FOLDER))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => `${FOLDER}/${name}`)
}
