import type { ChannelName } from '../message.ts'

/** The part of a transport's id that names the message in its chat, where messages of others can be deleted; null elsewhere. */
export function traceOf(channel: ChannelName, transportId: string): string | null {
  return channel === 'telegram' ? (/^-?\d+:(\d+)$/u.exec(transportId)?.[1] ?? null) : null
}
