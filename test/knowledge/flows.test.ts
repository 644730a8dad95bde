import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { checkFlows, FLOW_IDS, loadFlows } from '../../src/knowledge/flows.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import type { Knowledge, KnowledgeProblem } from '../../src/knowledge/schema.ts'

const FOLDER = fileURLToPath(new URL('../../knowledge', import.meta.url))

let knowledge: Knowledge
beforeAll(() => {
  knowledge = loadKnowledge(FOLDER)
})

/** The flows as shipped, one of them changed; what is said of them. */
function changed(flow: string, from: string, to: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tanya-flows-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(join(FOLDER, 'flows'), join(folder, 'flows'), { recursive: true })
  const path = join(folder, 'flows', `${flow}.yaml`)
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(from)
  writeFileSync(path, text.replace(from, to))
  const problems: KnowledgeProblem[] = []
  const flows = loadFlows(folder, knowledge, problems)
  problems.push(...checkFlows(flows, knowledge))
  return problems.map(({ message }) => message).join('\n')
}

describe('guided questions as shipped', () => {
  it('are all there, without a word to say against them', () => {
    const problems: KnowledgeProblem[] = []
    const flows = loadFlows(FOLDER, knowledge, problems)
    expect(flows.map(({ id }) => id)).toEqual([...FLOW_IDS].toSorted())
    expect([...problems, ...checkFlows(flows, knowledge)]).toEqual([])
  })

  it('are three to six questions in the short ones, each with its reason in both languages', () => {
    for (const { id, lane, questions } of loadFlows(FOLDER, knowledge, [])) {
      if (lane !== null && id !== 'come-home' && id !== 'missing-worker') expect(questions.length).toBeLessThanOrEqual(6)
      for (const { why } of questions) expect(`${why.id}${why.en}`.length).toBeGreaterThan(20)
    }
  })

  it('ask nobody what was done to them, nor what they were made to do', () => {
    const asked = loadFlows(FOLDER, knowledge, [])
      .filter(({ id }) => id === 'violence' || id === 'trafficking')
      .flatMap(({ questions }) => questions)
    expect(asked.filter(({ takes }) => takes === 'text')).toEqual([])
  })
})

describe('a flow that is broken is named', () => {
  it.each([
    ['sent-back', 'cards: [employer-sends-home]', 'cards: [unpaid-wages]', 'unpaid-wages offers another flow already'],
    ['sent-back', 'facts: [employer-sends-home,', 'facts: [no-such-card,', 'facts: there is no card no-such-card'],
    ['violence', 'source: LPSK (Tempo)', 'source: Kabar burung', 'has no source called "Kabar burung"'],
    ['unpaid-wages', 'takes: amount-or-nothing', 'takes: text', 'calculation: its questions must take'],
    ['unpaid-wages', '{hitungan}', 'Selesai', 'tells {hitungan} when there is a calculation'],
    ['passport-withheld', '{kontak}', '{hukum}', 'tells {hukum} when there is a law'],
    ['read-contract', 'paling lama 10 jam', 'paling lama 11 jam', 'rest-days-saudi does not tell 11'],
    ['read-contract', 'source: Free Malaysia Today', 'source: Kabar burung', 'has no source called "Kabar burung"'],
    ['ready-to-leave', 'source: Disnaker Banjarnegara', 'source: Kabar burung', 'stop: tourist-visa-first has no source'],
    ['ready-to-leave', '{daftar}', 'Selesai', 'tells {daftar} when a question has a todo'],
    ['ready-to-leave', 'lane: null', 'lane: today', 'lane: null for what ends in no case'],
    ['violence', 'Ini bukan salah Kakak.', 'Jangan panik, Kak.', 'Jangan panik'],
  ])('%s: %s → %s', (flow, from, to, message) => {
    expect(changed(flow, from, to)).toContain(message)
  })
})
