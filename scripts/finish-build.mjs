// After tsc: copies what tsc does not (plain JavaScript and assets) and makes what start loads instead of parsing and
// training: the knowledge base, what is learnt from it, and the baked safety texts.
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const COPIED = /\.(?:mjs|js|css|svg|png|ico|html|txt)$/
for (const entry of readdirSync('src', { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !COPIED.test(entry.name)) continue
  const from = join(entry.parentPath, entry.name)
  cpSync(from, join('dist', from.slice('src/'.length)))
}
rmSync('dist/prepared', { recursive: true, force: true })
if (existsSync('dist/prepare.js')) {
  const { prepare } = await import('../dist/prepare.js')
  prepare('knowledge', 'dist/prepared', 'src')
}
// What a changed card is tried on before it is published.
for (const name of ['emergencies', 'topics', 'facts']) cpSync(`test/cases/${name}.jsonl`, `dist/prepared/cases/${name}.jsonl`)
