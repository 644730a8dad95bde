/** `knowledge diff`: asks the same questions of the knowledge base as it is and as it was at a git revision. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { answersOf, changeOf, readQuestions, type AnswerChange, type AnswerKind } from '../compare-answers.ts'
import type { Config } from '../config.ts'
import { loadKnowledge, newestReview } from '../knowledge/load.ts'
import { memoryAssistant } from './memory-assistant.ts'

type Print = (text: string) => Promise<void>

/** Both sides are asked at the newest review date of the present cards. Returns 1 when the revision or a file cannot be read. */
export async function diffCommand(config: Config, revision: string, files: readonly string[], print: Print): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), 'tanya-knowledge-'))
  try {
    const questions = files.flatMap((file) => readQuestions(file))
    const before = checkOut(config.knowledgeFolder, revision, scratch)
    const now = newestReview(loadKnowledge(config.knowledgeFolder))
    const was = answersOf(
      memoryAssistant({ ...config, knowledgeFolder: before }, () => now),
      questions,
    )
    const is = answersOf(
      memoryAssistant(config, () => now),
      questions,
    )
    let changed = 0
    for (const [i, question] of questions.entries()) {
      const difference = changeOf(was[i], is[i])
      if (difference === null) continue
      changed++
      await print(`${question.text}\n${printed(difference)}`)
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

function printed({ before, now, gone, come }: AnswerChange): string {
  if (before !== null) return `  before: ${summary(before)}\n  now:    ${summary(now)}\n`
  return `  ${summary(now)}\n${[...gone.map((line) => `  - ${line}\n`), ...come.map((line) => `  + ${line}\n`)].join('')}`
}

function summary({ outcome, topic, cards, choices }: AnswerKind): string {
  return `${outcome}, ${topic}${cards.length > 0 ? `: ${cards.join(', ')}` : ''}${choices.length > 0 ? `: ${choices.join(' / ')}` : ''}`
}
