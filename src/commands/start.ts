/** `start`: everything that is configured, until a signal. */
import { buildApp } from '../app.ts'
import type { Config } from '../config.ts'
import { firstAccountLink } from '../console/accounts.ts'
import { createLogger, safeError } from '../log.ts'
import { createConnections } from '../serve/client-address.ts'
import { makeChannels } from '../serve/channels.ts'
import { listen, type Listeners } from '../serve/listeners.ts'
import { createMetrics } from '../serve/metrics.ts'
import { publicPages, staffPages } from '../serve/pages.ts'
import { preparedFolder } from './memory-assistant.ts'

/** Longer than this and the process ends anyway: what is not finished is stored and taken up at the next start. */
const STOP_WITHIN = 10_000

/** Resolves when everything stopped after SIGINT or SIGTERM. Throws when it cannot start, saying what to change. */
export async function start(config: Config): Promise<void> {
  const metrics = createMetrics()
  const logger = createLogger(config.logLevel, undefined, metrics.logged)
  const app = buildApp(config, logger, preparedFolder(), { measure: metrics })
  const connections = createConnections(config.trustProxy)
  let listeners: Listeners | null = null
  try {
    const channels = await makeChannels(app, connections, (qr) => void showQr(qr))
    listeners = await listen(
      config,
      { public: publicPages(channels, connections), staff: staffPages(app, channels, connections, metrics) },
      logger,
    )
    await app.start()
    const consoleUrl = config.consoleUrl ?? listeners.staffUrl
    say(`Console:  ${consoleUrl}/`)
    if (channels.webChat) say(`Web chat: ${listeners.publicUrl}/chat`)
    say(`Telegram: ${channels.telegram ? 'on' : 'off (set TELEGRAM_BOT_TOKEN)'}   WhatsApp: ${whatsappState(config)}`)
    const link = await firstAccountLink({ store: app.store, now: app.now })
    if (link !== null) say(`\nNo staff account yet. Open this link once to make the first one:\n${consoleUrl}${link}\n`)
    logger.info({ event: 'started', channels: [...app.channels.keys()] })
    const signal = await stopSignal()
    logger.info({ event: 'stopping', signal })
    setTimeout(() => process.exit(0), STOP_WITHIN).unref()
  } catch (error) {
    logger.error({ event: 'start-failed', ...safeError(error) })
    throw error
  } finally {
    // Also after a failed start: an open listener would keep the process from ending, and nobody would start it again.
    await listeners?.stop()
    await app.stop()
  }
  logger.info({ event: 'stopped' })
}

function whatsappState({ whatsapp, publicUrl }: Config): string {
  if (whatsapp === null) return 'off (set WHATSAPP=cloud or web)'
  return whatsapp.kind === 'web' ? 'on (paired phone)' : `on (Cloud API; webhook: ${publicUrl ?? 'https://<this machine>'}/whatsapp)`
}

function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal))
  })
}

async function showQr(qr: string): Promise<void> {
  const { default: QRCode } = await import('qrcode')
  say(
    `Scan with WhatsApp on the phone (Linked devices), or open the console's channel page:\n${await QRCode.toString(qr, { type: 'terminal', small: true })}`,
  )
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
