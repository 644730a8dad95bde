/** The staff's own group: alerts go out to it, nothing of it comes in. A group that anybody can read is refused. */
import type { ChannelEvent } from './channel.ts'
import type { TelegramClient } from './telegram-api.ts'

export interface StaffGroup {
  /** Whether Telegram took it. False when no group is set, or it is public. Never rejects. */
  alert(text: string, stop: AbortSignal): Promise<boolean>
  /** Whether an update belongs to the staff's group: it is no message of a person. Tells staff who see it that somebody joined. */
  takes(update: unknown): boolean
}

const NOTICES = {
  public: 'Grup petugas di Telegram bisa dibaca umum. Peringatan tidak dikirim ke sana. Jadikan grup itu pribadi.',
  joined: 'Ada anggota baru di grup petugas Telegram. Pastikan orang itu petugas.',
} as const

export function createStaffGroup(client: TelegramClient, chatId: string | null, report: (event: ChannelEvent) => void): StaffGroup {
  let isPrivate: boolean | null = null

  /** Null when Telegram does not say. */
  const checkPrivate = async (chat: string, stop: AbortSignal): Promise<boolean | null> => {
    const found = await client.run((api, signal) => api.getChat(chat, signal), stop)
    if (!found.ok) return null
    const { type } = found.value
    const named = 'username' in found.value && found.value.username !== undefined
    return (type === 'group' || type === 'supergroup') && !named
  }

  return {
    async alert(text, stop) {
      if (chatId === null) return false
      // Asked again while it is refused: the group may have been made private.
      if (isPrivate !== true) {
        const before = isPrivate
        isPrivate = await checkPrivate(chatId, stop)
        if (isPrivate === false && before === null) report({ channel: 'telegram', kind: 'staff-group-public', text: NOTICES.public })
        if (isPrivate !== true) return false
      }
      const options = { link_preview_options: { is_disabled: true } }
      const sent = await client.run((api, signal) => api.sendMessage(chatId, text, options, signal), stop)
      if (!sent.ok) isPrivate = null
      return sent.ok
    },
    takes(update) {
      const message = (update as { message?: { chat?: { id?: unknown }; new_chat_members?: unknown } } | null)?.message
      if (chatId === null || String(message?.chat?.id) !== chatId) return false
      if (Array.isArray(message?.new_chat_members)) report({ channel: 'telegram', kind: 'staff-group-joined', text: NOTICES.joined })
      return true
    },
  }
}
