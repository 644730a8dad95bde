import { beforeAll, describe, expect, it } from 'vitest'
import type { Assistant } from '../../src/assistant.ts'
import { textMessage } from '../support/builders-core.ts'
import { createLogger } from '../../src/log.ts'
import { wholeAssistant } from '../support/core-assistant.ts'
import { freezeTime, prepareAssistant, startCore, type Core } from '../support/core-app.ts'

prepareAssistant()

/** With every card: some guided questions stand behind cards that the small one has not. */
let whole: Assistant
beforeAll(() => {
  whole = wholeAssistant({ now: () => Date.now(), logger: createLogger('silent') })
})

async function says({ telegram, pass }: Core, from: string, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await telegram.receive(textMessage(text, { from, sentAt: Date.now() }))
    await pass(2_000)
  }
}

const facts = ({ app }: Core) => app.store.db.selectFrom('case_facts').selectAll().orderBy('id').execute()
const cases = ({ app }: Core) => app.store.db.selectFrom('cases').select(['number', 'kind', 'lane', 'country']).orderBy('id').execute()
const stored = async ({ app }: Core): Promise<string> =>
  JSON.stringify([
    await app.store.db.selectFrom('messages').selectAll().execute(),
    await app.store.db.selectFrom('conversations').selectAll().execute(),
    await app.store.db.selectFrom('outbox').selectAll().execute(),
    await facts({ app } as Core),
  ])

const HOME = ['bantu saya pulang', 'riyadh', 'aman', 'sehat', '2', 'belum', 'boleh', 'Madam Zubaidah', '1'] as const
const MISSING = [
  'saya mau lapor anak saya hilang kontak',
  'malaysia',
  'bulan lalu',
  '2',
  'Ahmad Fauzi Ridwan',
  'lewati',
  'lewati',
  'lewati',
] as const

describe('guided questions', () => {
  it('open the case whose number the person is told; a name is nowhere in the open', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, '7001', ...HOME)
    const [only, ...rest] = await cases(core)
    expect(rest).toEqual([])
    expect(only).toMatchObject({ kind: 'come-home', lane: 'this-week', country: 'SA' })
    expect(core.telegram.arrived.map(({ bubble }) => bubble.text).join('\n')).toContain(`Catatan Kakak: ${only!.number}`)
    const told = await facts(core)
    expect(told.map(({ question }) => question)).toEqual(['where', 'safe', 'health', 'papers', 'unpaid', 'consent', 'employer', 'reach'])
    expect(core.app.seal.open(told[6]!.sealed_text!, `case_facts:${told[6]!.id}`)).toBe('Madam Zubaidah')
    expect(await stored(core)).not.toContain('Zubaidah')
  })

  it('keep a name sealed also while they are under way', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, '7001', ...HOME.slice(0, -1))
    expect(await stored(core)).not.toContain('Zubaidah')
    expect(await cases(core)).toEqual([])
  })

  it('that end in words open no case and keep what they remember sealed, over a restart', async () => {
    freezeTime()
    const core = await startCore({ assistant: whole })
    await says(core, '7001', 'siap berangkat', '1', '1', '1', '1', 'belum', '1', '1', '1')
    expect(await cases(core)).toEqual([])
    const state = await core.app.store.db.selectFrom('conversations').select('state').executeTakeFirstOrThrow()
    expect(state.state).toContain('"checklist":{"id":"ready-to-leave","sealed":')
    expect(state.state).not.toContain('"as":')
    await core.crash()
    const again = await startCore({ after: core, assistant: whole })
    await says(again, '7001', 'siap berangkat', '1')
    expect(again.telegram.arrived.at(-1)?.bubble.text).toContain('OPP')
  })

  it('join the case that is open, and tell its number', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, '7001', '0', 'lewati', ...HOME)
    const [only, ...rest] = await cases(core)
    expect(rest).toEqual([])
    expect(core.telegram.arrived.map(({ bubble }) => bubble.text).join('\n')).toContain(`Catatan Kakak: ${only!.number}`)
    expect(await facts(core)).toHaveLength(8)
  })

  it('bring an open case forward when they are for today, and never put one back', async () => {
    freezeTime()
    const core = await startCore()
    const today = ['buat catatan saya dipulangkan', 'singapura', '1', '1', '2', 'jangan'] as const
    await says(core, '7001', ...HOME)
    const before = await core.app.store.db.selectFrom('cases').select(['lane', 'due_at']).executeTakeFirstOrThrow()
    expect(before.lane).toBe('this-week')
    await says(core, '7001', ...today)
    const [only, ...rest] = await core.app.store.db.selectFrom('cases').selectAll().execute()
    expect(rest).toEqual([])
    expect(only).toMatchObject({ kind: 'sent-back', lane: 'today', urgency: 'urgent' })
    expect(only!.due_at).toBeLessThan(before.due_at)
    await says(core, '7001', ...HOME)
    expect((await cases(core)).map(({ kind, lane }) => [kind, lane])).toEqual([['sent-back', 'today']])
  })

  it('tell who reports somebody missing the same words whether or not that name is known', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, '7001', ...MISSING, 'boleh')
    const first = core.telegram.arrived.map(({ bubble }) => bubble.text)
    await says(core, '7002', ...MISSING, 'boleh')
    const second = core.telegram.arrived.slice(first.length).map(({ bubble }) => bubble.text)
    const plain = (texts: readonly string[]): string => texts.join('\n').replaceAll(/PM-\w{4}/g, 'PM')
    expect(plain(second)).toBe(plain(first))
    expect(await cases(core)).toHaveLength(2)
  })

  it('leave a conversation that cannot be read to itself: whoever writes beside it is answered', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, '7001', 'bantu saya pulang')
    await core.app.store.db.updateTable('conversations').set({ state: '{broken' }).execute()
    const before = core.telegram.arrived.length
    await Promise.all(['7001', '7002'].map((from) => core.telegram.receive(textMessage('bantu saya pulang', { from, sentAt: Date.now() }))))
    await core.pass(2_000)
    const arrived = core.telegram.arrived.slice(before)
    expect(arrived.map(({ address }) => address)).toEqual(['7002', '7002'])
  })

  it('send nothing while on hold, and go on when the person writes', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, '7001', 'bantu saya pulang', 'riyadh', 'saya dipukul majikan')
    await says(core, '7001', '2')
    const before = core.telegram.arrived.length
    await core.pass(10 * 60_000)
    expect(core.telegram.arrived).toHaveLength(before)
    await says(core, '7001', 'lanjut')
    expect(core.telegram.arrived.at(-1)?.bubble.text).toContain('Sekarang Kakak aman?')
  })
})
