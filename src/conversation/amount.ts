/**
 * Sums of money and lengths of time as people type them: "2,5 juta", "1700 SAR", "18rb", "setahun". Read strictly: what
 * could mean two sums is none, and is asked again.
 */
import { digitsForNumbers } from '../language/numbers.ts'
import type { Spoken } from '../message.ts'

export interface Amount {
  /** In units of the currency, two decimals at most. */
  readonly value: number
  /** As it was written ("SAR", "riyal", "Rp"); null when none was. */
  readonly currency: string | null
  /** Written before the number: "Rp2.500.000". */
  readonly currencyFirst: boolean
}

/** More than anybody earns in a month in any currency here, and less than a telephone or an account number. */
const MOST = 1_000_000_000
/** Fifty years. */
const MOST_MONTHS = 600
const LONGEST = 80
/** A bare number of months above this is rather a year, or a sum. */
const MOST_BARE_MONTHS = 60

/** Which currencies a name may mean: "riyal" is that of several countries. ISO 4217. */
const CURRENCIES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    rp: ['IDR'],
    rupiah: ['IDR'],
    idr: ['IDR'],
    rm: ['MYR'],
    ringgit: ['MYR'],
    myr: ['MYR'],
    riyal: ['SAR', 'QAR', 'OMR'],
    real: ['SAR', 'QAR', 'OMR'],
    rial: ['SAR', 'QAR', 'OMR'],
    reyal: ['SAR', 'QAR', 'OMR'],
    sar: ['SAR'],
    sr: ['SAR'],
    qar: ['QAR'],
    qr: ['QAR'],
    omr: ['OMR'],
    dirham: ['AED'],
    aed: ['AED'],
    dhs: ['AED'],
    dinar: ['KWD', 'BHD', 'JOD'],
    kwd: ['KWD'],
    kd: ['KWD'],
    bhd: ['BHD'],
    bd: ['BHD'],
    jod: ['JOD'],
    dolar: ['HKD', 'SGD', 'USD', 'TWD', 'BND'],
    dollar: ['HKD', 'SGD', 'USD', 'TWD', 'BND'],
    $: ['HKD', 'SGD', 'USD', 'TWD', 'BND'],
    hkd: ['HKD'],
    hk$: ['HKD'],
    sgd: ['SGD'],
    s$: ['SGD'],
    usd: ['USD'],
    us$: ['USD'],
    bnd: ['BND'],
    nt: ['TWD'],
    ntd: ['TWD'],
    nt$: ['TWD'],
    twd: ['TWD'],
    won: ['KRW'],
    krw: ['KRW'],
    yen: ['JPY'],
    jpy: ['JPY'],
    baht: ['THB'],
    thb: ['THB'],
    rmb: ['CNY'],
    yuan: ['CNY', 'TWD'],
    euro: ['EUR'],
    eur: ['EUR'],
  }),
)
/** Behind the name of a currency they say whose it is. */
const OF_COUNTRY: ReadonlyMap<string, string> = new Map(
  Object.entries({
    hongkong: 'HKD',
    hk: 'HKD',
    singapura: 'SGD',
    singapur: 'SGD',
    sing: 'SGD',
    taiwan: 'TWD',
    brunei: 'BND',
    amerika: 'USD',
    as: 'USD',
    us: 'USD',
    saudi: 'SAR',
    arab: 'SAR',
    qatar: 'QAR',
    oman: 'OMR',
    kuwait: 'KWD',
    bahrain: 'BHD',
    yordania: 'JOD',
    malaysia: 'MYR',
    korea: 'KRW',
    jepang: 'JPY',
    indonesia: 'IDR',
  }),
)
/** These are counted in thousandths too, so "95.500" may be both. */
const THOUSANDTHS: ReadonlySet<string> = new Set(['KWD', 'BHD', 'OMR', 'JOD'])

const MONTHLY = /(?:\b(?:per|tiap|setiap|a|each)\s+|\bse|\bper|\/\s?)(?:bulan|bln|month)(?:nya)?\b|\bbulanan\b|\bmonthly\b/gu
const FILLERS: ReadonlySet<string> = new Set(
  'gaji gajinya gajiku upah saya sy aku cuma hanya baru sudah udah udh dibayar dikasih dapat dapet terima diterima sekitar kira kak ya uang total jumlahnya jadi sama adalah itu yang pernah about only my salary is paid was pay they me got i the received'.split(
    ' ',
  ),
)
const APPROXIMATE = /\b(?:kurang lebih|kira[ -]kira|kira2|more or less)\b/gu
const NOTHING =
  /^(?:(?:masih |memang )?(?:belum|blm|tidak|tdk|gak|ga|nggak|enggak|durung|teu acan)(?: (?:ada|pernah|dibayar|sama sekali|dikasih|diberi|terima|apa apa))*|nol|kosong|nothing|none|not (?:yet|paid)|nothing yet|zero)(?: kak| pak| bu)?$/u
const POWERS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ratus: 100,
    ribu: 1_000,
    rb: 1_000,
    k: 1_000,
    rebu: 1_000,
    thousand: 1_000,
    juta: 1_000_000,
    jt: 1_000_000,
    jeti: 1_000_000,
    million: 1_000_000,
  }),
)

/** Null for what is no sum for certain: two numbers, a range, pay by the day, "1.250 juta". Nothing ("belum") is 0. */
export function readAmount(text: string): Amount | null {
  const plain = prepared(text)
  if (plain === null) return null
  if (
    NOTHING.test(
      plain
        .replace(/[^\p{L} ]/gu, ' ')
        .replace(/ +/gu, ' ')
        .trim(),
    ) &&
    !/\d/u.test(plain)
  )
    return { value: 0, currency: null, currencyFirst: false }
  const tokens = tokensOf(
    plain
      .replace(MONTHLY, ' ')
      .replace(APPROXIMATE, ' ')
      .replace(/(?:,-|\.-)(?=\s|$)/gu, ' '),
  )
  if (tokens === null) return null
  const named = takeCurrency(tokens.filter((token) => !FILLERS.has(token)))
  if (named === null) return null
  const value = valueOf(named.rest, named.codes)
  if (value === null || value > MOST) return null
  return { value, currency: named.name === null ? null : asWritten(text, named.name), currencyFirst: named.first }
}

/** Months, in halves at the least: "3", "tiga bulan", "1 tahun 2 bulan". Null for what is no length for certain, and for none. */
export function readMonths(text: string): number | null {
  const plain = prepared(text)
  const tokens = plain === null ? null : tokensOf(plain)
  if (tokens === null) return null
  const words = digitsForNumbers(tokens.filter((token) => !FILLERS.has(token) && token !== 'selama'))
  let months = 0
  let number: number | null = null
  let unit = 0
  for (const word of words) {
    const length = MONTH_UNITS.get(word)
    if (word === 'setengah' || word === 'half') {
      // "Dua setengah bulan", "2 bulan setengah", "setengah tahun".
      if (number === null && unit > 0) months += unit / 2
      else number = (number ?? 0) + 0.5
    } else if (length !== undefined) {
      if (number === null || (unit > 0 && length >= unit)) return null
      months += number * length
      unit = length
      number = null
    } else {
      const read = numeral(word, false)
      if (read === null || number !== null) return null
      number = read
    }
  }
  if (number !== null && (unit > 0 || number > MOST_BARE_MONTHS)) return null
  const total = months + (number ?? 0)
  return total > 0 && total <= MOST_MONTHS && Number.isInteger(total * 2) ? total : null
}

const MONTH_UNITS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    bulan: 1,
    bln: 1,
    bl: 1,
    sasih: 1,
    wulan: 1,
    month: 1,
    months: 1,
    tahun: 12,
    thn: 12,
    th: 12,
    taun: 12,
    year: 12,
    years: 12,
  }),
)

/** Whether two sums may be taken from each other: where no currency was written, it is the other's. */
export function sameCurrency(one: Amount, other: Amount): boolean {
  if (one.currency === null || other.currency === null) return true
  const codes = codesOf(other.currency)
  return codesOf(one.currency).some((code) => codes.includes(code))
}

/** Whether a sum may be one of this currency (ISO 4217); one without a currency is of none. */
export function mayBeIn({ currency }: Amount, code: string): boolean {
  return currency !== null && codesOf(currency).includes(code)
}

/** "Rp2.500.000", "1.700 SAR": the number as the language writes it, the currency as the person wrote it. */
export function shownAmount({ value, currency, currencyFirst }: Amount, speaks: Spoken): string {
  const number = shownNumber(value, speaks)
  if (currency === null) return number
  return currencyFirst ? `${currency}${number}` : `${number} ${currency}`
}

export function shownNumber(value: number, speaks: Spoken): string {
  return value.toLocaleString(speaks === 'id' ? 'id-ID' : 'en-US', { maximumFractionDigits: 2 })
}

function prepared(text: string): string | null {
  if (text.length > LONGEST) return null
  const plain = text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()
  return plain === '' ? null : plain.replace(/[.!,]+$/u, '').replace(/(?<=\p{L})\.(?=[\s\d])/gu, ' ')
}

/** Numbers, words and signs of currencies; null when there is anything else, such as a range or a sum of sums. */
function tokensOf(plain: string): string[] | null {
  const tokens: string[] = []
  const pattern = /\s+|(\d[\d.,]*\d|\d)|((?:nt|hk|us|s)?\$|\p{L}+)|(.)/gu
  for (const [, number, word, other] of plain.matchAll(pattern)) {
    if (other !== undefined) return null
    const token = number ?? word
    if (token !== undefined) tokens.push(token)
  }
  return tokens
}

interface NamedCurrency {
  readonly name: string | null
  readonly codes: readonly string[]
  readonly first: boolean
  readonly rest: readonly string[]
}

/** The one currency of these words, and the words without it; null when there are two. */
function takeCurrency(tokens: readonly string[]): NamedCurrency | null {
  const at = tokens.findIndex((token) => CURRENCIES.get(token) !== undefined)
  if (at < 0) return { name: null, codes: [], first: false, rest: tokens }
  const written = tokens[at] ?? ''
  const of = OF_COUNTRY.get(tokens[at + 1] ?? '')
  const codes = CURRENCIES.get(written) ?? []
  const isOf = of !== undefined && codes.includes(of)
  const rest = [...tokens.slice(0, at), ...tokens.slice(at + (isOf ? 2 : 1))]
  // "Rp 3 juta rupiah" names one twice; "500 riyal 20 dolar" names two.
  const others = rest.filter((token) => CURRENCIES.get(token) !== undefined)
  if (others.some((token) => !CURRENCIES.get(token)?.some((code) => codes.includes(code)))) return null
  const name = isOf ? `${written} ${tokens[at + 1]}` : written
  return {
    name,
    codes: isOf ? [of] : codes,
    first: at === 0 && tokens.length > 1,
    rest: rest.filter((token) => CURRENCIES.get(token) === undefined),
  }
}

function valueOf(written: readonly string[], codes: readonly string[]): number | null {
  const words = digitsForNumbers(written)
  if (words.length === 0) return null
  let total = 0
  let group: number | null = null
  /** The last power of ten that was named; each is named once, the greater first. */
  let power = Number.POSITIVE_INFINITY
  let afterHundred = false
  for (const [at, word] of words.entries()) {
    const named = POWERS.get(word)
    if (word === 'setengah' || word === 'half') {
      const isLast = at === words.length - 1
      if (group === null && Number.isFinite(power) && isLast) total += power / 2
      else if (isLast || afterHundred || (group !== null && !Number.isInteger(group))) return null
      else group = (group ?? 0) + 0.5
    } else if (named === 100) {
      if (group === null || group >= 10 || !Number.isInteger(group) || afterHundred) return null
      group *= 100
      afterHundred = true
    } else if (named !== undefined) {
      if (group === null || named >= power) return null
      total += group * named
      power = named
      group = null
      afterHundred = false
    } else {
      const isPowered = POWERS.get(words[at + 1] ?? '') !== undefined
      const read = numeral(word, isPowered, codes)
      if (read === null || (group !== null && !(afterHundred && read < 100))) return null
      group = (group ?? 0) + read
    }
  }
  // "2 juta 500" and "18 ribu 5" are said of more than one sum.
  if (group !== null && Number.isFinite(power) && (group < power / 1_000 || group < 100 || group >= power)) return null
  const value = Math.round((total + (group ?? 0)) * 100) / 100
  return value
}

/** `beside`: a word for thousands or millions stands by it, so that "1.250" could be more than one number. */
function numeral(word: string, beside: boolean, codes: readonly string[] = []): number | null {
  if (/^(?:0|[1-9]\d{0,11})$/u.test(word)) return Number(word)
  const grouped = /^([1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d{1,2}))?$/u.exec(word) ?? /^([1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d{1,2}))?$/u.exec(word)
  if (grouped) {
    const [, whole = '', decimals] = grouped
    const groups = whole.split(/[.,]/u).length - 1
    if (groups === 1 && decimals === undefined && (beside || (codes.length > 0 && codes.every((code) => THOUSANDTHS.has(code)))))
      return null
    return Number(`${whole.replace(/[.,]/gu, '')}.${decimals ?? '0'}`)
  }
  return /^(?:0|[1-9]\d{0,8})[.,]\d{1,2}$/u.test(word) ? Number(word.replace(',', '.')) : null
}

function codesOf(currency: string): readonly string[] {
  const [name = '', country = ''] = currency.toLowerCase().split(' ')
  const of = OF_COUNTRY.get(country)
  return of === undefined ? (CURRENCIES.get(name) ?? []) : [of]
}

/** The name in the letters the person used: "SAR", not "sar". */
function asWritten(text: string, name: string): string {
  const plain = text.normalize('NFKC').replace(/\s+/gu, ' ')
  const at = plain.toLowerCase().search(new RegExp(`(?<!\\p{L})${name.replaceAll('$', '\\$')}(?!\\p{L})`, 'u'))
  return at < 0 ? name : plain.slice(at, at + name.length)
}
