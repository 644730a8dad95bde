import type { MediaKind } from './texts-media.ts'

const IT: Readonly<Record<MediaKind, string>> = { photo: 'Your photo', voice: 'Your voice note' }
const UNREAD: Readonly<Record<MediaKind, string>> = {
  photo: 'I am a machine and cannot see it yet.',
  voice: 'I am a machine and cannot hear it yet.',
}
const WORDS = 'To be quick: write one sentence, or answer 9 if there is danger now.'

export function mediaAsk(kind: MediaKind, days: number): string {
  return [
    `${IT[kind]} has arrived. ${UNREAD[kind]}`,
    WORDS,
    `May it be kept for staff? Locked, ${days} days at most. It becomes part of your case.`,
  ].join('\n')
}
export const MEDIA_CHOICES = ['Yes', 'No'] as const
export function mediaKept(kind: MediaKind, days: number): string {
  return [`${IT[kind]} has arrived. ${UNREAD[kind]}`, `We try to keep it for staff. Locked, ${days} days at most.`, WORDS].join('\n')
}
export function mediaTooBig(kind: MediaKind, megabytes: number): string {
  return [`${IT[kind]} is too big, so we did not take it.`, `At most ${megabytes} MB. Try a smaller one.`, WORDS].join('\n')
}
export const MEDIA_YES = ['OK, we try to keep it for staff.', 'You can take this back: write cabut izin.'].join('\n')
export const MEDIA_NO = `OK, it is not kept. ${WORDS}`
