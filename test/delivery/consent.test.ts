import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commandOf } from '../../src/conversation/command-words.ts'
import { write } from '../../src/store/writes.ts'
import { messageOf, textMessage } from '../support/builders-core.ts'
import { freezeTime, prepareAssistant, startCore, type Core } from '../support/core-app.ts'

prepareAssistant()

const HOUR = 3_600_000
const PLANTED = 'xyzzyplanted'

async function says(core: Core, texts: readonly string[], from = '7001'): Promise<string> {
  const before = core.telegram.shown(from).length
  for (const text of texts) {
    await core.telegram.receive(textMessage(text, { from, sentAt: Date.now() }))
    await core.pass(3_000)
  }
  return core.telegram.shown(from).slice(before).join('\n')
}

const consents = ({ app }: Core) => app.store.db.selectFrom('consents').selectAll().orderBy('id').execute()
const events = async ({ app }: Core): Promise<string[]> =>
  (await app.store.db.selectFrom('case_events').select('kind').orderBy('id').execute()).map(({ kind }) => kind)
const TO_CONSENT = ['bantu saya pulang', 'riyadh', 'aman', 'sehat', '2', 'belum'] as const

/** A question as staff ask it. */
async function asked(core: Core, id: string, from: string): Promise<void> {
  const { store } = core.app
  const [address] = await store.db.selectFrom('cases').select(['id', 'conversation_id']).execute()
  const conversation = from === 'case' ? address!.conversation_id! : from
  await store.commit([
    write(
      store.db.insertInto('consents').values({
        id,
        conversation_id: conversation,
        case_id: address!.id,
        about: 'recipient',
        recipient: 'KBRI Riyadh',
        text_version: '01234567',
        asked_at: Date.now(),
      }),
    ),
  ])
  await core.pass(1_000)
}

describe('consent to names in a case', () => {
  it.each([
    ['boleh', 'yes', ['Madam Zubaidah', '1']],
    ['jangan', 'no', ['1']],
    ['lewati', 'no', ['1']],
  ] as const)('is recorded with the version of the words that were asked: %s', async (word, answer, rest) => {
    freezeTime()
    const core = await startCore()
    await says(core, [...TO_CONSENT, word, ...rest])
    const [row, ...others] = await consents(core)
    expect(others).toEqual([])
    expect(row).toMatchObject({ about: 'identity', answer, recipient: null, withdrawn_at: null })
    expect(row!.text_version).toMatch(/^[0-9a-f]{8}$/)
    const [only] = await core.app.store.db.selectFrom('cases').select('id').execute()
    expect(row!.case_id).toBe(only!.id)
  })

  it('names other words by another version', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, [...TO_CONSENT, 'jangan', '1'], '7001')
    await says(core, ['english', ...TO_CONSENT, 'no', '1'], '7002')
    const [first, second] = await consents(core)
    expect(second!.text_version).not.toBe(first!.text_version)
  })
})

describe('consent to each recipient', () => {
  it.each([
    ['1', 'yes'],
    ['boleh', 'yes'],
    ['2', 'no'],
    ['Jangan kak', 'no'],
  ])('is answered by "%s"', async (text, answer) => {
    freezeTime()
    const core = await startCore()
    await says(core, ['0', 'lewati'])
    await asked(core, 'consent-0001', 'case')
    await says(core, [text])
    expect(await consents(core)).toMatchObject([{ answer, answered_at: expect.any(Number) as number }])
    expect(await events(core)).toContain(answer === 'yes' ? 'consent-given' : 'consent-refused')
  })

  it('is answered by a button, once, and never for another', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, ['0', 'lewati'], '7001')
    await says(core, ['halo'], '7002')
    await asked(core, 'consent-0001', 'case')
    const press = (from: string, value: string) =>
      core.telegram.receive(messageOf({ kind: 'choice', value }, { from, sentAt: Date.now() })).then(() => core.pass(3_000))
    await press('7002', 'consent:consent-0001:1')
    expect(await consents(core)).toMatchObject([{ answer: null }])
    await press('7001', 'consent:consent-0001:2')
    await press('7001', 'consent:consent-0001:1')
    expect(await consents(core)).toMatchObject([{ answer: 'no' }])
  })

  it('is not given by a digit that answers something else, nor by danger, nor after six hours', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, ['0', 'lewati'])
    await asked(core, 'consent-0001', 'case')
    await says(core, ['menu', '1', 'saya dipukul majikan', '1'])
    expect(await consents(core)).toMatchObject([{ answer: null }])
    await core.pass(50 * HOUR, HOUR)
    await says(core, ['boleh'])
    expect(await consents(core)).toMatchObject([{ answer: null }])
  })

  it('is taken back at any time, with a deadline of three days, and in the same words where there was none', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, [...TO_CONSENT, 'boleh', 'Madam Zubaidah', '1'])
    await asked(core, 'consent-0001', 'case')
    await says(core, ['boleh'])
    const told = await says(core, ['cabut izin'])
    const at = Date.now() - 3_000
    expect(told).toMatch(/Izin Kakak dicabut[^]*3 kali 24 jam/)
    expect(await says(core, ['cabut izin'], '7002')).toContain('Izin Kakak dicabut')
    const rows = await consents(core)
    expect(rows).toHaveLength(2)
    for (const row of rows) {
      expect(row.withdrawn_at).toBeGreaterThan(at - 4_000)
      expect(row.due_at! - row.withdrawn_at!).toBe(72 * HOUR)
    }
    expect(await events(core)).toContain('consent-withdrawn')
  })

  it.each(['boleh cabut izin tinggal?', 'cabut izin agen', 'izin dicabut imigrasi', 'jangan simpan paspor saya', 'majikan simpan paspor'])(
    'is not taken back, and nothing is forgotten, by "%s"',
    (text) => {
      expect(commandOf({ kind: 'text', text })).toBeNull()
    },
  )
})

describe('"jangan simpan"', () => {
  it('forgets what was written, and what is written after it was handled; danger is kept', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, [`gaji saya ${PLANTED}`])
    expect(await says(core, ['jangan simpan'])).toContain('dihapus')
    expect(await says(core, [`gaji saya belum dibayar ${PLANTED}`])).toMatch(/gaji/i)
    core.app.store.checkpoint()
    const data = join(core.folder, 'data')
    expect(readdirSync(data).filter((name) => readFileSync(join(data, name)).includes(PLANTED))).toEqual([])
    const texts = async (): Promise<string> => JSON.stringify(await core.app.store.db.selectFrom('messages').select('text').execute())
    expect(await texts()).toContain('[tidak disimpan]')
    await says(core, [`saya dipukul majikan ${PLANTED}`])
    expect(await texts()).toContain(`saya dipukul majikan ${PLANTED}`)
    await says(core, ['boleh simpan'], '7002')
    await says(core, [`gaji saya ${PLANTED}`], '7002')
    expect(await texts()).toContain(`gaji saya ${PLANTED}`)
  })
})
