/** The staff console: server-rendered pages behind one gate. */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { failure } from './answers.tsx'
import { readAssets } from './assets.ts'
import { createAudit } from './audit.ts'
import type { ConsoleDeps, ConsoleEnvironment, ConsoleParts } from './deps.ts'
import { createRunningExports } from './exports/running.ts'
import { AGENCIES_PATH, LARGEST_UPLOAD_BYTES } from './knowledge/agencies.tsx'
import { gate } from './gate.tsx'
import { createDayColumns } from './numbers/day-columns.ts'
import { createPasswords } from './passwords.ts'
import { preferences } from './preferences.ts'
import { ROUTES } from './routes.ts'
import { securityHeaders } from './security.ts'
import { createSessions } from './sessions.ts'
import { createThrottle } from './throttle.ts'

/** No form of the console without a file is near this size. */
const LARGEST_BODY_BYTES = 64 * 1024

/** The console's pages, to be served at the root of the staff listener. */
export function createConsole(deps: ConsoleDeps): Hono<ConsoleEnvironment> {
  const parts: ConsoleParts = {
    ...deps,
    assets: readAssets(),
    audit: createAudit(deps),
    sessions: createSessions(deps),
    passwords: createPasswords(),
    throttle: createThrottle(deps),
    exports: createRunningExports(),
    counts: createDayColumns(deps.reader),
  }
  const app = new Hono<ConsoleEnvironment>()
  app.use(async (context, next) => {
    context.set('connection', deps.connection(context))
    context.set('viewer', null)
    await next()
  })
  app.use(securityHeaders())
  app.use(preferences())
  const limited = (maxSize: number) => bodyLimit({ maxSize, onError: (context) => failure(context, parts, 'large') })
  const [form, upload] = [limited(LARGEST_BODY_BYTES), limited(LARGEST_UPLOAD_BYTES)]
  app.use((context, next) => (context.req.path === AGENCIES_PATH ? upload : form)(context, next))
  app.use(gate(parts))
  for (const route of ROUTES) app.on(route.method, route.path, (context) => route.handle(context, parts))
  app.notFound((context) => failure(context, parts, 'notFound'))
  app.onError((error, context) => {
    deps.report(error)
    return failure(context, parts, 'broken')
  })
  return app
}
