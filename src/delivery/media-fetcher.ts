/**
 * Fetches the photos and voice notes that are to be kept, after the turn was committed and beside everything else: a slow or
 * broken download delays no reply. What came is sealed; what will not come is noted, for staff to see.
 */
import type { Channel } from '../channels/channel.ts'
import { safeError, type Logger } from '../log.ts'
import type { ChannelName } from '../message.ts'
import type { Database } from '../store/database.ts'
import type { MediaFailure, MediaPart, MediaTable } from '../store/schema.ts'
import type { Seal } from '../store/seal.ts'
import { WriteRefusedError } from '../store/write-refused.ts'
import { write } from '../store/writes.ts'
import { handlePlace } from './media-writes.ts'
import { makeAnew } from './picture.ts'
import { createRounds } from './rounds.ts'
import { soundType } from './sound.ts'
import type { Selectable } from 'kysely'

type Row = Selectable<MediaTable> & { readonly channel: ChannelName }

/** Waits between tries; after the last it is given up. */
const WAITS = [10_000, 60_000, 5 * 60_000, 30 * 60_000]
const DOWNLOAD = 20_000
const AT_ONCE = 3

export interface MediaFetcherParts {
  readonly store: Database
  readonly seal: Seal
  readonly now: () => number
  readonly logger: Logger
  readonly channel: (name: ChannelName) => Channel | null
  /** Above so many bytes it is not taken. */
  readonly largest: Readonly<Record<'photo' | 'voice', number>>
}

export interface MediaFetcher {
  /** Looks for what is to be fetched. */
  wake(): void
  stop(): Promise<void>
}

/** Where a file is sealed. */
export function filePlace(id: string, part: MediaPart): string {
  return `media_files:${id}:${part}`
}

interface Fetched {
  readonly type: string
  readonly files: readonly (readonly [part: MediaPart, bytes: Uint8Array])[]
}

export function createMediaFetcher(parts: MediaFetcherParts): MediaFetcher {
  const { store, seal, now, logger } = parts
  const { db } = store
  const stopping = new AbortController()

  const run = async (): Promise<number | null> => {
    const rows = await db
      .selectFrom('media')
      .innerJoin('conversations', 'conversations.id', 'media.conversation_id')
      .selectAll('media')
      .select('conversations.channel')
      .where('media.state', '=', 'waiting')
      .where('media.next_at', '<=', now())
      .orderBy('media.id')
      .limit(AT_ONCE)
      .execute()
    await Promise.all(rows.map(fetchOne))
    const next = await db
      .selectFrom('media')
      .select('next_at')
      .where('state', '=', 'waiting')
      .orderBy('next_at')
      .limit(1)
      .executeTakeFirst()
    return next?.next_at ?? null
  }
  const rounds = createRounds({ run, now, logger, failure: 'media-not-fetched' })

  const fetchOne = async (row: Row): Promise<void> => {
    const result = await fetched(row).catch((error: unknown): MediaFailure => {
      logger.warn({ event: 'media-failed', media: row.id, ...safeError(error) })
      return 'network'
    })
    if (stopping.signal.aborted) return
    try {
      if (typeof result === 'string') await notFetched(row, result)
      else await keep(row, result)
    } catch (error) {
      // Erased, or taken back, meanwhile.
      if (!(error instanceof WriteRefusedError)) throw error
    }
  }

  const fetched = async ({ id, kind, channel: name, sealed_handle }: Row): Promise<Fetched | MediaFailure> => {
    const channel = parts.channel(name)
    if (!channel?.downloadMedia || sealed_handle === null) return 'gone'
    const limits = { bytes: parts.largest[kind], milliseconds: DOWNLOAD }
    const file = await channel.downloadMedia(seal.open(sealed_handle, handlePlace(id)), limits)
    if (file.status === 'failed') return file.reason === 'handle' ? 'gone' : file.reason
    if (kind === 'voice') {
      const type = soundType(file.bytes)
      return type === null ? 'format' : { type, files: [['whole', file.bytes]] }
    }
    const picture = await makeAnew(file.bytes, stopping.signal)
    return picture === null
      ? 'format'
      : {
          type: 'image/jpeg',
          files: [
            ['whole', picture.photo],
            ['preview', picture.preview],
          ],
        }
  }

  const change = (row: Row, values: Partial<Row>) =>
    write(db.updateTable('media').set(values).where('id', '=', row.id).where('state', '=', 'waiting'), 1)

  const notFetched = async (row: Row, reason: MediaFailure): Promise<void> => {
    const wait = WAITS[row.attempts]
    const attempts = row.attempts + 1
    await store.commit([
      reason === 'network' && wait !== undefined
        ? change(row, { attempts, next_at: now() + wait })
        : change(row, { attempts, state: 'failed', reason, sealed_handle: null }),
    ])
  }

  const keep = async (row: Row, { type, files }: Fetched): Promise<void> => {
    const sealed = files.map(([part, bytes]) => ({ part, ...seal.sealBytes(bytes, filePlace(row.id, part)) }))
    await store.commit([
      change(row, { state: 'kept', type, sealed_handle: null }),
      ...sealed.map((file) =>
        write(db.insertInto('media_files').values({ media_id: row.id, part: file.part, key_id: file.keyId, content: file.sealed })),
      ),
    ])
  }

  return {
    wake: rounds.wake,
    async stop() {
      stopping.abort()
      await rounds.stop()
    },
  }
}
