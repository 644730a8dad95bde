/** A mail server on loopback that takes what it is given, or refuses. */
import { createServer, type AddressInfo, type Socket } from 'node:net'

export interface SmtpDouble {
  /** "smtp://127.0.0.1:1234" */
  readonly url: string
  readonly mails: { readonly to: readonly string[]; readonly text: string }[]
  /** From now on every address is refused, or taken again. */
  refuse(yes: boolean): void
  close(): Promise<void>
}

export async function startSmtpDouble(): Promise<SmtpDouble> {
  const mails: { to: readonly string[]; text: string }[] = []
  const sockets = new Set<Socket>()
  let refuses = false
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    let to: string[] = []
    let data: string | null = null
    let rest = ''
    const line = (text: string): void => {
      if (data !== null) {
        if (text !== '.') return void (data += `${text}\n`)
        mails.push({ to, text: data })
        ;[to, data] = [[], null]
        return void socket.write('250 taken\r\n')
      }
      const verb = text.slice(0, 4).toUpperCase()
      if (verb === 'RCPT') {
        if (refuses) return void socket.write('550 no such mailbox\r\n')
        to.push(/<([^>]*)>/.exec(text)?.[1] ?? '')
      }
      if (verb === 'DATA') data = ''
      socket.write(verb === 'DATA' ? '354 go on\r\n' : verb === 'QUIT' ? '221 bye\r\n' : '250 OK\r\n')
      if (verb === 'QUIT') socket.end()
    }
    socket.write('220 double\r\n')
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('utf8')).split('\r\n')
      rest = lines.pop() ?? ''
      for (const one of lines) line(one)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    refuse: (yes) => void (refuses = yes),
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
