/** Removing what was written, on both sides of a private chat. */
import type { TelegramClient } from './telegram-api.ts'

/** Most ids in one call: https://core.telegram.org/bots/api#deletemessages */
const BATCH = 100

/**
 * Asks Telegram to delete messages of one chat, ours and theirs. Ids are `<chat>:<message>`, those of other chats or
 * another form are left out. Returns how many were asked for without a refusal; Telegram itself skips what is older
 * than 48 hours. Never rejects.
 */
export async function deleteMessages(client: TelegramClient, address: string, ids: readonly string[], stop: AbortSignal): Promise<number> {
  const ofThisChat = ids.filter((id) => id.startsWith(`${address}:`)).map((id) => Number(id.slice(address.length + 1)))
  const numbers = ofThisChat.filter((number) => Number.isSafeInteger(number))
  let asked = 0
  for (let at = 0; at < numbers.length; at += BATCH) {
    const some = numbers.slice(at, at + BATCH)
    const result = await client.run((api, signal) => api.deleteMessages(address, some, signal), stop)
    if (result.ok) asked += some.length
  }
  return asked
}
