/** What staff wrote down of a photo or voice note comes in as any message does: danger in it is looked for, and ends in a case. */
import type { Receive } from '../channels/channel.ts'
import type { MediaTable } from '../store/schema.ts'
import type { Seal } from '../store/seal.ts'
import type { People } from './people.ts'

export interface HeardParts {
  readonly people: Pick<People, 'address'>
  readonly receive: Receive
  readonly seal: Pick<Seal, 'hash'>
}

export interface Heard {
  readonly media: Pick<MediaTable, 'id' | 'conversation_id' | 'at'>
  readonly text: string
  readonly staffId: string
}

/** Resolves once it is stored; the same words about the same photo or voice note count once. Rejects when it was not stored. */
export async function takeHeard({ people, receive, seal }: HeardParts, { media, text, staffId }: Heard): Promise<void> {
  const to = await people.address(media.conversation_id)
  if (!to) return
  await receive([
    {
      channel: to.channel,
      externalId: `heard:${media.id}:${seal.hash(text)}`,
      addresses: [to.address],
      // A reply to it is as late as the photo or voice note is old.
      sentAt: media.at,
      content: { kind: 'heard', text, staffId },
      appLanguage: null,
      backlog: false,
    },
  ])
}
