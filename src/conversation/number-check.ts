/**
 * "Cek 0812…": a phone number or an account held against the directory of official numbers and against what people reported
 * to the operator. A number that stands in neither is called unknown, and none is ever called safe: callers lend themselves names.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { choicesOfCards } from '../intents/choices.ts'
import { contactLines, shortDate } from '../knowledge/contact-line.ts'
import type { ReportedNumber } from '../knowledge/scam.ts'
import type { Contact, Knowledge } from '../knowledge/schema.ts'
import { plainWords } from '../plain-words.ts'
import { withChoices } from './state.ts'
import type { Step, Understood } from './step.ts'
import { offered } from './wording.ts'

/** A wish to know whose number it is or whether it is a real one. */
const CHECKS =
  /\b(?:cek|check|cekin|periksa|verifikasi|asli|resmi|palsu|penipu\w*|nipu|scam|scammer|benar|bener|beneran|betul|siapa|nomornya siapa|nomor apa|official|real|fake|legit|whose)\b/u
/** Papers, progress and money have numbers too. */
const OTHER_NUMBERS =
  /\b(?:nik|ktp|kk|paspor|passport|bpjs|kpj|npwp|visa|resi|tiket|status|laporan saya|kasus|id pmi|sip3mi|sip|ajd|gaji|harga|biaya|juta|rupiah|rp|hubungi saya|nomor saya|no saya|my number)\b/u
const DIGITS = /\+?\(?\d(?:[\d ().\-–]{5,24})\d/gu
const ACCOUNT_WORDS = /\b(?:rekening|rek|norek|bank|bca|bri|bni|mandiri|transfer|tf|dana|ovo|gopay|account)\b/u
const LONGEST = 250
/** Shorter endings are shared by strangers. */
const SHORTEST = 7
const NEXT = ['check-p3mi', 'fake-embassy-number', 'report-fraud'] as const

/** Null when nothing of the kind is asked. */
export function numberChecked(understood: Understood): Step | null {
  const { parts, speaks, input } = understood
  if (input.message.content.kind !== 'text' || understood.text.length > LONGEST) return null
  const text = plainWords(understood.text)
  if (!CHECKS.test(text) || OTHER_NUMBERS.test(text)) return null
  const number = numberIn(understood.text)
  if (number === null) return null
  const reported = parts.scam.reported.find((entry) => sameNumber(number, entry.number))
  const official = reported ? null : officialContact(number, parts.knowledge)
  const isAccount = ACCOUNT_WORDS.test(text) || reported?.kind === 'account'
  const choices = choicesOfCards(NEXT, parts.knowledge.cards)
  const words = speaks === 'en' ? inEnglish(reported, official, isAccount) : inIndonesian(reported, official, isAccount)
  const contact = official ?? parts.knowledge.contacts.get('kp2mi-call-centre')
  const lines = contact ? contactLines(contact, speaks) : null
  const state = withChoices(input.state, choices, input.now)
  return {
    bubbles: [
      {
        text: [words.found, ...(lines === null ? [] : [lines]), words.next].join('\n\n'),
        choices: choices.map((choice) => offered(choice, speaks, parts.knowledge)),
      },
    ],
    outcome: 'answer',
    topic: official ? 'embassy-contact' : 'scam-offer',
    source: 'conversation',
    note: reported ? 'number-reported' : official ? 'number-official' : 'number-unknown',
    state: { ...state, route: { ...state.route, lastTopic: 'scam-offer', lastAt: input.now }, introduced: true },
  }
}

interface Words {
  readonly found: string
  readonly next: string
}

function inIndonesian(reported: ReportedNumber | undefined, official: Contact | null, isAccount: boolean): Words {
  const what = isAccount ? 'Rekening' : 'Nomor'
  if (reported)
    return {
      found: `${what} itu pernah dilaporkan ke kami (${shortDate(reported.reported_on)}): ${reported.reason}. Ini laporan orang, belum putusan. Tanyakan ke nomor ini:`,
      next: 'Jangan kirim uang, OTP, atau foto KTP. Simpan chat dan bukti transfer.',
    }
  if (official)
    return {
      found: 'Nomor itu ada di daftar kami:',
      next: 'Penipu bisa memakai nama kantor. Diminta uang atau OTP? Berhenti, lalu telepon sendiri nomor di atas.',
    }
  return {
    found: `${what} itu tidak ada di daftar kami. Itu belum berarti benar, belum berarti salah. Tanyakan ke nomor ini:`,
    next: isAccount
      ? 'Jangan transfer dulu. Minta nama PT (P3MI), nomor SIP, dan kuitansi berkop PT.'
      : 'Jangan kirim uang, OTP, atau foto KTP dulu. Minta nama kantor, lalu telepon kantornya sendiri.',
  }
}

function inEnglish(reported: ReportedNumber | undefined, official: Contact | null, isAccount: boolean): Words {
  const what = isAccount ? 'account' : 'number'
  if (reported)
    return {
      found: `That ${what} was reported to us (${shortDate(reported.reported_on, 'en')}): ${reported.reason}. It is a report, no verdict. Ask this number:`,
      next: 'Send no money, code or ID photo. Keep the chat and the proof of transfer.',
    }
  if (official)
    return {
      found: 'That number is in our directory:',
      next: 'Callers can lend themselves an office. Asked for money or a code? Stop, and call the number above yourself.',
    }
  return {
    found: `That ${what} is not in our directory. This makes it neither right nor wrong. Ask this number:`,
    next: isAccount
      ? 'Do not transfer yet. Ask for the agency (P3MI), the SIP number and a receipt of the agency.'
      : 'Send no money, code or ID photo yet. Ask for the office, and call that office yourself.',
  }
}

/** The longest run of digits that could be a phone number or an account; null when there is none. */
function numberIn(text: string): string | null {
  const runs = [...text.normalize('NFKC').matchAll(DIGITS)].map(([run]) => ({ run, digits: run.replace(/\D/gu, '') }))
  const longest = runs
    .filter(({ digits }) => digits.length >= SHORTEST && digits.length <= 16)
    .sort((a, b) => b.digits.length - a.digits.length)[0]
  if (!longest) return null
  return longest.run.startsWith('+') ? `+${longest.digits}` : longest.digits
}

/** As typed at home or from abroad: "0812…", "62812…", "+62 812…" are one number. */
function sameNumber(typed: string, known: string): boolean {
  const significant = typed.replace(/^\+/u, '').replace(/^00/u, '').replace(/^0/u, '')
  const digits = known.replace(/\D/gu, '')
  if (significant.length < SHORTEST) return false
  return (
    digits === typed.replace(/\D/gu, '') ||
    digits === significant ||
    (digits.endsWith(significant) && digits.length - significant.length <= 3)
  )
}

function officialContact(number: string, knowledge: Knowledge): Contact | null {
  const parsed = parsePhoneNumberFromString(number)?.number
  for (const contact of knowledge.contacts.values())
    for (const known of [contact.phone, contact.whatsapp])
      if (known !== null && (sameNumber(number, known) || parsed === known)) return contact
  const short = [...knowledge.contacts.values()].find((contact) => contact.short_number?.number.replace(/\D/gu, '') === number)
  return short ?? null
}
