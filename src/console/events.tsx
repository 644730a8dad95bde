import { WriteRefusedError } from '../store/write-refused.ts'
import { seeOther } from './answers.tsx'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { dismissingEvent, doneEvents, openEvents } from './event-queries.ts'
import { EventsPage } from './pages/events-page.tsx'
import { frameOf } from './pages/frame.tsx'

const MOST_OPEN = 100

/** `GET /kabar`: what staff must know about the machine. */
export async function showEvents(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const before = context.req.query('sebelum') ?? null
  const [frame, open, done] = await Promise.all([
    frameOf(context, parts),
    before === null ? openEvents(parts.reader, MOST_OPEN) : [],
    doneEvents(parts.reader, before),
  ])
  return context.html(<EventsPage frame={frame} open={open} done={done.rows} next={done.next} />)
}

/** `POST /kabar/:id/selesai`: done twice is done. */
export async function dismissEvent(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const id = context.req.param('id') ?? ''
  try {
    const write = dismissingEvent(parts.store.db, id, parts.now())
    await parts.audit.record({ staffId: viewerOf(context).staffId, action: 'event-dismissed', subject: id }, [write])
  } catch (error) {
    if (!(error instanceof WriteRefusedError)) throw error
  }
  return seeOther(context, '/kabar')
}
