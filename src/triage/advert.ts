/**
 * Job adverts that people paste, and offers they ask about, name countries, papers, bosses and haste in one breath, as
 * cries for help do. What an advert is made of tells them apart: the detector alone must then be much surer.
 */

/** How many of these stand in a text tells whether it is an advert. */
const KINDS: readonly RegExp[] = [
  /\b(?:loker|lowongan|lowker|dibutuhkan|dicari|hiring|job order|open recruitment|recruitment|rekrutmen|info kerja|vacanc(?:y|ies)|ditawar(?:i|in|kan)|tawaran|nawarin|nawari|diajak(?:in)?|ngajak|offered|offer)\b/u,
  /\b(?:gaji|gajinya|salary|upah|income|penghasilan|gajih|bayaran)\b|\b\d[\d.,]* ?(?:jt|juta|usd|dolar|dollar|won|yen|nt|rm|sgd|hkd|riyal|euro|baht)\b/u,
  /\b(?:hub|hubungi|wa|whatsapp|contact|cp|dm|inbox|inbok|japri|minat|berminat|klik|link|daftar (?:segera|sekarang|di|ke)|apply|telegram|tele|email)\b/u,
  /\b(?:fasilitas|mess|makan|tiket|ticket|visa|akomodasi|lembur|bonus|ditanggung|potongan|jam kerja|asuransi|cuti)\b/u,
  /\b(?:pria|wanita|laki|perempuan|usia|umur|maks?|tinggi badan|lulusan|pengalaman|syarat|persyaratan|ijazah)\b/u,
  /\b(?:kuota|terbatas|segera|langsung (?:berangkat|kerja|terbang)|buruan|terbang|proses cepat|cepat|urgent|minggu (?:ini|depan)|bulan ini)\b/u,
  /\b(?:admin|cs|operator|marketing|welder|las|pabrik|perkebunan|restoran|hotel|perawat|art|caregiver|housemaid|konstruksi|supir|driver|pelayan|cleaning|kebun|packing)\b/u,
]
const OFFER_WORD = KINDS[0]!
const ADVERT_KINDS = 5
/** An advert is long. Characters. */
export const ADVERT_LENGTH = 110
const OFFER_KINDS = 3
/** An offer asked about is told in one or two sentences. Characters. */
const OFFER_LENGTH = 160
const ASKS_WHETHER_REAL = /\b(?:resmi|aman|bener(?:an)?|benar|beneran|penipuan|penipu|legal|scam|boleh|asli|palsu|wajar|real|safe|true)\b/u
/** Whoever says so is not asking about an offer any more. */
const IN_TROUBLE =
  /\b(?:tolong|tlg|help|takut|bisa keluar|bisa pulang|disekap|dikurung|dikunci|dipaksa|dipukul|disiksa|dijual|kabur|lari|diancam|ternyata|sudah di|udah di|terlanjur|paspor(?:nya)? (?:di|sudah|udah)|gak bisa|tidak bisa|ga bisa|hilang|kontak)\b/u

/** `text` in small letters, words parted by single spaces: `plainWords`. How many kinds of an advert's parts stand in it, 0 to 7. */
export function advertKinds(text: string): number {
  return KINDS.filter((kind) => kind.test(text)).length
}

/** Whether an offer is named at all. */
export function namesOffer(text: string): boolean {
  return OFFER_WORD.test(text)
}

/** A pasted advert: long, and made of most of its parts. `length` of the message as written. */
export function isAdvert(text: string, length: number): boolean {
  return length >= ADVERT_LENGTH && advertKinds(text) >= ADVERT_KINDS
}

/** An advert, or a short question whether an offer is real, by somebody who tells of no trouble. */
export function isAboutOffer(text: string, length: number): boolean {
  if (IN_TROUBLE.test(text)) return false
  return (
    isAdvert(text, length) ||
    (length <= OFFER_LENGTH && namesOffer(text) && ASKS_WHETHER_REAL.test(text) && advertKinds(text) >= OFFER_KINDS)
  )
}
