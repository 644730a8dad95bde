import type { Spoken } from '../message.ts'

const FORMATS: Readonly<Record<Spoken, Intl.DateTimeFormat>> = {
  id: new Intl.DateTimeFormat('id', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'Asia/Jakarta' }),
  en: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'Asia/Jakarta' }),
}

/** "24 Nov 2026", by the clock of Jakarta. Milliseconds since 1970. */
export function day(at: number, speaks: Spoken): string {
  return FORMATS[speaks].format(at)
}
