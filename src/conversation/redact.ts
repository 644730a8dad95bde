/**
 * Hides what identifies a person before anything is stored: identity numbers, phones, e-mail, accounts, names,
 * addresses. Official numbers of the directory, prices, years, dates and times stay. Every pattern is bounded, so
 * that the whole runs in linear time.
 */
import { hideAddresses, hideNames } from './redact-words.ts'
import { digitToken, officialSuffixes } from './redact-digits.ts'

export type Redact = (text: string) => string

const EMAIL =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}\s?(?:@|[([]\s?at\s?[)\]]|\sat\s(?=[\p{L}\p{N}-]{2,30}(?:\.|\s?dot\s)))\s?[\p{L}\p{N}-]{1,63}(?:(?:\.|\s\.(?=(?:com?|net|org)\b)|\s?[([]?dot[)\]]?\s?)[\p{L}\p{N}-]{1,63}){1,4}/giu
const LINK = /\b(?:https?:\/\/|(?:wa|t|fb|m)\.me\/|(?:facebook|fb|instagram|tiktok)\.com\/)[^\s]{1,2000}/giu
const HANDLE = /(?<![\p{L}\p{N}@.])@[a-z][\w.]{3,31}/giu
const COORDINATES = /-?\d{1,3}[.,]\d{3,}\s{0,2},\s{0,2}-?\d{1,3}[.,]\d{3,}/gu
/** Letters and digits in one: Hong Kong, Singapore, Taiwan, Japan. */
const FOREIGN_ID =
  /(?<![\p{L}\p{N}])(?:[A-Z]{1,2}[ -]?\d{6}[ -]?\([0-9A]\)|[STFGM]\d{7}[A-Z]|[A-Z][A-D89]\d{8}|[A-Z]{2}\d{8}[A-Z]{2})(?![\p{L}\p{N}])/giu
const PASSPORT = /(?<![\p{L}\p{N}])[A-Z]{1,2}[. -]?(?:\d{6,8}|\d(?:[ .-]?\d){6})(?![\p{L}\p{N}]|[.,]\d)/giu
const PASSPORT_BEFORE = /pas(?:s?por(?:t|nya|ku)?|por)\P{L}{1,4}(?:\p{L}{1,10}\P{L}{1,4}){0,4}$/iu
/** What looks like a passport number and is a sum or a regulation: "Rp5000000", "RM 150000". */
const NO_PASSPORT = /^(?:pp|uu|no|rp|rm|nt|hk|us|sg|sk|kg|km|ke|di|jd|jt|rb|id|k|rs|kd|qr)/iu
const SECRET =
  /\b(otp|pin|kata sandi|sandi|password|passcode|kode (?:otp|verifikasi|rahasia|masuk|pin))((?:\P{L}{1,3}(?:saya|sy|nya|aku|wa|whatsapp|bank|atm|itu|adalah|is|ini|dari|bca|bri)){0,3}\P{L}{1,4}?)(\d[\d -]{2,9}\d)(?!\d)/giu
const WORD_DIGIT =
  '(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|lapan|sembilan|siji|loro|telu|papat|limo|enem|pitu|wolu|songo|zero|one|two|three|four|five|six|seven|eight|nine|\\d{1,4})'
/** A number spelt out: seven or more digits as words, also mixed with figures. */
const SPELT = new RegExp(`(?<![\\p{L}\\p{N}])${WORD_DIGIT}(?:[ ,.-]{1,3}${WORD_DIGIT}){6,30}(?![\\p{L}\\p{N}])`, 'giu')
const SEPARATOR = '(?:[ .()/_|*·–—-]{0,3}|,|\\n)'
/** A run of digits, also split by spaces, dots, hyphens or brackets, with the letter O for a zero. */
const DIGIT_RUN = new RegExp(
  `\\+?\\(?(?:\\d|(?<![\\p{L}\\p{N}])[Oo](?=8))(?:${SEPARATOR}(?:\\d|[Oo](?=${SEPARATOR}\\d)|(?<=\\d)[Oo](?!\\p{L}))){5,40}`,
  'gu',
)
const INVISIBLE = /[\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF\u{E0000}-\u{E007F}]/gu

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/gu

/** `officialNumbers`: E.164 and short numbers of the directory, which stay readable. */
export function createRedact(officialNumbers: Iterable<string>): Redact {
  const official = officialSuffixes(officialNumbers)
  return (text) => {
    const plain = text
      .replace(LONE_SURROGATE, '\uFFFD')
      .normalize('NFKC')
      .replace(INVISIBLE, '')
      .replace(/\p{Nd}/gu, asciiDigit)
    const hidden = plain
      .replace(LINK, '[tautan]')
      .replace(EMAIL, '[e-mail]')
      .replace(HANDLE, '[akun]')
      .replace(COORDINATES, '[lokasi]')
      .replace(SECRET, '$1$2[kode]')
      .replace(FOREIGN_ID, '[NIK]')
      .replace(PASSPORT, (found: string, offset: number, whole: string) =>
        isPassport(found, whole.slice(Math.max(0, offset - 40), offset)) ? '[nomor paspor]' : found,
      )
      .replace(SPELT, (found: string) => (/\p{L}/u.test(found) ? '[nomor telepon]' : found))
      .replace(DIGIT_RUN, (found: string, offset: number, whole: string) =>
        digitToken(
          found,
          whole.slice(Math.max(0, offset - 32), offset),
          whole.slice(offset + found.length, offset + found.length + 16),
          official,
        ),
      )
    return hideNames(hideAddresses(hidden))
  }
}

function isPassport(found: string, before: string): boolean {
  const digits = found.replace(/\D/gu, '')
  if (PASSPORT_BEFORE.test(before)) return true
  // A letter, a space and a number is a passport only in capitals: "C 1234567".
  if (/\d[ .-]\d/u.test(found) || (/ /u.test(found) && !/^[A-Z] /u.test(found))) return false
  return !NO_PASSPORT.test(found) && !/0{4,}$/u.test(digits)
}

/** Digits of any script as 0 to 9; the ten digits of a script follow each other from one that is a multiple of ten. */
function asciiDigit(digit: string): string {
  if (digit <= '9') return digit
  let value = 0
  let code = digit.codePointAt(0) ?? 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - 1))) {
    code--
    value++
  }
  return String(value)
}
