/** Reads the public data sets of `bench --peers`, and chooses the threshold on their validation texts. */
import { z } from 'zod'

export interface Labelled {
  readonly text: string
  readonly label: string
}

export interface Guess {
  readonly label: string
  /** Larger is surer; comparable within one model only. */
  readonly sure: number
}

const pairs = z.array(z.tuple([z.string(), z.string()]))
const clincSchema = z.object({ train: pairs, val: pairs, test: pairs, oos_val: pairs, oos_test: pairs })

export interface Clinc {
  readonly train: readonly Labelled[]
  readonly validation: readonly Labelled[]
  readonly validationOutside: readonly Labelled[]
  readonly test: readonly Labelled[]
  readonly testOutside: readonly Labelled[]
}

/** The text of `data_full.json`. Throws, naming `path`, when it is something else. Its few out-of-scope training texts are not used. */
export function parseClinc(json: string, path: string): Clinc {
  const parsed = clincSchema.safeParse(JSON.parse(json))
  if (!parsed.success) throw new Error(`${path}: not data_full.json of clinc/oos-eval: ${parsed.error.issues[0]?.path.join('.')}`)
  const labelled = (rows: z.infer<typeof pairs>): Labelled[] => rows.map(([text, label]) => ({ text, label }))
  const { train, val, test, oos_val: outsideValidation, oos_test: outsideTest } = parsed.data
  return {
    train: labelled(train),
    validation: labelled(val),
    validationOutside: labelled(outsideValidation),
    test: labelled(test),
    testOutside: labelled(outsideTest),
  }
}

/** The text of BANKING77's `train.csv` or `test.csv`: a text, in quotes where it holds a comma or a line break, and its category. */
export function parseBanking(csv: string, path: string): Labelled[] {
  const [head, ...rows] = recordsOf(csv)
  if (head?.join() !== 'text,category') throw new Error(`${path}: the first line is not "text,category", as in PolyAI's banking_data`)
  return rows.map(([text = '', label = ''], i) => {
    if (label === '') throw new Error(`${path}: record ${i + 2} has no category`)
    return { text, label }
  })
}

function recordsOf(csv: string): string[][] {
  const records: string[][] = []
  let record: string[] = []
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gu)) {
    record.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    if (record.some((field) => field !== '')) records.push(record)
    record = []
  }
  return records
}

/** Of the validation texts out of scope so many are to be refused, so that four of five are also refused elsewhere. */
const REFUSED_IN_VALIDATION = 0.85

/** The least sureness to be kept: 85 % of `outside` lie below it. Ties are refused. Infinite when nothing in scope would be kept. */
export function chooseThreshold(inside: readonly number[], outside: readonly number[]): number {
  const sorted = [...outside].sort((a, b) => a - b)
  const last = sorted[Math.ceil(REFUSED_IN_VALIDATION * sorted.length) - 1] ?? -Infinity
  return inside.filter((sure) => sure > last).reduce((least, sure) => Math.min(least, sure), Infinity)
}
