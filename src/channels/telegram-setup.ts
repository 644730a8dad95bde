/** What the bot needs to know and to show before it talks: its own name, and the command menu. */
import type { TelegramClient, TelegramFailure } from './telegram-api.ts'
import type { ChannelStatus } from './channel-status.ts'
import { TROUBLE } from './telegram-status.ts'
import type { Wait } from './wait.ts'
import { backoff } from './wait.ts'

export interface BotIdentity {
  readonly id: number
  readonly username: string
}

/** Neutral on purpose: whoever holds the phone sees the menu, so erasing hides behind "Data saya". */
const COMMANDS = {
  id: [
    { command: 'start', description: 'Mulai' },
    { command: 'menu', description: 'Pilihan' },
    { command: 'bantuan', description: 'Cara pakai' },
    { command: 'bahasa', description: 'Ganti bahasa' },
    { command: 'data', description: 'Data saya' },
  ],
  en: [
    { command: 'start', description: 'Start' },
    { command: 'menu', description: 'Choices' },
    { command: 'bantuan', description: 'How to use this' },
    { command: 'bahasa', description: 'Change language' },
    { command: 'data', description: 'My data' },
  ],
} as const

export interface SetupParts {
  readonly client: TelegramClient
  readonly status: ChannelStatus
  readonly wait: Wait
}

/** Asks who we are until Telegram answers. Null when `stop` came first. */
export async function introduce(parts: SetupParts, stop: AbortSignal): Promise<BotIdentity | null> {
  for (let failures = 1; !stop.aborted; failures += 1) {
    const result = await parts.client.run((api, signal) => api.getMe(signal), stop)
    if (result.ok) return { id: result.value.id, username: result.value.username }
    if (stop.aborted) return null
    reportUnknown(parts.status, result.failure)
    await parts.wait(result.failure.kind === 'flood' ? result.failure.afterMilliseconds : backoff(failures), stop)
  }
  return null
}

/** Indonesian for everybody, English for apps set to English. A failure leaves the old menu: names of what failed. */
export async function setCommands(client: TelegramClient, stop: AbortSignal): Promise<readonly string[]> {
  const results = [
    await client.run((api, signal) => api.setMyCommands(COMMANDS.id, {}, signal), stop),
    await client.run((api, signal) => api.setMyCommands(COMMANDS.en, { language_code: 'en' }, signal), stop),
  ]
  return results.flatMap((result) => (result.ok ? [] : [result.failure.reason]))
}

function reportUnknown(status: ChannelStatus, failure: TelegramFailure): void {
  if (failure.kind === 'token') status.incident('token-refused', 'down', TROUBLE.token)
  else status.trouble('down', TROUBLE.unreachable)
}
