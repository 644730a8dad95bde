/** Taking back what we wrote in a chat, and letting what comes go by itself. Both are seen there: WhatsApp writes a line of its own. */
import { proto } from '@whiskeysockets/baileys'
import type { AckWaiter } from './whatsapp-web-acks.ts'
import { personAddress } from './whatsapp-web-message.ts'
import type { WhatsAppSocket } from './whatsapp-web-socket.ts'
import { waitByTimer } from './wait.ts'

/** Of the lengths that WhatsApp offers, the shortest. Seconds. */
export const DISAPPEARS_AFTER = 24 * 3_600

/** What is taken back in one go; the newest count. A number that does more at once looks like a machine gone wrong. */
const MOST = 200
const { REVOKE, EPHEMERAL_SETTING } = proto.Message.ProtocolMessage.Type

export interface EraseParts {
  readonly acks: AckWaiter
  readonly socket: () => WhatsAppSocket | { readonly unavailable: string }
  readonly newId: () => string
  readonly ackMilliseconds: number
  /** Between two of them. */
  readonly gapMilliseconds: number
  readonly stop: AbortSignal
  /** Remembers that this chat's messages carry how long they last. */
  readonly remember: (address: string) => Promise<void>
}

export interface ChatEraser {
  /** How many of these messages of ours the server let us take back; null when it could not be asked. Never rejects. */
  revoke(address: string, ids: readonly string[]): Promise<number | null>
  /** Whether it was taken. Never rejects. */
  makeDisappearing(address: string): Promise<boolean>
}

export function createChatEraser(parts: EraseParts): ChatEraser {
  const { acks, stop } = parts

  /** Whether the server took it; null when it did not say. */
  const tell = async (address: string, message: proto.IMessage, attributes: Record<string, string>): Promise<boolean | null> => {
    const open = parts.socket()
    if ('unavailable' in open || stop.aborted) return null
    const id = parts.newId()
    const answer = acks.wait(id, parts.ackMilliseconds, stop)
    try {
      const sending = open.sock.relayMessage(address, message, { messageId: id, additionalAttributes: attributes })
      sending.catch(() => {})
      await Promise.race([sending, answer])
    } catch {
      acks.forget(id)
      return null
    }
    const ack = await answer
    return ack.kind === 'silence' ? null : ack.kind === 'accepted'
  }

  return {
    async revoke(given, ids) {
      const address = personAddress(given)
      if (!address) return 0
      let taken = 0
      for (const id of ids.slice(-MOST)) {
        const key = { remoteJid: address, fromMe: true, id }
        // The mark by which the server knows what it is: without it phones show an empty message.
        const told = await tell(address, { protocolMessage: { key, type: REVOKE } }, { edit: '7' })
        if (told === null) return null
        if (told) taken++
        await waitByTimer(parts.gapMilliseconds, stop)
      }
      return taken
    },
    async makeDisappearing(given) {
      const address = personAddress(given)
      if (!address) return false
      const setting = { protocolMessage: { type: EPHEMERAL_SETTING, ephemeralExpiration: DISAPPEARS_AFTER } }
      if ((await tell(address, setting, {})) !== true) return false
      return parts.remember(address).then(
        () => true,
        () => false,
      )
    },
  }
}
