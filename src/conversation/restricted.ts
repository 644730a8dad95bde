/**
 * What only the restricted team of the staff reads: sexual violence, HIV, sexual orientation and children (care: alerts
 * leak). A conversation in which it came up stays restricted until a member of that team decides otherwise. One too many
 * costs staff a reason; one too few shows a life to those who need not know it: the words are taken widely.
 */
import type { Danger } from '../message.ts'

export const RESTRICTED_DANGERS: readonly Danger[] = ['sexual-violence']

const WORDS: readonly RegExp[] = [
  /\b(?:hiv|aids|odha|odhiv|arv)\b/iu,
  // "gay" and the Malay "gaji" are told apart by the word's end; "homo sapiens" is nobody's orientation.
  /\b(?:gay|lesbi|lesbian|lesbong|lgbt\w*|homo(?! sapiens)|homoseks\w*|biseks\w*|waria|bencong|transgender|transpuan|transpria|queer)\b/iu,
  /\b(?:sesama jenis|suka sejenis|pacar(?:ku|an)? (?:sama |dengan )?(?:cewek|perempuan|wanita) juga)\b/iu,
  /\b(?:di ?bawah umur|belum (?:cukup umur|17 tahun|18 tahun))\b/iu,
  // Somebody who is a child: "umurku baru 16", "usia saya 15 tahun", "adik saya umur 14". A rule about age ("minimal 18") is none.
  /\b(?:umur|usia)(?:ku|nya| saya| aku| dia| gw| gue)?(?: (?:baru|masih|cuma|cuman|sekarang))* (?:1[0-7]|[5-9])\b(?! (?:hari|bulan|minggu|jam))/iu,
  /\b(?:masih|baru) (?:kelas \d\d? )?(?:sd|smp)\b/iu,
  /\b(?:di|mem|men|me|pem|pen|pe)?(?:perkosa|cabul|leceh)\w*/iu,
]

/** `text`: what the person wrote, redacted or not. */
export function isRestricted(text: string, danger: Danger | null): boolean {
  return (danger !== null && RESTRICTED_DANGERS.includes(danger)) || WORDS.some((pattern) => pattern.test(text))
}
