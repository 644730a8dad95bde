import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createPurge } from '../../src/store/purge.ts'
import { createLogger } from '../../src/log.ts'
import type { ChannelName } from '../../src/message.ts'
import { write } from '../../src/store/writes.ts'
import { messageOf, textMessage } from '../support/builders-core.ts'
import { freezeTime, prepareAssistant, startCore, type Core } from '../support/core-app.ts'
import { saysSlowly } from '../support/slow-turns.ts'

prepareAssistant()

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const WORKER = '7001'
const RELATIVE = '7002'
const STRANGER = '7009'
const PIN = '482195'

type Front = Extract<ChannelName, 'telegram' | 'whatsapp' | 'web'>

const says = (core: Core, texts: readonly string[], from = WORKER, channel: Front = 'telegram'): Promise<string> =>
  saysSlowly(core, texts, from, channel)

const codeIn = (text: string): string => {
  const [code] = /[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3}/u.exec(text) ?? []
  if (code === undefined) throw new Error('no code was told')
  return code
}
const newCode = async (core: Core, from = WORKER, channel: Front = 'telegram'): Promise<string> =>
  codeIn(await says(core, ['hubungkan keluarga', '1', '2'], from, channel))
/** Links the relative to the worker. */
async function link(core: Core, channel: Front = 'telegram', relative = RELATIVE): Promise<void> {
  const told = await says(core, [await newCode(core)], relative, channel)
  expect(told).toContain('Tersambung')
}
const shown = (core: Core, from: string): number => core.telegram.shown(from).length
const links = ({ app }: Core): Promise<{ id: string }[]> => app.store.db.selectFrom('family_links').select('id').execute()
const hold = (core: Core, from: string): Promise<number[]> =>
  setConversation(core, from, { hold: 1, hold_since: Date.now() + DAY, hold_reason: 'staff' })
async function setConversation(core: Core, from: string, values: Record<string, unknown>): Promise<number[]> {
  const { db } = core.app.store
  const hash = core.app.seal.hash(`telegram:${from}`)
  const { person_id: id } = await db.selectFrom('addresses').select('person_id').where('address_hash', '=', hash).executeTakeFirstOrThrow()
  return core.app.store.commit([write(db.updateTable('conversations').set(values).where('id', '=', id))])
}

/** What a stranger reads who types a code that never was, and who asks for news. */
const WRONG = /^Kode itu tidak berlaku\.[^]*Minta kode baru/
const NO_NEWS = /^Belum ada kabar baru untuk chat ini\./

describe('a worker links a relative', () => {
  it('after the question whether that person ever did harm, with a code for 24 hours; the relative hears "kabar baik" and no more', async () => {
    freezeTime()
    const core = await startCore()
    expect(await says(core, ['hubungkan keluarga'])).toMatch(/Pernahkah orang ini menyakiti Kakak atau memegang uang Kakak\?/)
    expect(await says(core, ['1'])).toMatch(/Siapa yang mau disambungkan\?/)
    const told = await says(core, ['1'])
    expect(told).toMatch(/Berlaku 24 jam, untuk satu orang, satu kali\./)
    const code = codeIn(told)
    const joined = await says(core, [code.toLowerCase().replaceAll('-', ' ')], RELATIVE)
    expect(joined).toMatch(/^Tersambung\./)
    const before = shown(core, RELATIVE)
    const workerBefore = shown(core, WORKER)
    await says(core, ['gaji saya belum dibayar 3 bulan'])
    expect(shown(core, RELATIVE)).toBe(before)
    expect(await says(core, ['kabar baik'])).toMatch(/^Baik\. Kabar Kakak diteruskan/)
    const heard = core.telegram.shown(RELATIVE).slice(before)
    expect(heard).toEqual([expect.stringMatching(/^Kabar baik dari keluarga, 24 Nov 2026\./)])
    expect(heard.join()).not.toMatch(/gaji/)
    // Asking tells it no second time, and the worker sees nothing of what the relative does.
    const workerNow = shown(core, WORKER)
    expect(workerNow).toBeGreaterThan(workerBefore)
    expect(await says(core, ['kabar', 'kabar keluarga'], RELATIVE)).toMatch(NO_NEWS)
    expect(shown(core, WORKER)).toBe(workerNow)
    expect(await says(core, ['keluarga saya'])).toMatch(/1\. Suami atau istri, sejak 24 Nov 2026\n/)
  })

  it.each([['2'], ['pernah'], ['ragu'], ['iya'], ['batal']])('not when the first question is answered "%s"', async (answer) => {
    freezeTime()
    const core = await startCore()
    expect(await says(core, ['hubungkan keluarga', answer])).not.toMatch(/[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3}/)
    expect(await core.app.store.db.selectFrom('family_codes').selectAll().execute()).toEqual([])
  })

  it('and danger in the answer, or beside the words, is answered first', async () => {
    freezeTime()
    const core = await startCore()
    for (const [index, texts] of [
      ['hubungkan keluarga', 'dia pernah memukul saya, sekarang saya dikunci di kamar'],
      ['kabar baik tapi saya dipukul majikan tiap hari'],
      ['tolong putus keluarga, suami saya mau membunuh saya'],
    ].entries()) {
      const person = `76${index}`
      await says(core, texts, person)
      const hash = core.app.seal.hash(`telegram:${person}`)
      const found = await core.app.store.db
        .selectFrom('conversations')
        .innerJoin('addresses', 'addresses.person_id', 'conversations.id')
        .select('urgency')
        .where('address_hash', '=', hash)
        .executeTakeFirstOrThrow()
      expect(found.urgency).toBe('emergency')
    }
    expect(await core.app.store.db.selectFrom('family_codes').selectAll().execute()).toEqual([])
  })

  it.each<[Front]>([['whatsapp'], ['web']])('by the typed code on %s; a web chat is told when it asks', async (channel) => {
    freezeTime()
    const core = await startCore()
    await link(core, channel, '8002')
    const before = core[channel].shown('8002').length
    await says(core, ['kabar baik'])
    expect(core[channel].shown('8002').length).toBe(channel === 'web' ? before : before + 1)
    const asked = await says(core, ['kabar'], '8002', channel)
    expect(asked).toMatch(channel === 'web' ? /^Kabar baik dari keluarga/ : NO_NEWS)
    expect(await says(core, ['kabar'], '8002', channel)).toMatch(NO_NEWS)
  })

  it('up to three of them, who never see each other, and who hear at most every six hours', async () => {
    freezeTime()
    const core = await startCore()
    for (const relative of ['7101', '7102', '7103']) await link(core, 'telegram', relative)
    expect(await says(core, ['hubungkan keluarga'])).toMatch(/Sudah tiga orang/)
    const before = shown(core, '7101')
    await says(core, ['kabar baik', 'kabar baik', 'kabar baik'])
    expect(shown(core, '7101')).toBe(before + 1)
    await core.pass(7 * HOUR, HOUR)
    await says(core, ['kabar baik'])
    expect(shown(core, '7101')).toBe(before + 2)
    expect(await says(core, ['keluarga saya', 'data saya'], '7101')).not.toMatch(/7102|7103|2\. /)
  })
})

describe('a code', () => {
  it('opens from a link of Telegram', async () => {
    freezeTime()
    const core = await startCore()
    const code = (await newCode(core)).replaceAll('-', '')
    const start = messageOf({ kind: 'command', name: 'start', argument: `k_${code}` }, { from: RELATIVE, sentAt: Date.now() })
    await core.telegram.receive(start)
    await core.pass(3_000)
    expect(core.telegram.shown(RELATIVE).join('\n')).toMatch(/^Tersambung\./)
    expect(await links(core)).toHaveLength(1)
  })

  it('wrong, used, too old, taken back, or of a worker on hold gets the very same words, and links nobody', async () => {
    freezeTime()
    const core = await startCore()
    const wrong = await says(core, ['K7F-3KA-9XM'], '7201')
    expect(wrong).toMatch(WRONG)
    const used = await newCode(core)
    await says(core, [used], RELATIVE)
    expect(await says(core, [used], '7202')).toBe(wrong)
    const replaced = await newCode(core)
    const old = await newCode(core)
    expect(await says(core, [replaced], '7203')).toBe(wrong)
    await core.pass(25 * HOUR, HOUR)
    expect(await says(core, [old], '7204')).toBe(wrong)
    const taken = await newCode(core)
    await says(core, ['putus keluarga'])
    expect(await says(core, [taken], '7205')).toBe(wrong)
    const unused = await newCode(core)
    await says(core, ['putus keluarga'])
    expect(await says(core, [unused], '7207')).toBe(wrong)
    const held = await newCode(core)
    await hold(core, WORKER)
    expect(await says(core, [held], '7206')).toBe(wrong)
    expect(await links(core)).toHaveLength(0)
  })

  it('stands nowhere in plain: not in the transcript, not in a file of the database', async () => {
    freezeTime()
    const core = await startCore()
    const code = await newCode(core)
    await says(core, [code], RELATIVE)
    const open = await newCode(core)
    const folder = join(core.folder, 'data')
    for (const text of [code, open, code.replaceAll('-', ''), open.replaceAll('-', '')])
      expect(readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(text))).toEqual([])
    const texts = await core.app.store.db.selectFrom('messages').select('text').execute()
    expect(texts.map(({ text }) => text)).toContain('[kode keluarga]')
  })

  it('is guessed in vain: after three tries none counts for a while, a right one neither, and the words stay the same', async () => {
    freezeTime()
    const core = await startCore()
    const right = await newCode(core)
    const answers = new Set<string>()
    for (const guess of ['AAA-AAA-AA3', 'AAA-AAA-AA4', 'AAA-AAA-AA6', right, right]) answers.add(await says(core, [guess], STRANGER))
    expect([...answers]).toEqual([expect.stringMatching(WRONG)])
    expect(await links(core)).toEqual([])
    const guest = await core.app.store.db.selectFrom('family_guests').selectAll().executeTakeFirstOrThrow()
    expect(guest.failures).toBe(3)
    // What one tried keeps nobody else out.
    expect(await says(core, [right], RELATIVE)).toMatch(/^Tersambung\./)
    // Two hours of tries, one a minute: a bounded number counts.
    for (let minute = 0; minute < 120; minute++) {
      await says(core, ['AAA-AAA-AA7'], STRANGER)
      await core.pass(57_000, 57_000)
    }
    const later = await core.app.store.db
      .selectFrom('family_guests')
      .select('failures')
      .where('joined_at', 'is', null)
      .executeTakeFirstOrThrow()
    expect(later.failures).toBeLessThanOrEqual(7)
  }, 60_000)
})

describe('a cut', () => {
  it('is not seen: nothing is sent, asking gets the same words as before, and so does what is stored', async () => {
    freezeTime()
    const core = await startCore()
    await link(core)
    await says(core, ['kabar baik'])
    const whileLinked = await says(core, ['kabar', 'data saya'], RELATIVE)
    const before = shown(core, RELATIVE)
    expect(await says(core, ['putus keluarga'])).toMatch(/^Sudah diputus\. Mereka tidak diberi tahu\./)
    await core.pass(DAY, HOUR)
    await says(core, ['kabar baik'])
    expect(shown(core, RELATIVE)).toBe(before)
    const afterCut = await says(core, ['kabar', 'data saya'], RELATIVE)
    const plain = (text: string): string => text.replace(/\d+ (?:pesan|balasan)/gu, '').replace(/^- \d+ \w+ 2026: .*$/gmu, '')
    expect(plain(afterCut)).toBe(plain(whileLinked))
    expect(await says(core, ['kabar'], STRANGER)).toBe(await says(core, ['kabar'], RELATIVE))
    expect(await links(core)).toEqual([])
  })

  it('takes back a check-in that waits for the safe hours of the relative', async () => {
    freezeTime()
    const core = await startCore()
    await link(core)
    const { db } = core.app.store
    const relative = await db.selectFrom('family_links').select('relative_id').executeTakeFirstOrThrow()
    await core.app.store.commit([
      write(
        db
          .insertInto('contact_plans')
          .values({ conversation_id: relative.relative_id, phone_owner: 'own', way: 'chat', safe_from: 0, safe_until: 60, at: Date.now() }),
      ),
    ])
    await core.pass(2 * HOUR, HOUR)
    const before = shown(core, RELATIVE)
    await says(core, ['kabar baik'])
    expect(shown(core, RELATIVE)).toBe(before)
    await says(core, ['putus keluarga'])
    await core.pass(2 * DAY, HOUR)
    expect(shown(core, RELATIVE)).toBe(before)
  })

  it('of one of several asks which; "putus" alone asks even of one', async () => {
    freezeTime()
    const core = await startCore()
    await link(core, 'telegram', '7101')
    expect(await says(core, ['putus'])).toMatch(/^Putus yang mana\?[^]*1\. Orang tua/)
    expect(await says(core, ['batal'])).toMatch(/tidak ada yang diubah/)
    await link(core, 'telegram', '7102')
    await link(core, 'telegram', '7103')
    await says(core, ['putuskan keluarga'])
    // The digit means whom it meant when it was asked.
    await says(core, ['putus keluarga'], '7101')
    await says(core, ['2', 'kabar baik'])
    for (const [relative, hears] of [
      ['7101', false],
      ['7102', false],
      ['7103', true],
    ] as const)
      expect(core.telegram.shown(relative).join().includes('Kabar baik')).toBe(hears)
    await link(core, 'telegram', '7104')
    await says(core, ['putus keluarga', 'semua'])
    expect(await links(core)).toEqual([])
  })

  it('by the relative ends what comes, and the worker is sent nothing', async () => {
    freezeTime()
    const core = await startCore()
    await link(core)
    const before = shown(core, WORKER)
    expect(await says(core, ['putus keluarga'], RELATIVE)).toMatch(/tidak dikirim lagi ke chat ini/)
    expect(shown(core, WORKER)).toBe(before)
    expect(await links(core)).toEqual([])
  })
})

describe('silence', () => {
  it('of a held worker stays silence whatever a relative writes, and the relative learns nothing', async () => {
    freezeTime()
    const core = await startCore()
    await link(core, 'web', '8002')
    await says(core, ['kabar baik'])
    await hold(core, WORKER)
    const before = shown(core, WORKER)
    expect(await says(core, ['kabar', 'keluarga saya', 'kabar baik', 'hubungkan keluarga'], '8002', 'web')).toMatch(NO_NEWS)
    await core.pass(2 * DAY, HOUR)
    expect(shown(core, WORKER)).toBe(before)
  })

  it('on a borrowed phone does not keep a relative from being linked, and nothing goes to that phone', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, ['kontak aman', '3'])
    const code = await newCode(core)
    await core.pass(2 * HOUR, HOUR)
    const before = shown(core, WORKER)
    expect(await says(core, [code, 'kabar'], RELATIVE)).toMatch(/^Tersambung\./)
    await core.pass(2 * DAY, HOUR)
    expect(shown(core, WORKER)).toBe(before)
  })

  it('of a held relative is kept: the check-in is told when they write again and ask', async () => {
    freezeTime()
    const core = await startCore()
    await link(core)
    await setConversation(core, RELATIVE, { hold: 1, hold_since: Date.now(), hold_reason: 'staff' })
    const before = shown(core, RELATIVE)
    await says(core, ['kabar baik'])
    await core.pass(HOUR, MINUTE)
    expect(shown(core, RELATIVE)).toBe(before)
    expect(await says(core, ['kabar'], RELATIVE)).toMatch(/^Kabar baik dari keluarga/)
  })
})

it('a check-in that could not be delivered is told when the relative asks, once', async () => {
  freezeTime()
  const core = await startCore()
  await link(core)
  core.telegram.answer(({ bubble }) =>
    bubble.text.startsWith('Kabar baik dari')
      ? { status: 'refused', reason: 'no', blocked: false }
      : { status: 'sent', providerIds: [`t:${bubble.text.length}`] },
  )
  await says(core, ['kabar baik'])
  core.telegram.answer(null)
  expect(await says(core, ['kabar'], RELATIVE)).toMatch(/^Kabar baik dari keluarga/)
  expect(await says(core, ['kabar'], RELATIVE)).toMatch(NO_NEWS)
})

const HOME = ['bantu saya pulang', 'riyadh', 'aman', 'sehat', '2', 'belum', 'boleh', 'Madam Xyzzyplanted', '1'] as const

describe('words about the family', () => {
  it('answer a guided question where they fit', async () => {
    freezeTime()
    const core = await startCore()
    const told = await says(core, [...HOME.slice(0, -2), 'keluarga saya'])
    expect(told).not.toMatch(/Belum ada keluarga|tersambung/)
    expect(await says(core, ['1'])).toMatch(/PM-/)
  })

  it('are no code when they only look like one', async () => {
    freezeTime()
    const core = await startCore()
    for (const text of ['harganya', 'tetangga', 'kode pos nya apa', '346 797 463', 'MEDAN RAYA', 'kamar 4 orang'])
      expect(await says(core, [text])).not.toMatch(/Kode itu tidak berlaku/)
  })
})

describe('how the case is going', () => {
  it('is told only where the worker allowed it with a PIN, once each, with no word of the case itself', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, [...HOME, `pin ${PIN}`, PIN])
    // Without a PIN that is a day old it is not even asked.
    expect(await says(core, ['hubungkan keluarga', PIN, '1', '2'])).toMatch(/Kode untuk keluarga/)
    await core.pass(25 * HOUR, HOUR)
    expect(await says(core, ['hubungkan keluarga', PIN, '1', '2'])).toMatch(/Apa yang boleh ia dengar\?/)
    await says(core, [codeIn(await says(core, ['2']))], RELATIVE)
    const told = await says(core, ['kabar'], RELATIVE)
    expect(told).toMatch(/^Catatan keluarga Bapak\/Ibu: belum dibaca petugas\.[^]*belum laporan resmi/)
    expect(told).not.toMatch(/PM-|riyadh|Madam|pulang/i)
    expect(await says(core, ['kabar'], RELATIVE)).toMatch(NO_NEWS)
    const { db } = core.app.store
    await core.app.store.commit([write(db.updateTable('cases').set({ state: 'read' }))])
    await hold(core, WORKER)
    expect(await says(core, ['kabar'], RELATIVE)).toMatch(NO_NEWS)
    await setConversation(core, WORKER, { hold: 0 })
    expect(await says(core, ['kabar'], RELATIVE)).toMatch(/sudah dibaca petugas/)
    await says(core, ['putus keluarga', PIN])
    await core.app.store.commit([write(db.updateTable('cases').set({ state: 'waiting' }))])
    expect(await says(core, ['kabar'], RELATIVE)).toMatch(NO_NEWS)
    // "Cabut izin" takes it back as well, and leaves the check-ins.
    await says(core, [codeIn(await says(core, ['hubungkan keluarga', PIN, '1', '2', '2']))], RELATIVE)
    await says(core, ['cabut izin'])
    expect(await says(core, ['kabar'], RELATIVE)).toMatch(NO_NEWS)
    expect(await says(core, ['keluarga saya', PIN])).not.toMatch(/perkembangan/)
    await says(core, ['kabar baik'])
    expect(core.telegram.shown(RELATIVE).at(-1)).toMatch(/^Kabar baik dari keluarga/)
  })

  it('is never told of a case that began later, nor where only check-ins were chosen', async () => {
    freezeTime()
    const core = await startCore()
    await link(core)
    await says(core, HOME)
    await says(core, ['saya dipukul majikan'])
    expect(await says(core, ['kabar'], RELATIVE)).toMatch(NO_NEWS)
  })
})

describe('a PIN', () => {
  it('guards linking, listing and cutting', async () => {
    freezeTime()
    const core = await startCore()
    await link(core)
    await says(core, [`pin ${PIN}`, PIN])
    await core.pass(25 * HOUR, HOUR)
    for (const word of ['hubungkan keluarga', 'keluarga saya', 'putus keluarga', 'putus']) {
      expect(await says(core, [word])).toMatch(/^Tulis PIN Kakak dulu/)
      // Two words for each wrong PIN, then one that is left.
      expect(await says(core, [word === 'putus' || word === 'keluarga saya' ? 'batal' : '111333'])).toMatch(
        /^(?:PIN salah|Baik, tidak jadi)/,
      )
    }
    expect(await links(core)).toHaveLength(1)
    expect(await says(core, ['keluarga saya', PIN])).toMatch(/1\. Orang tua/)
    expect(await says(core, ['putus keluarga', PIN])).toMatch(/Sudah diputus/)
    expect(await links(core)).toEqual([])
  })

  it('opens the links again on another phone; cutting needs nothing there', async () => {
    freezeTime()
    const core = await startCore()
    const first = textMessage('halo', { from: WORKER, channel: 'whatsapp', sentAt: Date.now() })
    await core.whatsapp.receive(first)
    await core.pass(3_000)
    await says(core, [await newCode(core, WORKER, 'whatsapp')], RELATIVE)
    const moved = { ...textMessage('halo', { from: WORKER, channel: 'whatsapp', sentAt: Date.now() }), identityChanged: true as const }
    await core.whatsapp.receive(moved)
    await core.pass(3_000)
    const before = shown(core, RELATIVE)
    const told = await says(core, ['keluarga saya', 'kabar baik', 'hubungkan keluarga'], WORKER, 'whatsapp')
    expect(told).not.toMatch(/Orang tua|diteruskan|menyakiti/)
    expect(shown(core, RELATIVE)).toBe(before)
    // A PIN that was made on the other phone just now changes nothing of that.
    await says(core, ['pin', PIN, PIN, 'data saya', PIN], WORKER, 'whatsapp')
    expect(await says(core, ['keluarga saya', PIN, 'kabar baik'], WORKER, 'whatsapp')).not.toMatch(/Orang tua|diteruskan/)
    expect(shown(core, RELATIVE)).toBe(before)
    expect(await says(core, ['putus keluarga', PIN], WORKER, 'whatsapp')).toMatch(/Sudah diputus/)
    expect(await links(core)).toEqual([])
  })
})

describe('what is kept of links', () => {
  it('stands in "data saya", and goes with "hapus data saya" of either', async () => {
    freezeTime()
    const core = await startCore()
    await link(core)
    expect(await says(core, ['data saya'])).toMatch(/Keluarga yang tersambung:\n1\. Orang tua, sejak 24 Nov 2026/)
    expect(await says(core, ['data saya'], RELATIVE)).toMatch(/- Kode keluarga dipakai di sini, 24 Nov 2026\./)
    await newCode(core)
    await says(core, ['hapus data saya', '1'])
    await core.pass(MINUTE)
    expect(await links(core)).toEqual([])
    expect(await core.app.store.db.selectFrom('family_codes').selectAll().execute()).toEqual([])
    expect(await says(core, ['kabar'], RELATIVE)).toMatch(NO_NEWS)
    await link(core)
    await says(core, ['hapus data saya', '1'], RELATIVE)
    await core.pass(MINUTE)
    expect(await links(core)).toEqual([])
    expect(await core.app.store.db.selectFrom('family_guests').selectAll().execute()).toEqual([])
  })

  it('goes with the purge: a code after its day, a link that nobody used for as long as a case is kept', async () => {
    freezeTime()
    const core = await startCore()
    await link(core)
    await newCode(core)
    const at = Date.now()
    const purgeAt = async (days: number): Promise<number> => {
      const { store } = core.app
      const purge = createPurge({
        store,
        retention: { ordinaryDays: 90, caseDays: 365, depositDays: 1095, mediaDays: 30 },
        now: () => at + days * DAY,
        logger: createLogger('silent'),
      })
      await purge.run()
      const [codes, linked, guests] = await Promise.all([
        store.db.selectFrom('family_codes').selectAll().execute(),
        links(core),
        store.db.selectFrom('family_guests').selectAll().execute(),
      ])
      return codes.length * 100 + linked.length * 10 + guests.length
    }
    expect(await purgeAt(0)).toBe(111)
    expect(await purgeAt(2)).toBe(11)
    expect(await purgeAt(364)).toBe(11)
    expect(await purgeAt(366)).toBe(0)
  })

  it('follows a phone number that turns out to be a known account', async () => {
    freezeTime()
    const core = await startCore()
    await says(core, [await newCode(core)], 'relative@lid', 'whatsapp')
    await says(core, ['halo'], '62811@s.whatsapp.net', 'whatsapp')
    await core.whatsapp.receive(
      textMessage('halo', {
        from: '62811@s.whatsapp.net',
        channel: 'whatsapp',
        addresses: ['62811@s.whatsapp.net', 'relative@lid'],
        sentAt: Date.now(),
      }),
    )
    await core.pass(3_000)
    const [before, beforeLid] = [core.whatsapp.shown('62811@s.whatsapp.net').length, core.whatsapp.shown('relative@lid').length]
    await says(core, ['kabar baik'])
    const heard = [...core.whatsapp.shown('62811@s.whatsapp.net').slice(before), ...core.whatsapp.shown('relative@lid').slice(beforeLid)]
    expect(heard).toEqual([expect.stringMatching(/^Kabar baik dari keluarga/)])
  })
})

describe('fifty people at once', () => {
  it('hear only from those who linked them', async () => {
    freezeTime()
    const core = await startCore()
    const pairs = Array.from({ length: 25 }, (_, index) => ({
      worker: `9${String(index).padStart(3, '0')}`,
      relative: `5${String(index).padStart(3, '0')}`,
    }))
    for (const { worker, relative } of pairs) {
      await says(core, [`gaji saya belum dibayar xyzzy${worker}`], worker)
      await says(core, [await newCode(core, worker)], relative)
    }
    const before = new Map(pairs.map(({ relative }) => [relative, shown(core, relative)]))
    const chosen = pairs.filter((_, index) => index % 3 === 0)
    for (const { worker } of chosen) await says(core, ['kabar baik'], worker)
    for (const { relative } of pairs)
      expect(shown(core, relative) - before.get(relative)!).toBe(chosen.some((pair) => pair.relative === relative) ? 1 : 0)
    for (const { relative } of pairs) {
      const told = await says(core, ['kabar', 'keluarga saya', 'data saya'], relative)
      expect(`${told}${core.telegram.shown(relative).join()}`).not.toMatch(/xyzzy|gaji|Melati-|Suami/)
    }
  }, 60_000)
})
