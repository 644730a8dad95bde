/** `knowledge export`: writes what staff changed in the console over the shipped files, for a pull request. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Config } from '../config.ts'
import { CONTACTS, isRevisable, NOTICES } from '../knowledge/revisions.ts'
import { withEntry } from '../knowledge/yaml-entry.ts'
import { currentRevisions } from '../live-knowledge.ts'
import { databasePath, openDatabase } from '../store/database.ts'

/** `out`: another copy of the knowledge folder; null: the configured one. Returns the exit code. */
export async function exportKnowledge(config: Config, out: string | null, print: (text: string) => Promise<void>): Promise<number> {
  const path = databasePath(config.dataFolder)
  if (!existsSync(path)) {
    process.stderr.write(`there is no database in ${config.dataFolder}: set DATA_FOLDER\n`)
    return 1
  }
  const store = openDatabase({ path, now: Date.now })
  try {
    const folder = out ?? config.knowledgeFolder
    const revisions = Object.entries(await currentRevisions(store)).filter(([revised]) => isRevisable(revised))
    for (const [revised, text] of revisions) {
      const [file = '', entry] = revised.split('#')
      const target = join(folder, file)
      mkdirSync(dirname(target), { recursive: true })
      if (entry === undefined) writeFileSync(target, text)
      else {
        const list = existsSync(target) ? target : join(config.knowledgeFolder, file)
        writeFileSync(target, withEntry(existsSync(list) ? readFileSync(list, 'utf8') : '[]\n', entry, text))
      }
      await print(`${join(folder, file)}${entry === undefined ? '' : `, ${entry}`}\n`)
    }
    const lists = `${CONTACTS} and ${NOTICES}`
    await print(`${revisions.length} changes written; look at them with git diff, ${lists} keep their other entries as they were\n`)
    return 0
  } finally {
    store.close()
  }
}
