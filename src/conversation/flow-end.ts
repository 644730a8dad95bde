/** What is told at the end of guided questions, and what goes into the case. */
import { sourceDate } from '../knowledge/contact-line.ts'
import type { Flow, FlowQuestion } from '../knowledge/flows.ts'
import type { Bubble } from '../message.ts'
import { directContacts } from './direct-contacts.ts'
import type { FlowAnswer, FlowAnswers } from './flow-answer.ts'
import type { Step, Understood } from './step.ts'
import { textVersion } from './text-version.ts'
import type { CaseFact, Intake } from './turn.ts'

const WORDS = {
  id: { skipped: 'dilewati', unknown: 'tidak tahu', kept: '[isian]' },
  en: { skipped: 'skipped', unknown: 'not known', kept: '[answers]' },
} as const

export function flowEnded(understood: Understood, flow: Flow, answers: FlowAnswers): Step {
  const { input, parts, say, speaks, country, mission } = understood
  const number = input.caseNumber ?? ''
  const { law } = flow
  const source = parts.knowledge.cards.get(law.card)?.sources.find(({ title }) => title === law.source)
  const fill = (text: string, lines: string): string =>
    text
      .replaceAll('{nomor}', number)
      .replaceAll('{kontak}', directContacts(parts.knowledge, country, mission, speaks))
      .replaceAll('{hukum}', `${law.says[speaks]} (${law.source}${source ? `, ${sourceDate(source, speaks)}` : ''}).`)
      .replaceAll('{petugas}', say.staffLine(parts.presence()))
      // Last: what the person wrote must not be read as one of ours.
      .replaceAll('{isian}', () => lines)
  const told = answersTold(flow, answers, speaks)
  const bubbles = flow.end.map((text): Bubble => {
    const whole = fill(text[speaks], told)
    return text[speaks].includes('{isian}') ? { text: whole, kept: fill(text[speaks], WORDS[speaks].kept) } : { text: whole }
  })
  return {
    bubbles,
    outcome: 'flow',
    topic: flow.topic,
    source: 'conversation',
    note: `flow-${flow.id}-ended`,
    state: { flow: null, introduced: true, route: { ...input.state.route, pendingChoices: [], offeredAt: null } },
    effects: {
      needsStaff: 'asked',
      intake: {
        kind: flow.id,
        lane: flow.lane,
        number,
        facts: factsOf(understood, flow, answers),
        consent: consentOf(flow, answers, speaks),
      },
    },
  }
}

/** Line by line, for a text to forward; a choice that is about us and not about the matter is left out. */
function answersTold(flow: Flow, answers: FlowAnswers, speaks: Understood['speaks']): string {
  return flow.questions
    .filter(({ id }) => id !== flow.consent && answers[id] !== undefined)
    .map((question) => `${question.label}: ${valueOf(question, answers[question.id]!, speaks)}`)
    .join('\n')
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
