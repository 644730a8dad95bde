/** The end of the questions before the journey: what was told is deposited, or nothing is. No case opens, nobody is told. */
import { DEPOSIT_RULES, type Flow } from '../knowledge/flows.ts'
import type { FlowAnswer, FlowAnswers } from './flow-answer.ts'
import type { Step, Understood } from './step.ts'
import { textVersion } from './text-version.ts'
import type { Deposit } from './turn.ts'

export function depositEnded(understood: Understood, flow: Flow, answers: FlowAnswers): Step {
  const { say, speaks, parts } = understood
  const deposit = depositOf(flow, answers, speaks)
  if (deposit === null) return step(flow, [flow.deposit?.refused[speaks] ?? ''], 'refused')
  const fill = (text: string): string =>
    text.replaceAll('{aturan}', say.DEPOSIT_RULES[deposit.rule]).replaceAll('{hari}', String(parts.retention.depositDays))
  return {
    ...step(
      flow,
      flow.end.map((text) => fill(text[speaks])),
      'ended',
    ),
    effects: { deposit },
  }
}

/** Null without a yes, or when nothing was told (care 18). */
function depositOf(flow: Flow, answers: FlowAnswers, speaks: Understood['speaks']): Deposit | null {
  const { deposit: marks } = flow
  const asked = flow.questions.find(({ id }) => id === flow.consent)
  if (marks === undefined || asked === undefined || choiceOf(answers[asked.id]) !== 1) return null
  const facts = flow.questions.flatMap(({ id, label }) => {
    const text = textOf(answers[id])
    return text === null ? [] : [{ label, text }]
  })
  if (facts.length === 0) return null
  return {
    // Who did not choose gave leave for nothing but the worst.
    rule: DEPOSIT_RULES[choiceOf(answers[marks.rule]) - 1] ?? 'staff',
    facts,
    passport: textOf(answers[marks.passport]),
    name: textOf(answers[marks.name]),
    born: textOf(answers[marks.born]),
    consentVersion: textVersion(asked.ask[speaks]),
  }
}

/** 1 to 3; 0 when none was chosen. */
function choiceOf(answer: FlowAnswer | undefined): number {
  return answer?.as === 'choice' ? answer.number : 0
}

function textOf(answer: FlowAnswer | undefined): string | null {
  return answer?.as === 'text' ? answer.text : null
}

function step(flow: Flow, texts: readonly string[], note: string): Step {
  return {
    bubbles: texts.map((text) => ({ text })),
    cards: note === 'ended' ? flow.facts : [],
    outcome: 'flow',
    topic: flow.topic,
    source: 'conversation',
    note: `flow-${flow.id}-${note}`,
    state: { flow: null, introduced: true },
  }
}
