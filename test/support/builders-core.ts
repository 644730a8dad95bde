/** Builders with defaults for tests of the core: a store in a folder of its own, messages, people. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Database, Write } from '../../src/store/database.ts'
import { databasePath, openDatabase } from '../../src/store/database.ts'
import { write } from '../../src/store/writes.ts'
import type { ChannelName, IncomingContent, IncomingMessage } from '../../src/message.ts'

/** Tuesday 24 November 2026, 08.00 UTC. */
export const NOON = Date.UTC(2026, 10, 24, 8)

/** Where files need no flush to a disk; the same as any other folder where the system has none. */
const MEMORY_DISK = '/dev/shm'

/** A folder that is removed when the test ends. `inMemory`: for tests that commit much and are not about the disk. */
export function temporaryFolder(inMemory = false): string {
  const folder = mkdtempSync(join(inMemory && existsSync(MEMORY_DISK) ? MEMORY_DISK : tmpdir(), 'tanya-migran-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface OpenStore {
  readonly store: Database
  readonly folder: string
  readonly path: string
}

/** A new database file, closed when the test ends. */
export function openTestStore(folder: string = temporaryFolder()): OpenStore {
  const path = databasePath(folder)
  const store = openDatabase({ path, now: () => NOON })
  onTestFinished(() => store.close())
  return { store, folder, path }
}

/** Two writes that make a person with a conversation. */
export function personWrites(store: Database, id: string): Write[] {
  return [
    write(store.db.insertInto('people').values({ id, pseudonym: `Melati-${id}`, created_at: NOON })),
    write(
      store.db.insertInto('conversations').values({
        id,
        person_id: id,
        channel: 'telegram',
        created_at: NOON,
        state: '{}',
        hold: 0,
        urgency: 'routine',
        rank: 5,
        wants_person: 0,
        disliked: 0,
        unsure: 0,
        restricted: 0,
      }),
    ),
  ]
}

/** One line of a transcript. */
export function messageWrite(store: Database, conversationId: string, id: string, text: string): Write {
  return write(
    store.db.insertInto('messages').values({
      id,
      conversation_id: conversationId,
      channel: 'telegram',
      direction: 'in',
      author: 'person',
      kind: 'text',
      text,
      at: NOON,
    }),
  )
}

let count = 0

export interface MessageOptions {
  readonly channel?: ChannelName
  readonly from?: string
  readonly addresses?: readonly [string, ...string[]]
  readonly externalId?: string
  readonly sentAt?: number
  readonly backlog?: boolean
}

/** Any content from one person; ids are new unless given. */
export function messageOf(content: IncomingContent, options: MessageOptions = {}): IncomingMessage {
  const from = options.from ?? '7001'
  return {
    channel: options.channel ?? 'telegram',
    externalId: options.externalId ?? `${from}:${++count}`,
    addresses: options.addresses ?? [from],
    sentAt: options.sentAt ?? NOON,
    content,
    appLanguage: null,
    backlog: options.backlog ?? false,
  }
}

export function textMessage(text: string, options: MessageOptions = {}): IncomingMessage {
  return messageOf({ kind: 'text', text }, options)
}
