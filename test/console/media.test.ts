import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Heard } from '../../src/delivery/heard.ts'
import { write } from '../../src/store/writes.ts'
import { openConsole, type ConsoleHarness, type Visitor } from '../support/console-harness.ts'

const WHOLE = Buffer.from('the whole photo')
const BLUR = Buffer.from('a few pixels')

let console: ConsoleHarness
let heard: Heard[]
let fetches: number
let people = 0

beforeEach(async () => {
  heard = []
  fetches = 0
  console = await openConsole({ takeHeard: async (one) => void heard.push(one), fetchMedia: () => void fetches++ })
})
afterEach(() => console.close())

/** A conversation with an open emergency and one photo or voice note. */
async function kept(
  kind: 'photo' | 'voice',
  state: 'kept' | 'asked' | 'failed' = 'kept',
): Promise<{ talk: string; caseId: string; id: string }> {
  const { store, deps } = console
  const talk = await console.builders.conversation({ pseudonym: `Melati-${++people}`, rank: 0, urgency: 'emergency' })
  await console.builders.message(talk, `[${kind}]`, { kind, inbox_id: `inbox-${talk}` })
  const caseId = await console.builders.caseOf(talk, { number: `PM-7F3${people}` })
  const id = `media-${talk}`
  const seal = deps.seal as unknown as { sealBytes(bytes: Buffer, place: string): { keyId: string; sealed: Buffer } }
  await store.commit([
    write(
      store.db.insertInto('media').values({
        id,
        conversation_id: talk,
        inbox_id: `inbox-${talk}`,
        kind,
        seconds: kind === 'voice' ? 9 : null,
        state,
        reason: state === 'failed' ? 'too-big' : null,
        sealed_handle: null,
        next_at: 0,
        at: console.now(),
        type: state === 'kept' ? (kind === 'photo' ? 'image/jpeg' : 'audio/ogg') : null,
      }),
    ),
    ...(state === 'kept' ? (['whole', 'preview'] as const) : []).map((part) => {
      const { keyId, sealed } = seal.sealBytes(part === 'whole' ? WHOLE : BLUR, `media_files:${id}:${part}`)
      return write(store.db.insertInto('media_files').values({ media_id: id, part, key_id: keyId, content: sealed }))
    }),
  ])
  return { talk, caseId, id }
}

const audit = async (): Promise<string[]> =>
  (await console.store.db.selectFrom('audit').select(['action', 'detail']).where('action', 'like', 'media%').execute()).map(
    ({ action, detail }) => `${action} ${detail}`,
  )
const fileIn = (page: string): string => /src="(\/media\/[^"]+\/isi[^"]+)"/.exec(page)![1]!.replaceAll('&amp;', '&')
const post = async (browser: Visitor, path: string, fields: Record<string, string> = {}): Promise<Response> => {
  await browser.get(path.replace(/\/[a-z]+$/, ''))
  return browser.post(path, fields)
}

describe('a photo', () => {
  test('stands blurred in the transcript and the case; the whole of it is on no page', async () => {
    const { talk, caseId, id } = await kept('photo')
    const browser = await console.signedIn('caseworker')
    for (const path of [`/percakapan/${talk}`, `/kasus/${caseId}`, `/media/${id}`]) {
      const page = await browser.text(path)
      expect(page).toContain(`/media/${id}/kabur`)
      expect(page).not.toContain('/isi')
    }
    const preview = await browser.get(`/media/${id}/kabur`)
    expect(Buffer.from(await preview.arrayBuffer())).toEqual(BLUR)
    expect(await audit()).toEqual([])
  })

  test('opens with a reason, which stands in the audit trail first, and never as a page', async () => {
    const { id } = await kept('photo')
    const browser = await console.signedIn('caseworker')
    expect((await post(browser, `/media/${id}/buka`)).status).toBe(422)
    expect(await audit()).toEqual([])
    const page = await (await post(browser, `/media/${id}/buka`, { alasan: 'referral' })).text()
    expect(await audit()).toEqual([`media-opened ${JSON.stringify({ reason: 'referral', kind: 'photo' })}`])
    const file = await browser.get(fileIn(page))
    expect(Buffer.from(await file.arrayBuffer())).toEqual(WHOLE)
    const headers = Object.fromEntries(file.headers)
    expect(headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': 'attachment',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
  })

  test('has an address that serves only who opened it, for ten minutes, and no other file', async () => {
    const [one, other] = [await kept('photo'), await kept('photo')]
    const [sari, budi] = [await console.signedIn('caseworker', 'Sari'), await console.signedIn('caseworker', 'Budi')]
    const address = fileIn(await (await post(sari, `/media/${one.id}/buka`, { alasan: 'referral' })).text())
    expect((await budi.get(address)).status).toBe(404)
    expect((await sari.get(address.replace(one.id, other.id))).status).toBe(404)
    expect((await sari.get(address.replace(/sampai=\d+/, 'sampai=9999999999999'))).status).toBe(404)
    expect((await sari.get(`/media/${one.id}/isi`)).status).toBe(404)
    expect((await sari.get(address)).status).toBe(200)
    console.pass(10 * 60_000 + 1)
    expect((await sari.get(address)).status).toBe(404)
  })

  test('of the restricted team is closed to everybody else, with its preview and its file', async () => {
    const { talk, id } = await kept('photo')
    const browser = await console.signedIn('caseworker')
    const address = fileIn(await (await post(browser, `/media/${id}/buka`, { alasan: 'referral' })).text())
    const { store } = console
    await store.commit([write(store.db.updateTable('conversations').set({ restricted: 1 }).where('id', '=', talk))])
    for (const path of [`/media/${id}`, `/media/${id}/kabur`, address]) expect((await browser.get(path)).status).toBe(403)
    expect((await browser.post(`/media/${id}/buka`, { alasan: 'referral' })).status).toBe(403)
  })

  test('is not for those who may not open cases', async () => {
    const { talk, id } = await kept('photo')
    const browser = await console.signedIn('reviewer')
    expect(await browser.text(`/percakapan/${talk}`)).not.toContain(`/media/${id}`)
    expect((await browser.get(`/media/${id}/kabur`)).status).toBe(403)
  })
})

describe('a voice note', () => {
  test('is listened to, and what staff write of it goes in as the person’s words', async () => {
    const { talk, id } = await kept('voice')
    const browser = await console.signedIn('caseworker', 'Sari')
    expect(await browser.text(`/percakapan/${talk}`)).toContain('belum didengar')
    expect(await (await post(browser, `/media/${id}/buka`, { alasan: 'life-at-risk' })).text()).toMatch(/<audio[^>]+controls/)
    expect((await post(browser, `/media/${id}/tulis`, { isi: '  ' })).status).toBe(422)
    expect(heard).toEqual([])
    expect((await post(browser, `/media/${id}/tulis`, { isi: 'saya dikunci di kamar' })).status).toBe(303)
    expect(heard).toMatchObject([{ media: { id, conversation_id: talk }, text: 'saya dikunci di kamar' }])
    expect(await browser.text(`/media/${id}`)).toMatch(/saya dikunci di kamar[^]*ditulis Sari/)
    expect(await browser.text(`/percakapan/${talk}`)).not.toContain('belum didengar')
    const row = await console.store.db.selectFrom('media').select('sealed_gist').executeTakeFirstOrThrow()
    expect(row.sealed_gist).not.toContain('dikunci')
    expect((await audit()).map((line) => line.split(' ')[0])).toEqual(['media-opened', 'media-gist-written'])
  })

  test('keeps no gist that was not looked through for danger', async () => {
    await console.close()
    console = await openConsole({ takeHeard: () => Promise.reject(new Error('the store is down')) })
    const { id } = await kept('voice')
    const browser = await console.signedIn('caseworker')
    expect((await post(browser, `/media/${id}/tulis`, { isi: 'saya dipukul' })).status).toBe(500)
    expect(await console.store.db.selectFrom('media').select('gist_at').execute()).toEqual([{ gist_at: null }])
  })

  test('that did not come says why; one that waits for a yes is fetched when staff were told yes', async () => {
    const [failed, asked] = [await kept('voice', 'failed'), await kept('voice', 'asked')]
    const browser = await console.signedIn('caseworker')
    expect(await browser.text(`/percakapan/${failed.talk}`)).toContain('tidak bisa diambil: terlalu besar')
    expect((await post(browser, `/media/${failed.id}/ambil`)).status).toBe(404)
    expect((await post(browser, `/media/${asked.id}/ambil`)).status).toBe(303)
    expect(fetches).toBe(1)
    expect((await audit()).map((line) => line.split(' ')[0])).toEqual(['media-allowed'])
  })

  test('can be deleted, with its file', async () => {
    const { id } = await kept('voice')
    expect((await post(await console.signedIn('caseworker'), `/media/${id}/hapus`)).status).toBe(303)
    expect(await console.store.db.selectFrom('media_files').selectAll().execute()).toEqual([])
    expect((await audit()).map((line) => line.split(' ')[0])).toEqual(['media-deleted'])
  })
})
