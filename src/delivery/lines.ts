/** A line of the transcript, either way. */
import type { Insertable } from 'kysely'
import type { MessagesTable } from '../store/schema.ts'
import { statement } from '../store/writes.ts'

export const storeLine = statement<Insertable<MessagesTable>>((db, values) => db.insertInto('messages').values(values))
