/**
 * A program of its own for tests that kill it: the real channel and the real store, answering each text with
 * `re:` and the text. Arguments: the database file, the folder of keys, the double's address.
 * Loads itself, waits for the word to begin (so that the next one can be loaded while this one runs), and tells
 * its parent of each QR.
 */
import { sql } from 'kysely'
import { createWhatsAppWebChannel } from '../../src/channels/whatsapp-web.ts'
import type { IncomingMessage } from '../../src/message.ts'
import { openDatabase, type Write } from '../../src/store/database.ts'
import { openSeal } from '../../src/store/seal.ts'
import { createWhatsAppStore } from '../../src/store/whatsapp.ts'

interface Waiting {
  readonly external_id: string
  readonly provider_id: string
  readonly address: string
  readonly text: string
}

await new Promise((resolve) => process.once('message', resolve))

const [path = '', keysFolder = '', url = ''] = process.argv.slice(2)
const now = (): number => Date.now()
const database = openDatabase({ path, now })
const { db } = database

const statement = (query: ReturnType<typeof sql>): Write => ({ query: query.compile(db) })

function echoWrites(batch: readonly IncomingMessage[]): Write[] {
  return batch.flatMap(({ externalId, addresses, content }) => {
    if (content.kind !== 'text') return []
    const provider = channel.newProviderId()
    return [
      statement(sql`insert into echo (external_id, provider_id, address, text, sent)
        values (${externalId}, ${provider}, ${addresses[0]}, ${content.text}, 0) on conflict do nothing`),
    ]
  })
}

const store = createWhatsAppStore({
  store: database,
  seal: openSeal(keysFolder),
  now,
  prepare: async (batch) => ({
    writes: echoWrites(batch),
    committed: () => void answer(),
    failed: () => {},
  }),
})

const channel = createWhatsAppWebChannel({
  store: { ...store, readSentText },
  logger: { info() {}, warn() {} },
  hasWritten: async () => true,
  showQr: (qr) => process.send?.({ qr }),
  pace: { shortestMilliseconds: 0, longestMilliseconds: 0, messagesPerMinute: 100_000 },
  reconnect: { firstMilliseconds: 20, largestMilliseconds: 200 },
  ackMilliseconds: 3000,
  waWebSocketUrl: url,
})

async function readSentText(providerId: string): Promise<string | null> {
  const { rows } = await sql<Waiting>`select * from echo where provider_id = ${providerId}`.execute(db)
  return rows[0] ? `re:${rows[0].text}` : null
}

let answering = false

/** One at a time, oldest first; what was not acknowledged goes again under the same id. */
async function answer(): Promise<void> {
  if (answering || channel.health().state !== 'up') return
  answering = true
  try {
    for (;;) {
      const { rows } = await sql<Waiting>`select * from echo where sent = 0 order by rowid limit 1`.execute(db)
      const next = rows[0]
      if (!next) return
      const result = await channel.send(
        {
          id: next.external_id,
          providerId: next.provider_id,
          address: next.address,
          bubble: { text: `re:${next.text}` },
          safety: true,
          attempt: 1,
          stillAllowed: async () => true,
        },
        new AbortController().signal,
      )
      if (result.status === 'unavailable') return
      if (result.status !== 'sent') continue
      await database.commit([statement(sql`update echo set sent = 1 where external_id = ${next.external_id}`)])
    }
  } finally {
    answering = false
  }
}

await database.commit([
  statement(sql`create table if not exists echo (
    external_id text primary key, provider_id text not null, address text not null, text text not null, sent integer not null)`),
])
await channel.start({
  now,
  report: () => {},
  delivered: async () => {},
  receive: async (batch) => {
    await database.commit(echoWrites(batch))
  },
})
const watch = setInterval(() => {
  if (channel.health().state === 'up') void answer()
}, 50)
process.once('disconnect', () => {
  clearInterval(watch)
  void channel.stop().then(() => database.close())
})
