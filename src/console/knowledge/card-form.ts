/** A card as a form: what was typed, and the file it becomes. All that is not in the form stays as the file has it. */
import { splitSections, withFrontMatter, type Sections } from '../../knowledge/front-matter.ts'
import { ANSWER_LIMIT } from '../../knowledge/load.ts'
import { cardFrontMatterSchema, type CardFrontMatter, type KnowledgeProblem } from '../../knowledge/schema.ts'
import { yaml } from '../../knowledge/yaml.ts'
import { TOPICS } from '../../message.ts'

export const CARD_FIELDS = [
  'judul',
  'jawaban',
  'langkah',
  'rincian',
  'negara',
  'sumber',
  'kekuatan',
  'dicek',
  'cek-lagi',
  'kontak',
  'lanjutan',
  'cara-tanya',
] as const
/** `id` and `topik` only for a new card: a card keeps both. */
export type CardField = (typeof CARD_FIELDS)[number] | 'id' | 'topik'
export type CardForm = Readonly<Record<CardField, string>>
export type FieldProblems = Readonly<Partial<Record<CardField, readonly string[]>>>

/** Which field of the file a field of the form fills. */
const FIELD_OF: Readonly<Record<string, CardField>> = {
  id: 'id',
  topic: 'topik',
  title: 'judul',
  countries: 'negara',
  sources: 'sumber',
  confidence: 'kekuatan',
  reviewed_on: 'dicek',
  review_by: 'cek-lagi',
  contacts: 'kontak',
  follow_ups: 'lanjutan',
  phrasings: 'cara-tanya',
}

export const HEADINGS = { steps: 'langkah', details: 'rincian' }

/** Throws when the text has no front matter: such a file is not served, and not edited here. */
export function formOfCard(text: string): CardForm {
  const end = text.indexOf('\n---', 3)
  const front = yaml().parse(text.slice(4, end)) as CardFrontMatter
  const { answer, steps, details } = splitSections(text.slice(text.indexOf('\n', end + 1) + 1), HEADINGS)
  return {
    id: front.id,
    topik: front.topic,
    judul: front.title,
    jawaban: answer,
    langkah: steps ?? '',
    rincian: details ?? '',
    negara: front.countries.join(', '),
    sumber: front.sources.map(({ title, address, published, looked_at: seen }) => [title, address, published ?? '', seen].join(' | ')).join('\n'),
    kekuatan: front.confidence,
    dicek: front.reviewed_on,
    'cek-lagi': front.review_by,
    kontak: (front.contacts ?? []).join(', '),
    lanjutan: (front.follow_ups ?? []).map(({ label, card }) => `${label} | ${card}`).join('\n'),
    'cara-tanya': (front.phrasings ?? []).join('\n'),
  }
}

/** The file that the form makes of `base`, and what its schema has against it, by field. */
export function cardOfForm(form: CardForm, base: string): { readonly text: string; readonly wrong: ReadonlySet<CardField> } {
  const fields = {
    title: form.judul,
    countries: list(form.negara, /[\s,]+/).map((code) => code.toUpperCase()),
    sources: lines(form.sumber).map((line) => {
      const [title = '', address = '', published = '', seen = ''] = line.split('|').map((part) => part.trim())
      return { title, address, published: published === '' ? null : published, looked_at: seen }
    }),
    confidence: form.kekuatan,
    reviewed_on: form.dicek,
    review_by: form['cek-lagi'],
    contacts: list(form.kontak, /[\s,]+/),
    follow_ups: lines(form.lanjutan).map((line) => {
      const [label = '', card = ''] = line.split('|').map((part) => part.trim())
      return { label, card }
    }),
    phrasings: lines(form['cara-tanya']),
  }
  const text = withBody(withFrontMatter(base, fields), {
    answer: form.jawaban,
    steps: form.langkah === '' ? null : form.langkah,
    details: form.rincian === '' ? null : form.rincian,
  })
  const parsed = cardFrontMatterSchema.safeParse({ ...(yaml().parse(text.slice(4, text.indexOf('\n---', 3))) as object), ...fields })
  const wrong = new Set<CardField>(parsed.success ? [] : parsed.error.issues.map((issue) => FIELD_OF[String(issue.path[0])] ?? 'judul'))
  if (form.jawaban === '' || form.jawaban.length > ANSWER_LIMIT) wrong.add('jawaban')
  return { text, wrong }
}

/** Findings of the check at the field they are about; the rest under the answer. */
export function byField(problems: readonly KnowledgeProblem[]): FieldProblems {
  const found: Partial<Record<CardField, string[]>> = {}
  for (const { message, advice } of problems) {
    const name = fieldOf(message)
    found[name] = [...(found[name] ?? []), `${message}. ${advice}.`]
  }
  return found
}

function fieldOf(message: string): CardField {
  const part = /^([A-Za-z_]+)[:.]/.exec(message)?.[1] ?? ''
  if (part === 'Langkah') return 'langkah'
  if (part === 'Rincian') return 'rincian'
  if (message.startsWith('contact ')) return 'kontak'
  if (message.startsWith('country ')) return 'negara'
  if (message.startsWith('card ')) return 'lanjutan'
  if (/review/.test(message)) return 'cek-lagi'
  if (/phrasing|is also asked|is nearly/.test(message)) return 'cara-tanya'
  if (/source/.test(message)) return 'sumber'
  return FIELD_OF[part] ?? 'jawaban'
}

/** What a new card begins with; `asked` are ways in which people asked for it. */
export function newCardForm(asked: readonly string[], today: string, next: string): CardForm {
  return {
    id: '',
    topik: '',
    judul: '',
    jawaban: '',
    langkah: '',
    rincian: '',
    negara: '',
    sumber: '',
    kekuatan: 'medium',
    dicek: today,
    'cek-lagi': next,
    kontak: '',
    lanjutan: '',
    'cara-tanya': asked.join('\n'),
  }
}

/** An empty card of this id and topic, to be filled by the form; null when they cannot be. */
export function newCardBase(form: CardForm): string | null {
  const topic = TOPICS.find((known) => known === form.topik)
  if (topic === undefined || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(form.id)) return null
  return `---\nid: ${form.id}\ntopic: ${topic}\naudience: [worker, family]\nverified_by: null\nrelated: []\n---\n`
}

function withBody(text: string, sections: Sections): string {
  const end = text.indexOf('\n---', 3)
  const start = text.indexOf('\n', end + 1) + 1
  const before = splitSections(text.slice(start), HEADINGS)
  // Untouched sections keep their file's own line breaks.
  if (before.answer === sections.answer && before.steps === sections.steps && before.details === sections.details) return text
  const parts = [sections.answer]
  if (sections.steps !== null) parts.push(`## Langkah\n${sections.steps}`)
  if (sections.details !== null) parts.push(`## Rincian\n${sections.details}`)
  return `${text.slice(0, start)}${parts.join('\n\n')}\n`
}

function list(text: string, separator: RegExp): string[] {
  return text.split(separator).filter((part) => part !== '')
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
