import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { BAKED_FILE, bakeSafety, deserialiseSafety, safetyHash, safetyMadeFrom, serialiseSafety } from '../../src/triage/baked.ts'
import { loadSafety } from '../../src/triage/load.ts'
import { prepareSafety } from '../../src/triage/prepared.ts'
import type { PreparedSafety } from '../../src/triage/prepared.ts'
import { createSafetyReplies } from '../../src/triage/replies.ts'
import { createTriage } from '../../src/triage/triage.ts'
import { KNOWLEDGE } from './support.ts'

const knowledge = loadKnowledge(KNOWLEDGE)
const none = { contacts: new Map(), countries: new Map() }
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'safety-'))
  for (const part of ['safety', 'training/danger', 'training/topics'])
    cpSync(join(KNOWLEDGE, part), join(folder, part), { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Enough to learn from where only the rules matter: training on all lines takes seconds. */
function trainOnFew(): void {
  rmSync(join(folder, 'training/topics'), { recursive: true })
  for (const name of readdirSync(join(folder, 'training/danger')))
    change(`training/danger/${name}`, (text) => text.split('\n').slice(0, 60).join('\n'))
}

function change(path: string, edit: (text: string) => string): void {
  writeFileSync(join(folder, path), edit(readFileSync(join(folder, path), 'utf8')))
}

function prepare(): PreparedSafety {
  return prepareSafety({ knowledgeFolder: folder, preparedFolder: folder, knowledge: none, onProblem: () => undefined })
}

function dangerOf(safety: PreparedSafety, text: string): string | null {
  return createTriage(safety.rules, safety.detector)(text, { inCrisis: null }).danger
}

describe('a mistake in a safety file', () => {
  beforeEach(trainOnFew)

  it('in one pattern is named with file and line, and only that pattern is left out', () => {
    change('safety/rules/violence.yaml', (text) =>
      text.replace('      - dipukul\n', '      - dipukul\n      - "@tidak-ada-grup dipukul"\n'),
    )
    const safety = loadSafety(folder)
    expect(safety.problems).toHaveLength(1)
    expect(safety.problems[0]).toMatchObject({ path: 'safety/rules/violence.yaml', line: expect.any(Number), severity: 'error' })
    expect(safety.problems[0]?.message).toContain('@tidak-ada-grup')
    expect(safety.rules.rules.find((rule) => rule.id === 'beaten')?.says).toContain('dipukul')
  })

  it('in the shape of a rule leaves that rule out and keeps the others', () => {
    change('safety/rules/violence.yaml', (text) => text.replace('  - id: starved\n', '  - id: starved\n    kekuatan: 3\n'))
    const safety = loadSafety(folder)
    expect(safety.problems[0]?.message).toContain('starved')
    expect(safety.rules.rules.some((rule) => rule.id === 'starved')).toBe(false)
    expect(safety.rules.rules.some((rule) => rule.id === 'beaten')).toBe(true)
  })

  it('in the name of an exception keeps the rule without it', () => {
    change('safety/rules/violence.yaml', (text) => text.replace('idiom-hit', 'idiom-hitt'))
    const safety = loadSafety(folder)
    expect(safety.problems[0]?.message).toContain('idiom-hitt')
    expect(safety.rules.rules.some((rule) => rule.id === 'beaten')).toBe(true)
  })

  it('in a pattern that ends an exception takes the exception away, and the rest serves', () => {
    change('safety/exceptions.yaml', (text) => text.replace('- "@hari-ini"', '- "@hari-inii"'))
    const safety = loadSafety(folder)
    expect(safety.problems[0]).toMatchObject({ path: 'safety/exceptions.yaml', line: expect.any(Number) })
    expect(safety.problems[0]?.message).toContain('@hari-inii')
    expect(safety.rules.exceptions.some((exception) => exception.id === 'law-question')).toBe(false)
    expect(dangerOf(prepare(), 'apakah melanggar hukum kalau saya dipukul majikan')).toBe('violence')
  })

  it('in the name of a group that many rules use leaves only their patterns out', () => {
    change('safety/words.yaml', (text) => text.replace('  surat: [', '  suratt: ['))
    const prepared = prepare()
    expect(prepared.problems.length).toBeGreaterThan(5)
    expect(dangerOf(prepared, 'saya dipukul majikan')).toBe('violence')
  })

  it('in the YAML is named with its line', () => {
    change('safety/rules/medical.yaml', (text) => text.replace('rules:\n', 'rules:\n  - "\n'))
    expect(loadSafety(folder).problems.map((problem) => problem.path)).toContain('safety/rules/medical.yaml')
  })
})

describe('a detector that has nothing to learn from', () => {
  beforeEach(trainOnFew)

  const unknownToRules = [
    'cara daftar kerja ke taiwan gimana ya',
    'di dapur semua orang sedang tertawa bersama',
    'halo selamat pagi kak apa kabar',
  ]

  it.each([
    ['no training folder', ''],
    ['no lines of none', 'none.txt'],
  ])('abstains: %s', (_, file) => {
    rmSync(join(folder, 'training/danger', file), { recursive: true })
    const safety = prepare()
    const triage = createTriage(safety.rules, safety.detector)
    for (const text of unknownToRules)
      expect(triage(text, { inCrisis: null }), text).toMatchObject({ urgency: 'routine', doubtful: false, score: 0 })
    expect(dangerOf(safety, 'teman saya pingsan di dapur')).toBe('medical')
  })

  it('has what the build learnt, when there is a build', () => {
    writeFileSync(join(folder, BAKED_FILE), serialiseSafety(bakeSafety(loadSafety(KNOWLEDGE), knowledge), safetyHash(KNOWLEDGE)))
    rmSync(join(folder, 'training/danger/none.txt'))
    const triage = createTriage(prepare().rules, prepare().detector)
    expect(triage(unknownToRules[0] ?? '', { inCrisis: null })).toMatchObject({ urgency: 'routine', doubtful: false })
    expect(triage(unknownToRules[0] ?? '', { inCrisis: null }).score).toBeGreaterThan(0)
  })
})

describe('the copy that the build stores', () => {
  const baked = bakeSafety(loadSafety(KNOWLEDGE), knowledge)
  const text = serialiseSafety(baked, safetyHash(KNOWLEDGE))

  it('comes back as it was', () => {
    expect(deserialiseSafety(text)).toEqual(baked)
  })

  it('is refused when it is broken or of another shape', () => {
    for (const broken of ['', '{', '{}', text.slice(0, -20), text.replace('"buckets"', '"bucket"')])
      expect(deserialiseSafety(broken)).toBeNull()
  })

  it('serves rules, texts and contacts when no file loads', () => {
    writeFileSync(join(folder, BAKED_FILE), text)
    rmSync(join(folder, 'safety'), { recursive: true })
    rmSync(join(folder, 'training'), { recursive: true })
    const safety = prepare()
    expect(safety.fromBuild).toEqual(['rules', 'texts', 'contacts'])
    expect(dangerOf(safety, 'saya dikunci di kamar')).toBe('confinement')
    const first = createSafetyReplies(safety.texts, safety.directory).first({
      danger: 'confinement',
      about: 'self',
      country: 'MY',
      language: 'id',
      crisis: null,
      staff: 'none',
      channel: 'telegram',
      now: 0,
    })
    expect(first.bubbles[0]?.text).toMatch(/^\+\d+$/m)
  })

  it.each(['safety/words.yaml', 'safety/exceptions.yaml', 'safety/rules/medical.yaml'])(
    'serves all rules when %s does not load',
    (path) => {
      writeFileSync(join(folder, BAKED_FILE), text)
      change(path, () => '- : [')
      const safety = prepare()
      expect(safety.fromBuild).toContain('rules')
      expect(dangerOf(safety, 'teman saya pingsan')).toBe('medical')
    },
  )

  it('gives a missing text', () => {
    writeFileSync(join(folder, BAKED_FILE), text)
    rmSync(join(folder, 'safety/texts/medical.yaml'))
    const safety = prepare()
    expect(safety.fromBuild).toContain('texts')
    expect(safety.texts.dangers.medical).toEqual(baked.texts.dangers.medical)
  })

  it('stands for the files only while every one of them is as it was', () => {
    const today = safetyHash(folder)
    expect(safetyMadeFrom(today, text)?.rules).toEqual(baked.rules)
    for (const path of [
      'safety/words.yaml',
      'safety/rules/medical.yaml',
      'safety/texts/general.yaml',
      'training/danger/none.txt',
      'training/topics/thanks.txt',
    ]) {
      const before = readFileSync(join(folder, path))
      change(path, (content) => `${content}# a note\n`)
      expect(safetyMadeFrom(safetyHash(folder), text)).toBeNull()
      writeFileSync(join(folder, path), before)
    }
    expect(safetyHash(folder)).toBe(today)
    rmSync(join(folder, 'safety/rules/medical.yaml'))
    expect(safetyMadeFrom(safetyHash(folder), text)).toBeNull()
  })

  it('stands for nothing when a letter of it changed, or a file had a mistake when it was made', () => {
    const today = safetyHash(folder)
    expect(safetyMadeFrom(today, text.replace('dipukul', 'dipukal'))).toBeNull()
    expect(safetyMadeFrom(today, text.slice(0, -1))).toBeNull()
    expect(safetyMadeFrom('', serialiseSafety(baked, ''))).toBeNull()
  })

  it('gives way to a rule that staff added', () => {
    trainOnFew()
    writeFileSync(join(folder, BAKED_FILE), text)
    expect(dangerOf(prepare(), 'kebon kopi digoyang')).toBeNull()
    change('safety/rules/medical.yaml', (content) =>
      content.replace(
        'rules:\n',
        'rules:\n  - id: made-up\n    means: hanya untuk tes\n    says: [kebon kopi digoyang]\n    fires: [a]\n    silent: [b]\n',
      ),
    )
    expect(dangerOf(prepare(), 'kebon kopi digoyang')).toBe('medical')
  })

  it('is not needed when all is well', () => {
    writeFileSync(join(folder, BAKED_FILE), text)
    const safety = prepareSafety({ knowledgeFolder: folder, preparedFolder: folder, knowledge, onProblem: () => undefined })
    expect(safety.fromBuild).toEqual([])
  })
})
