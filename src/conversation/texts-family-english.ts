/** What is said about links between a worker and relatives, in English: the same names as in texts-family.ts. */

export const FAMILY_QUESTIONS = {
  'family-safe': {
    text: [
      'One question first, to be safe.',
      'Has this person ever hurt you or held your money?',
      'If they are part of your trouble now, choose 2.',
    ].join('\n'),
    choices: ['Never', 'Yes, or not sure'],
  },
  'family-who': { text: 'Who is to be linked? No name is needed.', choices: ['Husband or wife', 'Parent', 'Other'] },
  'family-what': {
    text: ['What may they hear?', 'Progress of your note: only how far it is, not what it says.'].join('\n'),
    choices: ['Good news only', 'Progress of my note too'],
  },
} as const

export function familyCode(code: string): string {
  return [
    `Code for your relative: ${code}`,
    'It is valid for 24 hours, for one person, once.',
    'Ask them to write it in this chat, from their phone.',
    'Do not give it to anybody else.',
  ].join('\n')
}
export const FAMILY_LINK = 'On Telegram they only open this address:'
export const FAMILY_LINKED_NEXT = [
  'They get only the news that you send.',
  'Chat, place and reading times are not given.',
  'Send news: write good news.',
  'See who is linked: write my family.',
  'Cut without their knowing: write cut family.',
].join('\n')
export const FAMILY_NOT_SAFE = ['OK, not linked. It is not your fault.', 'We tell that person nothing.', 'In danger now: write 9.'].join(
  '\n',
)
export const FAMILY_LEFT = 'OK, nothing was changed.'
export const FAMILY_FULL = ['Three people are linked, that is the most.', 'Cut one: write cut family.'].join('\n')
export const FAMILY_OTHER_PHONE = [
  'This chat is on another phone now.',
  'A PIN opens the links to your family again.',
  'Write pin, and tomorrow write my family.',
].join('\n')
export const FAMILY_NONE = ['Nobody is linked yet.', 'Link somebody: write link family.'].join('\n')
export const FAMILY_LIST = 'Relatives who are linked:'
export const FAMILY_RELATIONS = { partner: 'Husband or wife', parent: 'Parent', other: 'Other relative' } as const
export function familyLine(number: number, relation: keyof typeof FAMILY_RELATIONS, since: string, hearsOfCase: boolean): string {
  return `${number}. ${FAMILY_RELATIONS[relation]}, since ${since}${hearsOfCase ? ', also progress of your note' : ''}`
}
export const FAMILY_LIST_NEXT = ['Send news: write good news.', 'Cut without their knowing: write cut family.'].join('\n')
export function familyJoinedOn(since: string): string {
  return `- A family code was used here, ${since}.`
}
export const FAMILY_CUT_WHICH = 'Which one? Write the number, or write all.'
export const FAMILY_CUT = ['It is cut. They are not told.', 'A code that was not used is not valid any more.'].join('\n')
export const FAMILY_CHECK_IN = [
  'OK. Your news is passed on to the relatives who are linked.',
  'At most once in 6 hours.',
  'Link somebody: write link family.',
].join('\n')

export const FAMILY_JOINED = [
  'You are linked. News from your family appears in this chat.',
  'Chat, place and reading times are not given.',
].join('\n')
export const FAMILY_JOINED_NEXT = [
  'Ask for news: write family news.',
  'Stop: write cut family.',
  'Any sign of danger: tell it here right away.',
].join('\n')
export const FAMILY_CODE_WRONG = [
  'That code is not valid.',
  'A code is valid for 24 hours and once.',
  'Ask your relative for a new one.',
  'Wrong several times: try again in an hour.',
].join('\n')
export const FAMILY_CODE_OWN = 'This code is for your relative, from their phone.'
export const FAMILY_NO_NEWS = [
  'There is no new news for this chat.',
  'News appears here.',
  'Long without news: write my relative is missing.',
].join('\n')
export function familyGoodNews(on: string, linked: string): string {
  return [`Good news from your family, ${on}.`, `From the one linked since ${linked}.`, 'Who wrote it, we cannot be sure.'].join('\n')
}
export function familyCase(state: string): string {
  return [`Your relative's note: ${state}.`, 'This is no official report to the embassy or KP2MI yet.'].join('\n')
}
export const FAMILY_LEFT_BY_RELATIVE = [
  'OK. News from your family is not sent to this chat any more.',
  'A code from this chat is not valid any more either.',
].join('\n')
