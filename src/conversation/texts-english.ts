/** What the assistant says of itself, in English: the same names as in texts.ts, for those who chose English or write it. */
import type { Topic } from '../message.ts'
import type { Operator, Presence } from './texts.ts'

export * from './texts-contact-english.ts'
export * from './texts-family-english.ts'
export * from './texts-media-english.ts'
export * from './texts-own-english.ts'

/** The only three ways to speak of a person who will read. */
export function staffLine(presence: Presence): string {
  switch (presence.staff) {
    case 'on-duty':
      return 'Staff are on duty and will read this.'
    case 'off-duty':
      return `Staff read again ${presence.back ?? 'in office hours'}. Until then the numbers above can help.`
    case 'none':
      return 'No staff are reading yet. The numbers above can help now.'
  }
}

function operatorLine(operator: Operator): string {
  return operator.name === null ? 'No office stands behind this service yet.' : `This service is run by ${operator.name}.`
}

export const NOTICE = 'A machine answers; staff can read this. About your data: write data. Danger: 9. A person: 0.'

export function welcome(operator: Operator, salam: string): string {
  const who = operator.name === null ? 'I am Tanya Migran' : `I am Tanya Migran, run by ${operator.name}`
  return [
    `${salam}${who}. Free. We never ask for money, an OTP or your ID.`,
    'Write freely, or answer with a number:',
    '1 work abroad',
    '2 trouble at work, pay, passport, going home',
    '3 no news of a relative',
    '9 danger now',
    '0 talk to a person',
    'A machine answers; staff can read this. About your data: write data.',
  ].join('\n')
}

export const aboutBot = (operator: Operator, presence: Presence): string =>
  [
    'I am Tanya Migran. I answer migrant workers and families. I am a machine, not a person.',
    operatorLine(operator),
    ...(operator.notPolice ? ['We are not the police or immigration.'] : []),
    'My answers come from official rules and sites. Each has its source and date. When I do not know, I say so.',
    presence.staff === 'on-duty' ? staffLine(presence) : 'Staff can read this chat, but nobody is on duty now.',
  ].join('\n')

export const privacy = (operator: Operator): string =>
  [
    'About your data:',
    '- Messages are stored to answer you. Staff check them. ID, passport, phone and account numbers are hidden first.',
    '- Staff see a made-up name, not your number.',
    `- ${operatorLine(operator)}${operator.phone === null ? '' : ` Its phone is ${operator.phone}.`}`,
    ...(operator.model === null ? [] : [`- Messages with those hidden may be processed by a language model at ${operator.model}.`]),
    operator.sharesWith !== null
      ? `- It can be shared with: ${operator.sharesWith}.`
      : operator.model === null
        ? '- It is shared with nobody else.'
        : '- Apart from that it is shared with nobody else.',
    ...(operator.legalBasis === null ? [] : [`- Our legal basis to keep them: ${operator.legalBasis} (Law 27/2022).`]),
    ...(operator.mustReport === null ? [] : [`- Must be reported: ${operator.mustReport}.`]),
    '- WhatsApp and Telegram know that you write to us.',
    'Never write a bank PIN, OTP or password here.',
  ].join('\n')

export const HELP = [
  'Write any question, a short one is fine. For example: "documents for Taiwan", "my salary is not paid".',
  'Other words that I know:',
  'menu: the first choices',
  'details: a longer answer',
  'source: where the answer comes from',
  'data: about your data',
  'leave my data: what matters before you leave, locked',
  'safe contact: when and where we may answer',
  'phrases: sentences to show in other languages',
  'link family, good news: send news home',
  'indonesia: answers in Indonesian',
  '9 danger now, 0 a person',
].join('\n')

export const THANKS = 'You are welcome. Write again any time.'
export const UNKNOWN = 'Sorry, I have no sure answer to that yet. Try other words, or name the country. You can ask here directly:'
export const OUT_OF_SCOPE =
  'I do not know about that. I answer about work abroad, trouble at work, and going home. Write menu for the choices.'
export const REFUSE_FORGERY =
  'I cannot help with that. False papers and hidden routes can get you detained, without protection. There is a legal way. Shall I explain it? Answer 1.'
export const REFUSE_HARM =
  'I cannot help with that. If somebody wronged you, there is a legal way to complain. Shall I explain it? Answer 1.'
export const CHOICES = 'To answer rightly: which of these do you mean?'
export const STALE_CHOICE = 'Those choices are old. Which one do you mean?'
export const NO_CHOICE = 'What is that number for? Write it in words, or write menu.'
export const ASK_PERSON = 'Your wish to talk to a person is noted. Numbers that you can call yourself:'
export const CASE_STATUS =
  'I cannot see how a report is going yet. Ask where you made it, with its number. Not reported yet? Here are the numbers:'
export const FEEDBACK_THANKS = 'Thank you.'
export const FEEDBACK_ASK = 'Thank you for saying so. Which part was wrong? Just write it.'
export const FEEDBACK_NOTED = 'Noted for staff to check. Thank you.'
export const NOTHING_MORE = 'There is nothing more on that answer.'
export const TROUBLE = 'Which trouble is it? You can also just tell it.'
export const LATE_DROPPED = 'All right. Write again any time.'
export const TOO_LONG = 'Your message is long, I read the first part only.'

export const FLOW_REPEAT = 'I did not get that. "Skip" is fine too.'
export const FLOW_LEFT = 'All right, I stop. The answers so far are not kept as a note. Start again any time.'
export const FLOW_KEPT = 'The answers so far are still here. When you can, write continue.'
export const FLOW_NOTE_OFFER = 'If you like, a few short questions make a note. You need not. Any time is fine.'
export const FLOW_RESUME = { text: 'Go on with the last one?', choices: ['Yes', 'No'] }

export const VOICE =
  'Your voice note arrived, but I cannot hear it yet. To be quick: write one sentence. Answer 9 if you are in danger now.'
export const PHOTO = 'Your photo arrived, but I cannot see it yet. Write one sentence about it. Answer 9 if you are in danger now.'
export const DOCUMENT =
  'Your file arrived, but I cannot read it yet. Write your question. Send no photo of an ID or passport unless needed.'
export const LOCATION = 'Your location arrived. What do you need? Answer 9 if you are in danger now.'
export const CONTACT = 'The contact arrived. I do not keep the numbers of others. What would you like to ask?'
export const STICKER = 'It arrived. Is there something to ask? Just write. Answer 9 if you are in danger now.'
export const CALL = 'Calls to this number cannot be answered. Write here. Answer 9 if you are in danger now.'
export const UNSUPPORTED = 'I cannot read that kind of message yet. Please write in words. Answer 9 if you are in danger now.'
export const GROUP = 'To be safe, write to me in private, not in the group.'
export const FAILED = 'Sorry, your message is stored but not answered yet. Write again later. In danger now? Answer 9.'

/** What the offers of the second menu are called. */
export const TROUBLE_LABELS: Readonly<Record<string, string>> = {
  'contract-and-wages': 'Pay or contract',
  'passport-withheld': 'Passport withheld',
  'return-home': 'I want to go home',
}

/** Topics offered as choices: at most 40 characters. */
export const TOPIC_NAMES: Readonly<Record<Topic, string>> = {
  'legal-route': 'The legal way to work abroad',
  eligibility: 'Age, school and health rules',
  documents: 'Papers before leaving',
  'costs-and-loans': 'Costs, deductions and loans',
  'check-agency': 'Check an agency or sponsor',
  'scam-offer': 'A suspicious job offer',
  vacancies: 'Find official vacancies',
  'destination-country': 'Rules and pay of a country',
  'pre-departure': 'Before and on the day of leaving',
  training: 'Courses and training',
  'certification-and-language': 'Certificates and language tests',
  'korea-programme': 'Korea programme',
  'japan-programme': 'Japan programme',
  'europe-programme': 'Europe programme',
  seafarer: 'Work on a ship',
  'contract-and-wages': 'Pay, hours and contract',
  'change-employer': 'Change or leave an employer',
  'passport-withheld': 'Passport or papers withheld',
  'health-and-insurance': 'Illness, accident and insurance',
  'pregnancy-and-family': 'Pregnancy, marriage and children',
  violence: 'Violence or locked in',
  'mental-distress': 'Stress, sadness or loneliness',
  'arrest-and-legal': 'Arrest or legal trouble',
  trafficking: 'Sold, forced or scam work',
  'money-home': 'Send money and goods home',
  'return-home': 'Go home to Indonesia',
  'overstay-and-amnesty': 'Permit expired (overstay)',
  'lost-passport': 'Passport lost or expired',
  'death-abroad': 'Death abroad',
  'missing-worker': 'No news of a relative',
  reintegration: 'Back home: help and business',
  'embassy-contact': 'Numbers of embassies and offices',
  complaint: 'Make a complaint',
  'case-status': 'How a report is going',
  'talk-to-human': 'Talk to a person',
  greeting: 'Start again',
  thanks: 'Thanks',
  'about-bot': 'About this assistant',
  privacy: 'About your data',
  language: 'Language',
  feedback: 'Say what was wrong',
  'out-of-scope': 'Something else',
}
