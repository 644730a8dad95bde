/** Reads one file of `knowledge/`, or takes what the build read of it. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { problem } from './front-matter.ts'
import type { KnowledgeProblem } from './schema.ts'
import { yaml } from './yaml.ts'

/** What reading one file gave. Plain JSON: the build keeps it, so that a file that has not changed is not parsed again. */
export interface FileReading {
  /** Of the file's bytes; empty when it could not be read. */
  readonly hash: string
  /** Cards, contacts, countries …, as their schema made them. */
  readonly values: readonly unknown[]
  readonly problems: readonly KnowledgeProblem[]
}

/** By path inside `knowledge/`. */
export type FileReadings = Readonly<Record<string, FileReading>>

/** What a file holds; adds to `problems` what is left out. */
export type Parse<Value> = (text: string, path: string, problems: KnowledgeProblem[]) => readonly Value[]

/** The reading that is known of these very bytes; else a new one. Never throws. */
export function readFileOf(folder: string, path: string, parse: Parse<unknown>, known: FileReadings): FileReading {
  let bytes: Buffer
  try {
    bytes = readFileSync(join(folder, path))
  } catch (error) {
    const unread = problem(path, null, `cannot be read: ${(error as Error).message}`, 'restore the file from the last release')
    return { hash: '', values: [], problems: [unread] }
  }
  const hash = createHash('sha256').update(bytes).digest('hex')
  const before = known[path]
  if (before?.hash === hash) return before
  const problems: KnowledgeProblem[] = []
  return { hash, values: parse(bytes.toString('utf8'), path, problems), problems }
}

/** A file that is a list of entries; what does not fit the schema, and an id that an earlier entry has, is left out and named. */
export function parseList<Schema extends z.ZodType>(
  text: string,
  name: string,
  schema: Schema,
  problems: KnowledgeProblem[],
): z.infer<Schema>[] {
  const { LineCounter, parseDocument } = yaml()
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const broken = document.errors[0]
  if (broken) {
    problems.push(problem(name, broken.linePos?.[0].line ?? null, broken.message.split('\n')[0] ?? '', 'correct the YAML at this line'))
    return []
  }
  const list = document.contents
  if (!list || !('items' in list)) {
    problems.push(problem(name, 1, 'is not a list', 'each entry starts with "- id: "'))
    return []
  }
  const found: z.infer<Schema>[] = []
  const known = new Set<string>()
  for (const item of list.items) {
    const node = item as { toJS?: (d: unknown) => unknown; range?: [number, number, number] }
    const value = node.toJS ? node.toJS(document) : item
    const line = node.range ? lines.linePos(node.range[0]).line : null
    const parsed = schema.safeParse(value)
    const name_ = (value as { id?: string; code?: string } | null)?.id ?? (value as { code?: string } | null)?.code ?? '?'
    if (parsed.success && known.has(name_)) problems.push(problem(name, line, `${name_}: this id is used twice`, 'give it an id of its own'))
    else if (parsed.success) {
      found.push(parsed.data)
      known.add(name_)
    } else {
      for (const issue of parsed.error.issues)
        problems.push(problem(name, line, `${name_}: ${issue.path.join('.')}: ${issue.message}`, 'correct this field'))
    }
  }
  return found
}

