/** The console of the harness behind a real port of this machine, with one conversation of each standing. */
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { ConsoleDeps } from '../../src/console/deps.ts'
import { openConsole, START, type ConsoleHarness } from './console-harness.ts'

export interface ConsoleServer extends ConsoleHarness {
  /** "http://localhost:1234", without a path. */
  readonly url: string
}

export async function serveConsole(overrides: Partial<ConsoleDeps> = {}): Promise<ConsoleServer> {
  const harness = await openConsole({ connection: () => ({ address: '127.0.0.1', https: false, loopback: true }), ...overrides })
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const started = serve({ fetch: harness.app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started))
  })
  return {
    ...harness,
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      await new Promise((resolve) => server.close(resolve))
      await harness.close()
    },
  }
}

const MINUTE = 60_000

/** A routine talk, an urgent one, an emergency on hold, and news of the machine; the id of the emergency. */
export async function fillConsole({ builders }: ConsoleHarness): Promise<string> {
  const routine = await builders.conversation({
    pseudonym: 'Seroja-2001',
    topic: 'documents',
    country: 'KR',
    last_in_at: START - 2 * MINUTE,
  })
  await builders.message(routine, 'dokumen ke korea apa saja kak', { at: START - 2 * MINUTE })
  const urgent = await builders.conversation({
    pseudonym: 'Cempaka-3310',
    rank: 1,
    urgency: 'urgent',
    waiting_since: START - 41 * MINUTE,
    country: 'HK',
  })
  await builders.message(urgent, '', { kind: 'voice', at: START - 41 * MINUTE })
  const standing = {
    rank: 0,
    urgency: 'emergency',
    danger: 'confinement',
    crisis_since: START - 12 * MINUTE,
    waiting_since: START - 12 * MINUTE,
  } as const
  const emergency = await builders.conversation({
    pseudonym: 'Melati-4821',
    country: 'MY',
    topic: 'violence',
    hold: 1,
    hold_reason: 'Menjawab tidak aman',
    ...standing,
  })
  const reason = { topic: 'passport-withheld', confidence: 0.94, topics: [], cards: ['any'], triage: null, source: 'card' }
  await Promise.all(
    Array.from({ length: 20 }, (_, index) => builders.message(emergency, `cerita sebelumnya ${index}`, { at: START - 60 * MINUTE })),
  )
  await builders.reply(emergency, 'Paspor milik Kakak.', 'read', { at: START - 50 * MINUTE, reason: JSON.stringify(reason) })
  await builders.message(emergency, 'tolong kak saya dikunci di kamar', { at: START - 12 * MINUTE })
  await builders.reply(emergency, 'Sudah saya baca, Kak.', 'withheld', { at: START - 12 * MINUTE })
  await builders.staffEvent('WhatsApp terputus. Periksa HP layanan.', { channel: 'whatsapp' })
  return emergency
}
