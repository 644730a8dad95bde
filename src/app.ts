/** Builds every part from the configuration, joins them, starts them in order and stops them: inputs first, storage last. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createModel, type Model } from './answers/model.ts'
import { loadPrompts } from './answers/prompts.ts'
import { createAlerter, type Alerter } from './alerts/alerter.ts'
import type { AlertTarget } from './alerts/alert-target.ts'
import { createDuty, type Duty } from './alerts/duty.ts'
import { createAssistant, type Assistant } from './assistant.ts'
import type { Channel, ChannelContext, ChannelEvent, DeliveryReport } from './channels/channel.ts'
import type { Config } from './config.ts'
import { createRollup, type Rollup } from './console/numbers/rollup.ts'
import { createPasswords } from './console/passwords.ts'
import { createEraser } from './delivery/eraser.ts'
import { createDoor } from './delivery/door.ts'
import { createIntake, type CommittedRow, type Intake } from './delivery/inbox.ts'
import { createMediaFetcher, type MediaFetcher } from './delivery/media-fetcher.ts'
import { createSender, type Sender } from './delivery/outbox.ts'
import { NOTHING_MEASURED, type Measure } from './delivery/measure.ts'
import { notDeliveredText } from './delivery/not-delivered.ts'
import { noteDelivery } from './delivery/reports.ts'
import { createLiveAgencies, type LiveAgencies } from './live-agencies.ts'
import { casesFolder, createLiveKnowledge, type LiveKnowledge } from './live-knowledge.ts'
import { createPeople, type People } from './delivery/people.ts'
import { createPersonEraser } from './delivery/person-eraser.ts'
import { createTurnWorker, type TurnWorker } from './delivery/turns.ts'
import { modelParts } from './model-parts.ts'
import { safeError, type Logger } from './log.ts'
import type { Bubble, ChannelName, IncomingMessage } from './message.ts'
import { databasePath, openDatabase, type Database } from './store/database.ts'
import { ledgerPath } from './store/erasure-ledger.ts'
import { createIds, type NewId } from './store/ids.ts'
import { holdLock } from './store/lock.ts'
import { openReader, type Reader } from './store/reader.ts'
import { assertKeysPresent } from './store/key-check.ts'
import { openSeal, type Seal } from './store/seal.ts'
import { createPurge } from './store/purge.ts'
import { createModelLedger } from './store/model-uses.ts'
import { createWhatsAppStore } from './store/whatsapp.ts'
import { write } from './store/writes.ts'
import type { WhatsAppStore } from './channels/whatsapp-web-store.ts'

/** What a test may put in place of the real thing. */
export interface AppOverrides {
  readonly now?: () => number
  readonly assistant?: Assistant
  /** Who counts what happens; nobody by default. */
  readonly measure?: Measure
}

/** The parts that channels and pages are made from. */
export interface AppParts {
  readonly config: Config
  readonly logger: Logger
  readonly now: () => number
  readonly newId: NewId
  readonly store: Database
  readonly reader: Reader
  readonly seal: Seal
  readonly assistant: Assistant
  readonly liveKnowledge: LiveKnowledge
  readonly liveAgencies: LiveAgencies
  readonly rollup: Rollup
  readonly people: People
  readonly intake: Intake
  readonly turns: TurnWorker
  readonly sender: Sender
  readonly mediaFetcher: MediaFetcher
  readonly duty: Duty
  readonly alerter: Alerter
  readonly whatsappStore: WhatsAppStore
  /** Null when none is configured. */
  readonly model: Model | null
}

export interface App extends AppParts {
  readonly channels: ReadonlyMap<ChannelName, Channel>
  /** Adds a channel; before `start`. */
  addChannel(channel: Channel): void
  /** Where staff are alerted; before `start`. */
  addAlertTarget(target: AlertTarget): void
  /** Takes up what was left and sets the channels going. */
  start(): Promise<void>
  /** Resolves when nothing waits to be handled or sent. */
  idle(): Promise<void>
  /** Closes inputs, lets what is in hand finish, closes the store. Harmless when called twice. */
  stop(): Promise<void>
}

export function buildApp(config: Config, logger: Logger, preparedFolder: string | null, overrides: AppOverrides = {}): App {
  const now = overrides.now ?? Date.now
  const measure = overrides.measure ?? NOTHING_MEASURED
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 })
  const lock = holdLock(join(config.dataFolder, 'instance.lock'))
  const seal = openSeal(config.keysFolder)
  const path = databasePath(config.dataFolder)
  const store = openDatabase({ path, now })
  const newId = createIds(now)
  const reader = openReader(path)
  const targets: AlertTarget[] = []
  const duty = createDuty(store, now, () => alerter.health().state === 'up')
  const assistant =
    overrides.assistant ??
    createAssistant({
      knowledgeFolder: config.knowledgeFolder,
      preparedFolder,
      operator: config.operator,
      retention: config.retention,
      presence: () => duty.presence(),
      now,
      logger,
    })
  const settings = { knowledgeFolder: config.knowledgeFolder, preparedFolder, operator: config.operator, casesFolder: casesFolder() }
  const liveKnowledge = createLiveKnowledge({ store, assistant, settings, now, logger })
  const liveAgencies = createLiveAgencies({ store, assistant, days: config.agencyListDays, logger })
  const rollup = createRollup({ store, now }, logger)
  for (const problem of assistant.problems)
    logger.warn({ event: 'knowledge-problem', path: problem.path, line: problem.line, message: problem.message })

  const consoleUrl = config.consoleUrl ?? `http://${config.staff.host}:${config.staff.port}`
  const alerter = createAlerter({
    store,
    newId,
    now,
    logger,
    targets: () => targets,
    duty,
    linkOf: (caseId) => `${consoleUrl}/kasus/${caseId}`,
    ...config.alerts,
    onNotAccepted: () =>
      tellStaff({
        channel: null,
        kind: 'alerts-not-accepted',
        text: 'Peringatan ke petugas tidak diterima. Periksa grup Telegram dan surel petugas. Dicoba lagi terus.',
      }),
  })
  const channels = new Map<ChannelName, Channel>()
  const people = createPeople(store, seal)
  const channelOf = (name: ChannelName): Channel | null => channels.get(name) ?? null
  const door = createDoor({
    store,
    seal,
    newId,
    now,
    logger,
    numberFor: assistant.numberFor,
    replyWindow: (name) => channelOf(name)?.replyWindow ?? null,
  })

  const tellStaff = (event: Omit<ChannelEvent, 'channel'> & { readonly channel: ChannelName | null }): void => {
    logger.warn({ event: 'channel-event', channel: event.channel, kind: event.kind })
    store
      .commit([
        write(
          store.db
            .insertInto('staff_events')
            .values({ id: newId(), at: now(), channel: event.channel, kind: event.kind, text: event.text, seen_at: null }),
        ),
      ])
      .catch((error: unknown) => logger.error({ event: 'staff-event-not-stored', ...safeError(error) }))
  }

  const model = config.model && createModel({ ...modelParts(config.model, now, logger), ledger: createModelLedger(store, newId) })
  const notDelivered = (channel: ChannelName, reason: string): void =>
    tellStaff({ channel, kind: 'reply-not-delivered', text: notDeliveredText(reason) })

  const sender = createSender({
    store,
    door,
    people,
    now,
    logger,
    channel: channelOf,
    onFailed: notDelivered,
    measure,
  })
  const eraser = createEraser({ store, seal, people, newId, now, logger, channel: channelOf, onReply: (row) => sender.add([row]) })
  const mediaFetcher = createMediaFetcher({ store, seal, now, logger, channel: channelOf, largest: config.mediaBytes })
  const personEraser = createPersonEraser({
    store,
    seal,
    ledger: ledgerPath(config.dataFolder),
    now,
    logger,
    forget(conversationId, addresses) {
      people.forget(conversationId)
      intake.forget(conversationId)
      for (const { channel, address } of addresses) channelOf(channel)?.personErased?.(address)
    },
  })
  const turns = createTurnWorker({
    store,
    seal,
    newId,
    now,
    logger,
    handleMessage: assistant.handleMessage,
    pins: createPasswords(),
    telegramBot: () => channelOf('telegram')?.publicName?.() ?? null,
    ...(model && { help: assistant.withModel(model, loadPrompts(config.promptsFolder)) }),
    measure,
    onCaseCalled: () => alerter.wake(),
    mediaLimit: (name, kind) => (channelOf(name)?.downloadMedia ? config.mediaBytes[kind] : null),
    onMedia: () => mediaFetcher.wake(),
    onErase() {
      eraser.wake()
      personEraser.wake()
      alerter.wake()
    },
    onReplies(rows, released) {
      sender.add(rows)
      if (released !== null)
        sender.recover(released).catch((error: unknown) => logger.error({ event: 'released-not-queued', ...safeError(error) }))
    },
    onTurnStarts(conversation, message) {
      if (!door.mayBeSeen(conversation)) return
      const channel = channelOf(message.channel)
      if (!channel || message.content.kind === 'membership' || message.content.kind === 'typed-on-phone') return
      if (message.content.kind === 'heard') return
      void channel.markRead(message.addresses[0], [message.externalId])
      void channel.typing(message.addresses[0])
    },
  })
  const intake = createIntake({
    store,
    seal,
    people,
    newId,
    now,
    logger,
    assess: assistant.assess,
    readAlone: assistant.readAlone,
    measure,
    onCommitted(rows: readonly CommittedRow[]) {
      sender.add(
        rows.flatMap((row) =>
          row.safetyOutboxId === null ? [] : [{ id: row.safetyOutboxId, conversationId: row.conversationId, priority: 0 }],
        ),
      )
      if (rows.some((row) => row.safetyOutboxId !== null)) alerter.wake()
      turns.add(rows.map((row) => ({ id: row.inboxId, conversationId: row.conversationId, priority: row.priority })))
    },
    async sendFromMemory(message: IncomingMessage, bubbles: readonly Bubble[]) {
      // A paired phone's keys live in the store that just failed: there, the message comes again.
      const channel = message.channel === 'whatsapp' && config.whatsapp?.kind !== 'cloud' ? null : channelOf(message.channel)
      if (!channel) return false
      for (const bubble of bubbles) {
        const result = await channel.send(
          {
            id: newId(),
            providerId: null,
            address: message.addresses[0],
            bubble,
            safety: true,
            attempt: 1,
            stillAllowed: async () => true,
          },
          AbortSignal.timeout(20_000),
        )
        if (result.status !== 'sent') return false
      }
      return true
    },
  })
  const whatsappStore = createWhatsAppStore({ store, seal, now, prepare: intake.prepare })
  const delivered = async (report: DeliveryReport): Promise<void> => {
    try {
      const failed = await noteDelivery(store, report, now())
      if (report.outboxId !== undefined) sender.reported(report.outboxId)
      if (failed) notDelivered(report.channel, report.reason ?? 'refused')
    } catch (error) {
      logger.error({ event: 'delivery-not-noted', ...safeError(error) })
      throw error
    }
  }
  const context: ChannelContext = { receive: intake.receive, delivered, report: tellStaff, now }
  const purge = createPurge({ store, retention: config.retention, now, logger })
  let stopped: Promise<void> | null = null

  return {
    config,
    logger,
    now,
    newId,
    store,
    reader,
    seal,
    assistant,
    liveKnowledge,
    liveAgencies,
    rollup,
    people,
    intake,
    turns,
    sender,
    mediaFetcher,
    duty,
    alerter,
    whatsappStore,
    model,
    channels,
    addChannel(channel) {
      channels.set(channel.name, channel)
    },
    addAlertTarget(target) {
      targets.push(target)
    },
    async start() {
      await assertKeysPresent(store, seal)
      await model?.open()
      // Nobody is answered from what staff have corrected since.
      await liveKnowledge.start()
      await liveAgencies.start()
      await personEraser.reapply()
      await turns.recover()
      for (const channel of channels.values()) await channel.start(context)
      await sender.recover()
      rollup.start()
      alerter.start()
      eraser.wake()
      personEraser.wake()
      mediaFetcher.wake()
      purge.start()
    },
    async idle() {
      do {
        await turns.idle()
        await sender.idle()
      } while (turns.waiting() > 0 || sender.waiting() > 0)
    },
    stop() {
      stopped ??= (async () => {
        model?.stop()
        liveKnowledge.stop()
        liveAgencies.stop()
        rollup.stop()
        purge.stop()
        await turns.stop()
        await eraser.stop()
        await personEraser.stop()
        await sender.stop()
        await alerter.stop()
        // A stopping channel ends its downloads.
        await Promise.all([mediaFetcher.stop(), ...[...channels.values()].map((channel) => channel.stop())])
        await reader.close()
        store.close()
        lock.release()
      })()
      return stopped
    },
  }
}
