import { describe, expect, it } from 'vitest'
import { createLogger, safeError } from '../src/log.ts'
import { textMessage } from './support/builders-core.ts'
import { assistant, freezeTime, prepareAssistant, startCore } from './support/core-app.ts'

prepareAssistant()

function logged(): { lines: () => string; logger: ReturnType<typeof createLogger> } {
  const chunks: string[] = []
  return { lines: () => chunks.join(''), logger: createLogger('debug', { write: (chunk: string) => void chunks.push(chunk) }) }
}

describe('the log', () => {
  it('is one JSON object a line with time, level and event', () => {
    const { lines, logger } = logged()
    logger.info({ event: 'started', port: 3000 })
    expect(JSON.parse(lines())).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
      event: 'started',
      port: 3000,
    })
  })

  it('shows of an error its kind, code and place, and no number, token or quoted text', () => {
    const error = Object.assign(
      new Error('fetch https://api.telegram.org/bot123456789:AAExampleExampleExampleExample/send failed for +62 812-3456-7890 "halo kak"'),
      { code: 'ECONNRESET' },
    )
    const shown = JSON.stringify(safeError(error))
    expect(shown).toMatch(/ECONNRESET/)
    expect(shown).not.toMatch(/AAExample|3456|halo kak/)
    expect(safeError('text of a person')).toEqual({ kind: 'string' })
  })

  it('shows nothing of a text that could not be parsed, nor of further lines', () => {
    let caught: unknown
    try {
      JSON.parse('saya dipukul majikan')
    } catch (error) {
      caught = error
    }
    expect(JSON.stringify(safeError(caught))).not.toMatch(/dipukul|saya/)
    expect(JSON.stringify(safeError(new Error('refused:\nsaya dipukul\nat rumah majikan')))).not.toMatch(/dipukul|rumah/)
    expect(safeError(new Error('no such table: inbox'))).toMatchObject({
      message: 'no such table: inbox',
      at: [expect.stringContaining('log.test.ts') as string, expect.anything(), expect.anything()],
    })
  })

  it('shows nothing of a cause either', () => {
    const shown = JSON.stringify(safeError(new Error('failed', { cause: new Error('body was "saya dipukul" from 6281234567890') })))
    expect(shown).not.toMatch(/dipukul|6281234567890/)
  })
})

const PEOPLE = 200
const MESSAGES = 10

describe('two thousand messages full of what must not be logged', () => {
  it('leave no trace of it in the log, whatever goes wrong on the way', async () => {
    freezeTime()
    const { lines, logger } = logged()
    const real = assistant()
    let turns = 0
    const stumbling = {
      ...real,
      handleMessage(input: Parameters<typeof real.handleMessage>[0]) {
        turns++
        // Now and then the worst error there is: one that carries the message.
        if (turns % 50 === 7) throw new TypeError(`cannot read "${JSON.stringify(input.message)}"`)
        return real.handleMessage(input)
      },
    }
    const { telegram, settle, pass } = await startCore({ logger, assistant: stumbling })
    let sends = 0
    telegram.answer((message) => {
      sends++
      if (sends % 40 === 3) throw new Error(`chat "${message.address}" said '${message.bubble.text}'`)
      if (sends % 40 === 17) return { status: 'refused', reason: 'chat-not-found', blocked: false }
      if (sends % 40 === 29) return { status: 'retry', afterMilliseconds: 1_000, reason: 'too-many' }
      return { status: 'sent', providerIds: [`p${sends}`] }
    })
    const planted: string[] = []
    for (let n = 0; n < MESSAGES; n++) {
      const batch = Array.from({ length: PEOPLE }, (_, person) => {
        const serial = String(100_000 + n * PEOPLE + person)
        const name = `Zulaikhaplanted${serial}`
        const secrets = [name, `0857${serial}9`, `330112450590${serial.slice(-4)}`, `planted${serial}@mail.test`, `C1${serial}`]
        planted.push(...secrets)
        const words = ['gaji saya belum dibayar', 'halo', 'saya dipukul majikan', 'paspor saya ditahan', 'makasih'][(n + person) % 5] ?? ''
        return textMessage(`${words}, nama saya ${name}, hp ${secrets[1]}, nik ${secrets[2]}, email ${secrets[3]}, paspor ${secrets[4]}`, {
          from: `99${serial}77`,
          sentAt: Date.now(),
        })
      })
      planted.push(...batch.map((message) => message.addresses[0]))
      await telegram.receive(...batch)
      await settle()
    }
    await pass(120_000, 4_000)
    const output = lines()
    expect(output.length).toBeGreaterThan(1_000)
    expect(output).toMatch(/turn-failed/)
    expect(output).toMatch(/send-threw/)
    expect(output).toMatch(/reply-refused/)
    expect(planted.filter((secret) => output.includes(secret))).toEqual([])
    expect(output).not.toMatch(/Zulaikhaplanted|@mail\.test|dipukul/)
  })
})
