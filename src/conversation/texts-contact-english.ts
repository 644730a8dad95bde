/** The English of texts-contact.ts. */

export const PLAN_QUESTIONS = {
  'phone-owner': {
    text: 'So that no reply gets into wrong hands: whose phone is this? You may skip.',
    choices: ['My own phone', 'A borrowed phone', 'My employer’s, or a shared one'],
  },
  'reply-hours': {
    text: 'When is it safe for us to answer? You may skip.',
    choices: ['Any time', 'At night, 8 pm to 5 am', 'Only after I write'],
  },
  'borrowed-for': {
    text: 'How long do you hold this phone? After that we stay silent.',
    choices: ['15 minutes', '1 hour', 'Until tomorrow'],
  },
} as const

export const PLAN_ANY_TIME =
  'All right, noted. If this changes, write: safe contact.\nDo you want a secret word for danger? Write: code word.'
export const PLAN_NIGHT =
  'All right. By day we stay silent, unless you write first. If this changes, write: safe contact.\nDo you want a secret word for danger? Write: code word.'

export function planQuiet(minutes: number): string {
  const time = minutes < 60 ? `${minutes} minutes` : minutes === 60 ? '1 hour' : `${minutes / 60} hours`
  return [
    `All right. ${time} after your last message we stay silent.`,
    'We wait until you write again. If this changes, write: safe contact.',
    'Do you want a secret word for danger? Write: code word.',
  ].join('\n')
}

export const PLAN_PASSED = 'All right, skipped. If you need it later, write: safe contact.'
export const PLAN_NOT_HERE = 'Nothing follows you from this page. Close it, and that is all.'

export const CODE_WORD_ASK = [
  'Choose one or two secret words, such as a dish. At least six letters.',
  'Written alone, they mean that you are in danger.',
  'The answer looks ordinary, staff get a sign, then we stay silent.',
  'Write them now, or write cancel.',
].join('\n')
export const CODE_WORD_UNFIT = 'Those words are too short or too common. Choose others, at least six letters, or write cancel.'
export const CODE_WORD_SET = 'Saved. Delete your message and this one from the phone. To change it: code word.'
export const CODE_WORD_LEFT = 'All right, left as it was.'
export const COVER = 'Thank you for writing. To see the choices, write menu.'

export const ERASE_ASK = [
  'Erase the messages on this phone? Staff keep a copy.',
  'Only messages of the last 48 hours can go, yours and mine.',
  'Erase everything: the copy of staff goes too.',
].join('\n')
export const ERASE_CHOICES = ['Erase on the phone', 'Erase everything', 'Leave them'] as const
export const ERASE_LEFT = 'All right, nothing was erased.'
export function erased(count: number, left: boolean): string {
  return [
    count === 0 ? 'No message could be erased yet.' : `Done, ${count} messages were erased.`,
    left ? 'Erase the others yourself: hold this chat, then Delete.' : 'Erase this one yourself: hold it, then Delete.',
  ].join('\n')
}
export const ERASE_WHATSAPP_ASK = [
  'Take my messages off this phone? Staff keep a copy.',
  'Only my messages, of the last 48 hours. The chat shows that messages were deleted.',
  'Disappearing messages go on too: new ones go after 24 hours. WhatsApp writes that in the chat.',
  'Your own messages you must delete yourself. I send you how, after that.',
  'Erase everything: the copy of staff goes too.',
].join('\n')
export function erasedOnWhatsApp(count: number, left: boolean, disappears: boolean): string {
  return [
    count === 0
      ? 'There is no message of mine that could be taken back.'
      : `Done, ${count} of my messages are taken back. Their marks still show.`,
    ...(left && count > 0 ? ['Some of my messages could not be taken back.'] : []),
    disappears ? 'New messages go by themselves after 24 hours.' : 'I could not turn on disappearing messages.',
    ERASE_WHATSAPP_BY_HAND,
  ].join('\n')
}
const ERASE_WHATSAPP_BY_HAND = [
  'To be clean, delete this chat yourself:',
  '1. Open this chat, tap the three dots, More, Clear chat.',
  '2. In the list of chats, hold this chat, tap the bin.',
  '3. Tap the three dots, Linked devices. Log out what is not yours.',
].join('\n')
const COPY_STAYS = 'Staff keep a copy. To erase that too: write erase my data.'
export const ERASE_PAGE_BY_HAND = 'This page keeps no history on the phone. Press the quick exit, then clear the browser history.'
export const ERASE_PAGE = `${ERASE_PAGE_BY_HAND}\n${COPY_STAYS}`
