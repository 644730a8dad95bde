import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IncomingMessage } from '../../src/message.ts'
import { openDatabase, type Database } from '../../src/store/database.ts'
import { openSeal } from '../../src/store/seal.ts'
import { createWhatsAppStore } from '../../src/store/whatsapp.ts'
import { WhatsAppDouble } from '../support/whatsapp-double.ts'
import { isUp, linkByQr, NOW, startChannel, type Running } from '../support/whatsapp-double-channel.ts'
import { until } from '../support/whatsapp-double-wait.ts'

describe('the channel on the real store', () => {
  let folder: string
  let database: Database
  let double: WhatsAppDouble
  let running: Running
  let arrived: IncomingMessage[]

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'whatsapp-store-'))
    arrived = []
    double = await new WhatsAppDouble().listen()
    await begin()
    await linkByQr(double, running)
  })

  afterEach(async () => {
    await end()
    await double.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const begin = async () => {
    database = openDatabase({ path: join(folder, 'store.sqlite'), now: () => NOW })
    const store = createWhatsAppStore({
      store: database,
      seal: openSeal(join(folder, 'keys')),
      now: () => NOW,
      prepare: async (batch) => ({ writes: [], committed: () => arrived.push(...batch), failed: () => {} }),
    })
    running = await startChannel(double, store)
  }
  const end = async () => {
    await running.channel.stop()
    database.close()
  }
  const came = (id: string) => until(`${id} came in`, () => arrived.some(({ externalId }) => externalId === id))
  const count = async (table: 'whatsapp_keys' | 'whatsapp_plaintexts' | 'whatsapp_credentials') => {
    const row = await database.db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    return row.count
  }

  it('is still linked after a restart, and reads and answers in the sessions it had', async () => {
    const user = double.directory.addUser(1)
    await came(await double.send(user, 'halo'))
    expect(await running.send(user, 'selamat pagi')).toMatchObject({ status: 'sent' })
    await end()
    const whileAway = await double.send(user, 'masih di sana?')
    await begin()
    await isUp(double, running)
    await came(whileAway)
    expect(await running.send(user, 'masih, Kak')).toMatchObject({ status: 'sent' })
    await came(await double.send(user, 'terima kasih'))
    expect(double.seenBy(user)).toEqual(['selamat pagi', 'masih, Kak'])
    expect([double.nacks, double.retryReceipts, running.qrs]).toEqual([[], [], []])
  })

  it('finds a message that comes again after a restart by its hash', async () => {
    const user = double.directory.addUser(1)
    const id = await double.send(user, 'halo')
    await came(id)
    await until('confirmed', () => double.mailbox.size === 0)
    await end()
    await begin()
    await isUp(double, running)
    double.redeliver(id)
    await until('confirmed again', () => double.receipts.filter((receipt) => receipt.id === id).length === 2)
    expect(double.nacks).toEqual([])
    expect(arrived).toHaveLength(1)
  })

  it('keeps nothing readable in the file, and on logout only a sealed copy of the credentials', async () => {
    const user = double.directory.addUser(1)
    await came(await double.send(user, 'rahasia sekali'))
    const rows = await database.db.selectFrom('whatsapp_plaintexts').select('sealed').execute()
    expect(rows.map(({ sealed }) => sealed.includes('rahasia'))).toEqual([false])
    await running.channel.logout()
    expect(await count('whatsapp_keys')).toBe(0)
    expect(await count('whatsapp_plaintexts')).toBe(0)
    expect(await count('whatsapp_credentials')).toBe(1)
    await end()
    await begin()
    await until('asks to be linked', () => running.channel.pairing().state === 'qr')
  })
})
