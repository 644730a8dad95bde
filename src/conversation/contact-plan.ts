/**
 * How a person may be written to without harm (care: safe contact), asked in at most two taps, after the first help:
 * whose phone it is, then when it is safe. Every answer can be passed over.
 */
import type { Choice } from '../message.ts'
import { CHOICE_LASTS } from './command-words.ts'
import { numbered, numberedAnswer, type InWords } from './numbered.ts'
import type { Step, Understood } from './step.ts'
import type { ToldPlan } from './turn.ts'
import type { Wording } from './wording.ts'

type Question = 'phone-owner' | 'reply-hours' | 'borrowed-for'

/** At home from work and alone, as far as most domestic workers told; staff can set other hours. Minutes after midnight. */
const NIGHT: readonly [number, number] = [20 * 60, 5 * 60]
/** Long enough to read an answer, short enough that the phone is still in the same hand. */
const QUIET_AFTER_MINUTES = 15
const BORROWED_MINUTES: Readonly<Record<string, number>> = { '1': QUIET_AFTER_MINUTES, '2': 60, '3': 12 * 60 }

/** Turns in danger after which it may be asked: the first help, the place and one more contact were given. */
const TURNS_OF_HELP = 3
/** Whoever bleeds, flees a bombing or may harm themselves is asked nothing that can wait. */
const NOTHING_ELSE = new Set(['self-harm', 'medical', 'conflict-disaster'])

const PASSED_OVER = /^\W{0,4}(?:lewati|lewat|skip|tidak tahu|tdk tahu|gak tau|ga tau|nggak tahu|tidak|batal|don'?t know)\W{0,4}$/iu
const IN_WORDS: Readonly<Record<Question, InWords>> = {
  'phone-owner': [
    ['1', /^\W{0,4}(?:hp |punya |milik |hp punya )?(?:saya )?(?:sendiri|saya|mine|my own)\W{0,4}$/iu],
    ['2', /^\W{0,4}(?:hp )?(?:pinjam|pinjem|pinjaman|minjem|teman|temen|borrowed)\W{0,4}$/iu],
    ['3', /^\W{0,4}(?:hp |punya |milik )?(?:majikan|bos|madam|employer|bareng|gantian)\W{0,4}$/iu],
  ],
  'reply-hours': [
    ['1', /^\W{0,4}(?:kapan saja|kapan aja|bebas|any ?time)\W{0,4}$/iu],
    ['2', /^\W{0,4}(?:malam|malam saja|malem|malem aja|at night|night)\W{0,4}$/iu],
  ],
  'borrowed-for': [],
}

/** The question goes out on channels where something could reach the person later. */
export function askContactPlan(understood: Understood): Step {
  if (!staysOpen(understood)) return said(understood.say.PLAN_NOT_HERE, 'plan-not-here')
  return { ...said('', 'plan-owner'), bubbles: [question('phone-owner', understood.say)], state: { ...asking('phone-owner') } }
}

/** The first question, under the reply after which staff may want to write. */
export function withContactPlan(understood: Understood, step: Step): Step {
  const { state } = understood.input
  if (state.contactPlanAsked || !staysOpen(understood) || !isTime(understood, step) || step.bubbles.length === 0) return step
  return {
    ...step,
    bubbles: [...step.bubbles, question('phone-owner', understood.say)],
    state: { ...step.state, ...asking('phone-owner') },
  }
}

/** The answer to the question before; null when the message says something else. */
export function contactPlanAnswered(understood: Understood): Step | null {
  const { awaited, input, say, verdict } = understood
  if (awaited !== 'phone-owner' && awaited !== 'reply-hours' && awaited !== 'borrowed-for') return null
  if (isCryForHelp(verdict) || input.now - (input.state.awaitingSince ?? 0) > CHOICE_LASTS) return null
  if (PASSED_OVER.test(understood.text.slice(0, 40))) return said(say.PLAN_PASSED, 'plan-passed-over')
  const picked = numberedAnswer(awaited, understood, IN_WORDS[awaited])
  if (picked === null) return null
  switch (awaited) {
    case 'phone-owner':
      if (picked === '1') return next('reply-hours', say, { phoneOwner: 'own', quietAfter: null })
      if (picked === '2') return next('borrowed-for', say, { phoneOwner: 'borrowed', quietAfter: QUIET_AFTER_MINUTES })
      return done(say.planQuiet(QUIET_AFTER_MINUTES), { phoneOwner: 'employer', quietAfter: QUIET_AFTER_MINUTES })
    case 'reply-hours':
      if (picked === '1') return done(say.PLAN_ANY_TIME, { phoneOwner: 'own', safeHours: null, quietAfter: null })
      if (picked === '2') return done(say.PLAN_NIGHT, { phoneOwner: 'own', safeHours: NIGHT, quietAfter: null })
      return done(say.planQuiet(QUIET_AFTER_MINUTES), { phoneOwner: 'own', quietAfter: QUIET_AFTER_MINUTES })
    case 'borrowed-for': {
      const minutes = BORROWED_MINUTES[picked] ?? QUIET_AFTER_MINUTES
      return done(say.planQuiet(minutes), { phoneOwner: 'borrowed', quietAfter: minutes })
    }
  }
}

/** Whether something can reach the person here once they have left. */
export function staysOpen({ input }: Understood): boolean {
  const { channel } = input.message
  return channel === 'telegram' || channel === 'whatsapp'
}

/** Whether the first help was given, and nothing presses: then something else may be asked, once. */
export function isTime({ verdict }: Understood, step: Step): boolean {
  if (step.note === 'asked-for-a-person') return true
  const crisis = step.state?.crisis
  return (
    (step.note === 'next' || step.note === 'answered') &&
    // Not under a new cry for help.
    !isCryForHelp(verdict) &&
    crisis !== undefined &&
    crisis !== null &&
    crisis.turn >= TURNS_OF_HELP &&
    crisis.about !== 'other' &&
    // Whether it is safe to write at all comes first, and its digits are its own.
    crisis.awaiting !== 'safe-to-write' &&
    crisis.awaiting !== 'danger' &&
    !NOTHING_ELSE.has(crisis.danger)
  )
}

/** These words alone call for help; in a crisis every message counts as one. */
export function isCryForHelp({ urgency, rules }: Understood['verdict']): boolean {
  return urgency === 'emergency' && rules.some((rule) => rule !== 'crisis-continues')
}

function question(asked: Question, say: Wording): { text: string; choices: Choice[] } {
  const { text, choices } = say.PLAN_QUESTIONS[asked]
  return { text, choices: numbered(asked, choices) }
}

function asking(asked: Question): { awaiting: Question; contactPlanAsked: true } {
  return { awaiting: asked, contactPlanAsked: true }
}

function next(asked: Question, say: Wording, contactPlan: ToldPlan): Step {
  return { ...said('', `plan-${asked}`), bubbles: [question(asked, say)], state: asking(asked), effects: { contactPlan } }
}

function done(text: string, contactPlan: ToldPlan): Step {
  return { ...said(text, 'plan-told'), effects: { contactPlan } }
}

function said(text: string, note: string): Step {
  return { bubbles: [{ text }], outcome: 'flow', topic: 'privacy', source: 'conversation', note, state: { contactPlanAsked: true } }
}
