/** Each note from its first word to its case, and left, resumed and interrupted, through the real front doors. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WALKS } from '../support/note-walks.ts'
import { openFrontDoors, type TwoFrontDoors } from '../support/two-front-doors.ts'

const HOUR = 3_600_000

let opened: TwoFrontDoors
beforeAll(async () => {
  opened = await openFrontDoors()
})
afterAll(async () => {
  await opened?.close()
})

/** Everything that is kept in the open. */
const inTheOpen = async (): Promise<string> => {
  const { db } = opened.app.store
  return JSON.stringify([
    await db.selectFrom('messages').selectAll().execute(),
    await db.selectFrom('conversations').selectAll().execute(),
    await db.selectFrom('outbox').selectAll().execute(),
    await db.selectFrom('case_facts').selectAll().execute(),
    await db.selectFrom('case_events').selectAll().execute(),
  ])
}

describe.each(['Telegram', 'WhatsApp'] as const)('on %s', (door) => {
  it.each(WALKS)('the note $flow ends in a case that staff can read, and its name is nowhere in the open', async (walk) => {
    const person = opened.doors[door]()
    await person.write(walk.asked)
    let said: readonly string[] = []
    for (const answer of walk.answers) said = await person.write(answer)
    const told = said.join('\n\n')
    expect(told).toMatch(/PM-\w{4}[^]*belum laporan resmi ke KBRI\/KP2MI/)
    expect(told).toMatch(walk.ends)
    const { db } = opened.app.store
    const [number] = /PM-\w{4}/.exec(told)!
    const one = await db
      .selectFrom('cases')
      .select(['id', 'kind', 'lane', 'urgency'])
      .where('number', '=', number)
      .executeTakeFirstOrThrow()
    expect(one).toMatchObject({ kind: walk.flow, lane: walk.lane, urgency: 'urgent' })
    const facts = await db.selectFrom('case_facts').selectAll().where('case_id', '=', one.id).execute()
    expect(Object.fromEntries(facts.map(({ question, shown }) => [question, shown]))).toMatchObject(walk.shown)
    const sealed = facts.filter(({ sealed_text: text }) => text !== null)
    expect(sealed.map(({ id, sealed_text: text }) => opened.app.seal.open(text!, `case_facts:${id}`)).join()).toContain(walk.name)
    expect(await inTheOpen()).not.toContain(walk.name)
  })

  it.each(WALKS)(
    'the note $flow is resumed when the person writes, bears nonsense, lets danger come first and keeps silent',
    async (walk) => {
      const person = opened.doors[door]()
      await person.write(walk.asked)
      const question = (await person.write(walk.answers[0]!)).at(-1)!
      const before = person.sees().length
      opened.pass(20 * HOUR)
      await opened.app.idle()
      expect(person.sees()).toHaveLength(before)
      expect((await person.write('gaji belum dibayar gimana')).at(-1)).toContain('Lanjut yang kemarin?')
      expect((await person.write('1')).at(-1)).toBe(question)
      expect((await person.write('???')).at(-1)).toMatch(/belum paham|Tulis/)

      const help = (await person.write('saya dipukul majikan sekarang')).join('\n')
      expect(help).toMatch(/\+\d{9,}[^]*Aman menulis/)
      expect(help).not.toMatch(/lanjut|catatan/)
      expect(await person.write('2')).toEqual([])
      opened.pass(HOUR)
      await opened.app.idle()
      const held = person.sees().length

      const [first = '', ...rest] = question.split('\n')
      expect((await person.write('lanjut')).at(-1)).toContain([first, ...rest].join('\n'))
      expect(person.sees().length).toBeGreaterThan(held)
      expect((await person.write('batal')).join()).toContain('saya berhenti')
      expect((await person.write('lanjut')).join()).not.toContain(first)
    },
  )
})
