/** What was answered to guided questions so far, and what of a checklist was done before. */
import { isChecklist, type Flow, type FlowQuestion } from '../knowledge/flows.ts'
import type { FlowAnswer, FlowAnswers } from './flow-answer.ts'
import type { Understood } from './step.ts'

const DAY = 86_400_000

/** None when their key is gone: then they are asked for staff by the case, and never make a turn fail. */
export function answersIn({ input }: Pick<Understood, 'input'>, { sealed }: { readonly sealed: string | null }): FlowAnswers {
  if (sealed === null) return {}
  try {
    return JSON.parse(input.vault.open(sealed)) as FlowAnswers
  } catch {
    return {}
  }
}

/** Whether what depends on an earlier answer holds. */
export function applies(when: FlowQuestion['when'], answers: FlowAnswers): boolean {
  const earlier = when === undefined ? undefined : answers[when.question]
  return when === undefined || (earlier?.as === 'choice' && when.is.includes(earlier.number))
}

export function isDone({ choices }: FlowQuestion, answer: FlowAnswer | undefined): boolean {
  return answer?.as === 'choice' && choices[answer.number - 1]?.done === true
}

/**
 * What need not be asked again. It is remembered as long as messages are kept; a list that was done whole begins anew.
 */
export function doneBefore(understood: Understood, flow: Flow): FlowAnswers {
  const { input, parts } = understood
  const { checklist } = input.state
  if (!isChecklist(flow) || checklist?.id !== flow.id || input.now - checklist.at > parts.retention.ordinaryDays * DAY) return {}
  const answers = answersIn(understood, checklist)
  if (flow.questions.every((question) => isDone(question, answers[question.id]))) return {}
  return Object.fromEntries(
    flow.questions.filter((question) => !question.fades && isDone(question, answers[question.id])).map(({ id }) => [id, answers[id]!]),
  )
}
