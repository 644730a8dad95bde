/**
 * A job offer that somebody pastes or tells, held against the signs of danger in `knowledge/scam/`. Each sign is named with
 * its source, and what to check next. It is never called safe: no sign found means only that none of ours is there.
 */
import { contactLines, sourceDate } from '../knowledge/contact-line.ts'
import type { OfferSign } from '../knowledge/scam.ts'
import type { Knowledge } from '../knowledge/schema.ts'
import type { Spoken, Topic } from '../message.ts'
import { ADVERT_LENGTH, advertKinds, isAdvert, namesOffer } from '../triage/advert.ts'
import { plainWords } from '../plain-words.ts'
import { choicesOfCards } from '../intents/choices.ts'
import type { Step, Understood } from './step.ts'
import { offered } from './wording.ts'

/** An offer told in own words has so many parts of an advert. */
const TOLD_KINDS = 3
/** An offer told in own words is answered by its signs when they come from so many cards: a card alone says more. */
const TOLD_CARDS = 2
const SIGNS_SHOWN = 5
const OFFER_TOPICS: ReadonlySet<Topic> = new Set(['scam-offer', 'check-agency', 'vacancies'])
/** Somebody's own trouble, which is no offer any more. */
const OWN_TROUBLE =
  /\b(?:belum dibayar|tidak dibayar|gak dibayar|ga dibayar|majikan saya|majikanku|sudah (?:di|kerja|bayar|transfer|berangkat)|udah (?:di|kerja|bayar|transfer|tf|berangkat)|terlanjur|disiksa|dipukul|dikurung|kabur|not paid|my employer|already paid)\b/u
const NEXT = ['red-flags', 'check-job-order'] as const
const OFFERED_NEXT = ['check-job-order', 'check-p3mi', 'paid-not-sent'] as const
const LONGEST = 4_000

/** Null when the message is no offer. `topic` is the router's. */
export function offerChecked(understood: Understood, topic: Topic): Step | null {
  const { parts, speaks, input } = understood
  const text = plainWords(understood.text.slice(0, LONGEST))
  const kinds = advertKinds(text)
  // Most messages end here, before any sign is looked for.
  if (kinds < TOLD_KINDS) return null
  const found = signsIn(text, parts.scam.signs)
  const present = found.filter((sign) => sign.words !== undefined)
  const cards = new Set(present.map((sign) => sign.card)).size
  const pasted =
    isAdvert(text, understood.text.length) || (kinds > TOLD_KINDS && understood.text.length >= ADVERT_LENGTH && cards >= TOLD_CARDS)
  const told = kinds >= TOLD_KINDS && cards >= TOLD_CARDS && (OFFER_TOPICS.has(topic) || namesOffer(text))
  if ((!pasted && !told) || OWN_TROUBLE.test(text)) return null
  const choices = choicesOfCards(OFFERED_NEXT, parts.knowledge.cards)
  const shown = (pasted ? found : present).slice(0, SIGNS_SHOWN)
  return {
    bubbles: reply(shown, parts.knowledge, speaks).map((bubble, i, all) =>
      i === all.length - 1
        ? { text: bubble, choices: choices.map((choice) => offered(choice, speaks, parts.knowledge)) }
        : { text: bubble },
    ),
    outcome: 'answer',
    topic: 'scam-offer',
    source: 'card',
    note: 'offer-checked',
    cards: [...new Set([...shown.map((sign) => sign.card), ...NEXT])].filter((id) => parts.knowledge.cards.has(id)).slice(0, SIGNS_SHOWN),
    country: understood.country,
    state: {
      route: {
        lastTopic: 'scam-offer',
        lastCountry: understood.country ?? input.state.route.lastCountry,
        lastCards: [NEXT[0]],
        lastAt: input.now,
        pendingChoices: choices,
        offeredAt: input.now,
      },
      introduced: true,
    },
  }
}

function reply(signs: readonly OfferSign[], knowledge: Knowledge, speaks: Spoken): string[] {
  const en = speaks === 'en'
  const lines = signs.map((sign) => `- ${sign.says[speaks]} (${sourceOf(sign, knowledge, speaks)})`)
  const head = en ? 'We cannot vouch for any offer.' : 'Kami tidak bisa memastikan satu tawaran.'
  const none = en
    ? `${head} I found none of the signs I know. That does not make the offer right.`
    : `${head} Saya tidak menemukan tanda yang saya kenal. Itu belum berarti tawarannya benar.`
  const some = [
    `${head} ${en ? 'What I see in this one:' : 'Yang terlihat di tawaran ini:'}`,
    ...lines,
    en ? 'One sign alone is enough to stop and ask.' : 'Satu tanda saja sudah cukup untuk berhenti dan bertanya.',
  ].join('\n')
  const next = en
    ? [
        '1. Send no money, ID card or passport photo.',
        '2. Ask for the name of the agency (P3MI) and the SIP number.',
        '3. Look both up at siskop2mi.bp2mi.go.id.',
        '4. Not there? Ask the number below before you say yes.',
      ]
    : [
        '1. Jangan kirim uang, KTP, atau foto paspor.',
        '2. Minta nama P3MI dan nomor SIP.',
        '3. Cocokkan di siskop2mi.bp2mi.go.id.',
        '4. Tidak ada? Tanya nomor di bawah sebelum jawab "ya".',
      ]
  const contact = knowledge.contacts.get('kp2mi-call-centre')
  const call = contact ? contactLines(contact, speaks) : null
  return [lines.length === 0 ? none : some, [next.join('\n'), ...(call === null ? [] : [call])].join('\n\n')]
}

function sourceOf(sign: OfferSign, knowledge: Knowledge, speaks: Spoken): string {
  const source = knowledge.cards.get(sign.card)?.sources.find(({ title }) => title === sign.source)
  return source ? `${source.title}, ${sourceDate(source, speaks)}` : sign.source
}

/** The signs in a text, in the order of the file. */
export function signsIn(text: string, signs: readonly OfferSign[]): readonly OfferSign[] {
  return signs.filter((sign) =>
    sign.words
      ? sign.words.some((pattern) => compiled(pattern).every((part) => part.test(text)))
      : !sign.absent?.some((pattern) => compiled(pattern).every((part) => part.test(text))),
  )
}

const COMPILED = new Map<string, readonly RegExp[]>()
const SUM = '(?:rp )?\\d+(?: \\d{3})*(?: ?(?:rb|ribu|jt|juta|k))?'

/** `a|b .. c & d`: each part of `&` one expression over words parted by single spaces. */
function compiled(pattern: string): readonly RegExp[] {
  let parts = COMPILED.get(pattern)
  if (!parts) {
    parts = pattern.split(' & ').map((part) => {
      const steps = part.split(' ').map((word) => (word === '..' ? null : word === '@sum' ? SUM : `(?:${word})`))
      const source = steps.map((step, i) => (step === null ? '(?:\\S+ ){0,4}?' : `${step}${i === steps.length - 1 ? '' : ' '}`)).join('')
      return new RegExp(`(?<!\\S)${source}(?!\\S)`, 'u')
    })
    COMPILED.set(pattern, parts)
  }
  return parts
}
