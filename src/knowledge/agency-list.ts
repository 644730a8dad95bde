/**
 * The list of licensed agencies (P3MI) as staff import it: a CSV file with a header. Nothing of a file with one bad row is
 * taken, and each bad row is named by its line, as a text editor counts them, and its column.
 */
import { CsvError, parse } from 'csv-parse/sync'

export const LICENCE_STATES = ['active', 'suspended', 'revoked', 'expired'] as const
export type LicenceState = (typeof LICENCE_STATES)[number]

export interface Agency {
  readonly name: string
  readonly state: LicenceState
  /** Number of the SIP3MI; null: the file does not tell. */
  readonly licence: string | null
  /** Last day of the licence, as an ISO date; null: the file does not tell. */
  readonly validUntil: string | null
  readonly city: string | null
}

/** The list that people are answered from. */
export interface ServedAgencyList {
  /** The day the list tells of, as an ISO date: what staff typed. */
  readonly listedOn: string
  /** Milliseconds since 1970. */
  readonly importedAt: number
  /** From then on it is too old to be answered from. Milliseconds since 1970. */
  readonly staleAt: number
  readonly agencies: readonly Agency[]
}

export const COLUMNS = ['nama', 'status', 'izin', 'berlaku_sampai', 'kota'] as const
export type Column = (typeof COLUMNS)[number]
const NEEDED: readonly Column[] = ['nama', 'status']

/** Twice and more of the 424 agencies of 2024. A longer list would keep the process too long from its other work. */
export const MOST_AGENCIES = 1_000
/** A thousand rows of some two hundred letters. */
export const LARGEST_FILE_BYTES = 256 * 1024
const LONGEST_CELL = 160
const SHORTEST_NAME = 3

const STATE_WORDS: Readonly<Record<string, LicenceState>> = {
  aktif: 'active',
  berlaku: 'active',
  active: 'active',
  dibekukan: 'suspended',
  beku: 'suspended',
  skorsing: 'suspended',
  suspended: 'suspended',
  dicabut: 'revoked',
  cabut: 'revoked',
  revoked: 'revoked',
  habis: 'expired',
  kedaluwarsa: 'expired',
  kadaluarsa: 'expired',
  'tidak aktif': 'expired',
  'tidak berlaku': 'expired',
  expired: 'expired',
}

/** `line`: 1 is the header. `column`: as the header calls it; null: the whole line. */
export interface BadRow {
  readonly line: number
  readonly column: string | null
  readonly fault:
    | 'not-text'
    | 'no-csv'
    | 'no-column'
    | 'column-twice'
    | 'too-many-cells'
    | 'empty'
    | 'too-long'
    | 'unknown-status'
    | 'no-date'
    | 'twice'
    | 'no-rows'
    | 'too-many-rows'
}

export type ReadList = { readonly agencies: readonly Agency[] } | { readonly bad: readonly BadRow[] }

interface Record_ {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

/** Takes commas and semicolons, as spreadsheets of both writing habits save them. Never throws. */
export function readAgencyList(bytes: Uint8Array): ReadList {
  const refused = (line: number, fault: BadRow['fault'], column: string | null = null): ReadList => ({ bad: [{ line, column, fault }] })
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return refused(1, 'not-text')
  }
  let rows: Record_[]
  try {
    const firstLine = text.slice(0, /\r?\n/u.exec(text)?.index ?? text.length)
    rows = parse(text, {
      bom: true,
      delimiter: firstLine.split(';').length > firstLine.split(',').length ? ';' : ',',
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      // One more than may be: it is told apart from a list that is just as long.
      to: MOST_AGENCIES + 2,
    }) as unknown as Record_[]
  } catch (error) {
    return refused(error instanceof CsvError && typeof error['lines'] === 'number' ? error['lines'] : 1, 'no-csv')
  }
  const [head, ...body] = rows
  if (head === undefined) return refused(1, 'no-rows')
  const names = head.record.map((name) => name.trim().toLowerCase().replace(/[\s-]+/gu, '_'))
  const lost = NEEDED.filter((name) => !names.includes(name))
  const doubled = COLUMNS.filter((name) => names.indexOf(name) !== names.lastIndexOf(name))
  if (lost.length + doubled.length > 0)
    return {
      bad: [
        ...lost.map((column) => ({ line: 1, column, fault: 'no-column' as const })),
        ...doubled.map((column) => ({ line: 1, column, fault: 'column-twice' as const })),
      ],
    }
  if (body.length === 0) return refused(2, 'no-rows')
  if (body.length > MOST_AGENCIES) return refused(body.at(-1)!.info.lines, 'too-many-rows')
  return readRows(body, names)
}

function readRows(rows: readonly Record_[], names: readonly string[]): ReadList {
  const bad: BadRow[] = []
  const agencies: Agency[] = []
  const seen = new Set<string>()
  for (const { record, info } of rows) {
    const before = bad.length
    const wrong = (fault: BadRow['fault'], column: string | null): void => void bad.push({ line: info.lines, column, fault })
    // What a cell of a spreadsheet holds in lines is one line in a chat; what cannot be seen is nothing.
    const cell = (column: Column): string => {
      const at = names.indexOf(column)
      const value = at < 0 ? '' : (record[at] ?? '').replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
      if (value.length > LONGEST_CELL) wrong('too-long', column)
      return value
    }
    if (record.length > names.length) wrong('too-many-cells', null)
    const name = cell('nama')
    if (name.length < SHORTEST_NAME) wrong('empty', 'nama')
    const status = cell('status').toLowerCase()
    const state = STATE_WORDS[status]
    if (state === undefined) wrong(status === '' ? 'empty' : 'unknown-status', 'status')
    const until = cell('berlaku_sampai')
    const validUntil = until === '' ? null : isoDate(until)
    if (until !== '' && validUntil === null) wrong('no-date', 'berlaku_sampai')
    const licence = cell('izin') || null
    const city = cell('kota') || null
    const key = JSON.stringify([name.toLowerCase(), licence, city])
    if (name !== '' && seen.has(key)) wrong('twice', 'nama')
    seen.add(key)
    if (bad.length === before && state !== undefined) agencies.push({ name, state, licence, validUntil, city })
  }
  return bad.length > 0 ? { bad } : { agencies }
}

/** "2027-03-31", "31/03/2027" or "31-3-2027" as an ISO date; null when it is no day of the calendar. */
export function isoDate(text: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text)
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/u.exec(text)
  const [year, month, day] = iso ? iso.slice(1) : local ? [local[3], local[2], local[1]] : []
  if (year === undefined || month === undefined || day === undefined) return null
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const time = Date.parse(`${date}T00:00:00Z`)
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date ? null : date
}

export interface ListChanges {
  readonly added: readonly string[]
  readonly gone: readonly string[]
  readonly changed: readonly { readonly name: string; readonly from: LicenceState; readonly to: LicenceState }[]
}

/** What a list changes about the one before, by name and licence number. */
export function changesOf(before: readonly Agency[], after: readonly Agency[]): ListChanges {
  const key = ({ name, licence, city }: Agency): string => JSON.stringify([name.toLowerCase(), licence, city])
  const old = new Map(before.map((agency) => [key(agency), agency]))
  const fresh = new Map(after.map((agency) => [key(agency), agency]))
  return {
    added: after.filter((agency) => !old.has(key(agency))).map(({ name }) => name),
    gone: before.filter((agency) => !fresh.has(key(agency))).map(({ name }) => name),
    changed: after.flatMap((agency) => {
      const was = old.get(key(agency))
      return was && was.state !== agency.state ? [{ name: agency.name, from: was.state, to: agency.state }] : []
    }),
  }
}
