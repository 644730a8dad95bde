/** The real assistant on a small knowledge folder: the real safety files and word lists, a few cards, so that it is made in a moment. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createAssistant, type Assistant } from '../../src/assistant.ts'
import type { Operator, Presence } from '../../src/conversation/texts.ts'
import { createLogger, type Logger } from '../../src/log.ts'

const KNOWLEDGE = fileURLToPath(new URL('../../knowledge', import.meta.url))
const CARDS = [
  'passport-withheld/passport-held-employer.md',
  'passport-withheld/passport-held-employer.en.md',
  'contract-and-wages/unpaid-wages.md',
  'contract-and-wages/unpaid-wages.en.md',
  'eligibility/minimum-age.md',
  'death-abroad/bring-body-home.md',
  'trafficking/victim-rights.md',
  'trafficking/am-i-trafficked.md',
  'violence/violence-happened-before.md',
  'missing-worker',
  'return-home',
]
const LINES_EACH = 15

/** What the build made, when there is a build: what does not fit the files any more is made anew, which takes ten seconds. */
export const PREPARED: string | null = existsSync('dist/prepared') ? 'dist/prepared' : null

export const NOBODY: Operator = {
  name: null,
  phone: null,
  sharesWith: null,
  mustReport: null,
  legalBasis: null,
  notPolice: false,
  model: null,
}

/** The assistant on a whole knowledge folder with nobody on duty. `now`: milliseconds since 1970. */
export function fullAssistant(folder: string, now: number): Assistant {
  return wholeAssistant({ now: () => now, logger: createLogger('silent') }, folder)
}

/** The assistant on a whole knowledge folder, the shipped one if none is named, with a clock of the test. */
export function wholeAssistant(options: Omit<SmallAssistantOptions, 'notices'>, folder = KNOWLEDGE): Assistant {
  return createAssistant({
    knowledgeFolder: folder,
    preparedFolder: PREPARED,
    operator: NOBODY,
    presence: () => ({ staff: 'none', back: null }),
    ...options,
  })
}

export interface SmallAssistantOptions {
  readonly now: () => number
  readonly logger: Logger
  readonly operator?: Operator
  readonly presence?: () => Presence
  /** The text of notices.yaml; none by default. */
  readonly notices?: string
}

/** Reads everything at once and keeps no file open. */
export function smallAssistant({ notices, ...options }: SmallAssistantOptions): Assistant {
  const folder = smallKnowledge()
  try {
    if (notices !== undefined) writeFileSync(join(folder, 'notices.yaml'), notices)
    return createAssistant({
      knowledgeFolder: folder,
      preparedFolder: null,
      operator: NOBODY,
      presence: () => ({ staff: 'none', back: null }),
      ...options,
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A new folder, which the caller removes: a few cards and lines as copies to edit, all else as links to what is shipped. */
export function smallKnowledge(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tanya-knowledge-'))
  for (const name of ['contacts.yaml', 'countries.yaml', 'flows', 'language', 'phrases', 'safety', 'scam'])
    symlinkSync(join(KNOWLEDGE, name), join(folder, name))
  for (const path of CARDS)
    if (existsSync(join(KNOWLEDGE, 'cards', path))) cpSync(join(KNOWLEDGE, 'cards', path), join(folder, 'cards', path), { recursive: true })
  shorten(join('training', 'topics'), folder, LINES_EACH)
  symlinkSync(join(KNOWLEDGE, 'training', 'danger'), join(folder, 'training', 'danger'))
  return folder
}

function shorten(path: string, folder: string, most: number): void {
  mkdirSync(join(folder, path), { recursive: true })
  for (const name of readdirSync(join(KNOWLEDGE, path))) {
    const lines = readFileSync(join(KNOWLEDGE, path, name), 'utf8').split('\n')
    writeFileSync(join(folder, path, name), lines.slice(0, most).join('\n'))
  }
}
