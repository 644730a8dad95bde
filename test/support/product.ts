/** The whole product as an operator runs it, in this process, with the outside world on this machine. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp, type App } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { firstAccountLink } from '../../src/console/accounts.ts'
import { createLogger } from '../../src/log.ts'
import { createConnections } from '../../src/serve/client-address.ts'
import { makeChannels } from '../../src/serve/channels.ts'
import { listen } from '../../src/serve/listeners.ts'
import { createMetrics } from '../../src/serve/metrics.ts'
import { publicPages, staffPages, type ServedChannels } from '../../src/serve/pages.ts'
import { PREPARED } from './core-assistant.ts'

export interface Product {
  readonly app: App
  readonly channels: ServedChannels
  readonly url: string
  /** The newest QR that WhatsApp gave, as text. */
  readonly qrs: string[]
  /** The path of the one-time link for the first account. */
  readonly firstLink: string
  close(): Promise<void>
}

/** Starts with these variables added; data goes to a folder of its own, removed on `close` unless one is given. */
export async function startProduct(environment: Readonly<Record<string, string>> = {}): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), 'tanya-migran-product-'))
  const config = readConfig({
    PORT: '0',
    DATA_FOLDER: join(folder, 'data'),
    KEYS_FOLDER: join(folder, 'keys'),
    LOG_LEVEL: 'error',
    ...environment,
  })
  const metrics = createMetrics()
  const logger = createLogger('warn', { write: () => {} }, metrics.logged)
  // The build's model, where it fits today's files: training it anew takes seconds.
  const app = buildApp(config, logger, PREPARED, { measure: metrics })
  const connections = createConnections(config.trustProxy)
  const qrs: string[] = []
  const channels = await makeChannels(app, connections, (qr) => qrs.push(qr))
  const listeners = await listen(
    config,
    { public: publicPages(channels, connections), staff: staffPages(app, channels, connections, metrics) },
    logger,
  )
  await app.start()
  const firstLink = (await firstAccountLink({ store: app.store, now: app.now })) ?? ''
  return {
    app,
    channels,
    url: listeners.staffUrl,
    qrs,
    firstLink,
    async close() {
      await listeners.stop()
      await app.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
