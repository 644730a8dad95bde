import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemoryWhatsAppStore } from '../support/memory-whatsapp-store.ts'
import { WhatsAppDouble } from '../support/whatsapp-double.ts'
import { isUp, linkByQr, startChannel, type Running, type RunningOptions } from '../support/whatsapp-double-channel.ts'
import type { DoubleUser } from '../support/whatsapp-double-user.ts'
import { until } from '../support/whatsapp-double-wait.ts'

describe('sending', () => {
  let double: WhatsAppDouble
  let store: MemoryWhatsAppStore
  let running: Running
  let user: DoubleUser

  beforeEach(async () => {
    double = await new WhatsAppDouble().listen()
    store = new MemoryWhatsAppStore()
    await start({})
    await linkByQr(double, running)
    user = double.directory.addUser(1)
    const id = await double.send(user, 'halo')
    await until('stored', () => store.inbox.has(id))
  })

  afterEach(async () => {
    await running.channel.stop()
    await double.close()
  })

  const start = async (options: RunningOptions) => {
    running = await startChannel(double, store, options)
  }
  const restartWith = async (options: RunningOptions) => {
    await running.channel.stop()
    await start(options)
    await isUp(double, running)
  }

  it('is done when the server took it, and reports delivery and reading later', async () => {
    const providerId = running.channel.newProviderId()
    expect(await running.send(user, 'halo juga', { providerId })).toEqual({
      status: 'sent',
      providerIds: [providerId],
    })
    await until('delivered', () => running.reports.length > 0)
    double.receipt(user, providerId ?? '', 'read')
    await until('read', () => running.reports.length > 1)
    expect(running.reports.map(({ state, providerId: id }) => [state, id])).toEqual([
      ['delivered', providerId],
      ['read', providerId],
    ])
    expect(running.channel.health().lastMessageOutAt).not.toBeNull()
  })

  it('sends nothing when silence was asked for during the pause', async () => {
    let asked = 0
    expect(await running.send(user, 'halo juga', { stillAllowed: async () => ++asked === 1 })).toEqual({ status: 'withdrawn' })
    expect(asked).toBe(2)
    expect(double.seenBy(user)).toEqual([])
  })

  it('shows no typing to somebody who asked for silence before', async () => {
    expect(await running.send(user, 'halo juga', { stillAllowed: async () => false })).toEqual({ status: 'withdrawn' })
    expect(double.seenBy(user)).toEqual([])
    expect(double.presences).toEqual([])
  })

  it('writes choices as numbered lines of plain text', async () => {
    const choices = [
      { id: 'work', label: 'Kerja ke luar negeri' },
      { id: 'trouble', label: 'Ada masalah' },
    ]
    await running.send(user, '', { bubble: { text: 'Mau tanya apa, Kak?', choices } })
    expect(double.seenBy(user)).toEqual(['Mau tanya apa, Kak?\n\n1 Kerja ke luar negeri\n2 Ada masalah'])
  })

  it('shows that it types before a reply, but not before a safety message', async () => {
    await running.send(user, 'aman', { safety: true })
    expect(double.presences).toEqual([])
    await running.send(user, 'biasa')
    expect(double.presences).toEqual([{ to: user.lidJid, state: 'composing' }])
  })

  it('may be sent again under the same id: the person sees it once', async () => {
    await restartWith({ ackMilliseconds: 100 })
    const providerId = running.channel.newProviderId()
    double.acknowledges = false
    expect(await running.send(user, 'sekali', { providerId })).toMatchObject({ status: 'ambiguous' })
    expect(running.events.map(({ kind }) => kind)).toEqual(['no-ack'])
    double.acknowledges = true
    await restartWith({})
    expect(await running.send(user, 'sekali', { providerId })).toMatchObject({ status: 'sent' })
    expect(double.outgoing.map(({ id }) => id)).toEqual([providerId, providerId])
    expect(double.seenBy(user)).toEqual(['sekali'])
  })

  it('does not know what became of a message when the line drops before the answer', async () => {
    double.acknowledges = false
    const result = running.send(user, 'putus')
    await until('it left', () => double.outgoing.length > 0)
    double.drop()
    expect(await result).toEqual({ status: 'ambiguous', reason: 'no-ack-closed' })
  })

  it('stops sending for everyone when WhatsApp restricts the account, until staff say so', async () => {
    double.ackError = '463'
    expect(await running.send(user, 'satu')).toEqual({ status: 'unavailable', reason: 'restricted' })
    double.ackError = null
    const sent = double.outgoing.length
    expect(await running.send(double.directory.addUser(2), 'dua')).toMatchObject({ status: 'unavailable' })
    expect(double.outgoing).toHaveLength(sent)
    expect(running.events.map(({ kind }) => kind)).toEqual(['restricted'])
    expect(running.channel.health().state).toBe('degraded')
    await running.channel.restart()
    await isUp(double, running)
    expect(await running.send(user, 'satu')).toMatchObject({ status: 'sent' })
  })

  it('tries a stanza that the server did not like once more, then gives up', async () => {
    double.ackError = '479'
    expect(await running.send(user, 'satu')).toEqual({ status: 'refused', reason: 'ack-479', blocked: false })
    expect(double.outgoing).toHaveLength(2)
    double.once('outgoing', () => {
      // The first copy is answered with the error, the second is taken.
      setImmediate(() => (double.ackError = null))
    })
    expect(await running.send(user, 'dua')).toMatchObject({ status: 'sent' })
  })

  it('waits before it tries again when the server is busy', async () => {
    double.ackError = '503'
    expect(await running.send(user, 'satu')).toEqual({
      status: 'retry',
      afterMilliseconds: 60_000,
      reason: 'ack-503',
    })
  })

  it('never writes to somebody who has not written', async () => {
    await restartWith({ hasWritten: async (address) => address === user.lidJid })
    const stranger = double.directory.addUser(9)
    expect(await running.send(stranger, 'halo')).toMatchObject({ status: 'refused', reason: 'never-wrote' })
    expect(await running.send(user, 'halo')).toMatchObject({ status: 'sent' })
    expect(double.seenBy(stranger)).toEqual([])
  })

  it('reaches a person by phone number where no lid is known', async () => {
    expect(await running.send(user, 'halo', { address: user.phoneJid })).toMatchObject({ status: 'sent' })
    expect(double.seenBy(user)).toEqual(['halo'])
  })

  it('keeps ten messages to five people at once apart', async () => {
    const people = [user, ...[2, 3, 4, 5].map((number) => double.directory.addUser(number))]
    const texts = (person: DoubleUser) => [`satu ${person.name}`, `dua ${person.name}`]
    const results = await Promise.all(people.flatMap((person) => texts(person).map((text) => running.send(person, text))))
    expect(results.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 'sent'))
    for (const person of people) expect(double.seenBy(person).sort()).toEqual(texts(person).sort())
  })

  it('refuses an address that is no person', async () => {
    const result = await running.send(user, 'halo', { address: '120363000000000001@g.us' })
    expect(result).toMatchObject({ status: 'refused', reason: 'address' })
  })

  it('sends a safety message at once though the minute is full', async () => {
    await restartWith({ pace: { shortestMilliseconds: 0, longestMilliseconds: 0, messagesPerMinute: 1 } })
    expect(await running.send(user, 'satu')).toMatchObject({ status: 'sent' })
    expect(await running.send(user, 'dua')).toEqual({
      status: 'retry',
      afterMilliseconds: 60_000,
      reason: 'pace',
    })
    expect(await running.send(user, 'aman', { safety: true })).toMatchObject({ status: 'sent' })
    expect(double.seenBy(user)).toEqual(['satu', 'aman'])
  })

  it('answers a phone that could not read a message with the stored text, also after a restart', async () => {
    const providerId = running.channel.newProviderId() ?? ''
    await running.send(user, 'penting', { providerId })
    store.sentTexts.set(providerId, 'penting')
    await restartWith({})
    const before = double.outgoing.length
    double.askAgain(user, providerId)
    await until('sent again', () => double.outgoing.length > before)
    expect(double.outgoing.at(-1)).toMatchObject({ id: providerId, text: 'penting' })
  })

  it('is unavailable, which is no attempt, while the line is down', async () => {
    await running.channel.stop()
    expect(await running.send(user, 'halo')).toEqual({ status: 'unavailable', reason: 'stopped' })
  })
})
