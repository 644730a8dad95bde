/**
 * The product with one channel as a program of its own, for those who kill it: the real core, the real channel, the real
 * triage. Each ordinary message is answered with `re:` and its text, so that a checker knows what answers what.
 * Loads itself, then waits for its orders (so that the next one can be loaded while this one runs).
 */
import { join } from 'node:path'
import { buildApp, type App } from '../../src/app.ts'
import { createAssistant } from '../../src/assistant.ts'
import type { Channel } from '../../src/channels/channel.ts'
import { createTelegramChannel } from '../../src/channels/telegram.ts'
import { createWhatsAppCloudChannel } from '../../src/channels/whatsapp-cloud.ts'
import { readConfig } from '../../src/config.ts'
import { textOf } from '../../src/conversation/receipt.ts'
import { createLogger } from '../../src/log.ts'
import { createConnections } from '../../src/serve/client-address.ts'
import { listen } from '../../src/serve/listeners.ts'
import { publicPages, type ServedChannels } from '../../src/serve/pages.ts'
import { Hono } from 'hono'
import type { Orders, OwnPoint } from './orders.ts'
import { NOBODY, PREPARED, smallAssistant } from '../support/core-assistant.ts'

const logger = createLogger('silent')
// What the build prepared loads in a moment; without it a small one is made.
const real = PREPARED
  ? createAssistant({
      knowledgeFolder: 'knowledge',
      preparedFolder: PREPARED,
      operator: NOBODY,
      presence: () => ({ staff: 'none', back: null }),
      now: Date.now,
      logger,
    })
  : smallAssistant({ now: Date.now, logger })
const loaded = import('../../src/channels/whatsapp-web.ts')
const orders = await new Promise<Orders>((resolve) => process.once('message', (given) => resolve(given as Orders)))
const { settings, folder, dieAt } = orders

let passed = 0
function pass(point: OwnPoint): void {
  if (point !== dieAt?.point) return
  passed++
  if (passed === dieAt.time) process.kill(process.pid, 'SIGKILL')
}

const assistant: typeof real = {
  ...real,
  handleMessage(input) {
    pass('cp3')
    const turn = real.handleMessage(input)
    pass('cp4')
    return turn.kind === 'safety' ? turn : { ...turn, bubbles: [{ text: `re:${textOf(input.message.content)}` }] }
  },
}
const config = readConfig({
  PORT: settings.channel === 'cloud' ? String(settings.port) : '0',
  DATA_FOLDER: join(folder, 'data'),
  KEYS_FOLDER: join(folder, 'keys'),
})
const app = buildApp(config, logger, null, { assistant })
watchCommits(app)
const channels: ServedChannels = { telegram: null, whatsapp: null, whatsappCloud: null, webChat: null }
const channel = await makeChannel(app)
app.addChannel(channel)
const cloud = settings.channel === 'cloud' ? { ...channels, whatsappCloud: channel as never } : channels
const listeners =
  settings.channel === 'cloud'
    ? await listen(config, { public: publicPages(cloud, createConnections([])), staff: new Hono() }, logger)
    : null
await app.start()
process.send?.({ ready: true })
process.on('message', (word) => {
  if (word === 'stop') void (listeners?.stop() ?? Promise.resolve()).then(() => app.stop()).then(() => process.exit(0))
})

/** What a commit is about shows in its statements. */
function watchCommits({ store }: App): void {
  const commit = store.commit.bind(store)
  Reflect.set(store, 'commit', async (...[writes, lane]: Parameters<typeof commit>) => {
    const does = (words: string, value?: string) =>
      writes.some(({ query }) => query.sql.startsWith(words) && (value === undefined || query.parameters.includes(value)))
    const takesIn = does('insert into "inbox"')
    const claims = does('update "outbox"', 'sending') && does('update "outbox" set "state" = ?, "attempts"')
    if (takesIn) pass('cp1')
    if (does('update "inbox" set "state"')) pass('cp5')
    if (claims) pass('cp6')
    if (does('update "outbox"', 'sent')) pass('cp9')
    const changes = await commit(writes, lane)
    if (takesIn) pass('cp2')
    if (claims) pass('cp7')
    return changes
  })
}

async function makeChannel({ whatsappStore }: App): Promise<Channel> {
  switch (settings.channel) {
    case 'telegram':
      return createTelegramChannel({ token: settings.token, apiRoot: settings.apiRoot, mode: { kind: 'poll' }, logger })
    case 'cloud': {
      // A status comes within moments here, on a busy machine within seconds: the product's own minute would only make trials long.
      const made = createWhatsAppCloudChannel({ ...settings, template: null, logger })
      return { ...made, reportsWithin: 10_000 }
    }
    case 'whatsapp':
      return (await loaded).createWhatsAppWebChannel({
        store: whatsappStore,
        logger,
        hasWritten: async () => true,
        showQr: (qr) => process.send?.({ qr }),
        pace: { shortestMilliseconds: 0, longestMilliseconds: 0, messagesPerMinute: 100_000 },
        reconnect: { firstMilliseconds: 20, largestMilliseconds: 200 },
        ackMilliseconds: 3000,
        waWebSocketUrl: settings.url,
      })
  }
}
