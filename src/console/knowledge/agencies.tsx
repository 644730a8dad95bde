/** The list of licensed agencies: staff import it as a CSV file, see what it changed, and can go back to the one before. */
import {
  changesOf,
  isoDate,
  LARGEST_FILE_BYTES,
  readAgencyList,
  type Agency,
  type BadRow,
  type ListChanges,
} from '../../knowledge/agency-list.ts'
import { WriteRefusedError } from '../../store/write-refused.ts'
import { seeOther } from '../answers.tsx'
import { viewerOf, type ConsoleContext, type ConsoleParts } from '../deps.ts'
import { frameOf } from '../pages/frame.tsx'
import { AgenciesPage } from './agencies-page.tsx'
import { isoDay } from './verify.tsx'

export const AGENCIES_PATH = '/pengetahuan/p3mi'
/** The file, and the few fields beside it. */
export const LARGEST_UPLOAD_BYTES = LARGEST_FILE_BYTES + 16 * 1024

export interface AgencyFormProblems {
  readonly date: 'missing' | 'future' | null
  readonly file: 'missing' | 'large' | null
  readonly rows: readonly BadRow[]
  /** Somebody else imported or undid a list meanwhile. */
  readonly changed: boolean
}

/** As the page shows it. */
export interface StandingList {
  readonly id: string
  readonly listedOn: string
  readonly importedAt: number
  /** Who imported it; null when the account is gone. */
  readonly by: string | null
  readonly staleAt: number
  readonly agencies: readonly Agency[]
  /** Against the list before; null: there was none. */
  readonly changes: ListChanges | null
}

const NO_PROBLEM: AgencyFormProblems = { date: null, file: null, rows: [], changed: false }

/** `GET /pengetahuan/p3mi` */
export function showAgencies(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  return agenciesPage(context, parts, '', NO_PROBLEM)
}

/** `POST /pengetahuan/p3mi` */
export async function importAgencies(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const form = await context.req.parseBody()
  const typed = typeof form['tanggal'] === 'string' ? form['tanggal'] : ''
  const file = form['berkas']
  const listedOn = isoDate(typed)
  const date = listedOn === null ? 'missing' : listedOn > isoDay(parts.now()) ? 'future' : null
  const missing = !(file instanceof File) || file.size === 0
  const fileProblem = missing ? 'missing' : file.size > LARGEST_FILE_BYTES ? 'large' : null
  const again = (problems: Partial<AgencyFormProblems>) => agenciesPage(context, parts, typed, { ...NO_PROBLEM, ...problems })
  if (missing || listedOn === null || date !== null || fileProblem !== null) return again({ date, file: fileProblem })
  const read = readAgencyList(new Uint8Array(await file.arrayBuffer()))
  if ('bad' in read) return again({ rows: read.bad })
  const id = parts.newId()
  const values = {
    id,
    listed_on: listedOn,
    imported_at: parts.now(),
    staff_id: staffId,
    agencies: JSON.stringify(read.agencies),
    undone_at: null,
  }
  await parts.audit.record(
    { staffId, action: 'agency-list-imported', subject: id, detail: { agencies: read.agencies.length, listedOn } },
    [{ query: parts.store.db.insertInto('agency_lists').values(values).compile(), expectChanges: 1 }],
  )
  await parts.agencies.refresh()
  return seeOther(context, AGENCIES_PATH)
}

/** `POST /pengetahuan/p3mi/:id/batalkan`: the list before is served again. */
export async function undoAgencies(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const id = context.req.param('id') ?? ''
  const { db } = parts.store
  const isNewest = db
    .selectFrom('agency_lists')
    .select((is) => is.fn.max('id').as('id'))
    .where('undone_at', 'is', null)
  const undo = db.updateTable('agency_lists').set({ undone_at: parts.now() }).where('id', '=', id).where('id', '=', isNewest)
  try {
    await parts.audit.record({ staffId: viewerOf(context).staffId, action: 'agency-list-undone', subject: id }, [{ query: undo.compile(), expectChanges: 1 }])
  } catch (error) {
    if (!(error instanceof WriteRefusedError)) throw error
    return agenciesPage(context, parts, '', { ...NO_PROBLEM, changed: true })
  }
  await parts.agencies.refresh()
  return seeOther(context, AGENCIES_PATH)
}

async function agenciesPage(context: ConsoleContext, parts: ConsoleParts, typed: string, problems: AgencyFormProblems): Promise<Response> {
  const { date, file, rows, changed } = problems
  const isWrong = date !== null || file !== null || rows.length > 0 || changed
  return context.html(
    <AgenciesPage
      frame={await frameOf(context, parts)}
      list={await standingList(parts)}
      now={parts.now()}
      days={parts.agencies.days}
      typed={typed}
      problems={problems}
    />,
    isWrong ? 422 : 200,
  )
}

async function standingList(parts: ConsoleParts): Promise<StandingList | null> {
  const [newest, before] = await parts.store.db
    .selectFrom('agency_lists as l')
    .leftJoin('staff as s', 's.id', 'l.staff_id')
    .select(['l.id', 'l.listed_on', 'l.imported_at', 'l.agencies', 's.name'])
    .where('l.undone_at', 'is', null)
    .orderBy('l.id', 'desc')
    .limit(2)
    .execute()
  if (newest === undefined) return null
  const agencies = JSON.parse(newest.agencies) as readonly Agency[]
  return {
    id: newest.id,
    listedOn: newest.listed_on,
    importedAt: newest.imported_at,
    by: newest.name,
    staleAt: parts.agencies.staleAt(newest.listed_on),
    agencies,
    changes: before === undefined ? null : changesOf(JSON.parse(before.agencies) as readonly Agency[], agencies),
  }
}
