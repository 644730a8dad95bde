/** Reads a Markdown file of `knowledge/`: YAML front matter between `---` lines, then an answer and headed sections. */
import type { z } from 'zod'
import type { KnowledgeProblem } from './schema.ts'
import { yaml } from './yaml.ts'

const FRONT_MATTER = /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/

export interface FrontMatterFile<Front> {
  readonly front: Front
  readonly body: string
}

/** Adds to `problems` and returns null when there is no front matter or it does not fit `schema`. */
export function readFrontMatter<Schema extends z.ZodType>(
  text: string,
  path: string,
  schema: Schema,
  problems: KnowledgeProblem[],
): FrontMatterFile<z.infer<Schema>> | null {
  const match = FRONT_MATTER.exec(text)
  if (!match) {
    problems.push(problem(path, 1, 'no front matter found', 'start the file with --- and end the front matter with ---'))
    return null
  }
  const front = parseYaml(match[1] ?? '', path, 1, schema, problems)
  return front === null ? null : { front, body: match[2] ?? '' }
}

/**
 * The text with some fields of its front matter set, all else byte for byte as it was typed: a revision shows only what
 * somebody changed. Throws when there is no front matter.
 */
export function withFrontMatter(text: string, fields: Readonly<Record<string, unknown>>): string {
  const match = FRONT_MATTER.exec(text)
  if (!match) throw new Error('the text has no front matter')
  const { isMap, isScalar, parseDocument } = yaml()
  let front = match[1] ?? ''
  for (const [name, value] of Object.entries(fields)) {
    const document = parseDocument(front)
    if (JSON.stringify(document.toJS()?.[name]) === JSON.stringify(value)) continue
    const pairs = isMap(document.contents) ? document.contents.items : []
    const pair = pairs.find(({ key }) => isScalar(key) && key.value === name)
    const [start] = isScalar(pair?.key) ? (pair.key.range ?? [front.length]) : [front.length]
    const end = (pair?.value as { range?: [number, number, number] } | undefined)?.range?.[1] ?? front.length
    const before = front.slice(0, start)
    // The value of a list ends behind its last line break.
    const kept = front.slice(start, end).trimEnd().length
    front = `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${fieldText(name, value)}${pair ? front.slice(start + kept) : ''}`
  }
  return `---\n${front.trimEnd()}\n---\n${match[2] ?? ''}`
}

/** Lists of ids and codes, which need no quotes. */
const ON_ONE_LINE: ReadonlySet<string> = new Set(['also', 'audience', 'countries', 'contacts', 'related'])

/** As the shipped cards are written: text in double quotes, lists of ids on one line. */
function fieldText(name: string, value: unknown): string {
  if (ON_ONE_LINE.has(name) && Array.isArray(value)) return `${name}: [${value.join(', ')}]`
  const style = { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' } as const
  return yaml().stringify({ [name]: value }, style).trimEnd()
}

export interface Sections {
  readonly answer: string
  readonly steps: string | null
  readonly details: string | null
}

/** `headings` are those of the language, in lower case; sections under other headings are not read. */
export function splitSections(body: string, headings: { readonly steps: string; readonly details: string }): Sections {
  const parts = body.split(/^## +(.+)$/m)
  let steps: string | null = null
  let details: string | null = null
  for (let i = 1; i < parts.length; i += 2) {
    const heading = (parts[i] ?? '').trim().toLowerCase()
    const content = (parts[i + 1] ?? '').trim()
    if (heading === headings.steps) steps = content
    else if (heading === headings.details) details = content
  }
  return { answer: (parts[0] ?? '').trim(), steps, details }
}

function parseYaml<Schema extends z.ZodType>(
  text: string,
  path: string,
  lineOffset: number,
  schema: Schema,
  problems: KnowledgeProblem[],
): z.infer<Schema> | null {
  const { LineCounter, parseDocument } = yaml()
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const broken = document.errors[0]
  if (broken) {
    const line = broken.linePos?.[0].line
    problems.push(
      problem(path, line === undefined ? null : line + lineOffset, broken.message.split('\n')[0] ?? '', 'correct the YAML at this line'),
    )
    return null
  }
  const parsed = schema.safeParse(document.toJS())
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) {
    const node = document.getIn(issue.path as (string | number)[], true) as { range?: [number, number, number] } | undefined
    const line = node?.range ? lines.linePos(node.range[0]).line + lineOffset : null
    problems.push(problem(path, line, `${issue.path.join('.') || 'front matter'}: ${issue.message}`, 'correct this field'))
  }
  return null
}

export function problem(path: string, line: number | null, message: string, advice: string): KnowledgeProblem {
  return { path, line, severity: 'error', message, advice }
}
