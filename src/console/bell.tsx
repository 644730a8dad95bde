/** The bell on every page: emergencies that nobody has taken. It asks again by itself, so that staff need not reload. */
import type { Kysely } from 'kysely'
import type { Tables } from '../store/schema.ts'
import { rendered } from './rendered.ts'
import type { ConsoleContext, ConsoleParts } from './deps.ts'
import { liveAddress } from './live-updates.ts'
import { Bell } from './pages/bell.tsx'

const MOST_COUNTED = 100

export interface BellView {
  readonly address: string
  readonly html: string
  readonly seconds: number
}

export async function readBell(context: ConsoleContext, parts: ConsoleParts): Promise<BellView> {
  const count = await untakenEmergencies(parts.store.db)
  const html = await rendered(<Bell words={context.get('words')} count={count} />)
  return { html, address: liveAddress(context, parts, '/lonceng'), seconds: 10 }
}

/** Counted up to a hundred, never further. */
async function untakenEmergencies(db: Kysely<Tables>): Promise<number> {
  const rows = await db
    .selectFrom('cases')
    .select('id')
    .where('closed_at', 'is', null)
    .where('owner_id', 'is', null)
    .where('urgency', '=', 'emergency')
    .limit(MOST_COUNTED)
    .execute()
  return rows.length
}
