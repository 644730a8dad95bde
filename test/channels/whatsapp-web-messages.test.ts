import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { proto } from '@whiskeysockets/baileys'
import { MemoryWhatsAppStore } from '../support/memory-whatsapp-store.ts'
import { WhatsAppDouble } from '../support/whatsapp-double.ts'
import { isUp, linkByQr, startChannel, type Running } from '../support/whatsapp-double-channel.ts'
import { node, phoneMessageId, seconds } from '../support/whatsapp-double-nodes.ts'
import type { DoubleUser } from '../support/whatsapp-double-user.ts'
import { until } from '../support/whatsapp-double-wait.ts'

describe('messages through a linked device', () => {
  let double: WhatsAppDouble
  let store: MemoryWhatsAppStore
  let running: Running
  let user: DoubleUser
  let inboxClosed: boolean

  beforeEach(async () => {
    inboxClosed = false
    double = await new WhatsAppDouble().listen()
    store = new MemoryWhatsAppStore()
    running = await startChannel(double, store, { canReceive: () => !inboxClosed })
    await linkByQr(double, running)
    user = double.directory.addUser(1)
  })

  afterEach(async () => {
    await running.channel.stop()
    await double.close()
  })

  const receipted = (id: string) => until(`a receipt for ${id}`, () => double.receipts.some((receipt) => receipt.id === id))
  const stored = (id: string) => until(`${id} in the inbox`, () => store.inbox.has(id))

  it('commits the text, its plaintext and the ratchet together, and confirms it after that', async () => {
    const id = await double.send(user, 'halo')
    await receipted(id)
    expect(store.inbox.get(id)).toMatchObject({
      channel: 'whatsapp',
      addresses: [user.lidJid, user.phoneJid],
      content: { kind: 'text', text: 'halo' },
      backlog: false,
    })
    const commit = store.commits.find(({ incoming }) => incoming?.[0]?.externalId === id)
    expect(commit?.keys?.map(({ type }) => type)).toEqual(expect.arrayContaining(['session', 'pre-key', 'identity-key']))
    expect(commit?.plaintext).toBeDefined()
  })

  it('confirms nothing while the store fails, and takes the message in when it works again', async () => {
    store.failsIncoming = true
    const id = await double.send(user, 'halo')
    await until('two tries', () => store.failedCommits >= 2)
    expect(double.receipts.filter((receipt) => receipt.id === id)).toEqual([])
    expect(double.nacks).toEqual([])
    expect(running.events.map(({ kind }) => kind)).toContain('store-failed')
    store.failsIncoming = false
    await receipted(id)
    expect(store.inbox.has(id)).toBe(true)
    const next = await double.send(user, 'masih di sini')
    await stored(next)
  })

  it('gets a message again after a restart when the store failed until the end', async () => {
    store.failsIncoming = true
    const id = await double.send(user, 'tolong')
    await until('a try', () => store.failedCommits >= 1)
    await running.channel.stop()
    expect(double.mailbox.size).toBe(1)
    expect(double.nacks).toEqual([])
    store.failsIncoming = false
    running = await startChannel(double, store)
    await isUp(double, running)
    await receipted(id)
    expect(store.inbox.get(id)?.content).toEqual({ kind: 'text', text: 'tolong' })
  })

  it('takes in what was sent while it was away, marked as backlog', async () => {
    const first = await double.send(user, 'halo')
    await receipted(first)
    await running.channel.stop()
    const ids = [await double.send(user, 'masih ada?'), await double.send(user, 'tolong')]
    running = await startChannel(double, store)
    await isUp(double, running)
    for (const id of ids) await receipted(id)
    expect(ids.map((id) => store.inbox.get(id)?.backlog)).toEqual([true, true])
    expect(double.mailbox.size).toBe(0)
  })

  it('needs no word of the server that the backlog is through', async () => {
    double.saysOfflineIsDone = false
    await running.channel.stop()
    const id = await double.send(user, 'halo')
    running = await startChannel(double, store)
    await receipted(id)
    expect(store.inbox.get(id)?.backlog).toBe(true)
  })

  it('counts a redelivery once, and confirms it without a second decryption', async () => {
    const id = await double.send(user, 'halo')
    await receipted(id)
    const before = store.commits.filter(({ plaintext }) => plaintext).length
    double.redeliver(id)
    await until('a second receipt', () => double.receipts.filter((r) => r.id === id).length === 2)
    expect(store.commits.filter(({ plaintext }) => plaintext)).toHaveLength(before)
    expect([...store.inbox.keys()]).toEqual([id])
    expect(double.nacks).toEqual([])
  })

  it('knows one person by lid and by phone number', async () => {
    const byLid = await double.send(user, 'satu')
    await stored(byLid)
    const byPhone = await double.send(user, 'dua', { addressing: 'phone' })
    await stored(byPhone)
    const expected = [user.lidJid, user.phoneJid]
    expect(store.inbox.get(byLid)?.addresses).toEqual(expected)
    expect(store.inbox.get(byPhone)?.addresses).toEqual(expected)
  })

  it('tells once that a message could not be read, and takes the real one under its own id', async () => {
    const id = await double.send(user, 'halo', { corrupted: true })
    await until('unreadable', () => running.received.some(({ content }) => content.kind === 'undecryptable'))
    await stored(id)
    expect(store.inbox.get(id)?.content).toEqual({ kind: 'text', text: 'halo' })
    expect(double.retryReceipts).toContain(id)
    const unreadable = running.received.filter(({ content }) => content.kind === 'undecryptable')
    expect(unreadable.map(({ externalId }) => externalId)).toEqual([`${id}:undecryptable`])
  })

  it('keeps what could not be decrypted until the inbox takes it', async () => {
    inboxClosed = true
    await double.send(user, 'halo', { corrupted: true })
    await until('the inbox refused', () => running.events.some(({ kind }) => kind === 'store-failed'))
    inboxClosed = false
    await until('unreadable', () => running.received.length > 0)
    expect(running.received.map(({ content }) => content.kind)).toEqual(['undecryptable'])
  })

  it('reads a late message of an older session, and the next one of the newer session', async () => {
    const first = await double.send(user, 'halo')
    await stored(first)
    expect((await running.send(user, 'satu')).status).toBe('sent')
    await stored(await double.send(user, 'terima kasih'))
    const late = await double.mailbox.fromPerson(user, { conversation: 'terlambat' }, {})
    const lateId = late.attrs['id'] ?? ''
    double.mailbox.confirm(lateId)
    // Restarted with no list of devices, the channel opens a new session with its next message.
    await running.channel.stop()
    running = await startChannel(double, store)
    await isUp(double, running)
    expect((await running.send(user, 'dua')).status).toBe('sent')
    double.sendStanza(late)
    await stored(lateId)
    await stored(await double.send(user, 'masih terbaca'))
    expect(double.seenBy(user)).toEqual(['satu', 'dua'])
    expect(double.nacks).toEqual([])
    expect(double.retryReceipts).toEqual([])
  })

  it('drops a text without encryption: only the server could have made it', async () => {
    const forged = await double.send(user, 'kirim uang ke sini', { unencrypted: true })
    const real = await double.send(user, 'halo')
    await stored(real)
    expect(store.inbox.has(forged)).toBe(false)
    expect(running.received.map(({ externalId }) => externalId)).not.toContain(forged)
  })

  it('keeps quiet about groups, broadcasts and channels', async () => {
    const others = ['120363000000000001@g.us', 'status@broadcast', '120363000000000002@newsletter']
    for (const from of others) {
      const attrs = { id: phoneMessageId(), from, participant: user.lidJid, type: 'text', t: seconds() }
      double.sendStanza(node('message', attrs, [node('enc', { v: '2', type: 'skmsg' }, Buffer.alloc(40))]))
    }
    await stored(await double.send(user, 'halo'))
    await until('the server need not keep them', () => double.mailbox.size === 0)
    expect(store.inbox.size).toBe(1)
    expect(double.outgoing).toEqual([])
  })

  it('sees what staff typed on the phone, for the person it went to', async () => {
    const id = await double.typeOnPhone(user, 'Halo, saya petugas.')
    await stored(id)
    expect(store.inbox.get(id)).toMatchObject({
      addresses: [user.lidJid, user.phoneJid],
      content: { kind: 'typed-on-phone', text: 'Halo, saya petugas.' },
    })
  })

  it('takes in an edit, a deletion, a reaction and a place', async () => {
    const first = await double.send(user, 'majikan pukul')
    const key = { remoteJid: user.lidJid, fromMe: true, id: first }
    const { Type } = proto.Message.ProtocolMessage
    const edit = await double.send(user, {
      editedMessage: {
        message: {
          protocolMessage: { type: Type.MESSAGE_EDIT, key, editedMessage: { conversation: 'majikan memukul' } },
        },
      },
    })
    const deletion = await double.send(user, { protocolMessage: { type: Type.REVOKE, key } })
    const reaction = await double.send(user, { reactionMessage: { key, text: '👍' } })
    const place = await double.send(user, { locationMessage: { degreesLatitude: 22.3, degreesLongitude: 114.1 } })
    for (const id of [edit, deletion, reaction, place]) await stored(id)
    expect(store.inbox.get(edit)?.content).toEqual({ kind: 'edited', text: 'majikan memukul', ofExternalId: first })
    expect(store.inbox.get(deletion)?.content).toEqual({ kind: 'deleted', ofExternalId: first })
    expect(store.inbox.get(reaction)?.content).toEqual({ kind: 'reaction', emoji: '👍', toExternalId: first })
    expect(store.inbox.get(place)?.content).toEqual({ kind: 'location', latitude: 22.3, longitude: 114.1 })
  })

  it('rejects a call and reports it, so that the person gets an answer in words', async () => {
    await stored(await double.send(user, 'halo'))
    double.call(user, 'CALL1')
    await until('rejected', () => double.rejectedCalls.includes('CALL1'))
    await until('reported', () => running.received.some(({ externalId }) => externalId === 'call:CALL1'))
    const call = running.received.find(({ externalId }) => externalId === 'call:CALL1')
    expect(call).toMatchObject({
      addresses: [user.lidJid, user.phoneJid],
      content: { kind: 'unsupported', what: 'call' },
    })
  })

  it('says that it read something only when asked to', async () => {
    const id = await double.send(user, 'halo')
    await receipted(id)
    expect(double.receipts.map(({ type }) => type)).not.toContain('read')
    await running.channel.markRead(user.lidJid, [id, 'call:CALL1'])
    await until('read', () => double.receipts.some((r) => r.id === id && r.type === 'read'))
    expect(double.receipts.map((r) => r.id)).not.toContain('call:CALL1')
  })

  it('comes through a dropped line in the middle of a backlog without losing a message', async () => {
    await running.channel.stop()
    double.saysOfflineIsDone = false
    const ids: string[] = []
    for (let n = 0; n < 20; n += 1) ids.push(await double.send(user, `pesan ${n}`))
    running = await startChannel(double, store)
    await until('some are confirmed', () => double.receipts.length >= 5)
    double.drop()
    double.saysOfflineIsDone = true
    await until('all are confirmed', () => double.mailbox.size === 0)
    expect(ids.filter((id) => !store.inbox.has(id))).toEqual([])
    expect(double.nacks).toEqual([])
  })
})
