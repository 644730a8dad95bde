import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MOST_TRIES } from '../../src/conversation/pin-digits.ts'
import { freezeTime, prepareAssistant, startCore, type Core } from '../support/core-app.ts'
import { saysSlowly } from '../support/slow-turns.ts'

prepareAssistant()

const HOUR = 3_600_000
const PLANTED = 'xyzzyplanted'
const PIN = '482195'

const says = (core: Core, texts: readonly string[], from = '7001'): Promise<string> => saysSlowly(core, texts, from)

const HOME = ['bantu saya pulang', 'riyadh', 'aman', 'sehat', '2', 'belum', 'boleh', `Madam ${PLANTED}`, '1'] as const
const setPin = (core: Core, from = '7001'): Promise<string> => says(core, [`pin ${PIN}`, PIN], from)
const stored = async ({ app }: Core): Promise<string> =>
  JSON.stringify([
    await app.store.db.selectFrom('messages').selectAll().execute(),
    await app.store.db.selectFrom('conversations').selectAll().execute(),
    await app.store.db.selectFrom('inbox').selectAll().execute(),
    await app.store.db.selectFrom('pins').selectAll().execute(),
  ])

describe('a PIN', () => {
  it('is written twice, kept only as argon2id, and stands in no file of the database', async () => {
    freezeTime()
    const core = await startCore()
    expect(await says(core, ['pin'])).toContain('4 sampai 6 angka')
    expect(await says(core, [PIN])).toContain('sekali lagi')
    expect(await says(core, [PIN])).toMatch(/PIN tersimpan[^]*Petugas tidak pernah meminta PIN/)
    const [row] = await core.app.store.db.selectFrom('pins').selectAll().execute()
    expect(row!.hash).toMatch(/^\$argon2id\$/)
    expect(await stored(core)).not.toContain(PIN)
    expect(await stored(core)).toContain('[PIN]')
    const files = readdirSync(join(core.folder, 'data')).filter((name) => readFileSync(join(core.folder, 'data', name)).includes(PIN))
    expect(files).toEqual([])
  })

  it.each([
    [['pin 482195', '482196'], 'tidak sama'],
    [['pin 1234'], 'mudah ditebak'],
    [['pin', '12'], 'mudah ditebak'],
    [['pin', 'batal'], 'tidak jadi'],
    [['pin 482195', 'batal'], 'tidak jadi'],
  ])('is not set by %j', async (texts, answer) => {
    freezeTime()
    const core = await startCore()
    expect(await says(core, texts)).toContain(answer)
    expect(await core.app.store.db.selectFrom('pins').selectAll().execute()).toEqual([])
  })

  it('guards seeing, correcting and erasing, each time anew; a wrong one opens nothing', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, [`gaji saya ${PLANTED}`])
    await setPin(core)
    await core.pass(25 * HOUR, HOUR)
    for (const word of ['data saya', 'status', 'perbaiki', 'hapus data saya', 'hapus pin', 'ganti pin'])
      expect(await says(core, [word])).toMatch(/^Tulis PIN Kakak dulu/)
    expect(await says(core, ['data saya', '111222'])).toMatch(/PIN salah/)
    expect(await says(core, [PIN])).toContain(PLANTED)
    expect(await says(core, ['data saya'])).toMatch(/^Tulis PIN Kakak dulu/)
    expect(await says(core, ['hapus jejak', '2'])).toMatch(/Tulis PIN Kakak dulu/)
    expect(await says(core, ['hapus data saya', PIN, '1'])).toMatch(/Tanda terima/)
    await core.pass(60_000)
    expect(await core.app.store.db.selectFrom('people').selectAll().execute()).toEqual([])
  })

  it('opens the case and how it is going; a number of a case opens nothing', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, HOME)
    const [row] = await core.app.store.db.selectFrom('cases').select('number').execute()
    for (const text of [row!.number, `status ${row!.number}`, `kasus ${row!.number} sampai mana`])
      expect(await says(core, [text], '7002')).not.toMatch(/dibaca petugas|xyzzyplanted/)
    expect(await says(core, ['status'])).toMatch(/hanya terbuka dengan PIN/)
    await setPin(core)
    expect(await says(core, ['status', PIN])).toMatch(/PIN ini baru/)
    expect(await says(core, ['data saya', PIN])).not.toContain(PLANTED)
    await core.pass(25 * HOUR, HOUR)
    expect(await says(core, ['status', PIN])).toMatch(new RegExp(`${row!.number}: belum dibaca petugas, [^]*belum laporan resmi`))
    expect(await says(core, ['data saya', PIN])).toContain(`Madam ${PLANTED}`)
    expect(await says(core, ['perbaiki', PIN])).toContain('- Majikan atau agen')
    expect(await stored(core)).not.toContain(PLANTED)
  })

  it('can be tried a bounded number of times, with waits that outlive a restart; then only staff can help', async () => {
    freezeTime()
    let core = await startCore()
    await setPin(core)
    await core.pass(25 * HOUR, HOUR)
    let tries = 0
    for (let round = 0; round < 60 && tries < MOST_TRIES; round++) {
      const asked = await says(core, ['data saya'])
      if (asked.includes('Terlalu sering salah')) {
        // Also the right one does not count while the wait lasts.
        expect(await says(core, [PIN])).not.toMatch(/Yang tersimpan/)
        if (round === 3) {
          await core.crash()
          core = await startCore({ after: core })
          expect(await says(core, ['data saya'])).toContain('Terlalu sering salah')
        }
        await core.pass(5 * HOUR, HOUR)
        continue
      }
      tries++
      expect(await says(core, ['909090'.replace('0', String(tries % 9))])).toMatch(/PIN salah|Terlalu sering salah/)
    }
    expect(tries).toBe(MOST_TRIES)
    await core.pass(100 * HOUR, 10 * HOUR)
    expect(await says(core, ['data saya'])).toMatch(/PIN terkunci/)
    expect(await says(core, ['lupa pin'])).toMatch(/Hanya petugas yang bisa menghapusnya[^]*Belum ada petugas yang membaca/)
    const cases = await core.app.store.db.selectFrom('cases').select('kind').execute()
    expect(cases).toEqual([{ kind: 'person' }])
  })

  it('stands behind danger: a cry for help in place of the PIN is answered, and asks for no PIN', async () => {
    freezeTime()
    const core = await startCore()
    await setPin(core)
    expect(await says(core, ['data saya', 'saya dipukul majikan'])).toMatch(/Sudah saya baca/)
    expect(await says(core, ['data saya', '9'])).not.toMatch(/PIN salah/)
    expect(await core.app.store.db.selectFrom('pins').select('failures').execute()).toEqual([{ failures: 0 }])
  })

  it('written when nobody asks for it is not kept, while other numbers are', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, ['2500'])
    await setPin(core)
    await says(core, [PIN, 'gaji saya 2500 ringgit'])
    const kept = await stored(core)
    expect(kept).not.toContain(PIN)
    expect(kept).toMatch(/"2500"[^]*gaji saya 2500 ringgit/)
  })

  it('is changed and removed only with the old one', async () => {
    freezeTime()
    const core = await startCore()
    await setPin(core)
    await says(core, ['ganti pin', PIN, '903517', '903517'])
    expect(await says(core, ['data saya', PIN])).toContain('PIN salah')
    expect(await says(core, ['903517'])).toMatch(/Yang tersimpan/)
    expect(await says(core, ['hapus pin', '903517'])).toContain('PIN sudah dihapus')
    expect(await core.app.store.db.selectFrom('pins').selectAll().execute()).toEqual([])
  })
})
