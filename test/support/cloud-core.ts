/** The core with the real Cloud API channel, its webhook over real HTTP, against the emulator. The clock runs and can be moved on. */
import { join } from 'node:path'
import { Hono } from 'hono'
import { onTestFinished } from 'vitest'
import { buildApp, type App } from '../../src/app.ts'
import { createWhatsAppCloudChannel, type WhatsAppCloudChannel, type WhatsAppCloudOptions } from '../../src/channels/whatsapp-cloud.ts'
import { readConfig } from '../../src/config.ts'
import { createLogger } from '../../src/log.ts'
import { createConnections } from '../../src/serve/client-address.ts'
import { listen } from '../../src/serve/listeners.ts'
import { publicPages } from '../../src/serve/pages.ts'
import { temporaryFolder } from './builders-core.ts'
import { PHONE_NUMBER_ID, startCloudEmulator, type CloudEmulator } from './cloud-emulator.ts'
import { assistant } from './core-app.ts'

export interface CloudCore {
  readonly emulator: CloudEmulator
  readonly app: App
  readonly channel: WhatsAppCloudChannel
  /** Address of the webhook. */
  readonly webhook: string
  /** Moves the clock of product and emulator on. */
  later(milliseconds: number): void
}

export async function startCloudCore(options: Partial<WhatsAppCloudOptions> = {}): Promise<CloudCore> {
  let ahead = 0
  const now = () => Date.now() + ahead
  const emulator = await startCloudEmulator({ now, webhookRetryMilliseconds: 20 })
  const folder = temporaryFolder(true)
  const { token, appSecret, verifyToken, url } = emulator
  const config = readConfig({
    PORT: '0',
    DATA_FOLDER: join(folder, 'data'),
    KEYS_FOLDER: join(folder, 'keys'),
    LOG_LEVEL: 'silent',
    WHATSAPP: 'cloud',
    WHATSAPP_CLOUD_PHONE_NUMBER_ID: PHONE_NUMBER_ID,
    WHATSAPP_CLOUD_TOKEN: token,
    WHATSAPP_CLOUD_APP_SECRET: appSecret,
    WHATSAPP_CLOUD_VERIFY_TOKEN: verifyToken,
  })
  const logger = createLogger('silent')
  const app = buildApp(config, logger, null, { now, assistant: assistant() })
  const channel = createWhatsAppCloudChannel({
    phoneNumberId: PHONE_NUMBER_ID,
    token,
    appSecret,
    verifyToken,
    apiRoot: url,
    template: null,
    callMilliseconds: 5000,
    // The pace of a chat takes no real time.
    wait: async (milliseconds, stop) => {
      if (milliseconds > 5000) await new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve()))
      else ahead += milliseconds
    },
    logger,
    ...options,
  })
  app.addChannel(channel)
  const connections = createConnections([])
  const channels = { telegram: null, whatsapp: null, whatsappCloud: channel, webChat: null }
  const listeners = await listen(config, { public: publicPages(channels, connections), staff: new Hono() }, logger)
  await app.start()
  const webhook = `${listeners.publicUrl}/whatsapp`
  await emulator.subscribe(webhook)
  onTestFinished(async () => {
    await emulator.close()
    await listeners.stop()
    await app.stop()
  })
  return { emulator, app, channel, webhook, later: (milliseconds) => void (ahead += milliseconds) }
}
