/** The cookie that carries the session's token: `__Host-sid` over https, `sid` on this very machine over http. */
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { ConsoleContext } from './deps.ts'

export function readSessionCookie(context: ConsoleContext): string | undefined {
  return getCookie(context, nameFor(context))
}

export function writeSessionCookie(context: ConsoleContext, token: string): void {
  const secure = context.get('connection').https
  setCookie(context, nameFor(context), token, { path: '/', httpOnly: true, sameSite: 'Strict', secure })
}

export function clearSessionCookie(context: ConsoleContext): void {
  deleteCookie(context, nameFor(context), { path: '/', secure: context.get('connection').https })
}

function nameFor(context: ConsoleContext): string {
  return context.get('connection').https ? '__Host-sid' : 'sid'
}
