import { describe, expect, it } from 'vitest'
import { textMessage } from '../support/builders-core.ts'
import { prepareAssistant, startCore } from '../support/core-app.ts'
import { NO_DANGER, startModelCore, withoutModel, type Scripts } from '../support/model-core.ts'
import { replied, type Script } from '../support/model-server.ts'

prepareAssistant()

const WAGES = 'gaji saya sudah 3 bulan belum dibayar majikan, harus bagaimana'
/** Of the card "Gaji tidak dibayar": its facts in their own order, shortened and joined. */
const KIND = replied({
  opening: 'hard',
  sentences: [
    { text: 'Kak, gaji harus dibayar sesuai perjanjian kerja.', from: ['A1'], step: false },
    { text: 'Catat dulu bulan mana saja yang belum dibayar.', from: ['A4'], step: true },
    { text: 'Lalu lapor ke KBRI/KJRI, dan ke KP2MI lewat nomor di bawah.', from: ['A5'], step: true },
    { text: 'Jangan tanda tangan kertas "sudah terima gaji" kalau uangnya belum ada.', from: ['A9'], step: true },
  ],
})
const WRONG = replied({
  opening: 'none',
  sentences: [{ text: 'Hubungi saja +62 812 3456 7890, gaji pasti dibayar.', from: ['A1'], step: false }],
})

describe('an answer in the words of a model', () => {
  it('is sent when every sentence is one of the card, with the contacts and the source of the card', async () => {
    const { say, server, app } = await startModelCore({ answer: KIND })
    const shown = (await say(WAGES)).join('\n')
    expect(shown).toMatch(/^Saya mengerti, Kak, ini tidak mudah\.\n\nKak, gaji harus dibayar sesuai perjanjian kerja\./)
    expect(shown).toMatch(/1\. Catat dulu bulan mana saja yang belum dibayar\.\n2\. Lalu lapor/)
    expect(shown).toContain('Sumber: UU 18/2017')
    expect(shown).toContain('+62')
    expect(shown).not.toContain('Simpan bukti')
    expect(server.asked.map(({ prompt }) => prompt).sort()).toEqual(['answer', 'second-look'])
    const [reply] = await app.store.db.selectFrom('messages').select('reason').where('direction', '=', 'out').execute()
    expect(JSON.parse(reply!.reason!)).toMatchObject({ source: 'model', model: { used: expect.arrayContaining(['answer@1']) } })
    const uses = await app.store.db.selectFrom('model_uses').select(['prompt', 'prompt_version', 'result']).orderBy('prompt').execute()
    expect(uses).toEqual([
      { prompt: 'answer', prompt_version: 1, result: 'ok' },
      { prompt: 'second-look', prompt_version: 1, result: 'ok' },
    ])
  })

  it.each<[string, Script, string]>([
    ['invents a phone and promises', WRONG, 'tone|number'],
    ['refuses', { kind: 'refusal', text: 'I cannot help.' }, 'refused'],
    ['writes something else than JSON', replied('Tentu! Ini jawabannya: …'), 'malformed'],
    ['is cut at its longest', { kind: 'reply', value: '{"opening":"none","sent', ending: 'length' }, 'cut'],
    ['gives half a body', { kind: 'half' }, 'network'],
    ['fails', { kind: 'status', status: 500 }, 'server'],
    ['is too busy', { kind: 'status', status: 429 }, 'rate-limit'],
    ['is too busy for a minute', { kind: 'status', status: 429, headers: { 'retry-after': '60' } }, 'rate-limit'],
    ['sends a flood', { kind: 'huge', bytes: 600_000 }, 'malformed'],
    ['has no words', replied({ opening: 'none', sentences: [] }), 'empty'],
  ])('is not sent when the model %s: the card speaks for itself', async (_, answer, cause) => {
    const { say, app } = await startModelCore({ answer })
    expect(await say(WAGES)).toEqual(withoutModel(WAGES))
    const [reply] = await app.store.db.selectFrom('messages').select('reason').where('direction', '=', 'out').execute()
    expect(JSON.parse(reply!.reason!)).toMatchObject({ source: 'card', model: { rejected: expect.stringMatching(cause) } })
  })

  it('gives nothing of the person away: names, numbers and addresses are taken out before', async () => {
    const { say, server } = await startModelCore({ answer: KIND })
    await say('nama saya Siti Aminah, paspor C1234567, hp 081234567890, siti.aminah@gmail.com. gaji 3 bulan belum dibayar majikan')
    expect(server.asked.length).toBeGreaterThan(1)
    for (const { raw } of server.asked) {
      expect(raw).toContain('belum dibayar majikan')
      expect(raw).not.toMatch(/siti|aminah|1234567|0812|gmail|7001/iu)
    }
  })
})

describe('a conversation that waits for a model', () => {
  it('keeps nobody else waiting, and keeps its own order', async () => {
    const { telegram, settle, app, server } = await startModelCore({ answer: { kind: 'after', milliseconds: 600, next: KIND } })
    await telegram.receive(textMessage(WAGES, { from: '7001', sentAt: Date.now() }))
    await expect.poll(() => server.asked.length).toBeGreaterThan(1)
    await telegram.receive(
      textMessage('makasih', { from: '7001', sentAt: Date.now() }),
      textMessage('halo', { from: '7002', sentAt: Date.now() }),
    )
    await settle()
    await expect.poll(() => telegram.shown('7002')).toHaveLength(1)
    expect(telegram.shown('7001')).toEqual([])
    await app.idle()
    const shown = telegram.shown('7001')
    expect(shown[0]).toMatch(/^Saya mengerti/)
    expect(shown.at(-1)).toMatch(/Sama-sama/)
  })

  it('is hurried by danger: the safety reply goes at once, and the turn before it takes the words of the card', async () => {
    const { telegram, app, server } = await startModelCore({ answer: { kind: 'hang' } })
    const began = performance.now()
    await telegram.receive(textMessage(WAGES, { from: '7001', sentAt: Date.now() }))
    await expect.poll(() => server.asked.length).toBeGreaterThan(1)
    await telegram.receive(textMessage('tolong saya dipukul majikan sekarang', { from: '7001', sentAt: Date.now() }))
    await app.idle()
    expect(performance.now() - began).toBeLessThan(3_000)
    const shown = telegram.shown('7001')
    expect(telegram.arrived[0]?.safety).toBe(true)
    expect(shown.slice(-withoutModel(WAGES).length)).toEqual(withoutModel(WAGES))
  })

  it('is answered from the card when the program stops meanwhile', async () => {
    const core = await startModelCore({ answer: { kind: 'hang' } })
    await core.telegram.receive(textMessage(WAGES, { from: '7001', sentAt: Date.now() }))
    await expect.poll(() => core.server.asked.length).toBeGreaterThan(1)
    const began = performance.now()
    await core.app.stop()
    expect(performance.now() - began).toBeLessThan(3_000)
    // What was not sent before the end is sent after the next start.
    const next = await startCore({ after: core })
    await next.app.idle()
    expect([...core.telegram.shown('7001'), ...next.telegram.shown('7001')]).toEqual(withoutModel(WAGES))
  })

  it('asks no model about a word that the person chooses as code word, and is hurried by the next message of who has one', async () => {
    const { telegram, say, server, app } = await startModelCore({ answer: { kind: 'hang' } })
    await say('kata aman')
    await say('melati biru')
    expect(server.asked).toEqual([])
    const began = performance.now()
    await telegram.receive(textMessage(WAGES, { from: '7001', sentAt: Date.now() }))
    await expect.poll(() => server.asked.length).toBeGreaterThan(1)
    await telegram.receive(textMessage('melati biru', { from: '7001', sentAt: Date.now() }))
    await app.idle()
    expect(performance.now() - began).toBeLessThan(4_000)
    for (const { raw } of server.asked) expect(raw).not.toContain('melati')
    expect(await app.store.db.selectFrom('conversations').select(['hold', 'hold_reason']).executeTakeFirstOrThrow()).toEqual({
      hold: 1,
      hold_reason: 'code-word',
    })
  })

  it('says nothing late to who wrote again meanwhile: staff are told', async () => {
    const sure = replied({ danger: 'confinement', certainty: 'sure' })
    let looks = 0
    const { telegram, app } = await startModelCore({
      answer: KIND,
      look: () => (looks++ === 0 ? { kind: 'after', milliseconds: 3_500, next: sure } : NO_DANGER),
    })
    await telegram.receive(textMessage(WAGES, { from: '7001', sentAt: Date.now() }))
    await expect.poll(() => telegram.shown('7001').length, { timeout: 4_000 }).toBe(1)
    await telegram.receive(textMessage('makasih', { from: '7001', sentAt: Date.now() }))
    await app.idle()
    expect(telegram.arrived.map(({ safety }) => safety)).toEqual([false, false])
    expect(await app.store.db.selectFrom('conversations').select(['urgency', 'rank']).executeTakeFirstOrThrow()).toEqual({
      urgency: 'emergency',
      rank: 0,
    })
  })

  it('asks no model in danger, for a command, a greeting or a digit', async () => {
    const { say, server } = await startModelCore({})
    for (const text of ['saya dikurung majikan, tolong', 'menu', 'halo kak', '0', '9', 'sumber']) await say(text, `70${text.length}`)
    expect(server.asked).toEqual([])
  })
})

describe('a second look at danger', () => {
  const HINT = 'di sini aku cuma bisa bisik bisik, pintu dari luar terus, gaji juga tidak ada'
  const sure = replied({ danger: 'confinement', certainty: 'sure' })

  it('raises what the rules did not flag: the safety reply goes instead of the answer, and staff see it', async () => {
    const { say, app } = await startModelCore({ look: sure, answer: { kind: 'hang' } })
    const [first] = await say(WAGES)
    expect(first).not.toContain('Gaji harus dibayar')
    expect(first).toMatch(/\+62|\d{3}/)
    const conversation = await app.store.db.selectFrom('conversations').select(['urgency', 'danger', 'rank']).executeTakeFirstOrThrow()
    expect(conversation).toEqual({ urgency: 'emergency', danger: 'confinement', rank: 0 })
    const [event] = await app.store.db.selectFrom('triage_events').select(['rules', 'stage']).execute()
    expect(event).toMatchObject({ stage: 'turn', rules: expect.stringContaining('second-look') })
  })

  it('never lowers: what the rules flag is an emergency whatever the model says', async () => {
    const { say, app, server } = await startModelCore({})
    await say('saya dipukul majikan sampai berdarah')
    expect(server.asked).toEqual([])
    expect((await app.store.db.selectFrom('conversations').select('urgency').executeTakeFirstOrThrow()).urgency).toBe('emergency')
  })

  it('unsure, asks the one safe question beside the answer', async () => {
    const { say } = await startModelCore({ look: replied({ danger: 'violence', certainty: 'maybe' }), answer: KIND })
    const shown = await say(WAGES)
    expect(shown.length).toBeGreaterThan(1)
    expect(shown.join('\n')).toMatch(/1 .*2 /su)
    expect(shown.join('\n')).toContain('gaji harus dibayar sesuai perjanjian kerja')
  })

  it('too late for the first reply, follows up', async () => {
    const late: Scripts = { look: { kind: 'after', milliseconds: 3_200, next: sure }, answer: KIND }
    const { telegram, app, settle } = await startModelCore(late)
    const began = performance.now()
    await telegram.receive(textMessage(WAGES, { from: '7001', sentAt: Date.now() }))
    await expect.poll(() => telegram.shown('7001').length, { timeout: 4_000 }).toBe(1)
    expect(performance.now() - began).toBeLessThan(3_100)
    await app.idle()
    await settle()
    const shown = telegram.shown('7001')
    expect(shown[0]).toContain('gaji harus dibayar sesuai perjanjian kerja')
    expect(shown).toHaveLength(2)
    expect(telegram.arrived.map(({ safety }) => safety)).toEqual([false, true])
    const lines = await app.store.db.selectFrom('messages').select(['direction', 'kind']).orderBy('id').execute()
    expect(lines).toEqual([
      { direction: 'in', kind: 'text' },
      { direction: 'out', kind: 'reply' },
      { direction: 'out', kind: 'safety' },
    ])
    // And is in crisis from then on: "ya" is no small talk.
    await telegram.receive(textMessage(HINT, { from: '7001', sentAt: Date.now() }))
    await app.idle()
    expect((await app.store.db.selectFrom('conversations').select('state').executeTakeFirstOrThrow()).state).toContain(
      '"danger":"confinement"',
    )
  })
})

describe('a question that the router is unsure of', () => {
  const UNSURE = 'surat dari sana belum datang juga, yang ngurus siapa'
  const chosen = (cards: string[], sure = true): Script => replied({ cards, sure, country: null })

  it('is answered from the card that the model chose among the local ones', async () => {
    const { say, server } = await startModelCore({ understand: chosen(['missing-first-steps', 'unpaid-wages']) })
    const local = withoutModel(UNSURE)
    const shown = await say(UNSURE)
    const asked = server.asked.find(({ prompt }) => prompt === 'understand')
    const offered = [...(asked?.body.messages[1]?.content ?? '').matchAll(/^([a-z0-9-]+): /gmu)].map((match) => match[1])
    expect(offered.length).toBeGreaterThan(2)
    expect(shown).not.toEqual(local)
    expect(shown.join('\n')).toContain('Sumber:')
  })

  it.each<[string, Script]>([
    ['none', chosen([])],
    ['one that was not offered', chosen(['death-penalty', '../../etc/passwd'])],
    ['in words', replied('the first one')],
  ])('stays as it was when the model chooses %s', async (_, understand) => {
    const { say } = await startModelCore({ understand })
    expect(await say(UNSURE)).toEqual(withoutModel(UNSURE))
  })
})

describe('without a model', () => {
  it('all is as before, and nothing is recorded', async () => {
    const { telegram, app } = await startCore()
    await telegram.receive(textMessage(WAGES, { from: '7001', sentAt: Date.now() }))
    await app.idle()
    expect(telegram.shown('7001')).toEqual(withoutModel(WAGES))
    expect(app.model).toBeNull()
    expect(await app.store.db.selectFrom('model_uses').selectAll().execute()).toEqual([])
  })
})
