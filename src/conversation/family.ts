/**
 * A worker links a relative, tells them "kabar baik", and cuts the link without their knowing (care 5). Relatives may be
 * the abuser or the creditor: that is asked first, and nothing a relative does ever sends a message to the worker.
 */
import type { Bubble } from '../message.ts'
import type { FamilyRelation } from '../store/schema.ts'
import { CONCEALED_CODE, codeLink, shownCode } from './family-code.ts'
import { numbered, numberedAnswer, type InWords } from './numbered.ts'
import type { Own } from './own.ts'
import { day } from './own-day.ts'
import type { FamilyDraft } from './own-family.ts'
import { isRipe } from './pin-digits.ts'
import { LEFT, mayAnswer } from './private-question.ts'
import type { Step, Understood } from './step.ts'
import { wording } from './wording.ts'

/** More cannot be told apart by the digits 1 to 3. */
const MOST_RELATIVES = 3
/** A relative hears a check-in at most once in this time. Milliseconds. */
const CHECK_IN_EVERY = 6 * 3_600_000
const RELATIONS: readonly FamilyRelation[] = ['partner', 'parent', 'other']

const NO_DRAFT: FamilyDraft = { relation: null, caseId: null, linkIds: [] }

type Question = 'family-safe' | 'family-who' | 'family-what' | 'family-cut'

const IN_WORDS: Readonly<Record<Question, InWords>> = {
  'family-safe': [
    ['1', /^\W{0,4}(?:(?:tidak|gak|ga|nggak|enggak|belum) ?(?:pernah)?|no|never)\W{0,4}$/iu],
    // Whoever is not sure is not linked either.
    ['2', /^\W{0,4}(?:pernah|ya+|iya+|sering|kadang|dulu pernah|yes|tidak tahu|gak tau|ragu|not sure|don'?t know)\W{0,4}$/iu],
  ],
  'family-who': [
    ['1', /^\W{0,4}(?:suami|istri|isteri|pasangan|husband|wife)\W{0,4}$/iu],
    ['2', /^\W{0,4}(?:ibu|bapak|ayah|mama|emak|orang ?tua|ortu|mother|father|parents?)\W{0,4}$/iu],
    ['3', /^\W{0,4}(?:anak|kakak|adik|saudara|saudari|teman|lain|lainnya|tidak tahu|other)\W{0,4}$/iu],
  ],
  'family-what': [],
  'family-cut': [],
}
const ALL = /^\W{0,4}(?:semua|semuanya|all)\W{0,4}$/iu

export function askFamilyLink(understood: Understood, own: Own, unlocked: boolean): Step {
  const { say, input } = understood
  const { relatives, openCase } = own.family
  if (isElsewhere(understood, own, unlocked)) return step(say.FAMILY_OTHER_PHONE, 'family-other-phone')
  if (relatives.length >= MOST_RELATIVES) return step(say.FAMILY_FULL, 'family-full')
  // Whoever only holds the phone must not learn through a relative that there is a case.
  const caseId = unlocked && isRipe(own.pin, input.now) ? openCase : null
  return ask(understood, 'family-safe', { ...NO_DRAFT, caseId })
}

export function tellFamily(understood: Understood, own: Own, unlocked: boolean): Step {
  const { say, speaks, input } = understood
  const { relatives } = own.family
  if (isElsewhere(understood, own, unlocked)) return step(say.FAMILY_OTHER_PHONE, 'family-other-phone')
  if (own.pin !== null && !isRipe(own.pin, input.now) && relatives.some(({ linkedAt }) => linkedAt < own.pin!.setAt))
    return step(say.OWN_PIN_YOUNG, 'pin-young')
  if (relatives.length === 0) return step(say.FAMILY_NONE, 'family-none')
  const lines = relatives.map(({ relation, linkedAt, hearsOfCase }, index) =>
    say.familyLine(index + 1, relation, day(linkedAt, speaks), hearsOfCase),
  )
  return step([say.FAMILY_LIST, ...lines, say.FAMILY_LIST_NEXT].join('\n'), 'family-list')
}

/** "Putus" alone may also tell of a call that broke off. */
const BARE_CUT = /^\W{0,4}putus(?:kan)?\W{0,4}$/iu

/** Cutting is the safe side: it is obeyed where nothing may be listed. */
export function askFamilyCut(understood: Understood, own: Own, unlocked: boolean): Step {
  const { say, speaks } = understood
  const { relatives } = own.family
  if (relatives.length === 0) return { ...step(say.FAMILY_LEFT_BY_RELATIVE, 'family-left'), effects: { family: { kind: 'leave' } } }
  const isSure = relatives.length === 1 && !BARE_CUT.test(understood.text.slice(0, 30))
  if (isSure || isElsewhere(understood, own, unlocked)) return cut(understood, own)
  const lines = relatives.map(({ relation, linkedAt }, index) => say.familyLine(index + 1, relation, day(linkedAt, speaks), false))
  return {
    ...step([say.FAMILY_CUT_WHICH, ...lines].join('\n'), 'family-cut-asked'),
    state: { awaiting: 'family-cut', family: { ...NO_DRAFT, linkIds: relatives.map(({ linkId }) => linkId) } },
  }
}

/** "Kabar baik". The words do not tell whether anybody is linked: somebody else may hold the phone. */
export function checkIn(understood: Understood): Step {
  const { input, say } = understood
  const { own, now } = input
  if (own === null) return step(say.OWN_NOT_HERE, 'own-not-here')
  if (isElsewhere(understood, own, false)) return step(say.FAMILY_OTHER_PHONE, 'family-other-phone')
  const to = own.family.relatives
    .filter(({ newsAt }) => newsAt === null || now - newsAt >= CHECK_IN_EVERY)
    .map(({ linkId, conversationId, speaks, linkedAt }) => ({
      linkId,
      conversationId,
      text: wording(speaks).familyGoodNews(day(now, speaks), day(linkedAt, speaks)),
    }))
  return { ...step(say.FAMILY_CHECK_IN, 'family-check-in'), effects: to.length === 0 ? {} : { family: { kind: 'check-in', to } } }
}

/** The answer to one of these questions; null when the message says something else. */
export function familyAnswered(understood: Understood): Step | null {
  const { awaited, input, say, text } = understood
  const { own } = input
  if (own === null || !mayAnswer(understood, ['family-safe', 'family-who', 'family-what', 'family-cut'])) return null
  const asked = awaited as Question
  if (LEFT.test(text.slice(0, 30))) return { ...step(say.FAMILY_LEFT, 'family-given-up'), state: { family: null } }
  if (asked === 'family-cut' && ALL.test(text.slice(0, 20))) return cut(understood, own)
  const answer = numberedAnswer(asked, understood, IN_WORDS[asked])
  if (answer === null) return null
  const draft = input.state.family ?? NO_DRAFT
  switch (asked) {
    case 'family-safe':
      if (answer !== '1') return { ...step(say.FAMILY_NOT_SAFE, 'family-not-safe'), state: { family: null } }
      return ask(understood, 'family-who', draft)
    case 'family-who': {
      const next = { ...draft, relation: RELATIONS[Number(answer) - 1] ?? 'other' }
      return next.caseId === null ? give(understood, own, next) : ask(understood, 'family-what', next)
    }
    case 'family-what':
      return give(understood, own, answer === '2' ? draft : { ...draft, caseId: null })
    case 'family-cut': {
      const linkId = draft.linkIds[Number(answer) - 1]
      return linkId === undefined ? null : cut(understood, own, linkId)
    }
  }
}

/** What "data saya" tells of links; null: nothing is stored. */
export function ownFamilyBubble({ say, speaks }: Understood, { family }: Own): Bubble | null {
  const { relatives, joinedAt } = family
  const lines = [
    ...relatives.map(({ relation, linkedAt, hearsOfCase }, index) =>
      say.familyLine(index + 1, relation, day(linkedAt, speaks), hearsOfCase),
    ),
    ...(joinedAt === null ? [] : [say.familyJoinedOn(day(joinedAt, speaks))]),
  ]
  return lines.length === 0 ? null : { text: [say.FAMILY_LIST, ...lines].join('\n') }
}

function ask(understood: Understood, asked: Exclude<Question, 'family-cut'>, family: FamilyDraft): Step {
  const { text, choices } = understood.say.FAMILY_QUESTIONS[asked]
  const bubble = { text, choices: numbered(asked, choices) }
  return { ...step('', asked), bubbles: [bubble], state: { awaiting: asked, family } }
}

function give({ say }: Understood, own: Own, draft: FamilyDraft): Step {
  const { freeCode: code, telegramBot } = own.family
  const { relation, caseId } = draft
  return {
    ...step('', 'family-code'),
    bubbles: [
      { text: say.familyCode(shownCode(code)), kept: say.familyCode(CONCEALED_CODE) },
      ...(telegramBot === null ? [] : [{ text: `${say.FAMILY_LINK}\n${codeLink(telegramBot, code)}`, kept: say.FAMILY_LINK }]),
      { text: say.FAMILY_LINKED_NEXT },
    ],
    state: { family: null },
    effects: { family: { kind: 'code', code, relation: relation ?? 'other', caseId } },
  }
}

/** Without an id: all of them. A code that is out is good no more, either way. */
function cut({ say }: Understood, own: Own, linkId?: string): Step {
  const linkIds = linkId === undefined ? own.family.relatives.map((one) => one.linkId) : [linkId]
  return { ...step(say.FAMILY_CUT, 'family-cut'), state: { family: null }, effects: { family: { kind: 'cut', linkIds } } }
}

/** The account came to another phone, and nothing older was opened since. */
function isElsewhere({ input }: Understood, own: Own, unlocked: boolean): boolean {
  return input.state.otherPhoneSince !== null && !(unlocked && isRipe(own.pin, input.now))
}

function step(text: string, note: string): Step {
  return { bubbles: [{ text }], outcome: 'flow', topic: 'privacy', source: 'conversation', note }
}
