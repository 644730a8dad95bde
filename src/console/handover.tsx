/** One shift hands over to the next: what is open, who has it, what is held; the next shift accepts it. */
import { WriteRefusedError } from '../store/write-refused.ts'
import { failure, formText, seeOther } from './answers.tsx'
import { openTasks } from './case-work-query.ts'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { frameOf } from './pages/frame.tsx'
import { HandoverPage } from './pages/handover-page.tsx'

const MOST_SHOWN = 100
const LONGEST_NOTE = 2_000
const EARLIER_SHOWN = 10

/** `GET /serah-terima` */
export async function showHandover(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const [frame, open, held, tasks, handovers] = await Promise.all([
    frameOf(context, parts),
    openQuery(parts).execute(),
    heldQuery(parts).execute(),
    openTasks(parts),
    parts.reader
      .selectFrom('handovers as h')
      .leftJoin('staff as g', 'g.id', 'h.staff_id')
      .leftJoin('staff as a', 'a.id', 'h.accepted_by')
      .selectAll('h')
      .select(['g.name as giver', 'a.name as taker'])
      .orderBy('h.id', 'desc')
      .limit(EARLIER_SHOWN)
      .execute(),
  ])
  const shown = handovers.map(({ sealed_note: sealed, ...handover }) => ({
    ...handover,
    note: sealed === null ? null : parts.seal.open(sealed, `handovers:${handover.id}`),
  }))
  return context.html(<HandoverPage frame={frame} open={open} held={held} tasks={tasks} handovers={shown} now={parts.now()} />)
}

export function openQuery(parts: Pick<ConsoleParts, 'reader'>) {
  return conversations(parts).where('c.rank', '=', 0).limit(MOST_SHOWN)
}

export function heldQuery(parts: Pick<ConsoleParts, 'reader'>) {
  return conversations(parts).where('c.hold', '=', 1).limit(MOST_SHOWN)
}

/** With who has it, how to write safely, and when staff last wrote. */
function conversations({ reader }: Pick<ConsoleParts, 'reader'>) {
  return reader
    .selectFrom('conversations as c')
    .innerJoin('people as p', 'p.id', 'c.person_id')
    .leftJoin('staff as s', 's.id', 'c.assigned_to')
    .leftJoin('contact_plans as k', 'k.conversation_id', 'c.id')
    .select([
      'c.id',
      'c.danger',
      'c.country',
      'c.crisis_since',
      'c.waiting_since',
      'c.hold',
      'c.hold_at',
      'c.hold_reason',
      'c.hold_since',
      'c.last_in_at',
      'c.restricted',
    ])
    .select(['p.pseudonym', 's.name as assignee', 'k.phone_owner', 'k.safe_from', 'k.safe_until'])
    .select((is) =>
      is
        .selectFrom('messages as m')
        .select('m.at')
        .whereRef('m.conversation_id', '=', 'c.id')
        .where('m.author', '=', 'staff')
        .orderBy('m.at', 'desc')
        .limit(1)
        .as('last_staff_at'),
    )
}

/** `POST /serah-terima`: what is open now, with a note that only staff can read. */
export async function handOver(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const note = (await formText(context, 'catatan')).trim().slice(0, LONGEST_NOTE)
  const [open, held] = await Promise.all([openQuery(parts).execute(), heldQuery(parts).execute()])
  const id = parts.newId()
  const query = parts.store.db
    .insertInto('handovers')
    .values({
      id,
      staff_id: staffId,
      at: parts.now(),
      sealed_note: note === '' ? null : parts.seal.seal(note, `handovers:${id}`),
      emergencies: open.length,
      held: held.length,
      accepted_by: null,
      accepted_at: null,
    })
    .compile()
  await parts.audit.record({ staffId, action: 'shift-handed-over', subject: id }, [{ query }])
  return seeOther(context, '/serah-terima')
}

/** `POST /serah-terima/:id/terima`: by somebody else than who handed over. */
export async function acceptHandover(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const id = context.req.param('id') ?? ''
  const query = parts.store.db
    .updateTable('handovers')
    .set({ accepted_by: staffId, accepted_at: parts.now() })
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('staff_id', '!=', staffId)
    .compile()
  try {
    await parts.audit.record({ staffId, action: 'shift-accepted', subject: id }, [{ query, expectChanges: 1 }])
  } catch (error) {
    if (!(error instanceof WriteRefusedError)) throw error
    // Accepted by somebody meanwhile, or one's own.
    return failure(context, parts, 'notFound')
  }
  return seeOther(context, '/serah-terima')
}
