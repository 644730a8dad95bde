/**
 * Conversations of the restricted team (care: alerts leak). Others see that there is one, how urgent and how long it
 * waits, and not what it is about. So that nobody in danger waits for a colleague, a caseworker opens one with a reason;
 * that is in the audit trail, and the team sees who did.
 */
import { sql } from 'kysely'
import type { Write } from '../store/database.ts'
import { WriteRefusedError } from '../store/write-refused.ts'
import { REVEAL_REASONS } from './answering-limits.ts'
import { failure, formText, seeOther } from './answers.tsx'
import { viewerOf, type ConsoleContext, type ConsoleParts, type Viewer } from './deps.ts'
import { frameOf } from './pages/frame.tsx'
import { RestrictedPage } from './pages/restricted-page.tsx'

const PAGE_OF_ONE = /^\/(percakapan|kasus|media)\/([^/]+)/
/** For a shift: whoever needs it longer belongs to the team. */
const OPEN_FOR = 12 * 3_600_000

export interface RestrictedConversation {
  readonly id: string
  readonly pseudonym: string
  readonly rank: number
  readonly waiting_since: number | null
}

/** What a conversation is found by: its own id, or that of something of it. */
const FOUND_BY = { percakapan: 'conversation', kasus: 'case', media: 'media' } as const
type Place = keyof typeof FOUND_BY

/** The restricted conversation that the request is about and this viewer may not read; null when there is none. */
export async function closedPage(parts: ConsoleParts, viewer: Viewer, path: string): Promise<RestrictedConversation | null> {
  const [, place, written = ''] = PAGE_OF_ONE.exec(path) ?? []
  if (place === undefined || path === `/percakapan/${written}/buka-terbatas`) return null
  return closedTo(parts, viewer, FOUND_BY[place as Place], decoded(written))
}

/** The restricted conversation of this id, or of the case or photo of this id, when this viewer may not read it; else null. */
export async function closedTo(
  parts: ConsoleParts,
  viewer: Viewer,
  by: (typeof FOUND_BY)[Place],
  id: string,
): Promise<RestrictedConversation | null> {
  if (viewer.isOfRestrictedTeam) return null
  let query = parts.store.db
    .selectFrom('conversations as c')
    .innerJoin('people as p', 'p.id', 'c.person_id')
    .select(['c.id', 'p.pseudonym', 'c.rank', 'c.waiting_since'])
    .where('c.restricted', '=', 1)
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom('restricted_openings as o')
            .select('o.at')
            .whereRef('o.conversation_id', '=', 'c.id')
            .where('o.staff_id', '=', viewer.staffId)
            .where('o.at', '>', parts.now() - OPEN_FOR),
        ),
      ),
    )
  if (by === 'case') query = query.innerJoin('cases as k', 'k.conversation_id', 'c.id').where('k.id', '=', id)
  else if (by === 'media') query = query.innerJoin('media as m', 'm.conversation_id', 'c.id').where('m.id', '=', id)
  else query = query.where('c.id', '=', id)
  return (await query.executeTakeFirst()) ?? null
}

/** As the routes read it: an id that is written in another way is the same id. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** In place of the page: why it is closed, who reads it, and the way in. */
export async function restrictedAnswer(context: ConsoleContext, parts: ConsoleParts, closed: RestrictedConversation): Promise<Response> {
  if (context.req.header('hx-request') === 'true') {
    // What stood on the screen goes.
    context.header('HX-Redirect', `/percakapan/${closed.id}`)
    return context.body('', 403)
  }
  return restrictedPage(context, parts, closed, false)
}

async function restrictedPage(
  context: ConsoleContext,
  parts: ConsoleParts,
  closed: RestrictedConversation,
  problem: boolean,
): Promise<Response> {
  const [frame, team] = await Promise.all([
    frameOf(context, parts),
    parts.store.db
      .selectFrom('staff')
      .select(['id', 'name'])
      .where('restricted_team', '=', 1)
      .where('disabled_at', 'is', null)
      .orderBy('name')
      .execute(),
  ])
  return context.html(<RestrictedPage frame={frame} closed={closed} team={team} problem={problem} />, problem ? 422 : 403)
}

/** `POST /percakapan/:id/buka-terbatas`: for a caseworker, with a reason. */
export async function openRestricted(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const viewer = viewerOf(context)
  const id = context.req.param('id') ?? ''
  const closed = await closedTo(parts, viewer, 'conversation', id)
  if (closed === null) return seeOther(context, `/percakapan/${encodeURIComponent(id)}`)
  const asked = await formText(context, 'alasan')
  const reason = REVEAL_REASONS.find((known) => known === asked)
  if (reason === undefined) return restrictedPage(context, parts, closed, true)
  const entry = { staffId: viewer.staffId, action: 'restricted-opened', subject: id, detail: { reason } } as const
  await parts.audit.record(entry, [opening(parts, id, viewer.staffId)])
  return seeOther(context, `/percakapan/${id}#akhir`)
}

/** From now on, for a shift. */
function opening({ store, now }: ConsoleParts, conversationId: string, staffId: string): Write {
  const at = now()
  const query = store.db
    .insertInto('restricted_openings')
    .values({ conversation_id: conversationId, staff_id: staffId, at })
    .onConflict((conflict) => conflict.columns(['conversation_id', 'staff_id']).doUpdateSet({ at }))
  return { query: query.compile() }
}

/** `POST /percakapan/:id/batasi`: from now on only the team reads it; whoever does this has it open for the shift. */
export async function restrict(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const id = context.req.param('id') ?? ''
  const restricted = parts.store.db.updateTable('conversations').set({ restricted: 1 }).where('id', '=', id).where('restricted', '=', 0)
  const writes = [{ query: restricted.compile(), expectChanges: 1 }, opening(parts, id, staffId)]
  return changed(context, id, () => parts.audit.record({ staffId, action: 'restriction-set', subject: id }, writes))
}

/** `POST /percakapan/:id/buka-batas`: by the team only, in whose words it need not be restricted. */
export async function liftRestriction(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId, isOfRestrictedTeam } = viewerOf(context)
  const id = context.req.param('id') ?? ''
  if (!isOfRestrictedTeam) return failure(context, parts, 'notFound')
  const query = parts.store.db
    .updateTable('conversations')
    .set({ restricted: 0 })
    .where('id', '=', id)
    .where('restricted', '=', 1)
    .compile()
  return changed(context, id, () =>
    parts.audit.record({ staffId, action: 'restriction-lifted', subject: id }, [{ query, expectChanges: 1 }]),
  )
}

async function changed(context: ConsoleContext, id: string, change: () => Promise<void>): Promise<Response> {
  try {
    await change()
  } catch (error) {
    if (!(error instanceof WriteRefusedError)) throw error
    // Somebody was quicker, or there is no such conversation: the page shows which.
  }
  return seeOther(context, `/percakapan/${encodeURIComponent(id)}`)
}

/** `POST /petugas/:id/tim-terbatas`: into the team or out of it; the last of the team stays. */
export async function changeRestrictedTeam(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const id = context.req.param('id') ?? ''
  const joins = (await formText(context, 'ikut')) === '1'
  const query = sql`update staff set restricted_team = ${joins ? 1 : 0} where id = ${id} and restricted_team != ${joins ? 1 : 0}
    and (${joins ? 1 : 0} = 1 or exists (select 1 from staff as other where other.restricted_team = 1 and other.disabled_at is null and other.id != ${id}))`
  try {
    await parts.audit.record({ staffId, action: 'restricted-team-changed', subject: id, detail: { joins } }, [
      { query: query.compile(parts.store.db), expectChanges: 1 },
    ])
  } catch (error) {
    if (!(error instanceof WriteRefusedError)) throw error
  }
  return seeOther(context, '/petugas')
}
