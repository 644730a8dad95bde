import { describe, expect, it, vi } from 'vitest'
import { taking } from '../../src/console/case-changes.ts'
import type { AlertTarget } from '../../src/alerts/alert-target.ts'
import { write } from '../../src/store/writes.ts'
import { NOON, textMessage } from '../support/builders-core.ts'
import { freezeTime, prepareAssistant, startCore, type Core, type CoreOptions } from '../support/core-app.ts'

prepareAssistant()

const now = (): number => Date.now()
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const TEST = 'Tes peringatan Tanya Migran. Tidak perlu dijawab.'

interface Group extends AlertTarget {
  readonly got: string[]
  accepts: boolean
}

function group(level: AlertTarget['level'] = 'first'): Group {
  const made: Group = {
    name: 'group',
    level,
    got: [],
    accepts: true,
    async send(text) {
      if (made.accepts) made.got.push(text)
      return made.accepts
    },
  }
  return made
}

async function start(targets: readonly Group[], options: CoreOptions = {}): Promise<Core> {
  const core = await startCore({ ...options, alertTargets: targets })
  await core.pass(1_000)
  return core
}

/** Hours go by of which only the end matters. */
async function jump(core: Core, milliseconds: number): Promise<void> {
  vi.setSystemTime(now() + milliseconds)
  core.app.alerter.wake()
  await core.pass(2_000)
}

async function says({ telegram, pass }: Core, text: string, from = '7001'): Promise<void> {
  await telegram.receive(textMessage(text, { from, sentAt: now() }))
  await pass(2_000)
}

async function staff({ app }: Core, until: number, since = now()): Promise<void> {
  await app.store.commit([
    write(
      app.store.db
        .insertInto('staff')
        .values({
          id: 's1',
          name: 'Sari',
          alias: 'Ibu Dewi',
          role: 'caseworker',
          password_hash: '',
          created_at: NOON,
          totp_step: 0,
          restricted_team: 0,
        })
        .onConflict((conflict) => conflict.doNothing()),
    ),
    write(
      app.store.db
        .insertInto('on_duty')
        .values({ staff_id: 's1', since, until })
        .onConflict((conflict) => conflict.column('staff_id').doUpdateSet({ since, until })),
    ),
  ])
  await app.duty.refresh()
}

const take = async ({ app }: Core): Promise<void> => {
  const { id } = await app.store.db.selectFrom('cases').select('id').executeTakeFirstOrThrow()
  await app.store.commit(taking({ store: app.store, now, newId: app.newId, seal: app.seal }, id, 's1', null))
}

describe('an emergency', () => {
  it('alerts at once, with nothing in it but number, urgency, country, minutes and link', async () => {
    freezeTime()
    const telegram = group()
    const core = await start([telegram])
    expect(telegram.got).toEqual([TEST])
    await says(core, 'saya Siti Aminah dikunci majikan di taiwan, 0812 3456 7890')
    const { id, number } = await core.app.store.db.selectFrom('cases').select(['id', 'number']).executeTakeFirstOrThrow()
    expect(telegram.got.slice(1)).toEqual([`${number} · DARURAT · Taiwan · 0 menit\nhttp://127.0.0.1:3000/kasus/${id}`])
  })

  it('comes again until it is taken, goes to more people after a while, and then is silent', async () => {
    freezeTime()
    const [telegram, heads] = [group(), group('escalation')]
    const core = await start([telegram, heads])
    await says(core, 'saya dikunci majikan')
    await core.pass(11 * MINUTE, MINUTE)
    expect(telegram.got.slice(1).map((text) => text.split(' · ')[1])).toEqual(['DARURAT', 'DARURAT, belum diambil'])
    await core.pass(20 * MINUTE, MINUTE)
    expect(telegram.got.at(-1)).toMatch(/DARURAT, belum diambil: dinaikkan · negara belum diketahui · 3\d menit/)
    expect(heads.got).toEqual([TEST, telegram.got.at(-1)])
    const before = telegram.got.length
    await take(core)
    await core.pass(25 * MINUTE, MINUTE)
    expect(telegram.got).toHaveLength(before)
    const events = await core.app.store.db.selectFrom('case_events').select('kind').orderBy('id').execute()
    expect(events.map(({ kind }) => kind)).toEqual(['opened', 'alerted', 'alerted', 'alerted', 'escalated', 'taken'])
  })

  it('rings seldom after some time: a bell that never stops is not heard', async () => {
    freezeTime()
    const telegram = group()
    const core = await start([telegram])
    await says(core, 'saya dikunci majikan')
    for (let count = 0; count < 96; count++) await jump(core, 5 * MINUTE)
    const rings = telegram.got.filter((text) => text.includes('DARURAT') && !text.includes('tidak ada kabar'))
    expect(rings.length).toBeGreaterThan(8)
    expect(rings.length).toBeLessThan(16)
  })

  it('tells staff once when the person falls silent, and never the person', async () => {
    freezeTime()
    const telegram = group()
    const core = await start([telegram])
    await says(core, 'saya dikunci majikan')
    await take(core)
    const shown = core.telegram.shown('7001').length
    for (let count = 0; count < 6; count++) await jump(core, 30 * MINUTE)
    expect(telegram.got.filter((text) => text.includes('tidak ada kabar lagi'))).toHaveLength(1)
    expect(core.telegram.shown('7001')).toHaveLength(shown)
  })

  it('is not lost while no place accepts alerts, nor over a restart', async () => {
    freezeTime()
    const telegram = group()
    telegram.accepts = false
    const core = await start([telegram])
    await says(core, 'saya dikunci majikan')
    await core.crash()
    const again = await start([telegram], { after: core })
    telegram.accepts = true
    await again.pass(2 * MINUTE, 5_000)
    expect(telegram.got.some((text) => text.includes('DARURAT'))).toBe(true)
  })
})

describe('a wish for a person', () => {
  it('alerts at once, and waits for the morning when hours are set and nobody is on duty', async () => {
    freezeTime()
    const telegram = group()
    const core = await start([telegram])
    await says(core, '0')
    expect(telegram.got.at(-1)).toMatch(/ · Minta petugas · /)
    await core.app.store.commit([
      write(core.app.store.db.insertInto('duty_hours').values({ weekday: 3, starts: 480, ends: 960, zone: 'Asia/Jakarta' })),
    ])
    await core.app.duty.refresh()
    await says(core, '0', '7002')
    await jump(core, HOUR)
    expect(telegram.got.filter((text) => text.includes('Minta petugas · '))).toHaveLength(1)
    // Wednesday 08.00 in Jakarta is 01.00 UTC.
    for (let count = 0; count < 17; count++) await jump(core, HOUR)
    expect(telegram.got.filter((text) => text.includes('Minta petugas')).length).toBeGreaterThan(1)
  })
})

describe('what people are told about a human', () => {
  it('is "none" without a place for alerts, whoever says that they are on duty', async () => {
    freezeTime()
    const core = await startCore()
    await staff(core, now() + HOUR)
    expect(core.app.duty.presence()).toEqual({ staff: 'none', back: null })
  })

  it('is "on duty" while somebody is and the test was accepted, and "none" as soon as one of them ends', async () => {
    freezeTime()
    const telegram = group()
    const core = await start([telegram])
    expect(core.app.duty.presence().staff).toBe('none')
    await staff(core, now() + HOUR)
    expect(core.app.duty.presence()).toEqual({ staff: 'on-duty', back: null })
    telegram.accepts = false
    await core.app.alerter.test()
    expect(core.app.duty.presence().staff).toBe('none')
    telegram.accepts = true
    await core.pass(2 * MINUTE, 15_000)
    expect(core.app.duty.presence().staff).toBe('on-duty')
    await jump(core, 2 * HOUR)
    expect(core.app.duty.presence().staff).toBe('none')
  })

  it('is "off duty" with the next hours while somebody keeps them, and "none" once nobody did for a week', async () => {
    // Tuesday 15.00 in Jakarta.
    freezeTime(NOON)
    const core = await start([group()])
    const hours = [3, 5].map((weekday) => ({ weekday, starts: 480, ends: 960, zone: 'Asia/Jakarta' }))
    await core.app.store.commit([write(core.app.store.db.insertInto('duty_hours').values(hours))])
    await core.app.duty.refresh()
    expect(core.app.duty.presence().staff).toBe('none')
    await staff(core, now() - HOUR, now() - 5 * HOUR)
    expect(core.app.duty.presence()).toEqual({ staff: 'off-duty', back: '25/11 08.00 WIB' })
    await jump(core, 24 * HOUR)
    expect(core.app.duty.presence().back).toBe('27/11 08.00 WIB')
    await jump(core, 7 * 24 * HOUR)
    expect(core.app.duty.presence().staff).toBe('none')
  })

  it('is "none" while the store cannot be read', async () => {
    freezeTime()
    const core = await start([group()])
    await staff(core, now() + 12 * HOUR)
    await core.crash()
    await core.pass(3 * MINUTE)
    expect(core.app.duty.presence().staff).toBe('none')
  })
})

describe('the test alert', () => {
  it('goes out at start and once a day', async () => {
    freezeTime()
    const telegram = group()
    const core = await start([telegram])
    for (let count = 0; count < 49; count++) await jump(core, HOUR)
    expect(telegram.got).toEqual([TEST, TEST, TEST])
  })

  it('that is not accepted is told to staff once, tried again, and shown as down', async () => {
    freezeTime()
    const telegram = group()
    telegram.accepts = false
    const core = await start([telegram])
    await core.pass(10 * MINUTE, 15_000)
    expect(core.app.alerter.health().state).toBe('down')
    const events = await core.app.store.db.selectFrom('staff_events').select('kind').execute()
    expect(events).toEqual([{ kind: 'alerts-not-accepted' }])
    telegram.accepts = true
    await core.pass(2 * MINUTE, 15_000)
    expect(core.app.alerter.health().state).toBe('up')
  })
})
