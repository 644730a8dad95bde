import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PairingStatus } from '../../src/channels/whatsapp-web-pairing.ts'
import { MemoryWhatsAppStore } from '../support/memory-whatsapp-store.ts'
import { WhatsAppDouble } from '../support/whatsapp-double.ts'
import { isUp, linkByQr, NOW, startChannel, type Running } from '../support/whatsapp-double-channel.ts'
import { until } from '../support/whatsapp-double-wait.ts'

describe('linking the account', () => {
  let double: WhatsAppDouble
  let store: MemoryWhatsAppStore
  let running: Running

  beforeEach(async () => {
    double = await new WhatsAppDouble().listen()
    store = new MemoryWhatsAppStore()
    running = await startChannel(double, store)
  })

  afterEach(async () => {
    await running.channel.stop()
    await double.close()
  })

  const qrShown = () => until('a QR', () => running.channel.pairing().state === 'qr')

  it('shows a QR that lives a minute, and is linked once the phone scanned it', async () => {
    const seen: PairingStatus[] = []
    const unsubscribe = running.channel.subscribePairing((status) => seen.push(status))
    await qrShown()
    expect(running.channel.pairing()).toMatchObject({ qr: running.qrs[0], expiresAt: NOW + 60_000 })
    expect(running.channel.health().state).toBe('down')
    await linkByQr(double, running)
    expect(running.channel.pairing()).toEqual({ state: 'paired' })
    expect(seen.map(({ state }) => state)).toContain('qr')
    expect(running.events).toEqual([])
    unsubscribe()
    const before = seen.length
    await running.channel.logout()
    expect(seen).toHaveLength(before)
  })

  it('stores no credentials before the phone has accepted', async () => {
    await qrShown()
    await running.channel.requestPairingCode('628999000111')
    expect(store.commits.filter(({ credentials }) => credentials !== undefined)).toEqual([])
  })

  it('links by a code that is typed on the phone', async () => {
    await qrShown()
    const code = await running.channel.requestPairingCode('+62 899-9000-111')
    expect(code).toMatch(/^[0-9A-Z]{8}$/)
    expect(running.channel.pairing()).toEqual({ state: 'code', code })
    await until('the double has the request', async () => {
      await double.typeCode(code).catch(() => {})
      return running.channel.pairing().state !== 'code'
    })
    await isUp(double, running)
    const user = double.directory.addUser(1)
    const id = await double.send(user, 'halo')
    await until('stored', () => store.inbox.has(id))
  })

  it('starts anew with a fresh QR after a wrong code', async () => {
    await qrShown()
    await running.channel.requestPairingCode('628999000111')
    await until('the double has the request', () =>
      double.typeCode('AAAAAAAA').then(
        () => true,
        () => false,
      ),
    )
    await until('another QR', () => running.channel.pairing().state === 'qr' && running.qrs.length >= 2)
    await linkByQr(double, running)
    expect(running.channel.pairing()).toEqual({ state: 'paired' })
  })

  it('asks for no code before a QR is shown', async () => {
    await qrShown()
    await linkByQr(double, running)
    await expect(running.channel.requestPairingCode('628999000111')).rejects.toThrow('while a QR is shown')
  })

  it('stops and tells staff when nobody scanned, and begins again when asked', async () => {
    await qrShown()
    double.endQrs()
    await until('unpaired', () => running.channel.pairing().state === 'unpaired')
    expect(running.events.map(({ kind }) => kind)).toEqual(['pairing-ended'])
    expect(running.channel.health()).toMatchObject({ state: 'down' })
    const connects = double.connects
    await running.channel.startPairing()
    await qrShown()
    expect(double.connects).toBe(connects + 1)
    await linkByQr(double, running)
  })

  it('unlinks and forgets everything on logout, without calling it trouble', async () => {
    await linkByQr(double, running)
    await running.channel.logout()
    expect(store.credentials).toBeNull()
    expect(store.forgotten).toBe(1)
    expect(running.channel.pairing()).toEqual({ state: 'unpaired' })
    expect(running.events).toEqual([])
    await running.channel.startPairing()
    await qrShown()
    await linkByQr(double, running)
  })

  it('forgets the old keys only when a new link is asked for after the phone ended the old one', async () => {
    await linkByQr(double, running)
    double.disconnect(401)
    await until('unpaired', () => running.channel.pairing().state === 'unpaired')
    expect(store.forgotten).toBe(0)
    expect(store.credentials).not.toBeNull()
    await running.channel.startPairing()
    expect(store.forgotten).toBe(1)
    await qrShown()
    await linkByQr(double, running)
  })

  it('leaves a working link alone when linking is asked for', async () => {
    await linkByQr(double, running)
    await running.channel.startPairing()
    expect(double.logins).toBe(1)
    expect(store.forgotten).toBe(0)
  })
})
