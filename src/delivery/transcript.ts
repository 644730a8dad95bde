/** The line of the transcript for what came in. */
import type { IncomingMessage } from '../message.ts'
import type { Turn } from '../conversation/turn.ts'
import type { Write } from '../store/database.ts'
import { storeLine } from './lines.ts'
import type { TurnRow, TurnWritesParts } from './turn-writes.ts'

/** None for what is no message: a change of membership, a deletion, what could not be decrypted. */
export function transcriptIn(parts: TurnWritesParts, row: TurnRow, turn: Turn): Write[] {
  const { content } = row.message
  if (content.kind === 'membership' || content.kind === 'deleted' || content.kind === 'undecryptable') return []
  const isHeard = content.kind === 'heard'
  const fromStaff = content.kind === 'typed-on-phone' || isHeard
  const said = turn.redacted === '' ? placeholder(row.message) : turn.redacted
  const shown = content.kind === 'group-message' ? '[pesan di grup]' : !fromStaff && isNotKept(row, turn) ? NOT_KEPT : said
  return [
    storeLine(parts.store.db, {
      id: parts.newId(),
      conversation_id: row.conversation.id,
      channel: row.message.channel,
      // Heard: what the person told, in the words of staff.
      direction: fromStaff && !isHeard ? 'out' : 'in',
      author: fromStaff ? 'staff' : 'person',
      ...(isHeard ? { staff_id: content.staffId } : {}),
      kind: content.kind,
      text: shown,
      at: row.message.sentAt,
      inbox_id: row.inboxId,
      reason: JSON.stringify(turn.reason),
      topic: turn.topic,
      country: turn.country,
      language: turn.language,
      urgency: turn.verdict.urgency,
      danger: turn.verdict.danger,
      outcome: turn.outcome,
    }),
  ]
}

/** Stands in the transcript in place of words that the person does not want kept. */
export const NOT_KEPT = '[tidak disimpan]'

/** Danger is kept, and what is written while staff are asked for or answer. */
function isNotKept({ conversation }: TurnRow, turn: Turn): boolean {
  const withStaff = conversation.assigned_to !== null || conversation.wants_person === 1 || turn.effects.needsStaff !== undefined
  return turn.state.keepsNothing && turn.verdict.urgency !== 'emergency' && !withStaff
}

/** What stands in the transcript for a message without words. */
function placeholder(message: IncomingMessage): string {
  const { content } = message
  switch (content.kind) {
    case 'choice':
      return `[tombol: ${content.value}]`
    case 'command':
      return `/${content.name}`
    case 'voice':
      return content.media?.seconds ? `[pesan suara, ${content.media.seconds} detik]` : '[pesan suara]'
    case 'photo':
      return '[foto]'
    case 'document':
      return '[berkas]'
    case 'location':
      return '[lokasi]'
    case 'contact':
      return '[kontak]'
    case 'reaction':
      return `[reaksi ${content.emoji}]`
    case 'unsupported':
      return content.what === 'call' ? '[panggilan]' : '[jenis pesan lain]'
    default:
      return '[kosong]'
  }
}
