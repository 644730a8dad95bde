/** Holds the knowledge base to its rules, beyond the schema: references, texts, sources, age, phrasings. */
import { textFindings } from './check-text.ts'
import { isShown } from './notices.ts'
import { schoolYears } from './readability.ts'
import type { Card, CardTranslation, Knowledge, KnowledgeProblem } from './schema.ts'
import { nearTwins, type Phrasing } from './twins.ts'

const DAY = 86_400_000
const FEWEST_PHRASINGS = 12
/** Six years of school and the one grade by which the measure may be off. */
const SCHOOL_YEARS = 7
const SCHOOL_YEARS_AT_MOST = 9
/** A source older than this many years is said to be old. Laws are: their text does not change by itself. */
const OLD_SOURCE_YEARS = 8
const LAW = /\b(?:UU|PP|Permen\w*|Perpres|PMK|PER-\d)/u
const OLD_NUMBER_YEARS = 3
/** Longer than this a notice is no news: it belongs in a card. */
const LONGEST_NOTICE_DAYS = 90

/**
 * Placeholders, misprints and other countries' codes that stand in public copies of the directory, and numbers that an
 * office has replaced since.
 */
const NEVER_COPY = new Set([
  '+60111222333',
  '+601112223333',
  '+60124445556',
  '+60177778889',
  '+60138889900',
  '+65929031103',
  '+966598881945',
  '+966581781945',
  '+62811129129',
  '+20102229989',
  '+622179193879',
  '+60167700378',
  '+60176688032',
  '+61423760106',
  '+821050631963',
  '+9647503979642',
  '+989024668889',
  'kbri.kualalumpur@kemlu.go.id',
])

export interface CheckOptions {
  /** The text of a file by its path inside the knowledge folder, to name the line of a problem; null when it cannot be read. */
  readonly read?: (path: string) => string | null
  /** Example lines that are no card's, to look for twins. */
  readonly lines?: readonly Phrasing[]
}

type Add = (severity: KnowledgeProblem['severity'], message: string, advice: string, at?: string) => void

/**
 * Every problem, errors first. `now` decides what is expired: a warning, never an error, so that an unchanged tree stays
 * green on a later day.
 */
export function checkKnowledge(knowledge: Knowledge, now: number, options: CheckOptions = {}): KnowledgeProblem[] {
  const found: KnowledgeProblem[] = [...knowledge.problems]
  const lineOf = lineFinder(options.read ?? (() => null))
  const adder =
    (path: string, fallback = ''): Add =>
    (severity, message, advice, at) => {
      found.push({ path, line: lineOf(path, at ?? fallback) ?? lineOf(path, fallback), severity, message, advice })
    }
  for (const card of knowledge.cards.values()) {
    checkCard(card, knowledge, now, adder(card.path, 'id: '))
    if (card.english) checkTranslation(card.english, card, adder(card.english.path, '---'))
  }
  checkCountries(knowledge, (code) => adder('countries.yaml', `code: ${code}`))
  checkContacts(knowledge, now, (id) => adder('contacts.yaml', `id: ${id}`))
  checkNotices(knowledge, now, (id) => adder('notices.yaml', `id: ${id}`))
  const ofCards = [...knowledge.cards.values()].flatMap(({ phrasings, topic, also, path }) =>
    phrasings.map((text) => ({ text, topic, also, path })),
  )
  for (const { one, other } of nearTwins([...ofCards, ...(options.lines ?? [])]))
    adder(one.path)(
      'warning',
      one.text === other.text ? `"${one.text}" is also asked in ${other.path}` : `"${one.text}" is nearly "${other.text}" in ${other.path}`,
      `keep it in the topic it belongs to (${one.topic} or ${other.topic})`,
      one.text,
    )
  return found.sort((a, b) => (a.severity === b.severity ? a.path.localeCompare(b.path) : a.severity === 'error' ? -1 : 1))
}

/** The first line of a file that holds some words. Files are read once. */
function lineFinder(read: (path: string) => string | null): (path: string, words: string) => number | null {
  const files = new Map<string, readonly string[]>()
  return (path, words) => {
    const lines = files.get(path) ?? read(path)?.split('\n') ?? []
    files.set(path, lines)
    const at = words === '' ? -1 : lines.findIndex((line) => line.includes(words) && !line.startsWith('#'))
    return at < 0 ? null : at + 1
  }
}

function checkCard(card: Card, knowledge: Knowledge, now: number, add: Add): void {
  if (!card.path.startsWith(`cards/${card.topic}/`))
    add('error', `the folder is not that of its topic ${card.topic}`, `move it to cards/${card.topic}/`, 'topic:')
  for (const id of card.contacts)
    if (!knowledge.contacts.has(id)) add('error', `contact ${id} does not exist`, 'use an id of contacts.yaml', 'contacts:')
  for (const id of card.related)
    if (!knowledge.cards.has(id)) add('error', `card ${id} does not exist`, 'use the id of a card', 'related:')
  for (const { card: id } of card.follow_ups)
    if (!knowledge.cards.has(id)) add('error', `card ${id} does not exist`, 'use the id of a card', `card: ${id}`)
  for (const code of card.countries)
    if (!knowledge.countries.has(code)) add('error', `country ${code} does not exist`, 'use a code of countries.yaml', 'countries:')
  const texts = textsOf(card)
  for (const [where, text] of texts)
    for (const { severity, message, advice, at } of textFindings(text)) add(severity, `${where}: ${message}`, advice, at)
  const years = schoolYears(texts.map(([, text]) => text).join('\n'))
  if (years !== null && years > SCHOOL_YEARS)
    add(
      years > SCHOOL_YEARS_AT_MOST ? 'error' : 'warning',
      `asks for ${years.toFixed(1)} years of school`,
      'shorter sentences and everyday words, so that six years are enough',
      'phrasings:',
    )
  if (card.phrasings.length < FEWEST_PHRASINGS)
    add('warning', `${card.phrasings.length} phrasings`, `write at least ${FEWEST_PHRASINGS} ways in which people ask`, 'phrasings:')
  if (Date.parse(card.review_by) <= Date.parse(card.reviewed_on))
    add('error', 'review_by is not after reviewed_on', 'set the next date of review', 'review_by:')
  if (now >= Date.parse(card.review_by) + DAY)
    add('warning', `was to be reviewed by ${card.review_by}`, 'check it against its source and set new dates', 'review_by:')
  const newest = Math.max(...card.sources.map(({ published, looked_at: lookedAt }) => Number((published ?? lookedAt).slice(0, 4))))
  if (new Date(now).getUTCFullYear() - newest > OLD_SOURCE_YEARS && !card.sources.some(({ title }) => LAW.test(title)))
    add('warning', `the newest source is of ${newest}`, 'look for a newer one, or say in the answer how old it is', 'sources:')
}

/** What the loader cannot tell: a translation of an older original is served, and named. */
function checkTranslation(english: CardTranslation, card: Card, add: Add): void {
  for (const [where, text] of textsOf(english))
    for (const { severity, message, advice, at } of textFindings(text, 'en')) add(severity, `${where}: ${message}`, advice, at)
  if (english.translated_from < card.reviewed_on)
    add(
      'warning',
      `translates the card of ${english.translated_from}, reviewed again on ${card.reviewed_on}`,
      'compare it with the original and set translated_from',
      'translated_from:',
    )
}

function textsOf(card: Pick<Card, 'answer' | 'steps' | 'details'>): [string, string][] {
  const texts: [string, string][] = [['answer', card.answer]]
  if (card.steps !== null) texts.push(['Langkah', card.steps])
  if (card.details !== null) texts.push(['Rincian', card.details])
  return texts
}

function checkCountries(knowledge: Knowledge, of: (code: string) => Add): void {
  for (const country of knowledge.countries.values()) {
    const add = of(country.code)
    const ids = [
      ...country.posts.map((post) => post.contact),
      ...Object.values(country.first_call).flatMap((calls) => calls ?? []),
      country.police,
      country.ambulance,
      country.labour_line,
    ]
    for (const id of ids)
      if (id !== null && !knowledge.contacts.has(id))
        add('error', `${country.code}: contact ${id} does not exist`, 'use an id of contacts.yaml')
    const { source, status } = country.placement
    if (source === null && status !== 'unknown')
      add('error', `${country.code}: placement is "${status}" without a source`, 'name the source, or write status: unknown')
    if (country.first_call_approved_by !== null) continue
    for (const [danger, calls] of Object.entries(country.first_call))
      if (knowledge.contacts.get(calls?.[0] ?? '')?.kind === 'police')
        add('error', `${country.code}: ${danger}: police comes first without approval`, 'put the mission first, or fill in first_call_approved_by')
  }
}

function checkContacts(knowledge: Knowledge, now: number, of: (id: string) => Add): void {
  for (const contact of knowledge.contacts.values()) {
    const add: Add = (severity, message, advice) => of(contact.id)(severity, `${contact.id}: ${message}`, advice)
    const ways = [contact.phone, contact.whatsapp, contact.email, contact.web, contact.short_number?.number ?? null].filter((way) => way !== null)
    if (ways.length === 0) add('error', 'has no way to be reached', 'give a phone, WhatsApp, short number, e-mail or web address, or remove it')
    for (const way of ways)
      if (NEVER_COPY.has(way)) add('error', `${way} is on the list of numbers not to copy`, 'find the number on the office\'s own page')
    if (contact.takes_chat && contact.whatsapp === null)
      add('error', 'takes_chat is true without a WhatsApp number', 'give the number or set takes_chat: false')
    if (contact.caution !== null || contact.verified_by !== null) continue
    const { published } = contact.source
    if (published !== null && new Date(now).getUTCFullYear() - Number(published.slice(0, 4)) > OLD_NUMBER_YEARS)
      add('warning', `the source is of ${published.slice(0, 4)} and nobody verified it`, 'call it once and fill in verified_by, or write a caution')
  }
}

function checkNotices(knowledge: Knowledge, now: number, of: (id: string) => Add): void {
  for (const notice of knowledge.notices) {
    const add: Add = (severity, message, advice) => of(notice.id)(severity, `${notice.id}: ${message}`, advice)
    for (const code of notice.countries)
      if (!knowledge.countries.has(code)) add('error', `country ${code} does not exist`, 'use a code of countries.yaml')
    if (notice.contact !== null && !knowledge.contacts.has(notice.contact))
      add('error', `contact ${notice.contact} does not exist`, 'use an id of contacts.yaml')
    for (const { severity, message, advice } of textFindings(notice.text)) add(severity, message, advice)
    const days = (Date.parse(notice.until) - Date.parse(notice.from)) / DAY + 1
    if (days < 1) add('error', 'ends before it begins', 'put the later day under until')
    else if (days > LONGEST_NOTICE_DAYS) add('error', `is to stay for ${days} days`, `at most ${LONGEST_NOTICE_DAYS}; what holds longer is a card`)
    if (!isShown(notice, now) && now > Date.parse(notice.from)) add('warning', `is over since ${notice.until}`, 'remove it, or set a new until after a look at its source')
  }
}
