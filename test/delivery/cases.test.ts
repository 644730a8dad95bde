import { describe, expect, it } from 'vitest'
import { caseNumbers, readCaseNumber } from '../../src/cases/case-number.ts'
import { textMessage } from '../support/builders-core.ts'
import { freezeTime, prepareAssistant, startCore, type Core } from '../support/core-app.ts'

prepareAssistant()

const now = (): number => Date.now()

async function says({ telegram, pass }: Core, from: string, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await telegram.receive(textMessage(text, { from, sentAt: now() }))
    await pass(2_000)
  }
}

const cases = ({ app }: Core) =>
  app.store.db
    .selectFrom('cases')
    .select(['number', 'kind', 'lane', 'urgency', 'country', 'state', 'opened_at', 'due_at', 'next_alert_at', 'closed_at'])
    .orderBy('id')
    .execute()
const timeline = async ({ app }: Core): Promise<string[]> =>
  (await app.store.db.selectFrom('case_events').select(['kind', 'detail']).orderBy('id').execute()).map(
    ({ kind, detail }) => `${kind} ${(JSON.parse(detail) as { kind?: string }).kind ?? ''}`,
  )

describe('what only the restricted team reads', () => {
  it('is marked with the message, whether danger was found in it or a word, and stays so', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, '7001', 'saya diperkosa majikan di malaysia', '1', 'makasih kak')
    await says(core, '7002', 'saya lesbian takut majikan tau', 'gaji saya belum dibayar')
    await says(core, '7003', 'saya dipukul majikan')
    await says(core, '7004', 'gaji saya belum dibayar')
    const rows = await core.app.store.db.selectFrom('conversations').select('restricted').orderBy('created_at').orderBy('id').execute()
    expect(rows.map(({ restricted }) => restricted)).toEqual([1, 1, 0, 0])
  })
})

describe('a case', () => {
  it('opens with an emergency in the very commit of the message, with place, lane and due time', async () => {
    freezeTime()
    const core = await startCore()
    const opened = now()
    await says(core, '7001', 'saya dikunci majikan di taiwan')
    const [only, ...rest] = await cases(core)
    expect(rest).toEqual([])
    expect(only).toMatchObject({ kind: 'confinement', lane: 'emergency', urgency: 'emergency', country: 'TW', state: 'unread' })
    expect(only).toMatchObject({ opened_at: opened, due_at: opened + 30 * 60_000, next_alert_at: opened, closed_at: null })
    expect(only!.number).toMatch(/^PM-[34679ACDEFGHJKMNPQRTWXY]{4}$/)
    expect(await timeline(core)).toEqual(['opened confinement'])
  })

  it('is joined by what the same person writes on, and opened once by a message that comes twice', async () => {
    freezeTime()
    const core = await startCore()
    const twice = textMessage('saya dikunci majikan', { from: '7001', sentAt: now() })
    await core.telegram.receive(twice)
    await core.telegram.receive(twice)
    await core.pass(2_000)
    await says(core, '7001', '1', 'tolong kak', 'saya dipukul juga', '0')
    expect(await cases(core)).toHaveLength(1)
    expect(await timeline(core)).toEqual(['opened confinement', 'called-again violence', 'called-again person'])
  })

  it('opens for who asks for a person, and an emergency raises it', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, '7001', '0')
    expect(await cases(core)).toMatchObject([{ kind: 'person', lane: 'today', urgency: 'urgent' }])
    await says(core, '7001', 'lewati', 'saya dipukul majikan')
    expect(await cases(core)).toMatchObject([{ kind: 'violence', lane: 'emergency', urgency: 'emergency' }])
  })

  it('opens silently with the code word', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, '7001', 'kata aman', 'kebun jagung', 'kebun jagung')
    expect(await cases(core)).toMatchObject([{ kind: 'code-word', lane: 'emergency', urgency: 'emergency' }])
  })

  it('opens anew when the earlier one was closed, and one for each person', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, '7001', 'saya dipukul majikan')
    await core.app.store.commit([{ query: core.app.store.db.updateTable('cases').set({ closed_at: now(), state: 'closed' }).compile() }])
    await says(core, '7001', 'dia pukul saya lagi')
    await says(core, '7002', 'saya dipukul majikan')
    const all = await cases(core)
    expect(all.map(({ closed_at: closed }) => closed !== null)).toEqual([true, false, false])
    expect(new Set(all.map(({ number }) => number)).size).toBe(3)
  })

  it('does not open for an ordinary question', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, '7001', 'halo', 'brp biaya ke hongkong', 'paspor saya ditahan majikan', 'makasih')
    expect(await cases(core)).toEqual([])
  })

  it('moves with its person when two ids turn out to be one', async () => {
    freezeTime()
    const core = await startCore()
    const { whatsapp, pass } = core
    await whatsapp.receive(textMessage('saya dipukul majikan', { channel: 'whatsapp', from: '5@lid', sentAt: now() }))
    await whatsapp.receive(textMessage('halo', { channel: 'whatsapp', from: '62811@s.whatsapp.net', sentAt: now() }))
    await pass(2_000)
    const both = ['62811@s.whatsapp.net', '5@lid'] as const
    await whatsapp.receive(textMessage('ini saya', { channel: 'whatsapp', addresses: both, sentAt: now() }))
    await pass(2_000)
    const [only] = await core.app.store.db.selectFrom('cases').select('conversation_id').execute()
    const people = await core.app.store.db.selectFrom('conversations').select('id').execute()
    expect(people).toEqual([{ id: only!.conversation_id }])
  })
})

describe('a case number', () => {
  it('is read as people type it, and is no other word', () => {
    const [number] = caseNumbers()
    for (const typed of [number!, number!.toLowerCase(), number!.replace('-', ' '), number!.slice(3), ` ${number!} `])
      expect(readCaseNumber(typed)).toBe(number)
    for (const typed of ['PM-0OIL', 'PM-7F3', 'PM-7F3K9XQ', '7F3K tolong', '', 'pm']) expect(readCaseNumber(typed)).toBeNull()
  })
})
