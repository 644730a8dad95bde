import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AlertTarget } from '../../src/alerts/alert-target.ts'
import type { ChannelName } from '../../src/message.ts'
import { write } from '../../src/store/writes.ts'
import { textMessage } from '../support/builders-core.ts'
import { freezeTime, prepareAssistant, startCore, type Core } from '../support/core-app.ts'

prepareAssistant()

const HOUR = 3_600_000
const PLANTED = 'xyzzyplanted'

let sent = 0
/** Writes one text after the other; gives what the person is shown since. */
async function says(core: Core, texts: readonly string[], from = '7001', channel: 'telegram' | 'whatsapp' = 'telegram'): Promise<string> {
  const before = core[channel].shown(from).length
  for (const text of texts) {
    await core[channel].receive(textMessage(text, { from, channel, sentAt: Date.now(), externalId: `${from}:${++sent}` }))
    await core.pass(4_000)
  }
  return core[channel].shown(from).slice(before).join('\n')
}

const filesWith = (core: Core, text: string): string[] =>
  readdirSync(join(core.folder, 'data')).filter((name) => readFileSync(join(core.folder, 'data', name)).includes(text))

const rowsOf = async ({ app }: Core): Promise<Record<string, number>> => {
  const tables = ['people', 'addresses', 'conversations', 'inbox', 'messages', 'outbox', 'case_facts', 'erase_requests', 'pins'] as const
  const counted = await Promise.all(
    tables.map(async (table) => [table, (await app.store.db.selectFrom(table).selectAll().execute()).length] as const),
  )
  return Object.fromEntries(counted)
}
const EMPTY = { people: 0, addresses: 0, conversations: 0, inbox: 0, messages: 0, outbox: 0, case_facts: 0, erase_requests: 0, pins: 0 }
const HOME = ['bantu saya pulang', 'riyadh', 'aman', 'sehat', '2', 'belum', 'boleh', `Madam ${PLANTED}`, '1'] as const

describe('"data saya"', () => {
  it('shows what is stored, as it is stored, with how long; the transcript keeps none of it twice', async () => {
    freezeTime()
    const core = await startCore({ environment: { RETENTION_DAYS: '30', RETENTION_CASE_DAYS: '100' } })
    await says(core, [`gaji saya belum dibayar ${PLANTED}, nik 3201014501900001`])
    const told = await says(core, ['data saya'])
    expect(told).toMatch(/1 pesan Kakak, sejak 24 Nov 2026/)
    expect(told).toContain(`gaji saya belum dibayar ${PLANTED}, nik [NIK]`)
    expect(told).not.toContain('3201014501900001')
    const { db } = core.app.store
    const kept = await db.selectFrom('messages').select('text').where('text', 'like', `%${PLANTED}%`).execute()
    expect(kept).toHaveLength(1)
  })

  it('never shows a word of what another wrote', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, [`gaji saya ${PLANTED}`], '7002')
    await says(core, ['gaji belum dibayar'], '7001')
    expect(await says(core, ['data saya', 'status', 'perbaiki'], '7001')).not.toContain(PLANTED)
  })

  it('shows nothing of what was said once there was danger or a case, unless there is a PIN', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, [`saya dipukul majikan ${PLANTED}`])
    const told = await says(core, ['data saya'])
    expect(told).toContain('tidak ditampilkan di chat ini')
    expect(told).not.toMatch(/xyzzyplanted|kasus darurat|PM-/)
    await says(core, HOME, '7003')
    expect(await says(core, ['data saya'], '7003')).not.toMatch(/xyzzyplanted|PM-/)
  })

  it('is bounded however much was written', async () => {
    freezeTime()
    const core = await startCore()
    for (let i = 0; i < 15; i++) await says(core, [`gaji saya belum dibayar ${'panjang '.repeat(60)}`])
    const before = core.telegram.shown('7001').length
    await says(core, ['data saya'])
    const bubbles = core.telegram.shown('7001').slice(before)
    expect(bubbles.length).toBeLessThanOrEqual(5)
    for (const bubble of bubbles) expect(bubble.length).toBeLessThanOrEqual(900)
  })
})

describe('"perbaiki"', () => {
  it('puts a part of the case right, sealed where it was sealed, and tells staff that it changed', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, HOME)
    expect(await says(core, ['perbaiki', 'kota: di jeddah', 'perbaiki', 'Majikan atau agen: Madam Zubaidah'])).toMatch(
      /dibetulkan[^]*dibetulkan/,
    )
    const { db } = core.app.store
    const facts = await db.selectFrom('case_facts').selectAll().orderBy('id').execute()
    expect(facts.find(({ question }) => question === 'where')?.shown).toBe('di jeddah')
    const employer = facts.find(({ question }) => question === 'employer')!
    expect(employer.shown).toBeNull()
    expect(core.app.seal.open(employer.sealed_text!, `case_facts:${employer.id}`)).toBe('Madam Zubaidah')
    const events = await db.selectFrom('case_events').select('kind').execute()
    expect(events.filter(({ kind }) => kind === 'fact-corrected')).toHaveLength(2)
    expect(JSON.stringify(await db.selectFrom('messages').select('text').execute())).not.toContain('Zubaidah')
  })

  it('changes nothing of another, nor what is not there, and says the same to whoever has no case', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, HOME, '7001')
    const before = await core.app.store.db.selectFrom('case_facts').selectAll().execute()
    const stranger = await says(core, ['perbaiki', 'Negara dan kota: jeddah'], '7002')
    expect(await core.app.store.db.selectFrom('case_facts').selectAll().execute()).toEqual(before)
    expect(stranger).toBe(await says(core, ['perbaiki', 'Nama ibu: Siti'], '7001'))
    expect(await says(core, ['perbaiki', 'batal'], '7001')).toContain('tidak ada yang diubah')
    expect(await says(core, ['perbaiki', 'saya dipukul majikan: di rumah'], '7001')).not.toContain('tidak ketemu')
  })
})

describe.each<['telegram' | 'whatsapp']>([['telegram'], ['whatsapp']])('"hapus data saya" on %s', (channel) => {
  it('after one confirmation leaves nothing in the tables, the files and our memory, and gives a receipt', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, HOME, '7001', channel)
    await says(core, [`gaji saya ${PLANTED}`, 'membantu'], '7001', channel)
    const { store } = core.app
    const [line] = await store.db.selectFrom('messages').select('id').where('text', 'like', `%${PLANTED}%`).execute()
    await store.commit([
      write(
        store.db.insertInto('test_cases').values({
          id: 't1',
          message_id: line!.id,
          text: `gaji ${PLANTED}`,
          topic: 'feedback',
          urgency: 'routine',
          staff_id: 's1',
          at: 1,
        }),
      ),
    ])
    expect(filesWith(core, PLANTED)).not.toEqual([])
    expect(await says(core, ['hapus data saya'], '7001', channel)).toMatch(/Hapus semua data Kakak/)
    const told = await says(core, ['1'], '7001', channel)
    const receipt = /Tanda terima: (H-\w{6})\./.exec(told)?.[1]
    expect(receipt).toBeDefined()
    await core.pass(60_000)
    expect(await rowsOf(core)).toEqual(EMPTY)
    expect(await store.db.selectFrom('test_cases').selectAll().execute()).toEqual([])
    expect(
      await store.db
        .selectFrom('messages_text' as never)
        .selectAll()
        .execute(),
    ).toEqual([])
    expect(filesWith(core, PLANTED)).toEqual([])
    const [ledger, ...others] = await store.db.selectFrom('erased_people').selectAll().execute()
    expect(others).toEqual([])
    expect(ledger).toMatchObject({ receipt, reason: 'asked' })
    expect(JSON.parse(ledger!.counts)).toMatchObject({ cases: 1, facts: 8, addresses: 1 })
    expect(JSON.stringify(ledger)).not.toMatch(/7001|Melati|"p[0-9a-f]{24}"/)
    // What is left of the case is a closed row that leads nowhere.
    expect(await store.db.selectFrom('cases').select(['conversation_id', 'state', 'outcome']).execute()).toEqual([
      { conversation_id: null, state: 'closed', outcome: 'erased' },
    ])
    expect(await core.app.people.hasWritten(channel, '7001')).toBe(false)
  })

  it('who was erased and writes again is nobody that staff ever saw, and one person by each later message', async () => {
    freezeTime()
    const core = await startCore()
    const seen = new Set<string>()
    for (let time = 0; time < 3; time++) {
      await says(core, ['halo', 'gaji saya belum dibayar'], '7001')
      const [person, ...others] = await core.app.store.db.selectFrom('people').select(['id', 'pseudonym']).execute()
      expect(others).toEqual([])
      seen.add(person!.id).add(person!.pseudonym)
      await says(core, ['hapus data saya', '1'], '7001')
      await core.pass(60_000)
      expect((await rowsOf(core))['people']).toBe(0)
    }
    expect(seen.size).toBe(6)
  })

  it('lets the person start anew, with help at once in danger', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, ['saya dipukul majikan'], '7001', channel)
    await core.app.store.commit([write(core.app.store.db.updateTable('cases').set({ closed_at: Date.now(), state: 'closed' }))])
    await says(core, ['hapus data saya', '1'], '7001', channel)
    await core.pass(60_000)
    expect(await rowsOf(core)).toEqual(EMPTY)
    expect(await says(core, ['saya dipukul majikan'], '7001', channel)).toMatch(/Sudah saya baca/)
    const [inbox] = await core.app.store.db.selectFrom('inbox').select('safety_outbox_id').execute()
    expect(inbox!.safety_outbox_id).not.toBeNull()
  })
})

describe('"hapus data saya"', () => {
  it('does nothing without the confirmation, after ten minutes, or when danger is told instead', async () => {
    freezeTime()
    const core = await startCore()
    for (const [from, answer] of [
      ['7001', '2'],
      ['7002', 'jangan'],
      ['7003', 'gaji saya belum dibayar'],
      ['7004', 'saya dipukul majikan'],
    ] as const) {
      await says(core, ['hapus data saya', answer, '1'], from)
    }
    await says(core, ['hapus data saya'], '7005')
    await core.pass(11 * 60_000, 60_000)
    await says(core, ['1'], '7005')
    await core.pass(60_000)
    expect((await rowsOf(core))['people']).toBe(5)
    expect(await core.app.store.db.selectFrom('erase_requests').selectAll().execute()).toEqual([])
  })

  it('while an emergency is open takes the messages off the phone at once, waits a day, and staff are told without content', async () => {
    freezeTime()
    const alerts: string[] = []
    const target: AlertTarget = {
      name: 'test',
      level: 'first',
      async send(text) {
        alerts.push(text)
        return true
      },
    }
    const core = await startCore({ alertTargets: [target] })
    await says(core, [`saya dipukul majikan ${PLANTED}`])
    const ordinary = await says(core, ['hapus data saya', '1'], '7002')
    const told = await says(core, ['hapus data saya', '1'])
    const plain = (text: string): string => text.replaceAll(/H-\w{6}|\d+ pesan/g, '')
    // Whoever holds the phone reads the same as without an emergency.
    expect(plain(told)).toBe(plain(ordinary))
    expect(core.telegram.erased.map(({ address }) => address)).toEqual(['7002', '7001'])
    await core.pass(20_000)
    const [number] = await core.app.store.db.selectFrom('cases').select('number').where('urgency', '=', 'emergency').execute()
    const about = alerts.filter((text) => text.includes('diminta hapus data'))
    expect(about).toHaveLength(1)
    expect(about[0]).toMatch(new RegExp(`^${number!.number} · DARURAT, diminta hapus data, tertunda 24 jam · [^·]+ · \\d+ menit\n\\S+$`))
    await core.pass(23 * HOUR, HOUR)
    expect(filesWith(core, PLANTED)).not.toEqual([])
    await core.pass(2 * HOUR, HOUR)
    expect(filesWith(core, PLANTED)).toEqual([])
    expect(alerts.join('\n')).not.toContain(PLANTED)
  })

  it('can be undone while it waits, and not after', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, [`saya dipukul majikan ${PLANTED}`, 'hapus data saya', '1'])
    expect(await says(core, ['hapus data saya'])).toMatch(/Tanda terima: H-/)
    expect(await says(core, ['batal hapus'])).toContain('tidak jadi')
    await core.pass(26 * HOUR, HOUR)
    expect(filesWith(core, PLANTED)).not.toEqual([])
    expect(await says(core, ['batal hapus'])).toContain('Tidak ada penghapusan')
    const events = await core.app.store.db.selectFrom('case_events').select('kind').execute()
    expect(events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['erasure-asked', 'erasure-undone']))
  })

  it('is the second choice of "hapus jejak", and carried out after a restart', async () => {
    freezeTime()
    const core = await startCore()
    core.telegram.eraseAnswer = null
    await says(core, [`gaji saya ${PLANTED}`, 'hapus jejak', '2', '1'])
    expect(filesWith(core, PLANTED)).not.toEqual([])
    await core.crash()
    const again = await startCore({ after: core })
    await again.pass(2 * 60_000, 5_000)
    expect(again.telegram.shown('7001').join('\n')).toMatch(/Tanda terima: H-/)
    expect(await rowsOf(again)).toEqual(EMPTY)
    expect(filesWith(again, PLANTED)).toEqual([])
  })

  it('waits for what is on its way to the person, no longer than ten minutes', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, [`gaji saya ${PLANTED}`], '7001', 'whatsapp')
    core.whatsapp.answer(async () => ({ status: 'unavailable', reason: 'down' }))
    await says(core, ['hapus data saya', '1'], '7001', 'whatsapp')
    await core.pass(5 * 60_000, 10_000)
    expect(filesWith(core, PLANTED)).not.toEqual([])
    await core.pass(6 * 60_000, 10_000)
    expect(await rowsOf(core)).toEqual(EMPTY)
  })

  it('leaves everybody else alone', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, HOME, '7002')
    const before = await rowsOf(core)
    await says(core, HOME, '7001')
    await says(core, ['hapus data saya', '1'], '7001')
    await core.pass(60_000)
    expect(await rowsOf(core)).toEqual(before)
    expect(filesWith(core, PLANTED)).toEqual([])
    expect(await says(core, ['halo'], '7002')).not.toBe('')
  })
})

describe('an older copy of the database, put back', () => {
  it('is erased again at the start, by the ledger beside it; who came back since is left alone', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, [`gaji saya ${PLANTED}`, 'halo'], '7001')
    await says(core, [`gaji saya tetangga`], '7002')
    const copy = join(core.folder, 'copy.sqlite')
    await core.app.store.backup(copy)
    await says(core, ['hapus data saya', '1'], '7001')
    await core.pass(60_000)
    expect((await rowsOf(core))['people']).toBe(1)
    await core.crash()
    const data = join(core.folder, 'data')
    const { copyFileSync, rmSync } = await import('node:fs')
    for (const name of readdirSync(data)) if (name.includes('.sqlite')) rmSync(join(data, name))
    copyFileSync(copy, join(data, 'tanya-migran.sqlite'))
    rmSync(copy)
    const again = await startCore({ after: core })
    expect(filesWith(again, PLANTED)).toEqual([])
    expect((await rowsOf(again))['people']).toBe(1)
    expect(await again.app.store.db.selectFrom('erased_people').select('reason').execute()).toEqual([{ reason: 'asked' }])
    await says(again, ['gaji saya belum dibayar'], '7001')
    await again.crash()
    const later = await startCore({ after: again })
    expect((await rowsOf(later))['people']).toBe(2)
  })
})

describe('the ledger', () => {
  const channels: readonly ChannelName[] = ['telegram', 'whatsapp']
  it('holds nothing that tells who was erased, and a line that a crash cut off harms nothing', async () => {
    freezeTime()
    const core = await startCore()
    for (const channel of channels)
      await says(core, [`gaji saya ${PLANTED}`, 'hapus data saya', '1'], '6281234567890@s.whatsapp.net', channel as 'telegram')
    await core.pass(60_000)
    const path = join(core.folder, 'data', 'erasures.jsonl')
    const file = readFileSync(path, 'utf8')
    expect(file.trim().split('\n')).toHaveLength(2)
    expect(file).not.toMatch(/62812|xyzzy|telegram|whatsapp|"p[0-9a-f]{24}/)
    const { appendFileSync } = await import('node:fs')
    appendFileSync(path, '{"receipt":"H-')
    await core.crash()
    const again = await startCore({ after: core })
    await says(again, ['hapus data saya', '1'], '7009')
    await again.pass(60_000)
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(4)
    await again.crash()
    const last = await startCore({ after: again })
    expect(await last.app.store.db.selectFrom('erased_people').select('receipt').execute()).toHaveLength(3)
  })
})
