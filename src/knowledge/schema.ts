/**
 * The shapes of everything in `knowledge/` that a person edits. Each file is untrusted input: it is
 * parsed with these schemas and a mistake names the file, the place and what would be right.
 */
import { z } from 'zod'
import { SUBTOPICS, TOPICS } from '../message.ts'

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower case words joined by hyphens')
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date written YYYY-MM-DD')
/** A publication date as exactly as the source tells it: year, month or day. */
const looseDay = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, 'YYYY, YYYY-MM or YYYY-MM-DD')
const countryCode = z.string().regex(/^[A-Z]{2}$/, 'an ISO 3166 code such as MY; at sea is XS')

export const confidence = z.enum(['high', 'medium', 'low'])

export const sourceSchema = z.strictObject({
  /** Who says so, short, as the reply names it: "KP2MI", "UU 18/2017". */
  title: z.string().min(2).max(80),
  address: z.url(),
  /** Null when the page shows no date. */
  published: looseDay.nullable(),
  looked_at: day,
})

/** The front matter of `knowledge/cards/<topic>/<id>.md`. */
export const cardFrontMatterSchema = z.strictObject({
  id,
  topic: z.enum(TOPICS),
  /** Other topics under which the same question is asked: the card answers there too. */
  also: z.array(z.enum(TOPICS)).default([]),
  subtopic: z.enum(Object.keys(SUBTOPICS) as [keyof typeof SUBTOPICS]).optional(),
  title: z.string().min(4).max(80),
  audience: z.array(z.enum(['worker', 'family'])).min(1),
  /** Countries the card is about; empty when it holds everywhere. */
  countries: z.array(countryCode),
  sources: z.array(sourceSchema).min(1),
  confidence,
  reviewed_on: day,
  review_by: day,
  /** Who checked it against the source in person, and when: "name, 2026-11-24". Null until then. */
  verified_by: z.string().nullable(),
  /** Contacts shown under the answer, by id of contacts.yaml. */
  contacts: z.array(id).default([]),
  related: z.array(id).default([]),
  /** Next questions offered as choices: at most three. */
  follow_ups: z
    .array(z.strictObject({ label: z.string().min(2).max(40), card: id }))
    .max(3)
    .default([]),
  /** The ways people really ask for this. */
  phrasings: z.array(z.string().min(1)).default([]),
})

/** The front matter of `<card>.en.md` beside a card. Sources, contacts and dates are the original's. */
export const translationFrontMatterSchema = z.strictObject({
  id,
  title: z.string().min(4).max(80),
  /** `reviewed_on` of the original as it was translated: when that is later now, the translation is old. */
  translated_from: day,
  /** Who read it beside the original, and when. Null until then. */
  verified_by: z.string().nullable(),
  /** What the next questions of the original are called, by card id. */
  follow_ups: z.record(id, z.string().min(2).max(40)).default({}),
  /** The ways people ask for this in English. */
  phrasings: z.array(z.string().min(1)).min(4),
})

/** One entry of `knowledge/contacts.yaml`. */
export const contactSchema = z.strictObject({
  id,
  name: z.string().min(3).max(80),
  kind: z.enum([
    'mission',
    'ministry',
    'hotline',
    'labour-line',
    'police',
    'ambulance',
    'fire',
    'ngo',
    'service-office',
    'insurance',
  ]),
  /** Where it stands. Central Indonesian lines are ID. */
  country: countryCode,
  /** Area in charge, in words a person would use; null when the whole country. */
  serves: z.string().nullable(),
  /** E.164, for example +60321164000. */
  phone: z
    .string()
    .regex(/^\+\d{6,15}$/)
    .nullable(),
  /** A short number, and the only place from which it can be dialled. */
  short_number: z.strictObject({ number: z.string().regex(/^[\d-]{2,12}$/), inside: z.string() }).nullable(),
  whatsapp: z
    .string()
    .regex(/^\+\d{6,15}$/)
    .nullable(),
  email: z.email().nullable(),
  address: z.string().nullable(),
  web: z.url().nullable(),
  hours: z.string().nullable(),
  /** IANA time zone, for example Asia/Kuala_Lumpur. */
  time_zone: z.string().nullable(),
  languages: z.array(z.string()),
  takes_chat: z.boolean(),
  cost_from_abroad: z.enum(['free', 'paid', 'unknown', 'not-reachable']),
  purpose: z.array(
    z.enum(['protection', 'labour', 'passport', 'emergency', 'medical', 'complaint', 'information', 'legal', 'trafficking', 'mental-health', 'insurance', 'shelter']),
  ).min(1),
  source: sourceSchema,
  confidence,
  verified_by: z.string().nullable(),
  /** Said beside the number when it must not be taken at face value: "nomor lama, 2020". */
  caution: z.string().nullable().default(null),
})

/** One entry of `knowledge/notices.yaml`: news that heads every reply to people in a country, for a time. */
export const noticeSchema = z.strictObject({
  id,
  /** Where the people are whom it concerns. */
  countries: z.array(countryCode).min(1),
  /** What happened and what to do, in plain Indonesian. No number: that is what `contact` is for. */
  text: z.string().min(20).max(300),
  source: sourceSchema,
  /** First and last day on which it is shown, by the clock of Jakarta. */
  from: day,
  until: day,
  /** Whose number stands under it, by id of contacts.yaml. */
  contact: id.nullable().default(null),
})

const firstCall = z.array(id).min(1)

/** One entry of `knowledge/countries.yaml`. Code XS is "at sea". */
export const countrySchema = z.strictObject({
  code: countryCode,
  /** Indonesian name first; it is the one shown. */
  names: z.array(z.string()).min(1),
  nicknames: z.array(z.string()),
  misspellings: z.array(z.string()),
  cities: z.array(z.string()),
  currency: z.array(z.string()),
  /** Words that give the country away: permits, offices, forms of address. */
  jargon: z.array(z.string()),
  /** Missions in charge, the one for the capital first; `areas` in lower case. */
  posts: z.array(z.strictObject({ contact: id, areas: z.array(z.string()) })),
  /** Whom to call first, by danger; `default` where a danger is not named (care: whom to send people to). */
  first_call: z.strictObject({
    default: firstCall,
    violence: firstCall.optional(),
    'sexual-violence': firstCall.optional(),
    confinement: firstCall.optional(),
    trafficking: firstCall.optional(),
    'self-harm': firstCall.optional(),
    medical: firstCall.optional(),
    detention: firstCall.optional(),
    'conflict-disaster': firstCall.optional(),
    stranded: firstCall.optional(),
  }),
  /** Who approved the order of `first_call`; null means unapproved, so mission and 24-hour line come first and never the police. */
  first_call_approved_by: z.string().nullable(),
  police: id.nullable(),
  ambulance: id.nullable(),
  labour_line: id.nullable(),
  placement: z.strictObject({
    status: z.enum(['open', 'closed', 'restricted', 'unknown']),
    /** One sentence in Indonesian. */
    note: z.string().max(200),
    source: sourceSchema.nullable(),
  }),
})

export type Notice = z.infer<typeof noticeSchema>
export type CardFrontMatter = z.infer<typeof cardFrontMatterSchema>
export type Contact = z.infer<typeof contactSchema>
export type Country = z.infer<typeof countrySchema>

export interface Card extends CardFrontMatter {
  /** The short answer: at most 900 characters, what is sent first. */
  readonly answer: string
  /** "Langkah": numbered steps, sent with the answer when they fit. Null when there are none. */
  readonly steps: string | null
  /** "Rincian": sent on request. */
  readonly details: string | null
  /** Path inside `knowledge/`, for messages to staff. */
  readonly path: string
  /** The same in English; absent while nobody has translated it, or while the translation is broken. */
  readonly english?: CardTranslation
}

/** A card in another language: its words only, every fact is the original's. */
export interface CardTranslation extends z.infer<typeof translationFrontMatterSchema> {
  readonly answer: string
  readonly steps: string | null
  readonly details: string | null
  readonly path: string
}

/** A mistake in a knowledge file. */
export interface KnowledgeProblem {
  readonly path: string
  readonly line: number | null
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** What to do about it. */
  readonly advice: string
}

/** Everything loaded, already cross-checked; broken cards are left out and named in `problems`. */
export interface Knowledge {
  readonly cards: ReadonlyMap<string, Card>
  readonly contacts: ReadonlyMap<string, Contact>
  readonly countries: ReadonlyMap<string, Country>
  /** All notices, also those not yet or no longer shown. */
  readonly notices: readonly Notice[]
  readonly problems: readonly KnowledgeProblem[]
}
