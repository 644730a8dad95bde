/** The labelled cases that an evaluation reads. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { DANGERS, LANGUAGES, TOPICS, URGENCIES } from './message.ts'

/** One line of a case file. Fields that a file does not label are not counted. */
export const caseSchema = z.object({
  id: z.string().optional(),
  text: z.string(),
  /** What the same person wrote before, in the same conversation. */
  previous: z.string().optional(),
  topic: z.enum(TOPICS).optional(),
  /** Topics that are as right. */
  also: z.array(z.enum(TOPICS)).default([]),
  country: z.string().nullable().optional(),
  urgency: z.enum(URGENCIES).optional(),
  triage: z.enum(DANGERS).nullable().optional(),
  language: z.enum(LANGUAGES).optional(),
})
export type EvaluationCase = z.infer<typeof caseSchema>

/** Throws, naming file and line, when a line is not a case. Empty lines are passed over. */
export function readCases(path: string): EvaluationCase[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      if (line.trim() === '') return []
      const parsed = caseSchema.safeParse(parseJson(line))
      if (parsed.success) return [parsed.data]
      const issue = parsed.error.issues[0]
      throw new Error(`${path}, line ${i + 1}: ${issue?.path.join('.') || 'not a JSON object'}: ${issue?.message ?? 'cannot be read'}`)
    })
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
