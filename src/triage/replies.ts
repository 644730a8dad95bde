/**
 * What is said to a person in danger, turn by turn. Pure: the state comes in and goes out. No text is
 * sent twice, each turn brings the next contact, and the number stands alone on its line.
 */
import type { Contact } from '../knowledge/schema.ts'
import type { Bubble, Danger, Language } from '../message.ts'
import { contactsFor, type ContactBook } from '../knowledge/first-call.ts'
import { readAnswer, saysNumberSilent } from './answers.ts'
import type { CrisisState, SafetyInput } from './crisis.ts'
import { fill } from './fill.ts'
import type { DangerTexts, GeneralTexts, SafetyText, SafetyTexts } from './texts.ts'

export interface SafetyReply {
  readonly bubbles: readonly Bubble[]
  readonly crisis: CrisisState
  /** Nothing more goes out by any path until the person writes again. */
  readonly hold: boolean
}

/** An answer to a question of ours. The crisis is null when the person says that there is no danger. */
export interface SafetyAnswer extends Omit<SafetyReply, 'crisis'> {
  readonly crisis: CrisisState | null
}

export interface SafetyReplies {
  /** The first reply to a danger, at most 500 characters: English for English, else Indonesian, with a regional text under it. */
  first(input: SafetyInput): SafetyReply
  /** Any later turn. A new kind of danger gets its own first reply. */
  next(input: SafetyInput): SafetyReply
  /** "Gak diangkat", "nomor mati", "gak ada pulsa": the next contact, one that takes chat if there is one, and a text to paste. */
  unanswered(input: SafetyInput): SafetyReply
  /** Whether `text` tells that a number we gave did not answer. */
  saysUnanswered(text: string): boolean
  /** What follows on a digit or a yes or no, when the state awaits one; null when `text` is no such answer. */
  answered(input: SafetyInput, text: string, digit: string | null): SafetyAnswer | null
  /** One short question when it is unclear whether there is danger. No bubble once every wording was used. */
  doubt(input: SafetyInput): SafetyReply
  /** After a bare "tolong" or the digit 9. */
  dangerQuestion(input: SafetyInput, after?: 'bare-tolong' | 'digit-9'): SafetyReply
}

/** Throws when the general texts are missing: the baked copy must then serve. */
export function createSafetyReplies(texts: SafetyTexts, book: ContactBook): SafetyReplies {
  const indonesian = texts.general
  if (!indonesian) throw new Error('knowledge/safety/texts/general.yaml did not load')
  const generalFor = ({ language }: SafetyInput): GeneralTexts => (language === 'en' ? (texts.english.general ?? indonesian) : indonesian)
  const ownFor = ({ danger, language }: SafetyInput): DangerTexts | undefined =>
    (language === 'en' ? texts.english.dangers[danger] : undefined) ?? texts.dangers[danger]

  const first = (input: SafetyInput): SafetyReply => {
    const own = ownFor(input)
    const general = generalFor(input)
    const state = input.crisis ?? freshState(input)
    if (!own) return next({ ...input, crisis: state })
    const who = voice(input)
    const contact = nextContact(input, state, false) ?? callsFor(input, state)[0] ?? null
    const filled = fill(own.first[who].text, { input, contact, general, withoutContact: general['no-contact'] })
    const bubbles: Bubble[] = [{ text: filled }]
    const regional = regionalText(texts.dangers[input.danger], input.language)
    if (regional !== null) bubbles.push({ text: regional })
    return { bubbles, hold: false, crisis: advance(state, input, [`${input.danger}-first-${who}`], contact, own.first[who].asks) }
  }

  const next = (input: SafetyInput): SafetyReply => {
    const state = input.crisis ?? freshState(input)
    const own = ownFor(input)
    const general = generalFor(input)
    const who = voice(input)
    if (own && !state.textsSent.some((id) => id.startsWith(`${input.danger}-first-`))) return first({ ...input, crisis: state })
    const text = [...(own?.next[who] ?? []), ...general.next[who]].find((one) => isNew(one, state))
    if (text) return say(text, input, state, { contact: nextContact(input, state, false), hold: false })
    const last = general.last[who].replaceAll('{nomor}', String(state.turn + 1))
    return { bubbles: [{ text: last }], hold: false, crisis: advance(state, input, [`last-${state.turn + 1}`], null, state.awaiting) }
  }

  const unanswered = (input: SafetyInput): SafetyReply => {
    const state = input.crisis ?? freshState(input)
    const general = generalFor(input)
    const text = general.unanswered.find((one) => isNew(one, state))
    if (!text) return next({ ...input, crisis: state })
    const said = say(text, input, state, { contact: nextContact(input, state, true), hold: false })
    const paste = `${input.danger}-paste`
    if (state.textsSent.includes(paste)) return said
    const toCopy = ownFor(input)?.paste[voice(input)] ?? general.paste
    return {
      ...said,
      bubbles: [...said.bubbles, { text: toCopy }],
      crisis: { ...said.crisis, textsSent: [...said.crisis.textsSent, paste] },
    }
  }

  const say = (text: SafetyText, input: SafetyInput, state: CrisisState, how: { contact: Contact | null; hold: boolean }): SafetyReply => ({
    bubbles: [{ text: fill(text.text, { input, contact: how.contact, general: generalFor(input) }) }],
    hold: how.hold,
    crisis: advance(state, input, [text.id], how.contact, text.asks),
  })

  const callsFor = (input: SafetyInput, state: CrisisState): Contact[] =>
    contactsFor(input.danger, input.country, book, input.mission ?? state.mission ?? null)

  const nextContact = (input: SafetyInput, state: CrisisState, chatFirst: boolean): Contact | null => {
    const left = callsFor(input, state).filter((contact) => !state.contactsGiven.includes(contact.id))
    return (chatFirst ? left.find((contact) => contact.takes_chat) : undefined) ?? left[0] ?? null
  }

  const ask = (wordings: readonly SafetyText[], input: SafetyInput): SafetyReply => {
    const state = input.crisis ?? freshState(input)
    const text = wordings.find((one) => isNew(one, state))
    if (!text) return { bubbles: [], hold: false, crisis: state }
    return say(text, input, state, { contact: nextContact(input, state, false) ?? callsFor(input, state)[0] ?? null, hold: false })
  }

  const answered = (input: SafetyInput, text: string, digit: string | null): SafetyAnswer | null => {
    const state = input.crisis
    if (!state || state.awaiting === null) return null
    const answer = readAnswer(state.awaiting, text, digit)
    if (answer === null) return null
    const contact = nextContact(input, state, false)
    const general = generalFor(input)
    switch (state.awaiting) {
      case 'safe-to-write':
        if (answer === '2') return say(general['not-safe'], input, state, { contact: null, hold: true })
        return answer === '1' && isNew(general.safe, state) ? say(general.safe, input, state, { contact, hold: false }) : null
      case 'self-harm': {
        const special = ownFor({ ...input, danger: 'self-harm' })?.answers[answer]
        return special && isNew(special, state) ? say(special, input, state, { contact, hold: false }) : null
      }
      case 'danger':
        if (answer === '2') return { ...say(general['no-danger'], input, state, { contact: null, hold: false }), crisis: null }
        return answer === '1' && isNew(general.confirmed, state) ? say(general.confirmed, input, state, { contact, hold: false }) : null
      case 'place':
        return null
    }
  }

  return {
    first,
    next,
    unanswered,
    saysUnanswered: saysNumberSilent,
    answered,
    doubt: (input) => ask(generalFor(input).doubt[voice(input)], input),
    dangerQuestion: (input, after = 'digit-9') => ask(generalFor(input)['danger-question'][after], input),
  }
}

function freshState(input: SafetyInput): CrisisState {
  return {
    danger: input.danger,
    since: input.now,
    turn: 0,
    textsSent: [],
    contactsGiven: [],
    country: input.country,
    about: input.about,
    mission: input.mission ?? null,
    awaiting: null,
  }
}

function advance(
  state: CrisisState,
  input: SafetyInput,
  sent: readonly string[],
  contact: Contact | null,
  awaiting: CrisisState['awaiting'],
): CrisisState {
  return {
    ...state,
    danger: input.danger,
    turn: state.turn + 1,
    textsSent: [...state.textsSent, ...sent],
    contactsGiven: contact && !state.contactsGiven.includes(contact.id) ? [...state.contactsGiven, contact.id] : state.contactsGiven,
    country: input.country ?? state.country,
    mission: input.mission ?? (input.country === null || input.country === state.country ? (state.mission ?? null) : null),
    about: input.about === 'unknown' ? state.about : input.about,
    awaiting,
  }
}

function isNew(text: SafetyText, state: CrisisState): boolean {
  return !state.textsSent.includes(text.id)
}

function voice(input: SafetyInput): 'self' | 'other' {
  const about = input.about === 'unknown' ? (input.crisis?.about ?? 'unknown') : input.about
  return about === 'other' ? 'other' : 'self'
}

/** Only languages in which a first text exists; it goes under the Indonesian one, never alone. */
function regionalText(texts: SafetyTexts['dangers'][Danger], language: Language): string | null {
  return language === 'jv' || language === 'su' ? (texts?.regional[language]?.text ?? null) : null
}
