/** Removing what was written, on both sides of a private chat. */
import type { TelegramClient } from './telegram-api.ts'

/** Most ids in one call: https://core.telegram.org/bots/api#deletemessages */
const BATCH = 100

/**
 * Asks Telegram to delete messages of one chat, ours and theirs, by their numbers in it; what is no number is left out.
 * Returns how many were asked for without a refusal; null when Telegram could not be asked at all. Telegram itself skips
 * what is older than 48 hours. Never rejects.
 */
export async function deleteMessages(
  client: TelegramClient,
  address: string,
  traces: readonly string[],
  stop: AbortSignal,
): Promise<number | null> {
  const numbers = traces.map(Number).filter((number) => Number.isSafeInteger(number) && number > 0)
  let asked = 0
  for (let at = 0; at < numbers.length; at += BATCH) {
    const some = numbers.slice(at, at + BATCH)
    const result = await client.run((api, signal) => api.deleteMessages(address, some, signal), stop)
    if (result.ok) asked += some.length
    else if (result.failure.kind !== 'bad-request' && result.failure.kind !== 'forbidden') return null
  }
  return asked
}
