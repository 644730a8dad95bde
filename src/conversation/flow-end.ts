/** What is told at the end of guided questions, and what goes into the case. */
import { sourceDate } from '../knowledge/contact-line.ts'
import { DEPOSIT_FLOW, isCaseFlow, isChecklist, type Flow, type FlowQuestion } from '../knowledge/flows.ts'
import { answerFromCards } from '../answers/answer.ts'
import type { Bubble } from '../message.ts'
import type { FlowAnswer, FlowAnswers } from './flow-answer.ts'
import { depositEnded } from './deposit-end.ts'
import { flowContacts } from './flow-contacts.ts'
import { flowPage } from './flow-page.ts'
import { isDone } from './flow-progress.ts'
import { reckoned, type Reckoning } from './owed.ts'
import type { Step, Understood } from './step.ts'
import { textVersion } from './text-version.ts'
import type { CaseFact, Intake } from './turn.ts'

const WORDS = {
  id: {
    skipped: 'dilewati',
    unknown: 'tidak tahu',
    kept: '[isian]',
    stop: 'Berhenti dulu karena:',
    left: 'Masih harus dibereskan:',
    all: 'Semua yang saya tanya sudah Kakak jawab beres.',
    done: (done: number, all: number) => `Sudah beres: ${done} dari ${all}.`,
  },
  en: {
    skipped: 'skipped',
    unknown: 'not known',
    kept: '[answers]',
    stop: 'Stop first because of:',
    left: 'Still to do:',
    all: 'You answered that all I asked about is done.',
    done: (done: number, all: number) => `Done: ${done} of ${all}.`,
  },
} as const

export function flowEnded(understood: Understood, flow: Flow, answers: FlowAnswers): Step {
  const { input, parts, say, speaks, country, mission } = understood
  const { knowledge } = parts
  const number = input.caseNumber ?? ''
  const { id, law } = flow
  if (id === DEPOSIT_FLOW) return depositEnded(understood, flow, answers)
  const source = law === null ? undefined : knowledge.cards.get(law.card)?.sources.find(({ title }) => title === law.source)
  const lawTold = law === null ? '' : `${law.says[speaks]} (${law.source}${source ? `, ${sourceDate(source, speaks)}` : ''}).`
  const reckoning = flow.calculation === undefined ? null : reckoned(flow.calculation, answers, speaks)
  const place = placeCard(flow, understood)
  const cards = [...new Set([...flow.facts, ...(place === null ? [] : [place])])].filter((card) => knowledge.cards.has(card))
  const fill = (text: string, lines: string): string =>
    text
      .replaceAll('{nomor}', number)
      .replaceAll('{kontak}', flowContacts(understood, flow))
      .replaceAll('{hukum}', lawTold)
      .replaceAll('{petugas}', say.staffLine(parts.presence()))
      .replaceAll('{daftar}', isChecklist(flow) ? checklistTold(flow, answers, speaks) : '')
      .replaceAll('{hitungan}', () => reckoning?.told ?? '')
      // Last: what the person wrote must not be read as one of ours.
      .replaceAll('{isian}', () => lines)
  const told = answersTold(flow, answers, speaks)
  const bubbles = flow.end.flatMap((text): Bubble[] => {
    const whole = fill(text[speaks], told)
    if (!text[speaks].includes('{isian}')) return [{ text: whole }]
    return [{ text: whole, kept: fill(text[speaks], WORDS[speaks].kept) }, ...pageOf(understood, flow, answers)]
  })
  const placeBubbles =
    place === null ? [] : answerFromCards([place], knowledge, input.now, { country, mission }, speaks).bubbles.map(({ text }) => ({ text }))
  return {
    bubbles: [...bubbles, ...placeBubbles],
    cards,
    outcome: 'flow',
    topic: flow.topic,
    source: 'conversation',
    note: `flow-${id}-ended`,
    state: {
      flow: null,
      introduced: true,
      route: { ...input.state.route, lastCards: cards, lastAt: input.now, pendingChoices: [], offeredAt: null },
    },
    ...(flow.lane !== null && isCaseFlow(flow.id)
      ? {
          effects: {
            needsStaff: 'asked',
            intake: {
              kind: flow.id,
              lane: flow.lane,
              number,
              facts: [...factsOf(understood, flow, answers), ...reckonedFact(reckoning)],
              consent: consentOf(flow, answers, speaks),
            },
          },
        }
      : {}),
  }
}

/** Stop signs first, then what is left to do, then how much is done. */
function checklistTold({ questions }: Flow, answers: FlowAnswers, speaks: Understood['speaks']): string {
  const words = WORDS[speaks]
  const listed = questions.filter(({ todo }) => todo !== undefined)
  const left = listed.filter((question) => !isDone(question, answers[question.id]))
  const stops = left.filter(({ id, choices }) => {
    const answer = answers[id]
    return answer?.as === 'choice' && choices[answer.number - 1]?.stop !== undefined
  })
  const rest = left.filter((question) => !stops.includes(question))
  const told = (head: string, of: readonly FlowQuestion[]): string[] =>
    of.length === 0 ? [] : [[head, ...of.map(({ todo }) => `- ${todo?.[speaks] ?? ''}`)].join('\n')]
  const done = left.length === 0 ? [words.all] : []
  return [...told(words.stop, stops), ...told(words.left, rest), ...done, words.done(listed.length - left.length, listed.length)].join(
    '\n\n',
  )
}

/** The card that tells where to go in the person's country; else the flow's first that holds everywhere. */
function placeCard({ place_cards: ids }: Flow, { parts, country }: Understood): string | null {
  const of = (fits: (countries: readonly string[]) => boolean): string | null =>
    ids.find((id) => {
      const card = parts.knowledge.cards.get(id)
      return card !== undefined && fits(card.countries)
    }) ?? null
  const ofCountry = country === null ? null : of((countries) => countries.includes(country))
  return ofCountry ?? of((countries) => countries.length === 0)
}

/** For staff, who need not reckon again. */
function reckonedFact(reckoning: Reckoning | null): CaseFact[] {
  if (reckoning === null || reckoning.formula === null) return []
  return [{ question: 'calculation', label: 'Hitungan kasar', shown: reckoning.formula, full: null }]
}

/** Line by line, for a text to forward; a choice that is about us and not about the matter is left out. */
function answersTold(flow: Flow, answers: FlowAnswers, speaks: Understood['speaks']): string {
  return flow.questions
    .filter(({ id }) => id !== flow.consent && answers[id] !== undefined)
    .map((question) => `${question.label}: ${valueOf(question, answers[question.id]!, speaks)}`)
    .join('\n')
}

function pageOf(understood: Understood, flow: Flow, answers: FlowAnswers): Bubble[] {
  const { speaks, input } = understood
  if (flow.page === undefined) return []
  const told = flow.questions.flatMap((question) => {
    const answer = answers[question.id]
    if (question.id === flow.consent || answer === undefined) return []
    const isKnown = answer.as === 'choice' || answer.as === 'text'
    return [{ label: question.label, value: isKnown ? valueOf(question, answer, speaks) : null, why: question.why[speaks] }]
  })
  return [flowPage(flow.page, told, flowContacts(understood, flow), input.now, speaks)]
}

/** Recorded with the very words that were asked; who passed the question over said no. */
function consentOf(flow: Flow, answers: FlowAnswers, speaks: Understood['speaks']): Intake['consent'] {
  const question = flow.questions.find(({ id }) => id === flow.consent)
  const answer = question && answers[question.id]
  return question && answer ? { given: answer.as === 'choice' && answer.number === 1, version: textVersion(question.ask[speaks]) } : null
}

/** Without a yes nothing that identifies anybody goes into the case (care: consent). Staff read Indonesian. */
function factsOf({ parts }: Understood, flow: Flow, answers: FlowAnswers): CaseFact[] {
  const consent = flow.consent === null ? undefined : answers[flow.consent]
  const allowed = consent?.as === 'choice' && consent.number === 1
  return flow.questions.flatMap((question): CaseFact[] => {
    const { id, label } = question
    const answer = answers[id]
    if (answer === undefined || (question.identifying && !allowed)) return []
    const value = valueOf(question, answer, 'id')
    if (answer.as !== 'text') return [{ question: id, label, shown: value, full: null }]
    if (question.identifying) return [{ question: id, label, shown: null, full: value }]
    const shown = parts.redact(value)
    return [{ question: id, label, shown, full: shown === value || !allowed ? null : value }]
  })
}

function valueOf(question: FlowQuestion, answer: FlowAnswer, speaks: Understood['speaks']): string {
  switch (answer.as) {
    case 'choice':
      return question.choices[answer.number - 1]?.label[speaks] ?? ''
    case 'text':
      return answer.text
    case 'skipped':
    case 'unknown':
      return WORDS[speaks][answer.as]
  }
}
