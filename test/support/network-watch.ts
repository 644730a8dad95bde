/** Notes every address that this process opens a connection to, by whatever library. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** `host:port` of each connection begun since, as far as asked for: a name where one was looked up. Until the test ends. */
export function watchNetwork(): readonly string[] {
  const reached: string[] = []
  const onSocket = (message: unknown): void => {
    const { socket } = message as { socket: Socket }
    socket.on('lookup', (_error, _address, _family, host) => reached.push(`${host}:lookup`))
    socket.once('connect', () => reached.push(`${socket.remoteAddress}:${socket.remotePort}`))
  }
  const onFetch = (message: unknown): void => {
    const { connectParams } = message as { connectParams: { hostname: string; port: string } }
    reached.push(`${connectParams.hostname}:${connectParams.port}`)
  }
  subscribe('net.client.socket', onSocket)
  subscribe('undici:client:beforeConnect', onFetch)
  onTestFinished(() => {
    unsubscribe('net.client.socket', onSocket)
    unsubscribe('undici:client:beforeConnect', onFetch)
  })
  return reached
}
