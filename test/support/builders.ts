/** Makes rows with sensible defaults; a test names only what matters to it. */
import type { Insertable } from 'kysely'
import type { Database, Write } from '../../src/store/database.ts'
import type { NewId } from '../../src/store/ids.ts'
import type { Tables } from '../../src/store/schema.ts'

type Given<T extends keyof Tables> = Partial<Insertable<Tables[T]>>

export interface Builders {
  /** A person with one conversation; the id of both. */
  conversation(given?: Given<'conversations'> & { pseudonym?: string }): Promise<string>
  /** A message from the person, or with `direction: 'out'` from the machine. */
  message(conversationId: string, text: string, given?: Given<'messages'>): Promise<string>
  /** A message of ours with its row in the outbox. */
  reply(conversationId: string, text: string, state: Tables['outbox']['state'], given?: Given<'messages'>): Promise<string>
  feedback(conversationId: string, messageId: string, given?: Given<'feedback'>): Promise<string>
  /** An open case of a conversation. */
  caseOf(conversationId: string, given?: Given<'cases'>): Promise<string>
  staffEvent(text: string, given?: Given<'staff_events'>): Promise<string>
}

export function createBuilders(store: Pick<Database, 'db' | 'commit'>, newId: NewId, now: () => number): Builders {
  const { db } = store
  let people = 0
  const insert = <T extends keyof Tables>(table: T, row: Insertable<Tables[T]>): Write => ({
    query: db.insertInto(table).values(row).compile(),
  })
  const messageRow = (conversationId: string, text: string, given: Given<'messages'>): Insertable<Tables['messages']> => ({
    id: newId(),
    conversation_id: conversationId,
    channel: 'telegram',
    direction: 'in',
    author: given.direction === 'out' ? 'bot' : 'person',
    staff_id: null,
    kind: 'text',
    text,
    at: now(),
    inbox_id: null,
    outbox_id: null,
    reason: null,
    topic: null,
    country: null,
    language: null,
    urgency: null,
    danger: null,
    outcome: null,
    ...given,
  })
  return {
    async conversation({ pseudonym, ...given } = {}) {
      const id = given.id ?? newId()
      people++
      const person = insert('people', { id, pseudonym: pseudonym ?? `Melati-${1000 + people}`, created_at: now() })
      const conversation = insert('conversations', {
        id,
        person_id: id,
        channel: 'telegram',
        created_at: now(),
        state: '{}',
        hold: 0,
        restricted: 0,
        hold_reason: null,
        hold_since: null,
        paused_until: null,
        blocked_at: null,
        catch_up_at: null,
        crisis_since: null,
        danger: null,
        urgency: 'routine',
        rank: 5,
        waiting_since: null,
        topic: null,
        country: null,
        language: null,
        outcome: null,
        wants_person: 0,
        disliked: 0,
        unsure: 0,
        last_in_at: now(),
        last_out_at: null,
        staff_read_at: null,
        ...given,
      })
      await store.commit([person, conversation])
      return id
    },
    async message(conversationId, text, given = {}) {
      const row = messageRow(conversationId, text, given)
      await store.commit([insert('messages', row)])
      return row.id
    },
    async reply(conversationId, text, state, given = {}) {
      const outboxId = newId()
      const at = given.at ?? now()
      const row = messageRow(conversationId, text, { direction: 'out', author: 'bot', outbox_id: outboxId, ...given })
      const outbox = insert('outbox', {
        id: outboxId,
        conversation_id: conversationId,
        channel: row.channel,
        inbox_id: null,
        kind: 'reply',
        dedupe_key: outboxId,
        sealed_bubble: null,
        state,
        priority: 1,
        provider_id: null,
        attempts: 1,
        next_at: at,
        created_at: at,
        question_at: at,
        sent_at: null,
        error: null,
      })
      await store.commit([outbox, insert('messages', row)])
      return row.id
    },
    async feedback(conversationId, messageId, given = {}) {
      const id = newId()
      await store.commit([
        insert('feedback', {
          id,
          conversation_id: conversationId,
          message_id: messageId,
          verdict: 'helpful',
          text: null,
          at: now(),
          ...given,
        }),
      ])
      return id
    },
    async caseOf(conversationId, given = {}) {
      const id = newId()
      await store.commit([
        insert('cases', {
          id,
          number: `PM-${id.slice(-4)}`,
          conversation_id: conversationId,
          kind: 'confinement',
          lane: 'emergency',
          urgency: 'emergency',
          country: null,
          state: 'unread',
          opened_at: now(),
          due_at: now() + 30 * 60_000,
          next_alert_at: now(),
          ...given,
        }),
      ])
      return id
    },
    async staffEvent(text, given = {}) {
      const id = newId()
      await store.commit([insert('staff_events', { id, at: now(), channel: null, kind: 'test', text, seen_at: null, ...given })])
      return id
    },
  }
}
