/** Tells the runs of digits that identify somebody from sums, dates, times and official numbers. */

const ACCOUNT_BEFORE =
  /(?:rek(?:ening)?|norek|no\.? ?rek|bank|bca|bri|bni|bsi|btn|mandiri|transfer(?: ke)?|va|virtual account|account|acc)\W{0,4}(?:\p{L}{1,12}\W{1,3}){0,2}$/iu
const PHONE_BEFORE =
  /(?:hp|wa|whatsapp|no(?:mor|mer)?|nomorku|telp(?:on)?|telepon|tlp|tlpn|phone|call|hubungi|kontak|contact|nope|kirim ke|chat ke|viber|line)\W{0,4}(?:\p{L}{1,10}\W{1,3}){0,3}$/iu
const IDENTITY_BEFORE =
  /(?:nik|ktp|kk|kartu keluarga|bpjs|kpj|iqama|iqamah|arc|hkid|fin|passport|paspor|id|ic)\W{0,4}(?:\p{L}{1,10}\W{1,3}){0,2}$/iu
const MONEY_BEFORE =
  /(?:(?<!\p{L})(?:rp|idr|nt\$?|hk\$|hkd|sgd|s\$|rm|sar|sr|usd|us\$|aed|kd|won|yen|ringgit|riyal|real|dirham|dinar|dolar|dollar)|[$¥€£₩])\W{0,2}$/iu
const MONEY_AFTER =
  /^\W{0,2}(?:,-|rupiah|rp|ribu|rb|juta|jt|won|nt|ntd|hkd|sgd|dolar|dollar|ringgit|riyal|real|dirham|dinar|yen|per ?bulan|\/ ?bln|\/ ?bulan|perbulan)/iu
const PHONE_PREFIX = /^(?:0|62|60|65|66|81|82|84|85[23]|855|856|886|673|9[1-8]\d?|90|49|48|36|44|39|34|33|31|61|1[2-9])/u

/** The endings (8 digits and more) of official numbers, and the short numbers as they are. */
export function officialSuffixes(numbers: Iterable<string>): ReadonlySet<string> {
  const official = new Set<string>()
  for (const number of numbers) {
    const digits = comparable(number)
    official.add(digits)
    for (let length = 8; length < digits.length; length++) official.add(digits.slice(-length))
  }
  return official
}

/** `found` as it may be stored: unchanged, or the name of what it was. */
export function digitToken(found: string, before: string, after: string, official: ReadonlySet<string>): string {
  const digits = found.replace(/o/giu, '0').replace(/\D/gu, '')
  if (official.has(comparable(digits))) return found
  const international = found.startsWith('+')
  if (digits.length < 7 || (digits.length < 8 && !international && !PHONE_BEFORE.test(before) && !IDENTITY_BEFORE.test(before)))
    return found
  const plainSum = !international && !digits.startsWith('0')
  if (plainSum && (MONEY_BEFORE.test(before) || MONEY_AFTER.test(after) || isMoney(found))) return found
  if (isCalendar(found)) return found
  if (digits.length >= 15 && digits.length <= 19 && isCard(digits) && !looksLikeNik(digits) && !IDENTITY_BEFORE.test(before))
    return '[nomor kartu]'
  if (digits.length >= 16 || (IDENTITY_BEFORE.test(before) && !PHONE_BEFORE.test(before))) return '[NIK]'
  if (ACCOUNT_BEFORE.test(before)) return '[nomor rekening]'
  if (
    digits.length <= 15 &&
    (international || PHONE_BEFORE.test(before) || (PHONE_PREFIX.test(digits) && (digits.length >= 9 || digits.startsWith('0'))))
  )
    return '[nomor telepon]'
  if (digits.length >= 9) return '[nomor rekening]'
  // Eight digits in two groups of four, as phones in Hong Kong and Singapore are written.
  return /^[235689]\d{3}[ -]\d{4}$/u.test(found) ? '[nomor telepon]' : found
}

/** "1.500.000", "25 000 000", "500.000-700.000", "15000000", "1500/2000/2500". */
function isMoney(found: string): boolean {
  const parts = found.trim().split(/\s?[-–—/]\s?/u)
  if (
    parts.every((part) =>
      /^(?:(?!62[ .]8)[1-9]\d{0,2}(?:(?:\.\d{3}){1,4}(?:,\d{2})?|(?:,\d{3}){1,4}|(?: \d{3}){0,3}(?: 000))|[1-9]\d{0,5}0{2,})$/u.test(part),
    )
  )
    return true
  return found.split(/\s+/u).length > 2 && found.split(/\s+/u).every((part) => /^[1-9]\d{1,4}00$/u.test(part))
}

/** Dates, years and times, alone or side by side: "24/11/2026 08.00", "2023-2027", "08.00 - 17.00". */
function isCalendar(found: string): boolean {
  const parts = found
    .trim()
    .replace(/[()]/gu, '')
    .split(/\s+[-–—/]?\s*|(?<=\.\d\d)[-–—](?=\d\d?\.)|(?<=\d{4})[-–—/](?=(?:19|20)\d\d)|(?<=[-./]\d{4})[-–—](?=\d{1,2}[-./]\d)/u)
    .filter((part) => part !== '')
  const dayFirst = /^(?:0?[1-9]|[12]\d|3[01])[-./](?:0?[1-9]|1[0-2])[-./](?:(?:19|20)\d\d|\d\d)$/u
  const yearFirst = /^(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])$/u
  const year = /^(?:19|20)\d\d$/u
  const time = /^(?:[01]?\d|2[0-4])\.[0-5]\d$/u
  const kinds = parts.map((part) => dayFirst.test(part) || yearFirst.test(part) || year.test(part) || time.test(part))
  return kinds.length > 0 && kinds.every(Boolean)
}

function looksLikeNik(digits: string): boolean {
  if (digits.length !== 16) return false
  const day = Number(digits.slice(6, 8))
  const month = Number(digits.slice(8, 10))
  return ((day >= 1 && day <= 31) || (day >= 41 && day <= 71)) && month >= 1 && month <= 12
}

/** The check digit of payment cards (ISO/IEC 7812). */
function isCard(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    let digit = Number(digits[digits.length - 1 - i])
    if (i % 2 === 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2
    sum += digit
  }
  return sum % 10 === 0
}

/** Digits without the Indonesian or trunk prefix, so that 0812… and +62812… compare equal. */
function comparable(number: string): string {
  return number.replace(/\D/gu, '').replace(/^(?:62|0)/u, '')
}
