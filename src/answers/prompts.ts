/** The prompts in `prompts/`: Markdown with a version and the list of their variables. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readFrontMatter } from '../knowledge/front-matter.ts'
import type { KnowledgeProblem } from '../knowledge/schema.ts'

export const PROMPT_NAMES = ['answer', 'understand', 'second-look'] as const
export type PromptName = (typeof PROMPT_NAMES)[number]

const promptSchema = z.strictObject({
  id: z.enum(PROMPT_NAMES),
  /** Raised with every change of the text. */
  version: z.int().min(1),
  /** What stands in braces in the text, with what it is. */
  variables: z.record(z.string().regex(/^[a-z][a-z_]*$/), z.string().min(1)),
})

export interface Prompt {
  readonly id: PromptName
  readonly version: number
  /** First 12 hexadecimal digits of the file's SHA-256: tells two texts of one version apart. */
  readonly hash: string
  readonly variables: readonly string[]
  readonly system: string
  readonly user: string
}

export type Prompts = Readonly<Record<PromptName, Prompt>>

/** Throws, naming the file and what is wrong, when one of them cannot be used. */
export function loadPrompts(folder: string): Prompts {
  return Object.fromEntries(PROMPT_NAMES.map((name) => [name, loadPrompt(folder, name)])) as Record<PromptName, Prompt>
}

function loadPrompt(folder: string, name: PromptName): Prompt {
  const path = join(folder, `${name}.md`)
  const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n')
  const problems: KnowledgeProblem[] = []
  const file = readFrontMatter(text, path, promptSchema, problems)
  if (file === null) throw new Error(`${path}: ${problems.map(({ message }) => message).join('; ')}`)
  const sections = /^\s*## System\n([\s\S]+?)\n## User\n([\s\S]+)$/u.exec(file.body)
  if (!sections || file.front.id !== name) throw new Error(`${path}: id must be "${name}", then a part "## System" and a part "## User"`)
  const [system, user] = [sections[1]!.trim(), sections[2]!.trim()]
  const variables = Object.keys(file.front.variables)
  const used = new Set([...`${system}\n${user}`.matchAll(/\{(\w+)\}/gu)].map((match) => match[1]!))
  const wrong = [...variables.filter((variable) => !used.has(variable)), ...[...used].filter((variable) => !variables.includes(variable))]
  if (wrong.length > 0) throw new Error(`${path}: named or used only, not both: ${wrong.join(', ')}`)
  return {
    id: name,
    version: file.front.version,
    hash: createHash('sha256').update(text).digest('hex').slice(0, 12),
    variables,
    system,
    user,
  }
}
