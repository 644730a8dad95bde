/** What is said about a person's own data, in English: the same names as in texts-own.ts. */
import { day } from './own-day.ts'
import type { Retention } from './retention.ts'
import type { StoredCounts } from './texts-own.ts'

export function keptFor({ ordinaryDays, caseDays, depositDays, mediaDays }: Retention): string {
  return [
    'How long it is kept:',
    `- Ordinary messages: ${ordinaryDays} days.`,
    `- A case and its chat: ${caseDays} days after it is closed.`,
    `- Links to your family: until cut, or ${caseDays} days without news.`,
    `- Data left before leaving: ${depositDays} days after you left it.`,
    `- Photos and voice notes of a case: ${mediaDays} days.`,
    '- Your number and your made-up name: until you ask to erase them.',
  ].join('\n')
}

export const OWN_RIGHTS = [
  'Write one of these:',
  'my data: see what is stored',
  'correct note: put a note right',
  'erase my data: erase everything',
  'leave my data: keep what matters before you leave',
  'pin: lock it',
].join('\n')

export function ownStored({ written, answered, since }: StoredCounts): string {
  return [
    'What is stored about you:',
    since === null ? '- No messages yet.' : `- ${written} messages of yours, since ${day(since, 'en')}.`,
    `- ${answered} replies of ours.`,
    '- Your number or account, locked.',
    '- Your choices, such as language and safe hours.',
    'ID, passport, phone numbers and names in messages are hidden.',
  ].join('\n')
}

export const OWN_WORDS = 'Your last messages, as they are stored:'
export const OWN_CLOSED = ['Messages and notes are not shown in this chat.', 'A PIN opens them: write pin. Or ask a person: write 0.'].join(
  '\n',
)
export const OWN_PIN_YOUNG = 'This PIN is new. Older messages open a day after it was made.'
export const OWN_NEXT = ['Something is wrong: write correct note.', 'Erase everything: write erase my data.'].join('\n')
export const OWN_NOT_HERE = 'Nothing is stored here.'
export const OWN_CASE = 'Your note'

export const ERASE_ALL_ASK = [
  'Erase all your data here?',
  'Messages, notes and your number will be gone.',
  'After that nothing can be brought back.',
].join('\n')
export const ERASE_ALL_CHOICES = ['Erase everything', 'Leave it'] as const
export function eraseAllPromised(receipt: string): string {
  return [
    'All right. Everything is erased within 24 hours.',
    `Your receipt: ${receipt}.`,
    'Only that receipt stays, without your name.',
    'Changed your mind: write undo erase.',
  ].join('\n')
}
export const ERASE_UNDONE = 'All right, nothing will be erased.'
export const ERASE_NOTHING = 'There is no erasing to undo.'

export const CORRECT_ASK = [
  'What is wrong in your note? Write it like this:',
  'name of the part: what is right',
  'For example, kota: Riyadh. Or write cancel.',
].join('\n')
export function correctParts(labels: readonly string[]): string {
  return ['Parts of your note:', ...labels.map((label) => `- ${label}`)].join('\n')
}
export const CORRECTED = 'Your note was put right.'
export const CORRECT_UNKNOWN = ['I did not find that part.', 'Try again: write correct note. For a person: write 0.'].join('\n')
export const CORRECT_LEFT = 'All right, nothing was changed.'

export const PIN_NEW = [
  'Choose a PIN of 4 to 6 digits. Not your birthday.',
  'It locks your data and notes in this chat.',
  'Write the PIN now, or write cancel.',
].join('\n')
export const PIN_AGAIN = 'Write that PIN once more.'
export const PIN_WEAK = 'That PIN is easy to guess. Choose 4 to 6 other digits, or write cancel.'
export const PIN_DIFFERS = 'The two PINs differ. Write again the PIN that you want.'
export const PIN_SET = [
  'Your PIN is set. Erase the messages with the PIN from this chat.',
  'Staff never ask for your PIN.',
  'If you forget it: write forgot pin.',
].join('\n')
export const PIN_LEFT = 'All right, left as it was.'
export const PIN_ASK = 'Write your PIN first, or write cancel.'
export const PIN_WRONG = 'Wrong PIN. Try again, or write forgot pin.'
export function pinWait(milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / 60_000)
  return `Too many wrong tries. Try again in ${minutes < 90 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`}.`
}
export const PIN_LOCKED = 'Too many wrong tries, the PIN is locked. Write forgot pin.'
export const PIN_REMOVED = 'The PIN was removed.'
export const PIN_NONE = 'There is no PIN yet. Make one: write pin.'
export const PIN_FORGOTTEN = [
  'We cannot see your PIN. Only staff can remove it.',
  'They must first be sure that it is you.',
  'Until then your data stays locked.',
].join('\n')

export function consentAsk(recipient: string): string {
  return [
    `May we pass this on to ${recipient}?`,
    'What is passed on: the note of your case.',
    'To take it back: write withdraw consent.',
  ].join('\n')
}
export const CONSENT_CHOICES = ['Yes', 'No'] as const
export const CONSENT_YES = ['Your consent is noted.', 'To take it back: write withdraw consent.'].join('\n')
export const CONSENT_NO = 'All right, it is not passed on.'
export const CONSENT_WITHDRAWN = [
  'Your consent is withdrawn and noted.',
  'What was passed on we cannot take back ourselves.',
  'The time limit to deal with it is 3 days.',
].join('\n')
export const KEEP_NOTHING = [
  'All right. Your old messages are erased, new ones are not kept.',
  'In danger, or with staff, messages are still kept.',
  'To keep them again: write keep messages.',
].join('\n')
export const KEEP_AGAIN = 'All right, messages are kept as usual.'

export const OTHER_PHONE = 'This WhatsApp is on another phone now. Older messages open only with the PIN.'

export const DEPOSIT_NEEDS_PIN = ['What you leave here is locked with a PIN.', 'Without one, anybody with this phone could see it.'].join(
  '\n',
)
export const DEPOSIT_PIN = ['What you left here opens only with a PIN.', 'Make one: write pin.'].join('\n')
export const DEPOSIT_LATER = 'Finish the questions first, or write cancel. Then write leave my data.'
export const DEPOSIT_NONE = 'You left nothing here. Begin: write leave my data.'
export function depositSince(at: number): string {
  return `What you left here, since ${day(at, 'en')}:`
}
export const DEPOSIT_RULES = {
  self: ['Staff open it when you ask for help here.', 'Otherwise only if a life is at risk, and recorded.'].join('\n'),
  family: [
    'Staff open it when you ask for help, or are reported missing.',
    'Who reports is not told, not even your family.',
    'Otherwise only if a life is at risk, and recorded.',
  ].join('\n'),
  staff: 'Staff open it only if a life is at risk, and recorded.',
} as const
export const DEPOSIT_NEXT = ['Replace it: write leave my data.', 'Remove it: write remove my deposit.'].join('\n')
export const DEPOSIT_ERASED = 'What you left here is removed within 48 hours.'

export const STATUS_PIN = ['How a note is going opens only with a PIN.', 'Make one: write pin.'].join('\n')
export const STATUS_NONE = 'There is no open note.'
export const STATUS_STATES = {
  unread: 'not read by staff yet',
  read: 'read by staff',
  forwarded: 'passed on',
  waiting: 'waiting',
  closed: 'closed',
} as const
export const STATUS_NOT_OFFICIAL = 'This is not an official report to the embassy yet.'
