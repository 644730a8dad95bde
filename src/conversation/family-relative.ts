/**
 * What a relative writes: the code, and whether there is news. The words are the same for a code that never was, was used,
 * is too old or was tried too often; and the same while there is no news, after a cut, on hold, and for a stranger (care 5).
 */
import { CONCEALED_CODE, familyCodeOf } from './family-code.ts'
import { day } from './own-day.ts'
import { waitAfter } from './pin-digits.ts'
import type { Step, Understood } from './step.ts'

/** A code, alone in a message or behind our link; null for anything else. */
export function familyCodeSaid(understood: Understood): Step | null {
  const { input, say } = understood
  const code = familyCodeOf(input.message.content)
  if (code === null) return null
  const { own, now } = input
  if (own === null) return { ...step(say.OWN_NOT_HERE, 'own-not-here'), concealed: CONCEALED_CODE }
  switch (own.family.typedCode) {
    case 'works': {
      const bubbles = [{ text: say.FAMILY_JOINED }, { text: say.FAMILY_JOINED_NEXT }]
      return {
        ...step('', 'family-joined'),
        bubbles,
        state: { introduced: true },
        effects: { family: { kind: 'join', code } },
        concealed: CONCEALED_CODE,
      }
    }
    case 'own':
      return { ...step(say.FAMILY_CODE_OWN, 'family-code-own'), concealed: CONCEALED_CODE }
    case 'wrong': {
      const nextAt = now + waitAfter(own.family.failures + 1)
      const effects = { family: { kind: 'wrong-code', nextAt } as const }
      return { ...step(say.FAMILY_CODE_WRONG, 'family-code-wrong'), effects, concealed: CONCEALED_CODE }
    }
    case null:
      return { ...step(say.FAMILY_CODE_WRONG, 'family-code-wrong'), concealed: CONCEALED_CODE }
  }
}

/** "Kabar". Each thing is told once, so that a cut changes nothing in what is seen. */
export function tellFamilyNews({ input, say, speaks }: Understood): Step {
  const { own, state } = input
  const isOtherPhone = state.otherPhoneSince !== null
  const news = own === null || isOtherPhone ? [] : own.family.news
  if (news.length === 0) return step(say.FAMILY_NO_NEWS, 'family-no-news')
  const lines = news.flatMap(({ linkedAt, newsAt, caseState }) => [
    ...(newsAt === null ? [] : [say.familyGoodNews(day(newsAt, speaks), day(linkedAt, speaks))]),
    ...(caseState === null ? [] : [say.familyCase(say.STATUS_STATES[caseState])]),
  ])
  return { ...step('', 'family-news'), bubbles: lines.map((text) => ({ text })), effects: { family: { kind: 'told', news } } }
}

function step(text: string, note: string): Step {
  return { bubbles: [{ text }], outcome: 'flow', topic: 'privacy', source: 'conversation', note }
}
