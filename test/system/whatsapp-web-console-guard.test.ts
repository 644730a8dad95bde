import { createRequire } from 'node:module'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { guardConsole } from '../../src/channels/whatsapp-web-console-guard.ts'

interface SessionRecord {
  sessions: Record<string, unknown>
  setSession(session: unknown): void
  closeSession(session: unknown): void
}
interface SessionRecordClass {
  new (): SessionRecord
  createEntry(): { indexInfo: Record<string, unknown>; currentRatchet: Record<string, unknown> }
}

const Record = createRequire(import.meta.url)('libsignal/src/session_record.js') as SessionRecordClass

/** libsignal prints the session that it closes, private key included. */
function closeASession(): void {
  const entry = Record.createEntry()
  entry.indexInfo = { baseKey: Buffer.from('base'), closed: -1 }
  entry.currentRatchet = { ephemeralKeyPair: { privKey: Buffer.from('private key') } }
  new Record().closeSession(entry)
}

describe('the console guard', () => {
  let undo = () => {}

  afterEach(() => {
    undo()
    vi.restoreAllMocks()
  })

  it('is needed: without it libsignal prints private keys', () => {
    const printed = vi.spyOn(console, 'info').mockImplementation(() => {})
    closeASession()
    expect(JSON.stringify(printed.mock.calls)).toContain('privKey')
  })

  it('drops what libsignal prints and lets others through, on every method', () => {
    const printed = vi.spyOn(console, 'info').mockImplementation(() => {})
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
    undo = guardConsole()
    closeASession()
    expect(printed).not.toHaveBeenCalled()
    console.info('ours', 1)
    console.warn('ours')
    expect(printed.mock.calls).toEqual([['ours', 1]])
    expect(warned.mock.calls).toEqual([['ours']])
  })

  it('holds when somebody has turned stack traces off', () => {
    const printed = vi.spyOn(console, 'info').mockImplementation(() => {})
    undo = guardConsole()
    const limit = Error.stackTraceLimit
    Error.stackTraceLimit = 0
    closeASession()
    expect(Error.stackTraceLimit).toBe(0)
    Error.stackTraceLimit = limit
    expect(printed).not.toHaveBeenCalled()
  })

  it('can be put on twice and taken off', () => {
    const printed = vi.spyOn(console, 'info').mockImplementation(() => {})
    undo = guardConsole()
    guardConsole()()
    closeASession()
    expect(printed).not.toHaveBeenCalled()
    undo()
    closeASession()
    expect(printed).toHaveBeenCalled()
  })
})
