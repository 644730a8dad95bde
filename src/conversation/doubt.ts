/** When it is unclear whether there is danger: one short question with the right number in it, and what is answered to it. */
import type { SafetyInput } from '../triage/crisis.ts'
import { askDanger } from './commands.ts'
import { safetyStep } from './crisis-turn.ts'
import { bareDigit, CHOICE_LASTS } from './command-words.ts'
import { safetyInput } from './receipt.ts'
import { safetyLanguage } from './reply-language.ts'
import { routed } from './routed.ts'
import type { Step, Understood } from './step.ts'

/** "Tolong" alone tells nothing, and may be all that somebody could type. */
export function bareCallForHelp(understood: Understood): Step | null {
  return /^\W{0,8}(?:please |pls )?(?:to+l+o+n+g+|tlg|tlng|help|sos|tulung|tulungan|bantu(?:in)?)(?:\s+(?:saya|sy|aku|dong|kak|pak|bu|mas|mbak|min|me|please|pls|now)){0,3}\W{0,8}$/iu.test(
    understood.text.slice(0, 60),
  )
    ? askDanger(understood, 'bare-tolong')
    : null
}

/** In doubt one short question with the right number in it, beside the answer to what was asked. */
export function doubtful(understood: Understood): Step | null {
  const { input, parts, verdict } = understood
  if (!verdict.doubtful || verdict.urgency === 'emergency') return null
  const reply = parts.replies.doubt(inputFor(understood))
  const routing = routed(understood)
  // A second look that came late asks its question only: the answer was given.
  const answer: Step = input.help?.late === true ? { ...routing, outcome: 'unknown', state: { route: input.state.route } } : routing
  const effects = { ...answer.effects, needsStaff: 'asked' as const }
  if (reply.bubbles.length === 0) return { ...answer, effects }
  // A digit answers the question about danger: the answer beside it offers no choices of its own.
  const route = { ...(answer.state?.route ?? input.state.route), pendingChoices: [], offeredAt: null }
  return {
    ...answer,
    bubbles: [...reply.bubbles, ...(answer.outcome === 'answer' ? answer.bubbles.map(({ text }) => ({ text })) : [])],
    // What is said is the question; what the router would have offered is not, so it is not the outcome either.
    outcome: answer.outcome === 'answer' ? 'answer' : 'safety',
    note: 'doubtful',
    effects,
    state: { ...answer.state, route, doubt: { ...reply.crisis, since: input.now } },
  }
}

/** "1 ya, 2 tidak" after the question whether there is danger; null when the message answers something else. */
export function doubtAnswered(understood: Understood): Step | null {
  const { input, parts, verdict } = understood
  const { doubt } = input.state
  const { content } = input.message
  if (doubt === null || input.now - doubt.since > CHOICE_LASTS) return null
  const answered = parts.replies.answered(
    inputFor(understood),
    understood.text,
    content.kind === 'choice' ? content.value : bareDigit(understood.text),
  )
  if (!answered) return null
  const asked = { doubt: { ...doubt, awaiting: null } }
  if (answered.crisis === null) return { ...safetyStep(understood, answered, verdict, 'no-danger'), kind: 'reply', state: asked }
  const step = safetyStep(
    understood,
    answered,
    { ...verdict, urgency: 'emergency', danger: answered.crisis.danger, rules: [...verdict.rules, 'doubt-confirmed'] },
    'danger-confirmed',
  )
  return { ...step, state: { ...step.state, ...asked } }
}

function inputFor(understood: Understood): SafetyInput {
  const { input, parts, verdict } = understood
  return safetyInput(
    {
      countryOf: () => understood.countries[0] ?? null,
      missionOf: () => understood.mission,
      presence: parts.presence,
      now: () => input.now,
    },
    input.message,
    verdict,
    understood.country,
    input.state.doubt,
    safetyLanguage(input.state, understood.language, understood.normalised.rawWords),
  )
}
