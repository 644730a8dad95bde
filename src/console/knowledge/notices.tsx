/** News pinned to a country for a time: a revision like every other, tried first, kept with its history, undone with a reason. */
import { noticeSchema, type Notice } from '../../knowledge/schema.ts'
import { yaml } from '../../knowledge/yaml.ts'
import { seeOther } from '../answers.tsx'
import type { ConsoleContext, ConsoleParts } from '../deps.ts'
import { frameOf } from '../pages/frame.tsx'
import { NoticesPage } from './notices-page.tsx'
import { errorsOf, publish, undoNewest } from './publish.ts'
import { isoDay } from './verify.tsx'

export const NOTICE_FIELDS = ['negara', 'isi', 'sumber', 'alamat', 'terbit', 'mulai', 'sampai-hari', 'kontak', 'alasan'] as const
export type NoticeField = (typeof NOTICE_FIELDS)[number]
export type NoticeForm = Readonly<Record<NoticeField, string>>

export interface NoticeProblems {
  readonly fields: ReadonlySet<NoticeField>
  /** Findings of the check, as it gives them. */
  readonly findings: readonly string[]
  readonly kind: 'fields' | 'check' | 'lost' | 'changed' | 'off' | 'reason' | null
}

const NO_PROBLEM: NoticeProblems = { fields: new Set(), findings: [], kind: null }
const FIELD_OF: Readonly<Record<string, NoticeField>> = {
  countries: 'negara',
  text: 'isi',
  from: 'mulai',
  until: 'sampai-hari',
  contact: 'kontak',
}
const SHORTEST_REASON = 5
const LONGEST_FIELD = 500

/** `GET /pengetahuan/pengumuman` */
export function showNotices(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  return noticesPage(context, parts, null, NO_PROBLEM)
}

/** `POST /pengetahuan/pengumuman` */
export async function pinNotice(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const typed = await context.req.parseBody()
  const field = (name: NoticeField): string => (typeof typed[name] === 'string' ? typed[name].replaceAll('\r\n', '\n').trim().slice(0, LONGEST_FIELD) : '')
  const form = Object.fromEntries(NOTICE_FIELDS.map((name) => [name, field(name)])) as NoticeForm
  const again = (problems: Partial<NoticeProblems>): Promise<Response> => noticesPage(context, parts, form, { ...NO_PROBLEM, ...problems })
  if (!parts.knowledge.editing) return again({ kind: 'off' })
  const countries = form.negara.split(/[\s,]+/).filter((code) => code !== '').map((code) => code.toUpperCase())
  const known = parts.knowledge.served().countries
  const entry = {
    id: `${countries.map((code) => code.toLowerCase()).slice(0, 3).join('-')}-${isoDay(parts.now())}-${parts.newId().slice(-4)}`,
    countries,
    text: form.isi,
    source: {
      title: form.sumber,
      address: form.alamat,
      published: form.terbit === '' ? null : form.terbit,
      looked_at: isoDay(parts.now()),
    },
    from: form.mulai,
    until: form['sampai-hari'],
    contact: form.kontak === '' ? null : form.kontak,
  }
  const parsed = noticeSchema.safeParse(entry)
  const wrong = new Set<NoticeField>(parsed.success ? [] : parsed.error.issues.map(({ path }) => fieldOf(path)))
  if (countries.some((code) => !known.has(code))) wrong.add('negara')
  if (entry.until < entry.from) wrong.add('sampai-hari')
  if (form.alasan.length < SHORTEST_REASON) wrong.add('alasan')
  if (!parsed.success || wrong.size > 0) return again({ kind: 'fields', fields: wrong })
  const path = `notices.yaml#${entry.id}`
  const text = yaml().stringify([parsed.data], { lineWidth: 0 })
  const pin = { path, text, kind: 'edited', reason: form.alasan, over: null, shipped: null, action: 'notice-pinned' } as const
  const done = await publish(context, parts, pin)
  if (done.kind === 'published') return seeOther(context, '/pengetahuan/pengumuman')
  const findings = 'trial' in done ? errorsOf(done.trial).map(({ message, advice }) => `${message}. ${advice}.`) : []
  return again({ kind: done.kind === 'wrong' ? 'check' : done.kind, findings })
}

/** `POST /pengetahuan/pengumuman/:id/batalkan` */
export async function undoNotice(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const path = `notices.yaml#${context.req.param('id') ?? ''}`
  const done = await undoNewest(context, parts, path, null)
  return done === 'done' ? seeOther(context, '/pengetahuan/pengumuman') : noticesPage(context, parts, null, { ...NO_PROBLEM, kind: done })
}

async function noticesPage(context: ConsoleContext, parts: ConsoleParts, form: NoticeForm | null, problems: NoticeProblems): Promise<Response> {
  const { notices, contacts } = parts.knowledge.served()
  const revised = await newestOfNotices(parts)
  const today = isoDay(parts.now())
  const empty = Object.fromEntries(NOTICE_FIELDS.map((name) => [name, ''])) as NoticeForm
  return context.html(
    <NoticesPage
      frame={await frameOf(context, parts)}
      notices={notices.toSorted((one: Notice, other: Notice) => other.until.localeCompare(one.until)).map((notice) => ({ notice, revision: revised.get(notice.id) ?? null }))}
      contacts={[...contacts.values()].map(({ id, name }) => ({ value: id, text: name })).toSorted((one, other) => one.text.localeCompare(other.text))}
      form={form ?? { ...empty, mulai: today }}
      problems={problems}
      editing={parts.knowledge.editing}
      now={parts.now()}
    />,
    problems.kind === null ? 200 : 422,
  )
}

/** Id of the newest change of each notice that staff pinned. */
async function newestOfNotices(parts: ConsoleParts): Promise<ReadonlyMap<string, string>> {
  const rows = await parts.reader
    .selectFrom('knowledge_revisions')
    .select((is) => ['path', is.fn.max('id').as('id')])
    .where('path', '>', 'notices.yaml#')
    .where('path', '<', 'notices.yaml$')
    .groupBy('path')
    .execute()
  return new Map(rows.map(({ path, id }) => [path.slice('notices.yaml#'.length), id]))
}

function fieldOf(path: readonly PropertyKey[]): NoticeField {
  if (path[0] !== 'source') return FIELD_OF[String(path[0])] ?? 'isi'
  return path[1] === 'address' ? 'alamat' : path[1] === 'published' ? 'terbit' : 'sumber'
}
