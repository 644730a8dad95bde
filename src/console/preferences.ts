/** Language and time zone: from the query when it asks, else from a cookie, else Indonesian and Jakarta. */
import type { MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { ConsoleContext, ConsoleEnvironment } from './deps.ts'
import { DEFAULT_ZONE } from '../conversation/local-time.ts'
import { ZONES } from './times.ts'
import { LANGUAGES, wordsFor, type Language } from './words/words.ts'

const YEAR_SECONDS = 31_536_000

export function preferences(): MiddlewareHandler<ConsoleEnvironment> {
  return async (context, next) => {
    const asked = context.req.query('bahasa')
    if (isLanguage(asked)) remember(context, 'bahasa', asked)
    const kept = getCookie(context, 'bahasa')
    const language = isLanguage(asked) ? asked : isLanguage(kept) ? kept : 'id'
    const zone = getCookie(context, 'zona')
    context.set('language', language)
    context.set('words', wordsFor(language))
    context.set('zone', isZone(zone) ? zone : DEFAULT_ZONE)
    await next()
  }
}

export function isLanguage(text: string | undefined): text is Language {
  return LANGUAGES.some((language) => language === text)
}

export function isZone(text: string | undefined): text is string {
  return ZONES.some((zone) => zone === text)
}

export function remember(context: ConsoleContext, name: 'bahasa' | 'zona', value: string): void {
  const secure = context.get('connection').https
  setCookie(context, name, value, { path: '/', maxAge: YEAR_SECONDS, sameSite: 'Lax', httpOnly: true, secure })
}
