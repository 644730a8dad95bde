/** `scam/`: signs of danger in a job offer, and numbers that were reported to the operator. */
import { z } from 'zod'
import { problem } from './front-matter.ts'
import { parseList, readFileOf, type FileReadings, type Parse } from './read-file.ts'
import type { Knowledge, KnowledgeProblem } from './schema.ts'

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower case words joined by hyphens')
const pattern = z.string().regex(/^[a-z0-9@|& .]+$/u, 'small letters, digits, and the marks | .. & @')

const signSchema = z
  .strictObject({
    id,
    says: z.strictObject({ id: z.string().min(8).max(90), en: z.string().min(8).max(90) }),
    /** The card that says the same. */
    card: id,
    /** Title of one of that card's sources. */
    source: z.string().min(2),
    words: z.array(pattern).min(1).optional(),
    absent: z.array(pattern).min(1).optional(),
  })
  .refine((sign) => (sign.words === undefined) !== (sign.absent === undefined), 'has either words or absent')

const reportedSchema = z.strictObject({
  id,
  number: z.string().regex(/^\+?\d{7,20}$/, 'a phone such as +6281200000000, or the digits of an account'),
  kind: z.enum(['phone', 'account']),
  reason: z.string().min(8).max(120),
  reported_on: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date written YYYY-MM-DD'),
})

export type OfferSign = z.infer<typeof signSchema>
export type ReportedNumber = z.infer<typeof reportedSchema>

export interface ScamKnowledge {
  readonly signs: readonly OfferSign[]
  readonly reported: readonly ReportedNumber[]
}

/** Paths inside `knowledge/`. */
const SIGNS = 'scam/offer-signs.yaml'
const REPORTED = 'scam/reported-numbers.yaml'

const parseSigns: Parse<OfferSign> = (text, path, problems) => parseList(text, path, signSchema, problems)
const parseReported: Parse<ReportedNumber> = (text, path, problems) => parseList(text, path, reportedSchema, problems)

/** For the build. */
export function readScamFiles(folder: string): FileReadings {
  return { [SIGNS]: readFileOf(folder, SIGNS, parseSigns, {}), [REPORTED]: readFileOf(folder, REPORTED, parseReported, {}) }
}

/** `folder` is the path of `knowledge/`. What is broken, or stands behind no card and source, is left out and named. */
export function loadScam(folder: string, knowledge: Knowledge, problems: KnowledgeProblem[], known: FileReadings = {}): ScamKnowledge {
  const signs = readFileOf(folder, SIGNS, parseSigns, known)
  const reported = readFileOf(folder, REPORTED, parseReported, known)
  problems.push(...signs.problems, ...reported.problems)
  // Known readings of these very files are what the parsers above gave for them.
  const sourced = (signs.values as readonly OfferSign[]).filter((sign) => {
    const card = knowledge.cards.get(sign.card)
    const found = card?.sources.some(({ title }) => title === sign.source) ?? false
    if (!found)
      problems.push(
        problem(
          SIGNS,
          null,
          card ? `${sign.id}: ${sign.card} has no source called "${sign.source}"` : `${sign.id}: there is no card ${sign.card}`,
          'name the card that says the same, and one of its sources as it is titled there',
        ),
      )
    return found
  })
  return { signs: sourced, reported: reported.values as readonly ReportedNumber[] }
}
