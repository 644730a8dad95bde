/**
 * "Cek PT Maju Jaya": a name held against the list of agencies that staff imported. What the list says is told before the card
 * that explains how to check; a list that is too old or missing is not spoken of, and that card stands alone. No agency is
 * ever called safe, and the name that was asked for is not repeated: it may be anybody's.
 */
import type { Agency, LicenceState, ServedAgencyList } from '../knowledge/agency-list.ts'
import { matchesOf, namedIn, type Match } from '../knowledge/agency-match.ts'
import type { Routing } from '../intents/routing.ts'
import type { Spoken } from '../message.ts'
import { plainWords } from '../plain-words.ts'
import { agencyNameIn } from './agency-name.ts'
import { day } from './own-day.ts'
import type { Understood } from './step.ts'

/** Explains how to check with the ministry. */
export const HOW_TO_CHECK = 'check-p3mi'
const SHOWN = 3
/** A longer message tells a story: its own card says more. */
const LONGEST = 400
const CHECKS =
  /\b(?:cek|cekin|check|periksa|resmi|legal|ilegal|terdaftar|berizin|i[zj]in|i[zj]innya|aktif|bodong|abal|palsu|asli|bene?r|beneran|terpercaya|licen[sc]ed|official|registered|legit|real|fake)\b/u

export interface AgencyAsked {
  /** What the list says; null: nothing that may be told. */
  readonly told: string | null
}

/** Null when no agency is asked about by its name. */
export function agencyAsked(understood: Understood, routing: Routing): AgencyAsked | null {
  const { parts, input, text, verdict, speaks } = understood
  if (verdict.urgency !== 'routine' || verdict.doubtful) return null
  if (input.message.content.kind !== 'text' || text.length > LONGEST) return null
  const name = agencyNameIn(text)
  const words = plainWords(text)
  const checks = CHECKS.test(words)
  // "PT Suria Pasifik legal ga" is such a question, also when its name hides from the router what it is about.
  const isMeant =
    routing.topic === 'check-agency' ? routing.outcome !== 'handoff' : routing.outcome === 'unknown' && checks && name !== null
  if (!isMeant) return null
  // Nothing but a name asks what we know of it.
  const isOnlyName = name !== null && words.split(' ').length <= name.split(' ').length + 1
  if (!checks && !isOnlyName && !routing.cards.includes(HOW_TO_CHECK)) return null
  const list = parts.agencies()
  const nothing = routing.topic === 'check-agency' ? null : { told: null }
  if (list === null || input.now >= list.staleAt) return nothing
  const found = name === null ? namedIn(text, list.agencies) : matchesOf(name, list.agencies)
  return name === null && found.length === 0 ? nothing : { told: told(found, list, input.now, speaks) }
}

const DAY = 24 * 3_600_000

const WORDS = {
  id: {
    states: { active: 'izin aktif', suspended: 'izin dibekukan', revoked: 'izin dicabut', expired: 'izin habis atau tidak aktif' },
    until: (on: string) => `berlaku sampai ${on}`,
    past: (on: string) => `masa berlaku lewat (${on})`,
    listed: (on: string) => `Di daftar P3MI per ${on}:`,
    similar: (on: string) => `Nama yang mirip di daftar P3MI per ${on}:`,
    more: (count: number) => `Ada ${count} nama mirip lagi. Tulis nama lengkapnya.`,
    unsound: 'Yang izinnya tidak aktif: jangan bayar atau serahkan dokumen dulu.',
    compare: 'Nama PT bisa ditiru. Cocokkan nama lengkap dan alamat. Izin bisa berubah sesudah tanggal itu.',
    none: (on: string) =>
      `Nama itu tidak kami temukan di daftar P3MI per ${on}.\nBisa salah tulis, bisa memang tidak ada di daftar.\nJangan bayar atau serahkan dokumen dulu. Cek resmi dengan cara di bawah.`,
    source: (on: string) => `Sumber: daftar yang diimpor petugas pada ${on}.`,
  },
  en: {
    states: {
      active: 'licence active',
      suspended: 'licence suspended',
      revoked: 'licence revoked',
      expired: 'licence expired or not active',
    },
    until: (on: string) => `valid until ${on}`,
    past: (on: string) => `its date has passed (${on})`,
    listed: (on: string) => `In the list of P3MI of ${on}:`,
    similar: (on: string) => `Similar names in the list of P3MI of ${on}:`,
    more: (count: number) => `There are ${count} more similar names. Write the full name.`,
    unsound: 'Where the licence is not active: do not pay or hand over papers yet.',
    compare: 'The name of an agency can be copied. Compare the full name and the address. A licence can change after that day.',
    none: (on: string) =>
      `We do not find that name in the list of P3MI of ${on}.\nIt may be spelled differently, or it may not be in the list.\nDo not pay or hand over papers yet. Check officially as told below.`,
    source: (on: string) => `Source: the list that staff imported on ${on}.`,
  },
} as const satisfies Record<Spoken, { readonly states: Readonly<Record<LicenceState, string>> } & Readonly<Record<string, unknown>>>

function told(found: readonly Match[], list: ServedAgencyList, now: number, speaks: Spoken): string {
  const words = WORDS[speaks]
  const listed = day(Date.parse(list.listedOn), speaks)
  const source = words.source(day(list.importedAt, speaks))
  if (found.length === 0) return [words.none(listed), source].join('\n')
  const shown = found.slice(0, SHOWN)
  const lines = shown.map(({ agency: { name, state, licence, validUntil, city } }, i) => {
    const until = validUntil === null ? null : day(Date.parse(validUntil), speaks)
    const lasts = until === null ? null : hasPassed(validUntil, now) ? words.past(until) : words.until(until)
    const parts = [words.states[state], licence === null ? null : `SIP3MI ${licence}`, lasts, city]
    return `${i + 1}. ${name}: ${parts.filter((part) => part !== null).join(', ')}.`
  })
  return [
    shown.some(({ whole }) => whole) ? words.listed(listed) : words.similar(listed),
    ...lines,
    ...(found.length > SHOWN ? [words.more(found.length - SHOWN)] : []),
    ...(shown.some(({ agency }) => isUnsound(agency, now)) ? [words.unsound] : []),
    words.compare,
    source,
  ].join('\n')
}

function isUnsound({ state, validUntil }: Agency, now: number): boolean {
  return state !== 'active' || hasPassed(validUntil, now)
}

/** The last day counts whole. */
function hasPassed(lastDay: string | null, now: number): boolean {
  return lastDay !== null && Date.parse(lastDay) + DAY <= now
}
