/** `knowledge diff`: asks the same questions of the knowledge base as it is and as it was at a git revision. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { createAskSession, type AskAnswer } from '../ask-session.ts'
import type { Config } from '../config.ts'
import { loadKnowledge, newestReview } from '../knowledge/load.ts'
import { memoryAssistant } from './memory-assistant.ts'

type Print = (text: string) => Promise<void>

interface Question {
  readonly text: string
  readonly previous?: string
}

/** Both sides are asked at the newest review date of the present cards. Returns 1 when the revision or a file cannot be read. */
export async function diffCommand(config: Config, revision: string, files: readonly string[], print: Print): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), 'tanya-knowledge-'))
  try {
    const questions = files.flatMap((file) => readQuestions(file))
    const before = checkOut(config.knowledgeFolder, revision, scratch)
    const now = newestReview(loadKnowledge(config.knowledgeFolder))
    const was = answersOf({ ...config, knowledgeFolder: before }, questions, now)
    const is = answersOf(config, questions, now)
    let changed = 0
    for (const [i, question] of questions.entries()) {
      const difference = differenceOf(was[i], is[i])
      if (difference === null) continue
      changed++
      await print(`${question.text}\n${difference}`)
    }
    await print(`${changed} of ${questions.length} questions are answered otherwise than at ${revision}\n`)
    return 0
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function readQuestions(file: string): Question[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      if (line.trim() === '') return []
      const value: unknown = JSON.parse(line)
      if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string')
        throw new Error(`${file}, line ${i + 1}: a JSON object with "text" is needed`)
      return [{ text: value.text, ...('previous' in value && typeof value.previous === 'string' ? { previous: value.previous } : {}) }]
    })
}

/** The folder as it was, unpacked under `scratch`. */
function checkOut(folder: string, revision: string, scratch: string): string {
  const place = dirname(resolve(folder))
  const name = basename(resolve(folder))
  const git = (...args: string[]): Buffer =>
    execFileSync('git', ['-C', place, ...args], { maxBuffer: 256 * 1024 * 1024, stdio: ['ignore', 'pipe', 'pipe'] })
  try {
    const archive = git('archive', '--format=tar', revision, name)
    mkdirSync(scratch, { recursive: true })
    execFileSync('tar', ['-x', '-C', scratch], { input: archive })
  } catch (error) {
    throw new Error(`the knowledge base of "${revision}" cannot be read; name a commit, a branch or a tag of this repository`, {
      cause: error,
    })
  }
  return join(scratch, name)
}

function answersOf(config: Config, questions: readonly Question[], now: number): AskAnswer[] {
  const session = createAskSession(memoryAssistant(config, () => now))
  return questions.map(({ text, previous }, i) => {
    const conversation = `question-${i}`
    if (previous !== undefined) session({ id: `${conversation}-previous`, conversation, text: previous })
    return session({ id: conversation, conversation, text })
  })
}

/** What became of the answer: other cards, or other words of the same ones. Null when nothing did. */
function differenceOf(was: AskAnswer | undefined, is: AskAnswer | undefined): string | null {
  if (!was || !is) return null
  const before = summary(was)
  const after = summary(is)
  if (before !== after) return `  before: ${before}\n  now:    ${after}\n`
  const old = new Set(was.reply.join('\n').split('\n'))
  const current = new Set(is.reply.join('\n').split('\n'))
  const lines = [
    ...[...old].filter((line) => !current.has(line)).map((line) => `  - ${line}\n`),
    ...[...current].filter((line) => !old.has(line)).map((line) => `  + ${line}\n`),
  ]
  return lines.length === 0 ? null : `  ${after}\n${lines.join('')}`
}

function summary({ outcome, topic, cards, choices }: AskAnswer): string {
  return `${outcome}, ${topic}${cards.length > 0 ? `: ${cards.join(', ')}` : ''}${outcome === 'choices' ? `: ${(choices ?? []).join(' / ')}` : ''}`
}
