/** The whole core in one process: real store, real path, a recording channel, time that stands still until it is told to go on. */
import { join } from 'node:path'
import { beforeAll, onTestFinished, vi } from 'vitest'
import type { AlertTarget } from '../../src/alerts/alert-target.ts'
import { buildApp, type App } from '../../src/app.ts'
import type { Assistant } from '../../src/assistant.ts'
import { readConfig } from '../../src/config.ts'
import { createLogger, type Logger } from '../../src/log.ts'
import { NOON, temporaryFolder } from './builders-core.ts'
import { smallAssistant } from './core-assistant.ts'
import { recordingChannel, type RecordingChannel } from './recording-channel.ts'

export interface Core {
  readonly app: App
  readonly folder: string
  readonly telegram: RecordingChannel
  readonly whatsapp: RecordingChannel
  readonly web: RecordingChannel
  /** Lets everything that can go on go on; time stands still. */
  settle(): Promise<void>
  /** Time passes, in steps of at most `step` milliseconds. */
  pass(milliseconds: number, step?: number): Promise<void>
  /** Ends this process as a crash would, for the store: nothing is finished, and another may open the folder. */
  crash(): Promise<void>
}

export interface CoreOptions {
  /** The process that used the folder before. */
  readonly after?: Core
  readonly assistant?: Assistant
  readonly logger?: Logger
  /** Further variables of the configuration. */
  readonly environment?: Readonly<Record<string, string>>
  /** Where staff are alerted; none by default. */
  readonly alertTargets?: readonly AlertTarget[]
}

let shared: Assistant | null = null

/** To be called once in a test file that starts the core: making the assistant takes a second or two. */
export function prepareAssistant(): void {
  beforeAll(() => {
    assistant()
  })
}

/** The assistant of this test file; it reads the time that the test sets. */
export function assistant(): Assistant {
  shared ??= smallAssistant({ now: () => Date.now(), logger: createLogger('silent') })
  return shared
}

/** Sets the clock; every timer waits for `pass`. Call first in a test. */
export function freezeTime(at = NOON): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: at })
  onTestFinished(() => {
    vi.useRealTimers()
  })
}

export async function startCore(options: CoreOptions = {}): Promise<Core> {
  const folder = options.after?.folder ?? temporaryFolder(true)
  const config = readConfig({
    DATA_FOLDER: join(folder, 'data'),
    KEYS_FOLDER: join(folder, 'keys'),
    LOG_LEVEL: 'silent',
    ...options.environment,
  })
  const app = buildApp(config, options.logger ?? createLogger('silent'), null, {
    now: () => Date.now(),
    assistant: options.assistant ?? assistant(),
  })
  const telegram = recordingChannel('telegram', options.after?.telegram.wrote)
  const whatsapp = recordingChannel('whatsapp', options.after?.whatsapp.wrote)
  const web = recordingChannel('web', options.after?.web.wrote)
  for (const channel of [telegram, whatsapp, web]) app.addChannel(channel)
  for (const target of options.alertTargets ?? []) app.addAlertTarget(target)
  await app.start()
  const settle = async (): Promise<void> => {
    for (let tick = 0; tick < 400; tick++) await new Promise((resolve) => setImmediate(resolve))
  }
  await settle()
  const stop = async (): Promise<void> => {
    const stopping = app.stop()
    for (let second = 0; second < 8; second++) {
      await settle()
      await vi.advanceTimersByTimeAsync(1_000)
    }
    await stopping
  }
  onTestFinished(async () => {
    if (vi.isFakeTimers()) await stop()
    else await app.stop()
  })
  return {
    app,
    folder,
    telegram,
    whatsapp,
    web,
    settle,
    async pass(milliseconds, step = 1_000) {
      await settle()
      for (let left = milliseconds; left > 0; left -= step) {
        await vi.advanceTimersByTimeAsync(Math.min(step, left))
        await settle()
      }
    },
    crash: stop,
  }
}
