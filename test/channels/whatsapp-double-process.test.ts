import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { MemoryWhatsAppStore } from '../support/memory-whatsapp-store.ts'
import type { DoubleCommand } from '../support/whatsapp-double-process.ts'
import { startChannel } from '../support/whatsapp-double-channel.ts'
import { until } from '../support/whatsapp-double-wait.ts'

const PROGRAM = fileURLToPath(new URL('../support/whatsapp-double-process.ts', import.meta.url))

describe('the double as a program of its own', () => {
  it('links a channel of another process and carries a message', async () => {
    const program = spawn(process.execPath, ['--import', 'tsx', PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] })
    const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]()
    const read = async () => JSON.parse((await lines.next()).value ?? '') as Record<string, unknown>
    const ask = async (command: DoubleCommand) => {
      program.stdin.write(`${JSON.stringify(command)}\n`)
      return read()
    }
    const { url, mediaOrigin } = await read()
    const store = new MemoryWhatsAppStore()
    const address = { url: String(url), media: { origin: String(mediaOrigin) } }
    const running = await startChannel(address, store)
    try {
      await until('a QR', () => running.qrs.length > 0)
      expect(await ask({ do: 'scan', qr: running.qrs[0] ?? '' })).toEqual({ ok: null })
      await until('up', () => running.channel.health().state === 'up')
      const { ok: id } = await ask({ do: 'send', user: 1, text: 'halo' })
      await until('stored', () => store.inbox.has(String(id)))
      program.stdin.write('nonsense\n')
      expect(await read()).toHaveProperty('error')
    } finally {
      await running.channel.stop()
      program.stdin.end()
      program.kill()
    }
  })
})
