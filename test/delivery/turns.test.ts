import { describe, expect, it } from 'vitest'
import type { Assistant } from '../../src/assistant.ts'
import { FAILED } from '../../src/conversation/texts.ts'
import { NOON, textMessage } from '../support/builders-core.ts'
import { assistant, freezeTime, prepareAssistant, startCore } from '../support/core-app.ts'

/** Throws at messages that hold `word`, the first `times` times. */
function failing(word: string, times: number): Assistant & { readonly tries: () => number } {
  const real = assistant()
  let tries = 0
  return {
    ...real,
    tries: () => tries,
    handleMessage(input) {
      if (input.message.content.kind === 'text' && input.message.content.text.includes(word) && tries++ < times)
        throw new TypeError('something broke')
      return real.handleMessage(input)
    },
  }
}

prepareAssistant()

describe('a turn that fails', () => {
  it('is tried again and then answered as if nothing had happened', async () => {
    freezeTime()
    const broken = failing('rusak', 3)
    const { telegram, pass } = await startCore({ assistant: broken })
    await telegram.receive(textMessage('rusak, gaji belum dibayar', { from: '7001' }))
    await pass(30_000)
    expect(broken.tries()).toBe(4)
    expect(telegram.shown('7001').join(' ')).toMatch(/[Gg]aji/)
    expect(telegram.shown('7001')).not.toContain(FAILED)
  })

  it('is given up after five times: the person is told, and staff see it', async () => {
    freezeTime()
    const broken = failing('rusak', 99)
    const { telegram, pass, app } = await startCore({ assistant: broken })
    await telegram.receive(textMessage('rusak terus', { from: '7001' }))
    await pass(60_000)
    expect(broken.tries()).toBe(5)
    expect(telegram.shown('7001')).toEqual([FAILED])
    expect(await app.store.db.selectFrom('inbox').select(['state', 'attempts']).execute()).toEqual([{ state: 'failed', attempts: 5 }])
    expect(await app.store.db.selectFrom('conversations').select(['rank', 'waiting_since']).executeTakeFirstOrThrow()).toMatchObject({
      rank: 1,
    })
  })

  it('keeps nobody else waiting', async () => {
    freezeTime()
    const { telegram, settle } = await startCore({ assistant: failing('rusak', 99) })
    await telegram.receive(textMessage('rusak', { from: '7001' }), textMessage('halo', { from: '7002' }))
    await settle()
    expect(telegram.shown('7002')).toHaveLength(1)
    expect(telegram.shown('7001')).toEqual([])
  })

  it('is not overtaken by the next message of the same person', async () => {
    freezeTime()
    const { telegram, pass, settle } = await startCore({ assistant: failing('gaji', 2) })
    await telegram.receive(textMessage('gaji belum dibayar', { from: '7001', sentAt: NOON }))
    await telegram.receive(textMessage('makasih ya', { from: '7001', sentAt: NOON + 1 }))
    await settle()
    expect(telegram.shown('7001')).toEqual([])
    await pass(10_000)
    const shown = telegram.shown('7001')
    expect(shown[0]).toMatch(/[Gg]aji/)
    expect(shown.at(-1)).toMatch(/Sama-sama/)
  })

  it('leaves nothing behind of the tries', async () => {
    freezeTime()
    const { telegram, pass, app } = await startCore({ assistant: failing('rusak', 4) })
    await telegram.receive(textMessage('rusak halo', { from: '7001' }))
    await pass(60_000)
    const lines = await app.store.db.selectFrom('messages').select('direction').execute()
    expect(lines.filter((line) => line.direction === 'in')).toHaveLength(1)
    expect(lines.filter((line) => line.direction === 'out')).toHaveLength(telegram.shown('7001').length)
  })
})
