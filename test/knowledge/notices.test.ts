import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { createAskSession } from '../../src/ask-session.ts'
import { checkKnowledge } from '../../src/knowledge/check.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { isShown, noticesFor } from '../../src/knowledge/notices.ts'
import type { Knowledge, Notice } from '../../src/knowledge/schema.ts'
import { smallAssistant } from '../support/core-assistant.ts'
import { knowledgeFolder } from '../support/understanding.ts'

const shipped = loadKnowledge(knowledgeFolder)

function notice(change: Partial<Notice> = {}): Notice {
  return {
    id: 'airspace',
    countries: ['SA'],
    text: 'Ruang udara ditutup. Tetap di rumah dan hubungi maskapai sebelum ke bandara.',
    source: { title: 'KBRI Riyadh', address: 'https://kemlu.go.id/riyadh', published: '2026-11-20', looked_at: '2026-11-24' },
    from: '2026-11-20',
    until: '2026-12-04',
    contact: null,
    ...change,
  }
}

const withNotices = (...notices: Notice[]): Knowledge => ({ ...shipped, notices })
const jakarta = (time: string): number => Date.parse(`${time}+07:00`)

describe('a notice is shown', () => {
  test('from the first moment of its first day in Jakarta to the last of its last', () => {
    expect(isShown(notice(), jakarta('2026-11-19T23:59:59'))).toBe(false)
    expect(isShown(notice(), jakarta('2026-11-20T00:00:00'))).toBe(true)
    expect(isShown(notice(), jakarta('2026-12-04T23:59:59'))).toBe(true)
    expect(isShown(notice(), jakarta('2026-12-05T00:00:00'))).toBe(false)
  })

  test('to people in its countries only, with its source and the number of its contact', () => {
    const now = jakarta('2026-11-24T12:00:00')
    const [text] = noticesFor('SA', withNotices(notice({ contact: 'kjri-jeddah' })), now)
    expect(text).toMatch(/^Kabar penting, Arab Saudi:\nRuang udara ditutup/)
    expect(text).toMatch(/\+966 50/)
    expect(text).toContain('Sumber: KBRI Riyadh, Nov 2026')
    expect(noticesFor('AE', withNotices(notice()), now)).toEqual([])
    expect(noticesFor(null, withNotices(notice()), now)).toEqual([])
  })

  test('with the newest in front', () => {
    const two = withNotices(notice({ text: 'Yang lama, masih berlaku sampai nanti.' }), notice({ id: 'newer', from: '2026-11-23' }))
    expect(noticesFor('SA', two, jakarta('2026-11-24T12:00:00'))[0]).toContain('Ruang udara')
  })
})

describe('the check', () => {
  const now = jakarta('2026-11-24T12:00:00')
  const found = (change: Partial<Notice>, at = now): { severity: string; message: string }[] =>
    checkKnowledge(withNotices(notice(change)), at).filter(({ path }) => path === 'notices.yaml')

  test('passes a good one', () => {
    expect(found({})).toEqual([])
  })

  test.each<[string, Partial<Notice>]>([
    ['country ZZ', { countries: ['ZZ'] }],
    ['contact kjri-mars', { contact: 'kjri-mars' }],
    ['ends before it begins', { until: '2026-11-01' }],
    ['the number', { text: 'Hubungi KBRI sekarang di +966 11 488 2800 ya.' }],
    ['Jangan panik', { text: 'Jangan panik, tetap di rumah sampai ada kabar.' }],
    ['days', { until: '2027-12-31' }],
  ])('names what is wrong: %s', (what, change) => {
    expect(found(change).map(({ message }) => message).join()).toContain(what)
  })

  test('reports an expired one without failing', () => {
    expect(found({}, jakarta('2027-01-10T00:00:00')).map(({ severity }) => severity)).toEqual(['warning'])
  })
})

test('it heads every reply to people there, never in danger, and a broken one does not stop the assistant', () => {
  const broken = '- id: broken\n  countries: [SA]\n  text: Tanpa sumber dan tanpa tanggal, tidak boleh tampil.\n'
  const assistant = smallAssistant({
    now: () => jakarta('2026-11-24T12:00:00'),
    logger: pino({ level: 'silent' }),
    notices: `- ${JSON.stringify(notice())}\n${broken}`,
  })
  const session = createAskSession(assistant)
  expect(assistant.problems.map(({ path, line }) => `${path}:${line}`)).toContain('notices.yaml:2')

  const first = session({ id: '1', conversation: 'a', text: 'paspor saya ditahan majikan di arab saudi' })
  expect(first.urgency).not.toBe('emergency')
  expect(first.reply[0]).toMatch(/^Kabar penting, Arab Saudi/)
  const next = session({ id: '2', conversation: 'a', text: 'gaji saya juga belum dibayar' })
  expect(next.reply[0]).toMatch(/^Kabar penting, Arab Saudi/)
  expect(session({ id: '3', conversation: 'b', text: 'gaji saya di hongkong belum dibayar' }).reply.join()).not.toContain('Kabar penting')
  const danger = session({ id: '4', conversation: 'c', text: 'tolong saya dipukul majikan di riyadh' })
  expect(danger.urgency).toBe('emergency')
  expect(danger.reply.join()).not.toContain('Kabar penting')
})
