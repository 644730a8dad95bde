import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { QueuedReply } from '../../src/console/deps.ts'
import { openConsole, type ConsoleHarness, type Visitor } from '../support/console-harness.ts'

const HOUR = 3_600_000

let console: ConsoleHarness
let queued: QueuedReply[]
let sari: Visitor
let conversation: string
let id: string

beforeEach(async () => {
  queued = []
  console = await openConsole({ queueReply: (row) => void queued.push(row) })
  sari = await console.signedIn('caseworker', 'Sari')
  conversation = await console.builders.conversation({ pseudonym: 'Melati-48213' })
  id = await console.builders.caseOf(conversation, { number: 'PM-7F3K' })
  await sari.get(`/kasus/${id}`)
})
afterEach(() => console.close())

const consents = () => console.store.db.selectFrom('consents').selectAll().execute()
const change = (set: object) => console.store.commit([{ query: console.store.db.updateTable('consents').set(set).compile() }])
const state = async (): Promise<string> =>
  (await console.store.db.selectFrom('cases').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state

describe('passing a case on', () => {
  test('asks the person, in the words that are recorded, through the one door out', async () => {
    expect((await sari.post(`/kasus/${id}/minta-izin`, { penerima: '  ' })).status).toBe(422)
    expect((await sari.post(`/kasus/${id}/minta-izin`, { penerima: 'KBRI Riyadh' })).status).toBe(303)
    const [row] = await consents()
    expect(row).toMatchObject({ conversation_id: conversation, case_id: id, about: 'recipient', recipient: 'KBRI Riyadh', answer: null })
    expect(row!.text_version).toMatch(/^[0-9a-f]{8}$/)
    const [out] = await console.store.db.selectFrom('outbox').selectAll().execute()
    expect(out).toMatchObject({ kind: 'staff', state: 'waiting' })
    expect(queued).toEqual([{ id: out!.id, conversationId: conversation, priority: 1 }])
    const bubble = JSON.parse(console.deps.seal.open(out!.sealed_bubble!, `outbox:${out!.id}`)) as {
      text: string
      choices: { id: string }[]
    }
    expect(bubble.text).toMatch(/^Boleh kami teruskan ke KBRI Riyadh\?/)
    expect(bubble.choices.map((choice) => choice.id)).toEqual([`consent:${row!.id}:1`, `consent:${row!.id}:2`])
  })

  test('needs a yes for that case that was not taken back, or somebody who says that a life is at risk', async () => {
    const forward = (dasar: string) => sari.post(`/kasus/${id}/rujukan`, { dasar })
    expect((await forward('')).status).toBe(422)
    await sari.post(`/kasus/${id}/minta-izin`, { penerima: 'KBRI Riyadh' })
    const [{ id: consent } = { id: '' }] = await consents()
    for (const refused of [{}, { answer: 'no' }, { answer: 'yes', withdrawn_at: 1 }]) {
      if (Object.keys(refused).length > 0) await change(refused)
      expect((await forward(consent)).status).toBe(422)
    }
    expect(await state()).toBe('unread')
    await change({ answer: 'yes', withdrawn_at: null })
    expect((await forward(consent)).status).toBe(303)
    expect(await state()).toBe('forwarded')
    const other = await console.builders.caseOf(await console.builders.conversation())
    await sari.get(`/kasus/${other}`)
    expect((await sari.post(`/kasus/${other}/rujukan`, { penerima: 'KBRI', dasar: consent })).status).toBe(422)
    const atRisk = { penerima: 'KBRI', dasar: 'life-at-risk', sebab: 'tidak sadar sejak pagi' }
    expect((await sari.post(`/kasus/${other}/rujukan`, atRisk)).status).toBe(303)
    expect(await sari.text(`/kasus/${other}`)).toContain('nyawa terancam, tanpa izin')
    const audit = await console.store.db.selectFrom('audit').select(['subject', 'detail']).where('action', '=', 'case-referred').execute()
    expect(audit).toEqual([
      { subject: id, detail: '{"basis":"consent"}' },
      { subject: other, detail: '{"basis":"life-at-risk"}' },
    ])
  })

  test('asks nothing of somebody on hold', async () => {
    await console.store.commit([{ query: console.store.db.updateTable('conversations').set({ hold: 1 }).compile() }])
    expect((await sari.post(`/kasus/${id}/minta-izin`, { penerima: 'KBRI' })).status).toBe(422)
    expect(await consents()).toEqual([])
    expect(queued).toEqual([])
  })
})

describe('the queue of what was taken back', () => {
  test('shows the deadline, says when it is past, and empties when staff have dealt with it', async () => {
    await sari.post(`/kasus/${id}/minta-izin`, { penerima: 'KBRI Riyadh' })
    const due = console.now() + 72 * HOUR
    await change({ answer: 'yes', withdrawn_at: console.now(), due_at: due })
    const viewer = await console.signedIn('viewer')
    expect(await viewer.text('/izin')).toMatch(/Melati-48213[^]*PM-7F3K[^]*KBRI Riyadh[^]*batas /)
    console.pass(73 * HOUR)
    expect(await (await console.signedIn('viewer', 'Lain')).text('/izin')).toContain('lewat batas')
    const budi = await console.signedIn('caseworker', 'Budi')
    await budi.get('/izin')
    const [{ id: consent } = { id: '' }] = await consents()
    expect((await budi.post(`/izin/${consent}/selesai`)).status).toBe(303)
    expect((await budi.post(`/izin/${consent}/selesai`)).status).toBe(404)
    expect(await budi.text('/izin')).not.toContain('KBRI Riyadh')
    expect((await consents())[0]).toMatchObject({ done_at: console.now() })
  })

  test('shows who is to be erased, and when', async () => {
    const values = { receipt: 'H-7F3K9A', conversation_id: conversation, asked_at: console.now(), due_at: console.now() + 24 * HOUR }
    await console.store.commit([{ query: console.store.db.insertInto('erase_requests').values(values).compile() }])
    expect(await sari.text('/izin')).toMatch(/Melati-48213[^]*H-7F3K9A/)
  })
})
