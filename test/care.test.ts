import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'

// How people must not be harmed: each rule has a test that would fail if it were broken, or a reason why it has none.
const ruleSchema = z
  .strictObject({
    rule: z.int().min(1).max(27),
    says: z.string().min(20),
    /** `<file below test/> > <name of the test>`. */
    tests: z.array(z.string().regex(/^[\w/-]+\.test\.ts > .+$/)),
    /** What of the rule has no test, and why. */
    without: z.string().min(20).optional(),
  })
  .refine((rule) => rule.tests.length > 0 || rule.without !== undefined, 'has neither a test nor a reason')

const rules = readFileSync(new URL('cases/care.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => ruleSchema.parse(JSON.parse(line)))

test('each of the 27 rules stands here once, in order', () => {
  expect(rules.map(({ rule }) => rule)).toEqual(Array.from({ length: 27 }, (_, at) => at + 1))
})

test.each(rules.flatMap(({ rule, tests }) => tests.map((named) => [rule, named] as const)))('rule %i is kept by %s', (_, named) => {
  const [file = '', name = ''] = named.split(/ > (.*)/u)
  const path = new URL(file, import.meta.url)
  expect(existsSync(path), `test/${file} does not exist`).toBe(true)
  const text = readFileSync(path, 'utf8').replaceAll("\\'", "'")
  expect(
    [`'${name}'`, `"${name}"`, `\`${name}\``].some((quoted) => text.includes(quoted)),
    `test/${file} has no test of this name`,
  ).toBe(true)
})
