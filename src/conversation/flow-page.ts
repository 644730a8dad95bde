/** The answers to guided questions as one page to print or to pass on (care: families often know little). */
import type { Flow } from '../knowledge/flows.ts'
import type { Bubble, PagePart, Spoken } from '../message.ts'

const WORDS = {
  id: { made: 'Dibuat', send: 'Kirim ke', find: 'Belum diketahui. Isi di sini.' },
  en: { made: 'Made on', send: 'Send to', find: 'Not known yet. Fill in here.' },
} as const

export interface PageAnswer {
  readonly label: string
  /** Null: not known, to be filled in. */
  readonly value: string | null
  /** Where it is found. */
  readonly why: string
}

/** The sealed outbox row is the only place where it lies, until it is sent. */
export function flowPage(
  page: NonNullable<Flow['page']>,
  answers: readonly PageAnswer[],
  contacts: string,
  now: number,
  speaks: Spoken,
): Bubble {
  const words = WORDS[speaks]
  const day = new Intl.DateTimeFormat(speaks === 'id' ? 'id-ID' : 'en-GB', { dateStyle: 'long', timeZone: 'Asia/Jakarta' }).format(now)
  const parts: PagePart[] = [
    { label: page.notice[speaks], text: `${words.made}: ${day}` },
    ...answers.map(({ label, value, why }): PagePart =>
      value === null ? { label, text: `${words.find} ${why}`, toFill: true } : { label, text: value },
    ),
    ...(contacts === '' ? [] : [{ label: words.send, text: contacts }]),
  ]
  return {
    text: page.instead[speaks],
    kept: '[PDF]',
    page: { fileName: page.file, title: page.title[speaks], caption: page.caption[speaks], parts },
  }
}
