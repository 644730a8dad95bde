/** What each listener serves, put together from the parts of the application. */
import { Hono } from 'hono'
import type { App } from '../app.ts'
import type { TelegramChannel } from '../channels/telegram.ts'
import type { WebChatChannel } from '../channels/web-chat.ts'
import type { WhatsAppCloudChannel } from '../channels/whatsapp-cloud.ts'
import type { WhatsAppWebChannel } from '../channels/whatsapp-web.ts'
import { createConsole } from '../console/console.ts'
import { takeHeard } from '../delivery/heard.ts'
import { staleAt } from '../live-agencies.ts'
import { safeError } from '../log.ts'
import type { Connections } from './client-address.ts'
import { cardText, findCards } from './console-cards.ts'
import { knowledgeDesk } from './knowledge-desk.ts'
import type { Metrics } from './metrics.ts'
import { readiness } from './readiness.ts'

export interface ServedChannels {
  readonly telegram: TelegramChannel | null
  readonly whatsapp: WhatsAppWebChannel | null
  readonly whatsappCloud: WhatsAppCloudChannel | null
  readonly webChat: WebChatChannel | null
}

/** Webhooks, web chat and liveness: all that the outside may reach. */
export function publicPages(channels: ServedChannels, connections: Connections): Hono {
  const pages = new Hono()
  pages.use(connections.middleware)
  pages.get('/health', (context) => context.json({ status: 'ok' }))
  const { telegram, webChat, whatsappCloud } = channels
  if (telegram) pages.post('/telegram/:secret', (context) => telegram.webhookHandler(context.req.raw))
  if (whatsappCloud) pages.on(['GET', 'POST'], '/whatsapp', (context) => whatsappCloud.webhookHandler(context.req.raw))
  if (webChat) pages.route('/chat', webChat.routes)
  return pages
}

/** The console, and what an operator's monitoring asks. */
export function staffPages(app: App, channels: ServedChannels, connections: Connections, metrics: Metrics): Hono {
  const pages = new Hono()
  pages.use(connections.middleware)
  pages.get('/ready', (context) => {
    const report = readiness(app)
    return context.json(report, report.ready ? 200 : 503)
  })
  pages.get('/metrics', async (context) => context.body(await metrics.scrape(app), 200, { 'content-type': metrics.contentType }))
  pages.route(
    '/',
    createConsole({
      store: app.store,
      reader: app.reader.db,
      seal: app.seal,
      now: app.now,
      newId: app.newId,
      channels: () =>
        [...app.channels.values()].map((channel) => ({
          name: channel.name,
          health: channel.health(),
          queue: app.sender.waiting(channel.name),
        })),
      model: () => {
        const status = app.model?.status()
        return app.model && status ? { name: app.model.name, without: status.state === 'up' ? null : status } : null
      },
      pairing: channels.whatsapp,
      cards: (id) => {
        const card = app.assistant.knowledge.cards.get(id)
        if (!card) return null
        const source = card.sources[0]
        return {
          title: card.title,
          source: source?.title ?? null,
          address: source?.address ?? null,
          published: source?.published ?? null,
          reviewed_on: card.reviewed_on,
        }
      },
      findCards: (typed) => findCards(app.assistant.knowledge, typed),
      cardText: (id) => cardText(app.assistant.knowledge, id, app.now()),
      knowledge: knowledgeDesk(app),
      agencies: {
        days: app.config.agencyListDays,
        staleAt: (listedOn) => staleAt(listedOn, app.config.agencyListDays),
        refresh: () => app.liveAgencies.refresh(),
      },
      redact: app.assistant.redact,
      takeHeard: (heard) => takeHeard({ people: app.people, receive: app.intake.receive, seal: app.seal }, heard),
      fetchMedia: () => app.mediaFetcher.wake(),
      queueReply: (row) => app.sender.add([row]),
      alerts: {
        health: () => app.alerter.health(),
        test: () => app.alerter.test(),
        caseChanged: () => app.alerter.wake(),
        dutyChanged: () => app.duty.refresh(),
      },
      operatorName: app.config.operator.name,
      publicAddress: app.config.consoleUrl,
      connection: (context) => connections.of(context.req.raw),
      report: (error) => app.logger.error({ event: 'console-failed', ...safeError(error) }),
    }),
  )
  return pages
}
