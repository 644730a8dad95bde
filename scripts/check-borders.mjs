// Holds the import rules of .dependency-cruiser.cjs. Fails also when it read no modules: a parser that does not
// know the language's version would otherwise pass everything.
import { createRequire } from 'node:module'
import { cruise } from 'dependency-cruiser'

const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs')
const result = await cruise(['src'], { ...options, ruleSet: { forbidden }, validate: true })
const { summary, modules } = result.output
const own = modules.filter((module) => module.source.startsWith('src/'))
if (own.length < 50) {
  console.error(`import rules: only ${own.length} modules of src were read; is the TypeScript version one that dependency-cruiser knows?`)
  process.exit(1)
}
for (const violation of summary.violations) console.error(`${violation.rule.name}: ${violation.from} → ${violation.to}`)
if (summary.error > 0) process.exit(1)
