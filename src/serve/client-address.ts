/** Whose request it is: the socket's address, or what a trusted proxy says in X-Forwarded-For. */
import type { HttpBindings } from '@hono/node-server'
import type { Context, MiddlewareHandler } from 'hono'

export interface ClientConnection {
  readonly address: string
  readonly https: boolean
  /** Straight from this machine, with no proxy in between. */
  readonly loopback: boolean
}

export interface Connections {
  /** Notes each request's connection before anything else looks at it. */
  readonly middleware: MiddlewareHandler
  /** The connection of a request that passed the middleware; an unknown one counts as remote and unencrypted. */
  of(request: Request): ClientConnection
}

export function createConnections(trustProxy: readonly string[]): Connections {
  const known = new WeakMap<Request, ClientConnection>()
  return {
    middleware: async (context, next) => {
      known.set(context.req.raw, read(context, trustProxy))
      await next()
    },
    of: (request) => known.get(request) ?? { address: '', https: false, loopback: false },
  }
}

/** The rightmost address in X-Forwarded-For that is not a trusted proxy counts; everything left of it can be forged. */
function read(context: Context, trustProxy: readonly string[]): ClientConnection {
  const { incoming } = context.env as Partial<HttpBindings>
  const socket = plain(incoming?.socket.remoteAddress ?? '')
  const encrypted = incoming !== undefined && 'encrypted' in incoming.socket
  if (!trustProxy.includes(socket)) return { address: socket, https: encrypted, loopback: isLoopback(socket) }
  const forwarded = (context.req.header('x-forwarded-for') ?? '')
    .split(',')
    .map((part) => plain(part.trim()))
    .filter((part) => part !== '')
  const address = forwarded.findLast((part) => !trustProxy.includes(part)) ?? socket
  const https = context.req.header('x-forwarded-proto') === 'https'
  return { address, https, loopback: forwarded.length === 0 && isLoopback(socket) }
}

function plain(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.')
}
