import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filePlace } from '../../src/delivery/media-fetcher.ts'
import { takeHeard } from '../../src/delivery/heard.ts'
import { createLogger } from '../../src/log.ts'
import { createPurge } from '../../src/store/purge.ts'
import type { MediaTable } from '../../src/store/schema.ts'
import type { Selectable } from 'kysely'
import { messageOf, textMessage } from '../support/builders-core.ts'
import { freezeTime, prepareAssistant, startCore, type Core } from '../support/core-app.ts'
import { openFrontDoors, type TwoFrontDoors } from '../support/two-front-doors.ts'
import { until } from '../support/whatsapp-double-wait.ts'

prepareAssistant()

const DAY = 24 * 3_600_000
const PLANTED = 'xyzzyplanted'
const VOICE = Buffer.from(`OggS${PLANTED.repeat(50)}`)

/** A photo with a place and a name in it, as phones write them. */
const photo = (): Promise<Buffer> =>
  sharp({ create: { width: 300, height: 200, channels: 3, background: '#804020' } })
    .withExif({ IFD0: { Artist: PLANTED }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '24/1 42/1 0/1' } })
    .jpeg()
    .toBuffer()

const mediaIn = ({ app }: { app: Core['app'] }) => app.store.db.selectFrom('media').selectAll().orderBy('id').execute()
const fileOf = async ({ app }: { app: Core['app'] }, id: string, part: 'whole' | 'preview'): Promise<Buffer> => {
  const { db } = app.store
  const row = await db.selectFrom('media_files').selectAll().where('media_id', '=', id).where('part', '=', part).executeTakeFirstOrThrow()
  return app.seal.openBytes({ keyId: row.key_id, sealed: row.content }, filePlace(id, part))
}
const dataHolds = (folder: string, text: string): boolean =>
  readdirSync(join(folder, 'data')).some((name) => readFileSync(join(folder, 'data', name)).includes(text))

describe.each<['Telegram' | 'WhatsApp']>([['Telegram'], ['WhatsApp']])('a photo or voice note on %s', (door) => {
  let house: TwoFrontDoors
  beforeAll(async () => {
    house = await openFrontDoors()
  })
  afterAll(() => house.close())

  const newest = async (): Promise<Selectable<MediaTable>> => (await mediaIn(house)).at(-1)!
  const arrived = async (id: string): Promise<Selectable<MediaTable>> => {
    const row = async () => (await mediaIn(house)).find((one) => one.id === id)
    await until('it was fetched', async () => (await row())?.state !== 'waiting')
    return (await row())!
  }

  it('is not fetched before a yes; then it is kept sealed for a case', async () => {
    const writer = house.doors[door]()
    const before = house.fetched()
    const told = await writer.sendFile('voice', VOICE)
    expect(told.join('\n')).toMatch(/belum bisa mendengarnya[^]*balas 9[^]*Boleh disimpan untuk petugas/)
    expect(house.fetched()).toBe(before)
    const { id, conversation_id } = await newest()
    expect((await newest()).state).toBe('asked')
    expect((await writer.write('boleh')).join('\n')).toMatch(/coba simpan untuk petugas[^]*Belum ada petugas yang membaca/)
    expect(await arrived(id)).toMatchObject({ state: 'kept', type: 'audio/ogg', seconds: 9, sealed_handle: null })
    expect(await fileOf(house, id, 'whole')).toEqual(VOICE)
    expect(dataHolds(house.folder, PLANTED)).toBe(false)
    const { db } = house.app.store
    const cases = await db.selectFrom('cases').select(['kind', 'closed_at']).where('conversation_id', '=', conversation_id).execute()
    expect(cases).toEqual([{ kind: 'person', closed_at: null }])
    const consents = await db.selectFrom('consents').selectAll().where('conversation_id', '=', conversation_id).execute()
    expect(consents).toMatchObject([{ about: 'media', answer: 'yes', withdrawn_at: null }])
    expect(consents[0]?.case_id).not.toBeNull()
    // The second one needs no question.
    expect((await writer.sendFile('photo', await photo())).join('\n')).toMatch(/coba simpan[^]*/)
    expect((await arrived((await newest()).id)).state).toBe('kept')
  })

  it('is let go at a no, and not asked about again', async () => {
    const writer = house.doors[door]()
    const before = house.fetched()
    await writer.sendFile('photo', await photo())
    const { conversation_id } = await newest()
    expect((await writer.write('2')).join('\n')).toContain('tidak disimpan')
    expect((await writer.sendFile('voice', VOICE)).join('\n')).not.toContain('Boleh')
    expect((await mediaIn(house)).filter((row) => row.conversation_id === conversation_id)).toEqual([])
    expect(house.fetched()).toBe(before)
  })

  it('of somebody in danger is kept at once, made anew, with nothing of the phone that took it', async () => {
    const writer = house.doors[door]()
    await writer.write('saya dipukul majikan di riyadh')
    const told = (await writer.sendFile('photo', await photo())).join('\n')
    expect(told).not.toContain('Boleh disimpan')
    const { id } = await newest()
    expect(await arrived(id)).toMatchObject({ state: 'kept', type: 'image/jpeg' })
    const whole = await fileOf(house, id, 'whole')
    const { exif, width, format } = await sharp(whole).metadata()
    expect({ exif, width, format }).toEqual({ exif: undefined, width: 300, format: 'jpeg' })
    expect(whole.includes(PLANTED)).toBe(false)
    expect((await sharp(await fileOf(house, id, 'preview')).metadata()).width).toBeLessThanOrEqual(120)
  })

  it('that is no photo is refused, whatever it is called', async () => {
    const writer = house.doors[door]()
    await writer.write('saya dikunci di rumah majikan')
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    const broken = (await photo()).subarray(0, 300)
    for (const bytes of [svg, broken]) {
      await writer.sendFile('photo', bytes)
      expect(await arrived((await newest()).id)).toMatchObject({ state: 'failed', reason: 'format', sealed_handle: null })
    }
  })

  it('that is too big is not fetched, and the person hears that', async () => {
    const writer = house.doors[door]()
    const before = house.fetched()
    expect((await writer.sendFile('voice', Buffer.alloc(2_100_000, 1))).join('\n')).toMatch(/terlalu besar[^]*2 MB/)
    expect(house.fetched()).toBe(before)
  })
})

let sent = 0
const says = async (core: Core, text: string, from = '7001'): Promise<void> => {
  await core.telegram.receive(textMessage(text, { from, sentAt: Date.now(), externalId: `${from}:${++sent}` }))
  await core.pass(4_000)
}
const sends = async (
  core: Core,
  kind: 'photo' | 'voice',
  bytes: Buffer | null,
  from = '7001',
): Promise<Selectable<MediaTable> | undefined> => {
  const handle = `file-${++sent}`
  if (bytes) core.telegram.files.set(handle, { status: 'ok', bytes })
  const media = { handle, mimeType: null, bytes: bytes?.length ?? 10, seconds: null }
  const content = kind === 'photo' ? ({ kind, caption: '', media } as const) : ({ kind, media } as const)
  await core.telegram.receive(messageOf(content, { from, sentAt: Date.now(), externalId: `${from}:${++sent}` }))
  await core.pass(4_000)
  return (await mediaIn(core)).at(-1)
}

describe('fetching', () => {
  it('is tried again with longer waits, delays no reply, and is given up in the end', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, 'saya dipukul majikan')
    const before = core.telegram.shown('7001').length
    await sends(core, 'voice', null)
    expect(core.telegram.shown('7001').length).toBeGreaterThan(before)
    expect(core.telegram.downloads).toHaveLength(1)
    await core.pass(11_000)
    expect(core.telegram.downloads).toHaveLength(2)
    await core.pass(2 * 3_600_000, 60_000)
    expect(core.telegram.downloads).toHaveLength(5)
    expect(await mediaIn(core)).toMatchObject([{ state: 'failed', reason: 'network', sealed_handle: null }])
  })

  it('goes on after a restart', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, 'saya dipukul majikan')
    const row = (await sends(core, 'voice', null))!
    expect(row.state).toBe('waiting')
    await core.crash()
    const next = await startCore({ after: core })
    next.telegram.files.set(`file-${sent - 1}`, { status: 'ok', bytes: VOICE })
    await next.pass(80_000)
    expect(await mediaIn(next)).toMatchObject([{ id: row.id, state: 'kept' }])
  })

  it('stops at fifty of one person', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, 'saya dipukul majikan')
    for (let i = 0; i < 52; i++) await sends(core, 'voice', VOICE)
    const states = (await mediaIn(core)).map(({ state, reason }) => reason ?? state)
    expect(states.filter((state) => state === 'kept')).toHaveLength(50)
    expect(states.slice(50)).toEqual(['too-many', 'too-many'])
  })
})

describe('what is kept', () => {
  it('goes after thirty days, also of an open case, without a trace', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, 'saya dipukul majikan')
    await sends(core, 'voice', VOICE)
    const run = (days: number) =>
      createPurge({
        store: core.app.store,
        retention: core.app.config.retention,
        now: () => Date.now() + days * DAY,
        logger: createLogger('silent'),
      }).run()
    await run(29)
    expect(await mediaIn(core)).toMatchObject([{ state: 'kept' }])
    await run(31)
    expect(await mediaIn(core)).toEqual([])
    expect(await core.app.store.db.selectFrom('media_files').selectAll().execute()).toEqual([])
  })

  it('goes with "hapus data saya"', async () => {
    freezeTime()
    const core = await startCore()
    await sends(core, 'voice', VOICE)
    await says(core, '1')
    expect(await mediaIn(core)).toMatchObject([{ state: 'kept' }])
    await says(core, 'hapus data saya')
    await says(core, '1')
    await core.pass(60_000)
    expect(await core.app.store.db.selectFrom('people').selectAll().execute()).toEqual([])
    expect([await mediaIn(core), await core.app.store.db.selectFrom('media_files').selectAll().execute()]).toEqual([[], []])
  })

  it('is not taken when the yes was taken back, nor asked of whoever wants nothing kept', async () => {
    freezeTime()
    const core = await startCore()
    await sends(core, 'voice', null)
    await says(core, '1')
    expect((await mediaIn(core)).map(({ state }) => state)).toEqual(['waiting'])
    await says(core, 'cabut izin')
    expect(await mediaIn(core)).toEqual([])
    await says(core, 'jangan simpan', '7002')
    await sends(core, 'voice', VOICE, '7002')
    expect(core.telegram.shown('7002').at(-1)).not.toContain('Boleh')
  })
})

describe('what staff heard', () => {
  const gist = async (core: Core, text: string): Promise<void> => {
    const media = (await mediaIn(core)).at(-1)!
    const { people, intake, seal } = core.app
    for (let twice = 0; twice < 2; twice++) await takeHeard({ people, receive: intake.receive, seal }, { media, text, staffId: 'sari' })
    await core.pass(4_000)
  }
  const cases = ({ app }: Core) => app.store.db.selectFrom('cases').select(['kind', 'urgency']).execute()

  it('answers and opens a case as the person’s own words would, when there is danger in it', async () => {
    freezeTime()
    const core = await startCore()
    await sends(core, 'voice', VOICE)
    await says(core, '1')
    expect(await cases(core)).toEqual([{ kind: 'person', urgency: 'urgent' }])
    const before = core.telegram.shown('7001').length
    await gist(core, 'saya dipukul majikan, saya di riyadh')
    expect(core.telegram.shown('7001').slice(before)).toHaveLength(1)
    expect(core.telegram.shown('7001').at(-1)).toContain('Ini bukan salah Kakak')
    expect(await cases(core)).toEqual([{ kind: 'violence', urgency: 'emergency' }])
    const { db } = core.app.store
    const lines = await db
      .selectFrom('messages')
      .select(['author', 'direction', 'staff_id', 'urgency'])
      .where('kind', '=', 'heard')
      .execute()
    expect(lines).toEqual([{ author: 'staff', direction: 'in', staff_id: 'sari', urgency: 'emergency' }])
    // What was asked in danger is understood.
    await says(core, '2')
    expect(await db.selectFrom('conversations').select('hold').execute()).toEqual([{ hold: 1 }])
  })

  it('raises the case and says nothing while the person is to be left in peace', async () => {
    freezeTime()
    const core = await startCore()
    await sends(core, 'voice', VOICE)
    await says(core, '1')
    const { store } = core.app
    await store.commit([{ query: store.db.updateTable('conversations').set({ hold: 1, hold_since: Date.now() }).compile() }])
    const before = core.telegram.attempts.length
    const seen = core.telegram.seen.length
    await gist(core, 'saya dikunci di kamar')
    expect(core.telegram.attempts).toHaveLength(before)
    expect(core.telegram.seen).toHaveLength(seen)
    expect(await cases(core)).toEqual([{ kind: 'confinement', urgency: 'emergency' }])
    expect(await store.db.selectFrom('conversations').select(['hold', 'urgency']).execute()).toEqual([{ hold: 1, urgency: 'emergency' }])
  })

  it('is not answered when there is no danger in it', async () => {
    freezeTime()
    const core = await startCore()
    await sends(core, 'voice', VOICE)
    await says(core, '1')
    const before = core.telegram.attempts.length
    await gist(core, 'gaji saya belum dibayar tiga bulan, nik 3201014501900001')
    expect(core.telegram.attempts).toHaveLength(before)
    const lines = await core.app.store.db.selectFrom('messages').select('text').where('kind', '=', 'heard').execute()
    expect(lines).toEqual([{ text: 'gaji saya belum dibayar tiga bulan, nik [NIK]' }])
  })
})
