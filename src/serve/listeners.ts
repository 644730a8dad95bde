/** The listeners: public (webhooks, web chat, health) and staff (console, readiness, metrics), or both on one port. */
import { serve, type ServerType } from '@hono/node-server'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { Config } from '../config.ts'
import type { Logger } from '../log.ts'
import { safeError } from '../log.ts'

export interface Listeners {
  readonly staffUrl: string
  readonly publicUrl: string
  /** Stops taking requests, lets those under way finish for up to 3 s. */
  stop(): Promise<void>
}

export interface Pages {
  readonly staff: Hono
  readonly public: Hono
}

/** Starts listening. Throws with the variable to change when a port is taken. */
export async function listen(config: Pick<Config, 'staff' | 'public'>, pages: Pages, logger: Logger): Promise<Listeners> {
  const staff = withErrors(config.public === null ? new Hono().route('/', pages.public).route('/', pages.staff) : pages.staff, logger)
  const servers = [await open(staff, config.staff, 'PORT')]
  try {
    if (config.public) servers.push(await open(withErrors(pages.public, logger), config.public, 'PUBLIC_PORT'))
  } catch (error) {
    servers[0]?.server.close()
    throw error
  }
  return {
    staffUrl: servers[0]!.url,
    publicUrl: servers.at(-1)!.url,
    async stop() {
      await Promise.all(servers.map(({ server }) => closeServer(server)))
    },
  }
}

/** Errors never reach a page; the log has their kind and place. */
function withErrors(pages: Hono, logger: Logger): Hono {
  const app = new Hono()
  app.use(secureHeaders({ strictTransportSecurity: false, crossOriginResourcePolicy: 'same-origin', referrerPolicy: 'no-referrer' }))
  app.route('/', pages)
  app.onError((error, context) => {
    logger.error({ event: 'request-failed', method: context.req.method, ...safeError(error) })
    return context.text('Ada gangguan. Coba lagi sebentar.', 500)
  })
  app.notFound((context) => context.text('Halaman tidak ada.', 404))
  return app
}

function open(app: Hono, at: { host: string; port: number }, variable: string): Promise<{ server: ServerType; url: string }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: at.host, port: at.port }, (info) => {
      const host = info.family === 'IPv6' ? `[${info.address}]` : info.address
      resolve({ server, url: `http://${host}:${info.port}` })
    })
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${at.port} is in use: stop the other program or set ${variable} to another port`)
          : new Error(
              `cannot listen on ${at.host}:${at.port} (${error.code ?? error.message}): correct ${variable.replace('PORT', 'HOST')} or ${variable}`,
              { cause: error },
            ),
      )
    })
  })
}

function closeServer(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    if ('closeIdleConnections' in server) server.closeIdleConnections()
    setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections()
      resolve()
    }, 3_000).unref()
  })
}
