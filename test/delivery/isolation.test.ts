import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AlertTarget } from '../../src/alerts/alert-target.ts'
import type { Assistant } from '../../src/assistant.ts'
import { exportTranscripts } from '../../src/commands/export.ts'
import { textMessage } from '../support/builders-core.ts'
import { assistant, freezeTime, prepareAssistant, startCore } from '../support/core-app.ts'

const PEOPLE = 200
const tokenOf = (person: number): string => `rahasia${String(person).padStart(3, '0')}x`
const TOKEN = /rahasia\d{3}x/g
const CHANNELS = ['telegram', 'whatsapp', 'web'] as const
const channelOf = (person: number): (typeof CHANNELS)[number] => CHANNELS[person % CHANNELS.length]!
const addressOf = (person: number): string => `9${String(person).padStart(3, '0')}`
const tokensIn = (text: string): string[] => [...new Set(text.match(TOKEN) ?? [])]

/** Repeats every message back, so that a mix-up of two people would show. */
function echo(): Assistant {
  const real = assistant()
  return {
    ...real,
    handleMessage(input) {
      const turn = real.handleMessage({ ...input, message: { ...input.message, content: { kind: 'text', text: '' } } })
      return {
        ...turn,
        bubbles:
          input.message.content.kind === 'text'
            ? [{ text: `satu ${input.message.content.text}` }, { text: `dua ${input.message.content.text}` }]
            : [],
      }
    },
  }
}

prepareAssistant()

describe('many people at once', () => {
  it('get their own answers in the order of their own messages, and never a word of anybody else', async () => {
    freezeTime()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ person: fc.integer({ min: 0, max: PEOPLE - 1 }), together: fc.boolean(), again: fc.boolean() }), {
          minLength: 300,
          maxLength: 400,
        }),
        fc.array(fc.constantFrom('sent', 'retry', 'slow'), { minLength: 7, maxLength: 7 }),
        async (steps, fates) => {
          const core = await startCore({ assistant: echo() })
          const { settle, pass, app, crash } = core
          let sends = 0
          const answer: Parameters<typeof core.telegram.answer>[0] = async (message) => {
            const fate = message.attempt > 1 ? 'sent' : fates[sends++ % fates.length]
            if (fate === 'slow') for (let tick = 0; tick < 9; tick++) await new Promise((resolve) => setImmediate(resolve))
            return fate === 'retry'
              ? { status: 'retry', afterMilliseconds: 1_000, reason: 'busy' }
              : { status: 'sent', providerIds: [`m${sends}`] }
          }
          for (const channel of CHANNELS) core[channel].answer(answer)
          const written = new Map<number, number>()
          const batches = new Map(CHANNELS.map((channel) => [channel, [] as ReturnType<typeof textMessage>[]]))
          const handIn = (): void => {
            for (const [channel, batch] of batches) if (batch.length > 0) receiving.push(core[channel].receive(...batch.splice(0)))
          }
          const receiving: Promise<void>[] = []
          for (const { person, together, again } of steps) {
            const number = (written.get(person) ?? 0) + 1
            written.set(person, number)
            const channel = channelOf(person)
            const message = textMessage(`pesan ${number} ${tokenOf(person)}`, {
              channel,
              from: addressOf(person),
              externalId: `${addressOf(person)}:${number}`,
              sentAt: Date.now() + number,
            })
            batches.get(channel)!.push(message)
            if (again) batches.get(channel)!.push(message)
            if (together) continue
            // Not awaited: the next batch comes while this one is being stored. One person's messages stay in order.
            handIn()
            await Promise.resolve()
          }
          handIn()
          await Promise.all(receiving)
          await settle()
          for (let minute = 0; minute < 20 && app.turns.waiting() + app.sender.waiting() > 0; minute++) await pass(60_000, 3_000)
          for (const [person, count] of written) {
            const expected = Array.from({ length: count }, (_, i) => [
              `satu pesan ${i + 1} ${tokenOf(person)}`,
              `dua pesan ${i + 1} ${tokenOf(person)}`,
            ]).flat()
            expect(core[channelOf(person)].shown(addressOf(person))).toEqual(expected)
          }
          const messages = await app.store.db.selectFrom('messages').select(['conversation_id', 'text']).execute()
          const tokensOf = new Map<string, Set<string>>()
          for (const { conversation_id: id, text } of messages) {
            tokensOf.set(id, new Set([...(tokensOf.get(id) ?? []), ...tokensIn(text)]))
          }
          for (const tokens of tokensOf.values()) expect(tokens.size).toBe(1)
          await crash()
        },
      ),
      { numRuns: 4, endOnFailure: true },
    )
  })

  /** What people do, by turns; the token stands wherever a person's own words do. */
  const SCRIPTS: readonly ((token: string) => readonly string[])[] = [
    (token) => [`gaji saya belum dibayar ${token}`, 'data saya', 'rincian', 'status', `salah`, `${token} salah`],
    (token) => [
      'bantu saya pulang',
      'riyadh',
      'aman',
      'sehat',
      '2',
      'belum',
      'boleh',
      `Madam ${token}`,
      '1',
      'data saya',
      'perbaiki',
      `majikan: ${token}`,
    ],
    (token) => [`saya dipukul majikan ${token}`, 'status', 'data saya', `di taiwan ${token}`, '1', '0'],
    (token) => ['perbaiki', `majikan: ${token}`, `paspor ditahan ${token}`, 'hapus jejak', '1', 'data saya'],
    (token) => [`gaji ${token}`, 'hapus data saya', '1', `gaji lagi ${token}`, 'data saya', 'kata aman', `sandi ${token}`],
    (token) => [
      'saya mau lapor anak saya hilang kontak',
      'malaysia',
      'bulan lalu',
      '2',
      `Ahmad ${token}`,
      'lewati',
      'lewati',
      'lewati',
      'boleh',
      'data saya',
    ],
  ]

  it('never read a token of anybody else: in no reply, case, alert, export or link', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: PEOPLE * 12, maxLength: PEOPLE * 12 }),
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 40, maxLength: 40 }),
        async (order, sizes) => {
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
          const { db } = core.app.store
          const steps = Array.from({ length: PEOPLE }, (_, person) =>
            SCRIPTS[person % SCRIPTS.length]!(tokenOf(person)).map((text, at) => ({ person, text, at })),
          )
            .flat()
            // Any order among people; of one person the order of the script.
            .map((step, index) => ({ ...step, key: order[index % order.length]! }))
          const keysOf = new Map<number, number[]>()
          for (const { person, key } of steps) keysOf.set(person, [...(keysOf.get(person) ?? []), key])
          for (const keys of keysOf.values()) keys.sort((one, other) => one - other)
          const interleaved = steps
            .map((step) => ({ ...step, key: keysOf.get(step.person)![step.at]! }))
            .toSorted((one, other) => one.key - other.key || one.person - other.person || one.at - other.at)
          const tokenOfAddress = new Map(Array.from({ length: PEOPLE }, (_, person) => [addressOf(person), tokenOf(person)]))
          for (let taken = 0, size = 0; taken < interleaved.length; taken += sizes[size++ % sizes.length]!) {
            const group = interleaved.slice(taken, taken + sizes[size % sizes.length]!)
            await Promise.all(
              CHANNELS.map((channel) =>
                core[channel].receive(
                  ...group
                    .filter(({ person }) => channelOf(person) === channel)
                    .map(({ person, text, at }) =>
                      textMessage(text, {
                        channel,
                        from: addressOf(person),
                        externalId: `${addressOf(person)}:${at + 1}`,
                        sentAt: Date.now(),
                      }),
                    ),
                ),
              ),
            )
            await core.pass(1_500)
          }
          await core.pass(60_000, 3_000)
          await core.app.idle()

          let replies = 0
          for (const channel of CHANNELS)
            for (const { address, bubble } of core[channel].arrived) {
              replies++
              const strangers = tokensIn(JSON.stringify(bubble)).filter((token) => token !== tokenOfAddress.get(address))
              expect(strangers, `shown to ${address}: ${bubble.text}`).toEqual([])
            }
          expect(replies).toBeGreaterThan(PEOPLE * 3)

          const owners = new Map<string, string>()
          for (const { person_id, channel, sealed, address_hash } of await db.selectFrom('addresses').selectAll().execute())
            owners.set(person_id, `${channel} ${core.app.seal.open(sealed, `addresses:${address_hash}`)}`)
          const tokenOfConversation = (id: string | null): string | undefined =>
            tokenOfAddress.get((owners.get(id ?? '') ?? '').split(' ')[1] ?? '')
          const facts = await db
            .selectFrom('case_facts as f')
            .innerJoin('cases as k', 'k.id', 'f.case_id')
            .select(['f.id', 'f.shown', 'f.sealed_text', 'k.conversation_id'])
            .execute()
          let sealedTokens = 0
          for (const { id, shown, sealed_text, conversation_id } of facts) {
            const told = `${shown ?? ''} ${sealed_text === null ? '' : core.app.seal.open(sealed_text, `case_facts:${id}`)}`
            if (sealed_text !== null) sealedTokens += tokensIn(told).length
            expect(tokensIn(told).filter((token) => token !== tokenOfConversation(conversation_id))).toEqual([])
          }
          expect(sealedTokens).toBeGreaterThan(PEOPLE / 6)
          const lines = await db.selectFrom('messages').select(['conversation_id', 'text']).execute()
          for (const { conversation_id, text } of lines)
            expect(tokensIn(text).filter((token) => token !== tokenOfConversation(conversation_id))).toEqual([])

          expect(alerts.length).toBeGreaterThan(PEOPLE / 6)
          expect(tokensIn(alerts.join('\n'))).toEqual([])

          const out = join(core.folder, 'export.jsonl')
          await exportTranscripts(core.app.config, { out, since: null }, async () => {})
          const pseudonyms = new Map((await db.selectFrom('people').selectAll().execute()).map(({ id, pseudonym }) => [pseudonym, id]))
          const exported = readFileSync(out, 'utf8').trim().split('\n')
          expect(exported.length).toBeGreaterThan(PEOPLE)
          for (const line of exported) {
            const { pseudonym } = JSON.parse(line) as { pseudonym: string }
            expect(tokensIn(line).filter((token) => token !== tokenOfConversation(pseudonyms.get(pseudonym) ?? null))).toEqual([])
          }
          await core.crash()
        },
      ),
      { numRuns: 1, endOnFailure: true },
    )
  })
})
