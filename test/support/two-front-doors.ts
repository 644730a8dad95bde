/**
 * The real app with both real channels against the emulator and the double. Time goes on only by what the channels wait for
 * and by what a test lets pass, so that neither a pace nor a night takes any.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { proto } from '@whiskeysockets/baileys'
import { buildApp, type App } from '../../src/app.ts'
import { createTelegramChannel } from '../../src/channels/telegram.ts'
import { createWhatsAppWebChannel } from '../../src/channels/whatsapp-web.ts'
import { readConfig } from '../../src/config.ts'
import { createLogger } from '../../src/log.ts'
import { smallAssistant } from './core-assistant.ts'
import { startTelegramEmulator } from './telegram-emulator.ts'
import { until } from './whatsapp-double-wait.ts'
import { WhatsAppDouble } from './whatsapp-double.ts'

/** Somebody with a phone, on one of the channels. */
export interface Writer {
  /** Gives what they see since, in order; resolves when the message is handled and all that it led to was sent. */
  write(text: string): Promise<readonly string[]>
  readonly sees: () => readonly string[]
  /** The same for a file of these bytes. */
  sendFile(kind: 'photo' | 'voice', bytes: Buffer): Promise<readonly string[]>
}

export interface TwoFrontDoors {
  readonly app: App
  readonly doors: Readonly<Record<'Telegram' | 'WhatsApp', () => Writer>>
  /** Files that were fetched from either channel. */
  readonly fetched: () => number
  readonly folder: string
  readonly whatsapp: WhatsAppDouble
  pass(milliseconds: number): void
  close(): Promise<void>
}

interface Sent {
  readonly kind: 'photo' | 'voice'
  readonly bytes: Buffer
}

function asMessage(whatsapp: WhatsAppDouble, { kind, bytes }: Sent): proto.IMessage {
  return kind === 'photo'
    ? { imageMessage: { ...whatsapp.media.upload(bytes, 'Image'), mimetype: 'image/jpeg' } }
    : { audioMessage: { ...whatsapp.media.upload(bytes, 'Audio'), seconds: 9, ptt: true, mimetype: 'audio/ogg; codecs=opus' } }
}

export async function openFrontDoors(): Promise<TwoFrontDoors> {
  const begun = Date.now()
  let passed = 0
  const now = (): number => begun + passed
  const folder = mkdtempSync(join(tmpdir(), 'tanya-migran-doors-'))
  const logger = createLogger('silent')
  const config = readConfig({ DATA_FOLDER: join(folder, 'data'), KEYS_FOLDER: join(folder, 'keys'), LOG_LEVEL: 'silent' })
  const app = buildApp(config, logger, null, { now, assistant: smallAssistant({ now, logger }) })
  const telegram = await startTelegramEmulator({ now })
  const whatsapp = await new WhatsAppDouble().listen()
  const qrs: string[] = []
  const wait = async (milliseconds: number, stop: AbortSignal): Promise<void> => {
    if (!stop.aborted) passed += milliseconds
    await new Promise((resolve) => setImmediate(resolve))
  }
  app.addChannel(
    createTelegramChannel({ token: telegram.token, apiRoot: telegram.url, mode: { kind: 'poll', pollSeconds: 20 }, wait, logger }),
  )
  const whatsappChannel = createWhatsAppWebChannel({
    store: app.whatsappStore,
    logger,
    hasWritten: (address) => app.people.hasWritten('whatsapp', address),
    showQr: (qr) => qrs.push(qr),
    pace: { shortestMilliseconds: 0, longestMilliseconds: 0, messagesPerMinute: 10_000 },
    waWebSocketUrl: whatsapp.url,
    mediaOrigin: whatsapp.media.origin,
  })
  app.addChannel(whatsappChannel)
  await app.start()
  await until('a QR is shown', () => qrs.length > 0)
  whatsapp.scanQr(qrs.at(-1)!)
  await until('WhatsApp is up', () => whatsapp.online && whatsappChannel.health().state === 'up')

  const handled = async (): Promise<number> => {
    const { count } = await app.store.db
      .selectFrom('inbox')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('state', '=', 'handled')
      .executeTakeFirstOrThrow()
    return count
  }
  const writer = (sees: () => readonly string[], send: (what: string | Sent) => void | Promise<unknown>): Writer => {
    const sent = async (what: string | Sent): Promise<readonly string[]> => {
      const [shown, done] = [sees().length, await handled()]
      await send(what)
      await until(`${typeof what === 'string' ? what : what.kind} is handled`, async () => (await handled()) > done)
      await app.idle()
      return sees().slice(shown)
    }
    return { sees, write: sent, sendFile: (kind, bytes) => sent({ kind, bytes }) }
  }
  let people = 0
  return {
    app,
    doors: {
      Telegram() {
        const user = telegram.user(700 + people++)
        return writer(user.hears, (what) => {
          if (typeof what === 'string') user.write(what)
          else if (what.kind === 'photo') user.photo(undefined, what.bytes)
          else user.voice(9, what.bytes)
        })
      },
      WhatsApp() {
        const user = whatsapp.directory.addUser(100 + people++)
        return writer(
          () => whatsapp.seenBy(user),
          (what) =>
            whatsapp.send(user, typeof what === 'string' ? what : asMessage(whatsapp, what), {
              attrs: { t: String(Math.floor(now() / 1000)) },
            }),
        )
      },
    },
    folder,
    whatsapp,
    fetched: () => telegram.calls('getFile').length + whatsapp.media.requests.length,
    pass(milliseconds) {
      passed += milliseconds
    },
    async close() {
      await app.stop()
      await whatsapp.close()
      await telegram.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
