import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemoryWhatsAppStore } from '../support/memory-whatsapp-store.ts'
import { WhatsAppDouble } from '../support/whatsapp-double.ts'
import { isUp, linkByQr, startChannel, type Running } from '../support/whatsapp-double-channel.ts'
import { until } from '../support/whatsapp-double-wait.ts'

describe('when the connection ends', () => {
  let double: WhatsAppDouble
  let store: MemoryWhatsAppStore
  let running: Running

  beforeEach(async () => {
    double = await new WhatsAppDouble().listen()
    store = new MemoryWhatsAppStore()
    running = await startChannel(double, store)
    await linkByQr(double, running)
  })

  afterEach(async () => {
    await running.channel.stop()
    await double.close()
  })

  const works = async () => {
    const id = await double.send(double.directory.addUser(1), 'halo')
    await until('stored', () => store.inbox.has(id))
    return true
  }

  it.each([428, 500, 503, 515])('comes back by itself after %i, keys in hand', async (code) => {
    const { logins } = double
    double.disconnect(code)
    await until('another login', () => double.logins > logins)
    await isUp(double, running)
    expect(await works()).toBe(true)
    expect(running.events).toEqual([])
    expect(store.forgotten).toBe(0)
  })

  it('comes back by itself when the line drops', async () => {
    const { logins } = double
    double.drop()
    await until('another login', () => double.logins > logins)
    await isUp(double, running)
    expect(await works()).toBe(true)
  })

  it('keeps trying while the server refuses for a passing reason', async () => {
    const { logins } = double
    double.refuseNextLogin(503)
    double.drop()
    await until('another login', () => double.logins > logins)
    await isUp(double, running)
    expect(running.events).toEqual([])
  })

  it.each([
    [401, 'logged-out', 'unpaired'],
    [411, 'mismatch', 'paired'],
    [440, 'replaced', 'paired'],
  ])('stops after %i, tells staff why, and does not connect again', async (code, kind, pairing) => {
    const { connects } = double
    double.disconnect(code)
    await until('staff know', () => running.events.length > 0)
    expect(running.events.map((event) => event.kind)).toEqual([kind])
    expect(running.channel.health()).toMatchObject({ state: 'down', detail: running.events[0]?.text })
    expect(running.channel.pairing().state).toBe(pairing)
    expect(await running.send(double.directory.addUser(1), 'halo')).toMatchObject({ status: 'unavailable' })
    expect(double.connects).toBe(connects)
    expect(store.credentials).not.toBeNull()
  })

  it.each([
    [403, 'banned'],
    [405, 'version-too-old'],
  ])('stops when a login is refused with %i', async (code, kind) => {
    double.refuseNextLogin(code)
    double.drop()
    await until('staff know', () => running.events.length > 0)
    expect(running.events.map((event) => event.kind)).toEqual([kind])
    expect(store.credentials).not.toBeNull()
  })

  it('connects again when staff say so', async () => {
    double.disconnect(440)
    await until('staff know', () => running.events.length > 0)
    await running.channel.restart()
    await isUp(double, running)
    expect(await works()).toBe(true)
  })

  it('gives up a connection on which nothing comes any more', async () => {
    await running.channel.stop()
    running = await startChannel(double, store, { lateSocketMilliseconds: 400 })
    await isUp(double, running)
    double.deaf = true
    await until('staff know', () => running.events.some(({ kind }) => kind === 'silent'))
    double.deaf = false
    await isUp(double, running)
    expect(await works()).toBe(true)
  })

  it('is stopped for good after stop, also when told twice', async () => {
    await running.channel.stop()
    await running.channel.stop()
    const { connects } = double
    await running.channel.restart()
    expect(running.channel.health().state).toBe('stopped')
    expect(double.connects).toBe(connects)
  })
})
