/** What an alert says: number, urgency, country, minutes, link, and nothing else. Groups and mailboxes leak (care 6). */
import type { CasesTable } from '../store/schema.ts'

/** `erasing`: what is stored of the person is to be erased in a day, as somebody with that phone asked. */
export type AlertKind = 'new' | 'repeat' | 'escalation' | 'silence' | 'erasing'

const URGENCY: Readonly<Record<AlertKind, (urgency: CasesTable['urgency']) => string>> = {
  new: (urgency) => (urgency === 'emergency' ? 'DARURAT' : 'Minta petugas'),
  repeat: (urgency) => (urgency === 'emergency' ? 'DARURAT, belum diambil' : 'Minta petugas, belum diambil'),
  escalation: () => 'DARURAT, belum diambil: dinaikkan',
  silence: () => 'DARURAT, tidak ada kabar lagi',
  erasing: () => 'DARURAT, diminta hapus data, tertunda 24 jam',
}

export interface Alert {
  readonly kind: AlertKind
  readonly number: string
  readonly urgency: CasesTable['urgency']
  /** ISO 3166, XS at sea; null: not known. */
  readonly country: string | null
  readonly minutes: number
  /** The page of the case, for who is signed in. */
  readonly link: string
}

export function alertText(alert: Alert): string {
  const facts = [alert.number, URGENCY[alert.kind](alert.urgency), countryName(alert.country), `${alert.minutes} menit`]
  return `${facts.join(' · ')}\n${alert.link}`
}

export const TEST_ALERT = 'Tes peringatan Tanya Migran. Tidak perlu dijawab.'

function countryName(code: string | null): string {
  if (code === null) return 'negara belum diketahui'
  if (code === 'XS') return 'di laut'
  return new Intl.DisplayNames(['id'], { type: 'region', style: 'short', fallback: 'code' }).of(code) ?? code
}
