/** Words and digits that mean the same everywhere: 9 danger, 0 a person, menu, help, data, language, sources, feedback. */
import type { PendingChoice } from '../intents/routing.ts'
import { cardDetails, cardSources } from '../answers/answer.ts'
import { DEPOSIT_FLOW } from '../knowledge/flows.ts'
import { bareDigit, CHOICE_LASTS, commandOf, isDangerDigit } from './command-words.ts'
import { safetyInput } from './receipt.ts'
import { safetyLanguage } from './reply-language.ts'
import { askCodeWord } from './code-word.ts'
import { undoEraseAll } from './erase-all.ts'
import { checkIn } from './family.ts'
import { tellFamilyNews } from './family-relative.ts'
import { askErase } from './erase-traces.ts'
import { guarded } from './guard.ts'
import { keepAgain, keepNothing, withdrawConsent } from './consent.ts'
import { askContactPlan } from './contact-plan.ts'
import { CONCEALED_PIN } from './pin.ts'
import { directContacts } from './direct-contacts.ts'
import { withChoices } from './state.ts'
import type { Step, Understood } from './step.ts'
import { offered } from './wording.ts'

/** What the numbers 1 to 3 of the first message stand for. */
const MENU: readonly PendingChoice[] = [
  { id: 'menu:work-abroad', label: 'Kerja ke luar negeri', topic: 'legal-route', card: null },
  { id: 'menu:trouble', label: 'Masalah kerja, gaji, paspor, pulang', topic: 'contract-and-wages', card: null },
  { id: 'menu:no-news', label: 'Keluarga tidak ada kabar', topic: 'missing-worker', card: null },
]
const TROUBLE: readonly PendingChoice[] = [
  { id: 'topic:contract-and-wages', label: 'Gaji atau kontrak', topic: 'contract-and-wages', card: null },
  { id: 'topic:passport-withheld', label: 'Paspor ditahan', topic: 'passport-withheld', card: null },
  { id: 'topic:return-home', label: 'Mau pulang', topic: 'return-home', card: null },
]

export function command(understood: Understood): Step | null {
  const { input, parts, say } = understood
  const { content } = input.message
  const digit = content.kind === 'choice' ? null : bareDigit(understood.text)
  if (isDangerDigit(content)) return askDanger(understood, 'digit-9')
  if (digit === '0') return askPerson(understood)
  const menu = menuChoice(understood, digit)
  if (menu) return menu
  const name = commandOf(understood.input.message.content)
  switch (name) {
    case null:
      return null
    case 'menu':
      return welcomeStep(understood, '')
    case 'help':
      return helpStep(understood)
    case 'data':
      return { ...said('', 'privacy', 'privacy'), bubbles: privacyBubbles(understood) }
    case 'language':
      return {
        ...said(say.LANGUAGE_CHOICE, 'language', 'language'),
        bubbles: [
          {
            text: say.LANGUAGE_CHOICE,
            choices: [
              { id: 'lang:id', label: 'Bahasa Indonesia' },
              { id: 'lang:en', label: 'English' },
            ],
          },
        ],
      }
    case 'english':
      return { ...said(say.LANGUAGE_SET.en, 'language', 'language-en'), state: { language: 'en' } }
    case 'indonesia':
      return { ...said(say.LANGUAGE_SET.id, 'language', 'language-id'), state: { language: 'id' } }
    case 'sources': {
      const card = input.state.route.lastCards[0]
      const bubble = card === undefined ? null : cardSources(card, parts.knowledge, understood.speaks)
      return bubble
        ? { ...said('', 'feedback', 'sources'), bubbles: [bubble], topic: input.state.route.lastTopic ?? 'about-bot' }
        : said(say.NOTHING_MORE, 'about-bot', 'sources')
    }
    case 'details': {
      const card = input.state.route.lastCards[0]
      const bubbles = card === undefined ? [] : cardDetails(card, parts.knowledge, input.now, understood.speaks)
      return bubbles.length > 0
        ? { ...said('', 'feedback', 'details'), bubbles, topic: input.state.route.lastTopic ?? 'about-bot' }
        : said(say.NOTHING_MORE, 'about-bot', 'details')
    }
    case 'person':
      return askPerson(understood)
    case 'contact-plan':
      return askContactPlan(understood)
    case 'erase':
      return askErase(understood)
    case 'code-word':
      return askCodeWord(understood)
    case 'deposit':
      // What was told in other questions is not thrown away for these.
      return input.state.flow === null || input.state.flow.id === DEPOSIT_FLOW
        ? guarded(understood, name)
        : said(say.DEPOSIT_LATER, 'privacy', 'deposit-later')
    case 'own-deposit':
    case 'erase-deposit':
    case 'own-data':
    case 'correct':
    case 'erase-all':
    case 'status':
    case 'remove-pin':
    case 'link-family':
    case 'family':
    case 'cut-family':
      return guarded(understood, name)
    case 'pin':
      return { ...guarded(understood, 'new-pin'), ...(understood.text.match(/\d/u) ? { concealed: CONCEALED_PIN } : {}) }
    case 'forgot-pin':
      return forgotPin(understood)
    case 'withdraw-consent':
      return withdrawConsent(understood)
    case 'keep-nothing':
      return keepNothing(understood)
    case 'keep-again':
      return keepAgain(understood)
    case 'check-in':
      return checkIn(understood)
    case 'family-news':
      return tellFamilyNews(understood)
    case 'undo-erase':
      return undoEraseAll(understood)
    case 'helpful':
      return {
        ...said(say.FEEDBACK_THANKS, 'feedback', 'helpful'),
        effects: { feedback: { verdict: 'helpful', text: null, answerId: input.state.lastAnswerId } },
      }
    case 'wrong':
      return {
        ...said(say.FEEDBACK_ASK, 'feedback', 'wrong'),
        state: { awaiting: 'what-was-wrong' },
        effects: { feedback: { verdict: 'wrong', text: null, answerId: input.state.lastAnswerId } },
      }
  }
}

/** The first message of care: who answers, what is free, what may be written; the numbers 1, 2, 3, 9 and 0. */
export function welcomeStep(understood: Understood, salam: string): Step {
  const { input, parts } = understood
  const text = understood.say.welcome(parts.operator, salam)
  return {
    bubbles: [{ text }],
    outcome: 'smalltalk',
    topic: 'greeting',
    source: 'conversation',
    note: 'welcome',
    state: { ...withChoices(input.state, MENU, input.now), introduced: true },
  }
}

export function askDanger(understood: Understood, note: 'digit-9' | 'bare-tolong'): Step {
  const { input, parts } = understood
  const ask = safetyInput(
    {
      countryOf: () => understood.countries[0] ?? null,
      missionOf: () => understood.mission,
      presence: parts.presence,
      now: () => input.now,
    },
    input.message,
    { ...understood.verdict, urgency: 'emergency', danger: 'violence' },
    understood.country,
    null,
    safetyLanguage(input.state, understood.language, understood.normalised.rawWords),
  )
  const question = parts.replies.dangerQuestion(ask, note)
  return {
    bubbles: question.bubbles,
    kind: 'safety',
    outcome: 'safety',
    topic: 'violence',
    source: 'safety',
    note,
    verdict: {
      ...understood.verdict,
      urgency: 'emergency',
      danger: understood.verdict.danger ?? question.crisis.danger,
      rules: [...understood.verdict.rules, note],
    },
    state: { crisis: question.crisis, crisisAt: input.now, introduced: true, awaiting: null },
    effects: { needsStaff: 'asked' },
  }
}

/** A command that is no cry for help, or a button of ours: it is obeyed also in the middle of a crisis. */
export function isPlainCommand(understood: Understood): boolean {
  const { content } = understood.input.message
  const name = commandOf(understood.input.message.content)
  return content.kind === 'choice' || (name !== null && name !== 'help')
}

/** What becomes of what is written here, for how long, and what the person may ask for. */
export function privacyBubbles({ say, parts }: Understood): Step['bubbles'] {
  return [{ text: say.privacy(parts.operator) }, { text: `${say.keptFor(parts.retention)}\n\n${say.OWN_RIGHTS}` }]
}

/** Nobody but staff can help; whoever reads is told of as ever. */
function forgotPin(understood: Understood): Step {
  const asked = askPerson(understood)
  return { ...asked, topic: 'privacy', note: 'pin-forgotten', bubbles: [{ text: understood.say.PIN_FORGOTTEN }, ...asked.bubbles] }
}

/** What can be written here. */
export function helpStep(understood: Understood): Step {
  return said(understood.say.HELP, 'about-bot', 'help')
}

export function askPerson(understood: Understood): Step {
  const { parts } = understood
  const contacts = directContacts(parts.knowledge, understood.country, understood.mission, understood.speaks)
  const text = [understood.say.ASK_PERSON, contacts, understood.say.staffLine(parts.presence())].filter((part) => part !== '').join('\n\n')
  return {
    bubbles: [{ text }],
    outcome: 'handoff',
    topic: 'talk-to-human',
    source: 'conversation',
    note: 'asked-for-a-person',
    effects: { needsStaff: 'asked', opensCase: 'person' },
  }
}

function menuChoice(understood: Understood, digit: string | null): Step | null {
  const { input } = understood
  const { content } = input.message
  const { pendingChoices, offeredAt } = input.state.route
  const fresh = offeredAt !== null && input.now - offeredAt <= CHOICE_LASTS
  const picked = content.kind === 'choice' ? content.value : digit !== null && fresh ? pendingChoices[Number(digit) - 1]?.id : undefined
  if (picked === 'menu:trouble') {
    return {
      bubbles: [
        { text: understood.say.TROUBLE, choices: TROUBLE.map((choice) => offered(choice, understood.speaks, understood.parts.knowledge)) },
      ],
      outcome: 'choices',
      topic: 'contract-and-wages',
      source: 'conversation',
      note: 'menu-2',
      state: withChoices(input.state, TROUBLE, input.now),
    }
  }
  if (digit !== null && pendingChoices.length === 0 && digit !== '9' && digit !== '0')
    return said(understood.say.NO_CHOICE, 'about-bot', 'digit-without-choice')
  return null
}

function said(text: string, topic: Step['topic'], note: string): Step {
  return { bubbles: [{ text }], outcome: 'smalltalk', topic, source: 'conversation', note }
}
