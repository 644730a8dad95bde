/** Makes the channels that the configuration asks for. WhatsApp's library is loaded only when it is asked for. */
import { createHmac } from 'node:crypto'
import type { App } from '../app.ts'
import { createTelegramChannel, type TelegramChannel } from '../channels/telegram.ts'
import { createWhatsAppCloudChannel } from '../channels/whatsapp-cloud.ts'
import { createWebChatChannel, type WebChatChannel } from '../channels/web-chat.ts'
import type { WhatsAppWebChannel } from '../channels/whatsapp-web.ts'
import { DEFAULT_PACE } from '../channels/whatsapp-web-pace.ts'
import type { TelegramConfig, WhatsAppWebConfig } from '../config.ts'
import { textIntro } from '../conversation/texts.ts'
import type { IncomingMessage } from '../message.ts'
import { addAlertTargets } from './alert-targets.ts'
import type { Connections } from './client-address.ts'
import type { ServedChannels } from './pages.ts'

export async function makeChannels(app: App, connections: Connections, showQr: (qr: string) => void): Promise<ServedChannels> {
  const { config } = app
  const telegram = config.telegram ? telegramChannel(app, config.telegram) : null
  const webChat = config.webChat ? webChatChannel(app, connections) : null
  const whatsapp = config.whatsapp?.kind === 'web' ? await whatsappWebChannel(app, config.whatsapp, showQr) : null
  const whatsappCloud = config.whatsapp?.kind === 'cloud' ? createWhatsAppCloudChannel({ ...config.whatsapp, logger: app.logger }) : null
  for (const channel of [webChat, telegram, whatsapp, whatsappCloud]) if (channel) app.addChannel(channel)
  await addAlertTargets(app, telegram)
  return { telegram, whatsapp, whatsappCloud, webChat }
}

function telegramChannel(app: App, telegram: TelegramConfig): TelegramChannel {
  const { mode } = telegram
  return createTelegramChannel({
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    logger: app.logger,
    staffChat: app.config.staffChat,
    mode:
      mode.kind === 'poll'
        ? { kind: 'poll' }
        : {
            kind: 'webhook',
            publicUrl: mode.publicUrl,
            secretPath: derived(mode.secret, 'path'),
            secretToken: derived(mode.secret, 'header'),
          },
  })
}

/** Two secrets from one: the path is seen by proxies and logs, the header must not follow from it. */
function derived(secret: string, purpose: string): string {
  return createHmac('sha256', secret).update(`telegram webhook ${purpose}`).digest('hex')
}

function webChatChannel(app: App, connections: Connections): WebChatChannel {
  return createWebChatChannel({
    key: Buffer.from(app.seal.hash('web chat cookie signature'), 'utf8'),
    clientAddress: (request) => connections.of(request).address,
    secure: (request) => connections.of(request).https,
    isDanger: app.assistant.isDanger,
    safetyFromMemory(text) {
      const message: IncomingMessage = {
        channel: 'web',
        externalId: 'memory',
        addresses: ['memory'],
        sentAt: app.now(),
        content: { kind: 'text', text },
        appLanguage: null,
        backlog: false,
      }
      const { safety } = app.assistant.assess(message, { country: null, crisis: null })
      return safety?.bubbles.map((bubble) => bubble.text).join('\n\n') ?? ''
    },
    intro: textIntro(app.config.operator),
    now: app.now,
  })
}

async function whatsappWebChannel(app: App, config: WhatsAppWebConfig, showQr: (qr: string) => void): Promise<WhatsAppWebChannel> {
  const { createWhatsAppWebChannel } = await import('../channels/whatsapp-web.ts')
  const { webSocketUrl, messagesPerMinute } = config
  return createWhatsAppWebChannel({
    store: app.whatsappStore,
    logger: app.logger,
    hasWritten: (address) => app.people.hasWritten('whatsapp', address),
    showQr,
    pace: { ...DEFAULT_PACE, messagesPerMinute },
    ...(webSocketUrl === null ? {} : { waWebSocketUrl: webSocketUrl }),
  })
}
