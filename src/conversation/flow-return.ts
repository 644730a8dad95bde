/** How guided questions come back after something else: at once and shortly, or by one neutral offer; never unasked. */
import { CHOICE_LASTS } from './command-words.ts'
import { openCrisis } from './crisis-turn.ts'
import { answerLasts, flowOf, questionBubble, withStory } from './flow.ts'
import { anyFits, withoutClauses, withoutPhrases } from './flow-pattern.ts'
import { isChecklist } from '../knowledge/flows.ts'
import { numbered } from './numbered.ts'
import { plainWords } from '../plain-words.ts'
import type { FlowState } from './state.ts'
import type { Step, Understood } from './step.ts'

/** What was not finished for so long is let go, with all that was told. */
const LET_GO_AFTER = 7 * 24 * 3_600_000

export function withFlow(understood: Understood, step: Step): Step {
  return withoutKeptOut(understood, cameBack(understood, step))
}

/** What must not be told here does not stay in the transcript either, whatever answered it. */
function withoutKeptOut(understood: Understood, step: Step): Step {
  if (step.concealed !== undefined) return step
  const { parts, text } = understood
  const words = flowOf(understood)?.keeps_out?.words
  if (words !== undefined)
    return anyFits(words, plainWords(text)) ? { ...step, concealed: parts.redact(withoutClauses(text, words)) } : step
  if (!isTrafficking(understood, step)) return step
  const kept = withoutPhrases(
    text,
    parts.flows.flatMap((flow) => flow.keeps_out?.words ?? []),
  )
  return kept === text ? step : { ...step, concealed: parts.redact(kept) }
}

const OFFER = /\b(?:tawaran\w*|ditawar\w*|nawar\w*|loker|low[oe]ngan|job ?offer|vacanc\w+)\b/iu

/** Outside of the guided questions what somebody was made to do is only told by who is held for it: an offer of such work is no secret. */
function isTrafficking(understood: Understood, step: Step): boolean {
  if (openCrisis(understood)?.danger === 'trafficking') return true
  const { danger, urgency } = step.verdict ?? understood.verdict
  return danger === 'trafficking' && urgency === 'emergency' && !OFFER.test(understood.text)
}

function cameBack(understood: Understood, step: Step): Step {
  const { input, say } = understood
  const { now } = input
  const state = input.state.flow
  if (state === null || step.state?.flow !== undefined) return step
  const put = (flow: FlowState | null, bubbles = step.bubbles): Step => ({ ...step, bubbles, state: { ...step.state, flow } })
  const flow = flowOf(understood)
  if (flow === null) return put(null)
  if (now - state.at > LET_GO_AFTER) {
    const { id, sealed, at } = state
    // What was done of a checklist stays done.
    const isKept = isChecklist(flow) && sealed !== null && !input.state.keepsNothing
    return { ...step, state: { ...step.state, flow: null, ...(isKept ? { checklist: { id, sealed, at } } : {}) } }
  }
  if (step.effects?.hold === 'code-word') return put({ ...state, status: 'silent' })
  const crisis = step.state?.crisis === undefined ? openCrisis(understood) : step.state.crisis
  if (step.effects?.hold !== undefined || step.kind === 'safety' || crisis !== null) {
    const told = step.kind === 'safety' && input.onReceipt?.crisis ? withStory(understood, flow, state) : state
    // Once, and not in the first reply: how to go on with it.
    const reminds = state.status === 'kept' && !state.repeated && step.bubbles.length > 0 && step.note !== 'first'
    if (reminds) return put({ ...state, repeated: true }, [...step.bubbles, { text: say.FLOW_KEPT }])
    return put(state.status === 'silent' ? state : { ...told, status: 'kept', repeated: state.status === 'kept' && state.repeated })
  }
  if (state.status === 'silent' || step.bubbles.length === 0) return step
  const isFresh = now - state.at <= answerLasts(flow)
  if (step.outcome !== 'answer' && asksSomething(step, now))
    return isFresh && state.status === 'asked' ? put({ ...state, status: 'waiting' }) : step
  const question = flow.questions.find(({ id }) => id === state.question)
  // A digit answers what is asked last: the answer above offers none of its own.
  const bubbles = step.bubbles.map(({ text }) => ({ text }))
  const route = { ...input.state.route, ...step.state?.route, pendingChoices: [], offeredAt: null }
  const withBubble = (status: FlowState['status'], bubble: Step['bubbles'][number]): Step => ({
    ...step,
    bubbles: [...bubbles, bubble],
    state: { ...step.state, route, flow: { ...state, status, at: now, repeated: false } },
  })
  if (isFresh && question && (state.status === 'asked' || state.status === 'waiting'))
    return withBubble('asked', questionBubble(understood, flow, question, true))
  if (state.status === 'offered' && now - state.at <= CHOICE_LASTS) return step
  // Says nothing of what it is about: somebody else may hold the phone.
  return withBubble('offered', {
    text: say.FLOW_RESUME.text,
    choices: numbered('flow:resume', say.FLOW_RESUME.choices),
  })
}

/** Whether the step itself waits for an answer. */
function asksSomething({ state }: Step, now: number): boolean {
  const awaits = state?.awaiting !== undefined && state.awaiting !== null
  const offers = (state?.route?.pendingChoices.length ?? 0) > 0 && state?.route?.offeredAt === now
  return awaits || offers || (state?.doubt?.awaiting ?? null) !== null
}
