/**
 * Guided questions: one at a time, each with its reason, left at any word. They begin when the person chooses or asks
 * for them, and end in a case. Danger, commands, 9 and 0 come before them.
 */
import { DEPOSIT_FLOW, isChecklist, type Flow, type FlowQuestion } from '../knowledge/flows.ts'
import type { Bubble, Danger, TriageVerdict } from '../message.ts'
import { plainWords } from '../plain-words.ts'
import { askDanger } from './commands.ts'
import { bareDigit, CHOICE_LASTS, commandOf } from './command-words.ts'
import { isCryForHelp } from './contact-plan.ts'
import { openCrisis, safetyStep } from './crisis-turn.ts'
import { doubtful } from './doubt.ts'
import { QUESTION, readFlowAnswer, type FlowAnswer, type FlowAnswers } from './flow-answer.ts'
import { flowContacts } from './flow-contacts.ts'
import { flowEnded } from './flow-end.ts'
import { helpWasGiven, START } from './flow-offer.ts'
import { anyFits } from './flow-pattern.ts'
import { answersIn, applies, doneBefore } from './flow-progress.ts'
import { remarkOn } from './flow-remark.ts'
import { guarded } from './guard.ts'
import { safetyInput } from './receipt.ts'
import { safetyLanguage } from './reply-language.ts'
import type { FlowState } from './state.ts'
import type { Step, Understood } from './step.ts'

const LEFT = /^(?:batal|batalkan|berhenti|stop|cancel|keluar)(?: saja| aja| dulu)?$/u
const GO_ON = /^(?:lanjut|lanjutkan|teruskan|continue|go on)(?: yang kemarin| kak| dong)?$/u
const YES = /^(?:1|ya+|iya+|yes|lanjut|boleh|mau)$/u
const NO = /^(?:2|tidak|gak|ga|nggak|enggak|no|jangan|batal)$/u
/** Long enough to look for the passport. */
const DEPOSIT_LASTS = 30 * 60_000

export function flowTurn(understood: Understood): Step | null {
  const { input, awaited, verdict, text } = understood
  const { content } = input.message
  if (input.onReceipt?.crisis || awaited !== null || isCryForHelp(verdict)) return null
  if (content.kind !== 'text' && content.kind !== 'edited' && content.kind !== 'choice') return null
  const digit = content.kind === 'choice' ? content.value : bareDigit(text)
  if (digit === '9' || digit === '0' || isCommand(understood)) return null
  const begun = beginning(understood, digit)
  if (begun) return begun
  const state = input.state.flow
  const flow = flowOf(understood)
  if (state === null || flow === null) return null
  const words = content.kind === 'choice' ? content.value.replace('flow:resume:', '') : plainWords(text.slice(0, 60))
  const isFresh = input.now - state.at <= answerLasts(flow)
  if (GO_ON.test(words) || (flow.lane === null && isAskedFor(flow, words))) return resumed(understood, flow, state)
  if (state.status === 'offered' && input.now - state.at <= CHOICE_LASTS)
    return YES.test(words) ? resumed(understood, flow, state) : NO.test(words) ? left(understood, flow) : null
  if ((state.status === 'asked' || state.status === 'waiting') && LEFT.test(words)) return left(understood, flow)
  return state.status === 'asked' && isFresh ? answered(understood, flow, state) : null
}

/** "Keluarga saya" answers who may be called, or who knows more. */
function isCommand({ input }: Understood): boolean {
  const named = commandOf(input.message.content)
  return named !== null && !(named === 'family' && input.state.flow?.status === 'asked')
}

/** The flow under way, when its file and its answers can still be read. */
export function flowOf({ parts, input }: Understood): Flow | null {
  return parts.flows.find(({ id }) => id === input.state.flow?.id) ?? null
}

/** How long a question is answered by the next words. A deposit is not filled in by whoever has the phone later. */
export function answerLasts({ id }: Flow): number {
  return id === DEPOSIT_FLOW ? DEPOSIT_LASTS : CHOICE_LASTS
}

/** What was begun and left goes on; a deposit only for who knows the PIN. */
function resumed(understood: Understood, flow: Flow, state: FlowState): Step {
  return flow.id === DEPOSIT_FLOW ? guarded(understood, 'deposit') : asked(understood, flow, state, false)
}

/** The deposit's questions, from the first or from where they were left: the PIN was right. */
export function depositOpened(understood: Understood): Step | null {
  const { input, parts } = understood
  const flow = parts.flows.find(({ id }) => id === DEPOSIT_FLOW)
  if (!flow) return null
  const { flow: state } = input.state
  return state?.id === DEPOSIT_FLOW ? asked(understood, flow, state, false) : begin(understood, flow)
}

/** The question as it is put: with its reason, or shortly when it is put again. */
export function questionBubble({ speaks }: Understood, flow: Flow, question: FlowQuestion, isShort: boolean): Bubble {
  const text = isShort ? question.ask[speaks] : `${question.ask[speaks]}\n${question.why[speaks]}`
  const choices = question.choices.map(({ label }, index) => ({ id: `${buttonsOf(flow, question)}${index + 1}`, label: label[speaks] }))
  return choices.length === 0 ? { text } : { text, choices }
}

/** The state with an answer that came with a cry for help, when the question was about what happened. */
export function withStory(understood: Understood, flow: Flow, state: FlowState): FlowState {
  const question = flow.questions.find(({ id }) => id === state.question)
  if (state.status !== 'asked' || question?.story !== true || understood.text.trim() === '') return state
  return advanced(understood, flow, state, { as: 'text', text: understood.text.slice(0, 500) })
}

function beginning(understood: Understood, digit: string | null): Step | null {
  const { input, parts, verdict, text } = understood
  const { route } = input.state
  const crisis = openCrisis(understood)
  const isFresh = route.offeredAt !== null && input.now - route.offeredAt <= CHOICE_LASTS
  const picked = digit?.startsWith(START) ? digit : digit !== null && isFresh ? route.pendingChoices[Number(digit) - 1]?.id : undefined
  const chosen = picked?.startsWith(START) ? parts.flows.find(({ id }) => `${START}${id}` === picked) : undefined
  if (chosen) return chosen.id === DEPOSIT_FLOW ? guarded(understood, 'deposit') : begin(understood, chosen)
  if (input.state.flow !== null || verdict.doubtful || input.message.content.kind === 'choice') return null
  const words = plainWords(text.slice(0, 300))
  // "Siapa yang wajib bantu saya pulang" asks for an answer, not for questions.
  if (QUESTION.test(words)) return null
  const wanted = parts.flows.find((flow) => (crisis === null || helpWasGiven(crisis, flow)) && isAskedFor(flow, words))
  return wanted ? begin(understood, wanted) : null
}

function isAskedFor({ asked_as: patterns, said_alone: whole }: Flow, words: string): boolean {
  return whole.includes(words) || anyFits(patterns, words)
}

function begin(understood: Understood, flow: Flow): Step {
  const { input, speaks } = understood
  const done = doneBefore(understood, flow)
  const first = flow.questions.find(({ id }) => done[id] === undefined)
  const isResumed = Object.keys(done).length > 0
  const sealed = isResumed ? input.vault.seal(JSON.stringify(done)) : null
  const state: FlowState = { id: flow.id, question: first?.id ?? null, sealed, status: 'asked', at: input.now, repeated: false }
  const contacts = flow.about === 'other' || isPressing(flow) ? flowContacts(understood, flow) : ''
  const opening = isResumed && flow.resumes ? `${flow.intro[speaks]}\n${flow.resumes[speaks]}` : flow.intro[speaks]
  const intro = contacts === '' ? opening : `${opening}\n\n${contacts}`
  const step = asked(understood, flow, state, false)
  return { ...step, note: `flow-${flow.id}-begun`, bubbles: [{ text: intro }, ...step.bubbles] }
}

function answered(understood: Understood, flow: Flow, state: FlowState): Step | null {
  const question = flow.questions.find(({ id }) => id === state.question)
  if (!question) return asked(understood, flow, state, false)
  if (flow.keeps_out && anyFits(flow.keeps_out.words, plainWords(understood.text)))
    return keptOut(understood, flow, state, flow.keeps_out.says)
  const reading = readFlowAnswer(understood, question, buttonsOf(flow, question))
  if (reading.as === 'elsewhere') return null
  if (reading.as === 'nothing' && !state.repeated) return asked(understood, flow, { ...state, repeated: true }, true)
  const answer: FlowAnswer = reading.as === 'nothing' ? { as: 'unknown' } : reading
  const next = advanced(understood, flow, state, answer)
  const concealed = question.identifying && answer.as === 'text' ? { concealed: `[${question.label}]` } : {}
  const danger = answer.as === 'choice' ? question.choices[answer.number - 1]?.danger : undefined
  if (danger !== undefined) return { ...endangered(understood, flow, danger, next), ...concealed }
  const doubt = answer.as === 'text' ? doubtful(understood) : null
  // The question about danger comes first; ours is put when it was answered.
  if (doubt) return { ...doubt, ...concealed, state: { ...doubt.state, flow: { ...next, status: 'waiting' } } }
  const step = asked(understood, flow, next, false)
  const remark = remarkOn(understood, question, answer, answersIn(understood, next))
  const isPlace = question.takes === 'country' && answer.as === 'text' && next.question !== null
  const contacts = isPlace && isPressing(flow) ? flowContacts(understood, flow) : ''
  const first = [...(contacts === '' ? [] : [contacts]), ...(remark === null ? [] : [remark.text])].map((text) => ({ text }))
  return { ...step, ...(remark === null ? {} : { cards: remark.cards }), bubbles: [...first, ...step.bubbles], ...concealed }
}

/** Whoever may not get to the end of these has the numbers from the start, and those of the place as soon as it is known. */
function isPressing({ lane, after_help }: Flow): boolean {
  return lane === 'today' || after_help.length > 0
}

/** The question that is next, or the end. In a crisis it stays one. */
function asked(understood: Understood, flow: Flow, state: FlowState, isRepeat: boolean): Step {
  const { input, say, speaks, verdict } = understood
  const crisis = openCrisis(understood)
  const inCrisis =
    crisis === null
      ? {}
      : { verdict: { ...verdict, urgency: 'emergency', danger: crisis.danger } satisfies TriageVerdict, kind: 'safety' as const }
  const question = flow.questions.find(({ id }) => id === state.question)
  if (!question) {
    const ended = flowEnded(understood, flow, answersIn(understood, state))
    const { sealed } = state
    const isKept = isChecklist(flow) && sealed !== null && !input.state.keepsNothing
    return { ...ended, ...inCrisis, ...(isKept ? { state: { ...ended.state, checklist: { id: flow.id, sealed, at: input.now } } } : {}) }
  }
  const bubble = questionBubble(understood, flow, question, isRepeat)
  return {
    bubbles: [isRepeat ? { ...bubble, text: `${question.again?.[speaks] ?? say.FLOW_REPEAT} ${bubble.text}` } : bubble],
    outcome: 'flow',
    topic: flow.topic,
    source: 'conversation',
    note: `flow-${flow.id}-${question.id}`,
    ...inCrisis,
    state: {
      flow: { ...state, status: 'asked', at: input.now },
      doubt: null,
      introduced: true,
      route: { ...input.state.route, pendingChoices: [], offeredAt: null },
    },
  }
}

/** Said where to tell it instead, and the question put again: nothing of it is an answer. */
function keptOut(understood: Understood, flow: Flow, state: FlowState, says: Flow['intro']): Step {
  const step = asked(understood, flow, state, false)
  return { ...step, note: `flow-${flow.id}-kept-out`, bubbles: [{ text: says[understood.speaks] }, ...step.bubbles] }
}

function left({ say }: Understood, flow: Flow): Step {
  return {
    bubbles: [{ text: say.FLOW_LEFT }],
    outcome: 'flow',
    topic: flow.topic,
    source: 'conversation',
    note: `flow-${flow.id}-left`,
    state: { flow: null },
  }
}

/** An answer tells of danger: help first, what was told is kept. */
function endangered(understood: Understood, flow: Flow, danger: Danger | 'unclear', next: FlowState): Step {
  const { input, parts, country, mission } = understood
  const kept = { flow: { ...next, status: 'kept' as const, at: input.now } }
  if (danger === 'unclear') {
    const step = askDanger(understood, 'digit-9')
    return { ...step, state: { ...step.state, ...kept } }
  }
  const verdict: TriageVerdict = {
    ...understood.verdict,
    urgency: 'emergency',
    danger,
    rules: [...understood.verdict.rules, 'flow-answer'],
    about: flow.about,
    doubtful: false,
  }
  const ask = safetyInput(
    { countryOf: () => null, missionOf: () => mission, presence: parts.presence, now: () => input.now },
    input.message,
    verdict,
    country,
    openCrisis(understood),
    safetyLanguage(input.state, understood.language, understood.normalised.rawWords),
  )
  const step = safetyStep(understood, parts.replies.next(ask), verdict, 'flow-answer')
  return { ...step, state: { ...step.state, ...kept } }
}

function advanced(understood: Understood, flow: Flow, state: FlowState, answer: FlowAnswer): FlowState {
  const answers: FlowAnswers = { ...answersIn(understood, state), [state.question ?? '']: answer }
  const at = flow.questions.findIndex(({ id }) => id === state.question)
  const next = flow.questions.slice(at + 1).find(
    // One that has its answer was done before, in a checklist.
    ({ id, when }) => answers[id] === undefined && applies(when, answers),
  )
  return { ...state, question: next?.id ?? null, sealed: understood.input.vault.seal(JSON.stringify(answers)), repeated: false }
}

function buttonsOf(flow: Flow, question: FlowQuestion): string {
  return `flow:${flow.id}:${question.id}:`
}
