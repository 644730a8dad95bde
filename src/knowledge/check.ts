/** Holds the knowledge base to its rules, beyond the schema: references, numbers in prose, tone, age, phrasings. */
import type { Card, CardTranslation, Knowledge, KnowledgeProblem } from './schema.ts'

/** Words that the tone rules forbid, with what to write instead. */
const TONE: readonly { readonly pattern: RegExp; readonly advice: string }[] = [
  { pattern: /\bjangan panik\b/iu, advice: 'leave it out and say what to do' },
  { pattern: /\bseharusnya\b/iu, advice: 'say what can be done now, without blame' },
  { pattern: /mohon maaf atas ketidaknyamanan/iu, advice: 'leave it out' },
  { pattern: /\binstansi terkait\b/iu, advice: 'name the office' },
  { pattern: /\b(?:pmi|tki|tkw|pekerja|orang|migran)\s+ilegal\b/iu, advice: 'write "tanpa dokumen" or "nonprosedural"' },
  { pattern: /\b(?:insya ?allah|semoga tuhan|serahkan (?:pada|kepada) (?:allah|tuhan)|demi keluarga)\b/iu, advice: 'no appeal to God or family' },
  { pattern: /!/u, advice: 'end the sentence with a full stop' },
  { pattern: /\bpasti (?:aman|berhasil|dibantu|diterima)\b/iu, advice: 'never promise an outcome' },
]

/** The same rules for cards in English. */
const TONE_ENGLISH: readonly { readonly pattern: RegExp; readonly advice: string }[] = [
  { pattern: /\bdon'?t panic\b|\bdo not panic\b/iu, advice: 'leave it out and say what to do' },
  { pattern: /\byou should(?: not)? have\b/iu, advice: 'say what can be done now, without blame' },
  { pattern: /\bsorry for the inconvenience\b/iu, advice: 'leave it out' },
  { pattern: /\brelevant (?:agencies|authorities)\b/iu, advice: 'name the office' },
  { pattern: /\billegal\s+(?:worker|migrant|immigrant|person|people)s?\b|\brunaways?\s+(?:maid|worker)s?\b/iu, advice: 'write "without papers"' },
  { pattern: /\b(?:god willing|pray to|in god's hands)\b/iu, advice: 'no appeal to God or family' },
  { pattern: /!/u, advice: 'end the sentence with a full stop' },
  { pattern: /\bwill (?:certainly|surely|definitely) (?:be|get)\b/iu, advice: 'never promise an outcome' },
]

/** A run of seven digits or more that is no amount, date or law; or a short number somebody is told to call. */
const LONG_NUMBER = /(?<![\w.,/-])(?:\+|\(0\d{1,4}\) ?)?\d[\d -]{5,}\d(?![\w%]|[.,]\d)/gu
const CALL_SHORT = /\b(?:telepon|hubungi|call|nomor|hotline|wa|whatsapp|darurat)\s+(?:ke\s+)?(?:nomor\s+)?\(?(?!(?:19|20)\d\d\b)(\d[\d-]{2,5})\b(?!\/|\s*(?:tahun|hari|jam|orang|juta|ribu|persen|bulan))/giu
const EMAIL = /[\w.+-]+@[\w-]+\.[\w.]+/u
/** Old names that a reply must not use except to say "dulu …". */
const OLD_NAMES = /\b(?:BNP2TKI|BP2MI|PJTKI|PPTKIS)\b/u

const MEAN_SENTENCE_WORDS = 16
const DAY = 86_400_000

/** Every problem, errors first. `now` decides what is expired: a warning, never an error, so that an unchanged tree stays green. */
export function checkKnowledge(knowledge: Knowledge, now: number): KnowledgeProblem[] {
  const found: KnowledgeProblem[] = [...knowledge.problems]
  for (const card of knowledge.cards.values()) found.push(...checkCard(card, knowledge, now))
  found.push(...checkCountries(knowledge), ...checkContacts(knowledge, now), ...nearTwins(knowledge))
  return found.sort((a, b) => (a.severity === b.severity ? a.path.localeCompare(b.path) : a.severity === 'error' ? -1 : 1))
}

function checkCard(card: Card, knowledge: Knowledge, now: number): KnowledgeProblem[] {
  const found: KnowledgeProblem[] = []
  const add = (severity: KnowledgeProblem['severity'], message: string, advice: string): void => {
    found.push({ path: card.path, line: null, severity, message, advice })
  }
  if (!card.path.startsWith(`cards/${card.topic}/`)) add('error', `the folder is not that of its topic ${card.topic}`, `move it to cards/${card.topic}/`)
  for (const id of card.contacts) if (!knowledge.contacts.has(id)) add('error', `contact ${id} does not exist`, 'use an id of contacts.yaml')
  for (const id of [...card.related, ...card.follow_ups.map((next) => next.card)])
    if (!knowledge.cards.has(id)) add('error', `card ${id} does not exist`, 'use the id of a card')
  for (const code of card.countries) if (!knowledge.countries.has(code)) add('error', `country ${code} does not exist`, 'use a code of countries.yaml')
  for (const [where, text] of textsOf(card)) {
    for (const number of numbersIn(text)) add('error', `${where}: the number "${number}" stands in the text`, 'make it a contact in contacts.yaml and name its id under "contacts:"')
    if (EMAIL.test(text)) add('error', `${where}: an e-mail address stands in the text`, 'make it a contact in contacts.yaml')
    for (const { pattern, advice } of TONE) {
      const match = pattern.exec(text)
      if (match) add('error', `${where}: "${match[0]}"`, advice)
    }
    const old = OLD_NAMES.exec(text)
    if (old && !/\(dulu[^)]*\)|dulu(?:nya)? (?:bernama )?/iu.test(text)) add('error', `${where}: the old name ${old[0]}`, 'write the new name (KP2MI, P3MI), the old one only as "(dulu …)"')
    const mean = meanSentenceWords(text)
    if (mean > MEAN_SENTENCE_WORDS) add('warning', `${where}: sentences have ${mean.toFixed(1)} words on average`, `make them shorter than ${MEAN_SENTENCE_WORDS}`)
  }
  if (card.english) found.push(...checkTranslation(card.english, card))
  if (card.phrasings.length < 12) add('warning', `${card.phrasings.length} phrasings`, 'write at least 12 ways in which people ask')
  if (Date.parse(card.review_by) <= Date.parse(card.reviewed_on)) add('error', 'review_by is not after reviewed_on', 'set the next date of review')
  if (now >= Date.parse(card.review_by) + DAY) add('warning', `was to be reviewed by ${card.review_by}`, 'check it against its source and set new dates')
  return found
}

/** What the loader cannot tell: a translation of an older original is served, and named. */
function checkTranslation(english: CardTranslation, card: Card): KnowledgeProblem[] {
  const found: KnowledgeProblem[] = []
  const add = (severity: KnowledgeProblem['severity'], message: string, advice: string): void => {
    found.push({ path: english.path, line: null, severity, message, advice })
  }
  for (const [where, text] of textsOf(english)) {
    if (numbersIn(text).length > 0 || EMAIL.test(text)) add('error', `${where}: a number or e-mail address stands in the text`, 'leave it to the contacts of the card')
    for (const { pattern, advice } of TONE_ENGLISH) {
      const match = pattern.exec(text)
      if (match) add('error', `${where}: "${match[0]}"`, advice)
    }
    const mean = meanSentenceWords(text)
    if (mean > MEAN_SENTENCE_WORDS) add('warning', `${where}: sentences have ${mean.toFixed(1)} words on average`, `make them shorter than ${MEAN_SENTENCE_WORDS}`)
  }
  if (english.translated_from < card.reviewed_on)
    add('warning', `translates the card of ${english.translated_from}, reviewed again on ${card.reviewed_on}`, 'compare it with the original and set translated_from')
  return found
}

function textsOf(card: Pick<Card, 'answer' | 'steps' | 'details'>): [string, string][] {
  const texts: [string, string][] = [['answer', card.answer]]
  if (card.steps !== null) texts.push(['Langkah', card.steps])
  if (card.details !== null) texts.push(['Rincian', card.details])
  return texts
}

function numbersIn(text: string): string[] {
  const plain = text.replace(/https?:\/\/\S+/gu, ' ')
  const long = [...plain.matchAll(LONG_NUMBER)].map((match) => match[0]).filter((found) => isDialled(found))
  const short = [...plain.matchAll(CALL_SHORT)].map((match) => match[1] ?? '')
  return [...long, ...short]
}

/** Not a range of years or days, not an amount with spaces: at least seven digits in one number. */
function isDialled(found: string): boolean {
  if (/^\d{4}\s?[-–]\s?\d{4}$/u.test(found.trim()) || /^\d{4}-\d{2}-\d{2}/u.test(found.trim())) return false
  return found.replace(/\D/gu, '').length >= 7
}

function meanSentenceWords(text: string): number {
  const sentences = text.split(/[.?:;\n]+/u).map((part) => part.trim().split(/\s+/u).filter((word) => word !== '').length)
  const real = sentences.filter((count) => count > 0)
  return real.length === 0 ? 0 : real.reduce((sum, count) => sum + count, 0) / real.length
}

function checkCountries(knowledge: Knowledge): KnowledgeProblem[] {
  const found: KnowledgeProblem[] = []
  for (const country of knowledge.countries.values()) {
    const ids = [...country.posts.map((post) => post.contact), ...Object.values(country.first_call).flatMap((calls) => calls ?? []), country.police, country.ambulance, country.labour_line]
    for (const id of ids)
      if (id !== null && !knowledge.contacts.has(id))
        found.push({ path: 'countries.yaml', line: null, severity: 'error', message: `${country.code}: contact ${id} does not exist`, advice: 'use an id of contacts.yaml' })
    if (country.first_call_approved_by !== null) continue
    for (const [danger, calls] of Object.entries(country.first_call))
      if (knowledge.contacts.get(calls?.[0] ?? '')?.kind === 'police')
        found.push({ path: 'countries.yaml', line: null, severity: 'error', message: `${country.code}: ${danger}: police comes first without approval`, advice: 'put the mission first, or fill in first_call_approved_by' })
  }
  return found
}

function checkContacts(knowledge: Knowledge, now: number): KnowledgeProblem[] {
  const found: KnowledgeProblem[] = []
  for (const contact of knowledge.contacts.values()) {
    const add = (severity: KnowledgeProblem['severity'], message: string, advice: string): void => {
      found.push({ path: 'contacts.yaml', line: null, severity, message: `${contact.id}: ${message}`, advice })
    }
    if (contact.phone === null && contact.whatsapp === null && contact.short_number === null && contact.email === null && contact.web === null)
      add('error', 'has no way to be reached', 'give a phone, WhatsApp, short number, e-mail or web address, or remove it')
    if (contact.takes_chat && contact.whatsapp === null) add('error', 'takes_chat is true without a WhatsApp number', 'give the number or set takes_chat: false')
    const year = Number((contact.source.published ?? contact.source.looked_at).slice(0, 4))
    if (contact.caution === null && contact.verified_by === null && new Date(now).getUTCFullYear() - year > 3)
      add('warning', `the source is of ${year} and nobody verified it`, 'call it once and fill in verified_by, or write a caution')
  }
  return found
}

/** The same words asked under two topics teach the router nothing. */
function nearTwins(knowledge: Knowledge): KnowledgeProblem[] {
  const seen = new Map<string, Card>()
  const found: KnowledgeProblem[] = []
  for (const card of knowledge.cards.values()) {
    for (const phrasing of card.phrasings) {
      const key = [...new Set(phrasing.toLowerCase().replace(/[^\p{L}\p{N} ]/gu, ' ').split(/\s+/u))].sort().join(' ').trim()
      const twin = seen.get(key)
      if (twin && twin.topic !== card.topic)
        found.push({ path: card.path, line: null, severity: 'warning', message: `"${phrasing}" is also asked in ${twin.path}`, advice: 'keep it in the topic it belongs to' })
      else seen.set(key, card)
    }
  }
  return found
}
