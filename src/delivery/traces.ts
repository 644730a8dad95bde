import type { ChannelName } from '../message.ts'

/** The part of a transport's id that names the message in its chat, where it can be deleted by us; null elsewhere. */
export function traceOf(channel: ChannelName, transportId: string, whose: 'ours' | 'theirs'): string | null {
  if (channel === 'telegram') return /^-?\d+:(\d+)$/u.exec(transportId)?.[1] ?? null
  // Ids of our own making: through a paired phone only our own messages can be taken back.
  return channel === 'whatsapp' && whose === 'ours' && /^3EB0[0-9A-F]+$/u.test(transportId) ? transportId : null
}
