/** `staff …`: opens the store and hands over to the console's account commands. */
import { mkdirSync } from 'node:fs'
import type { Config } from '../config.ts'
import { runStaffCommand, type StaffCommand } from '../staff-command.ts'
import { databasePath, openDatabase } from '../store/database.ts'

/** Returns the exit code. */
export async function staffCommand(config: Config, command: StaffCommand, print: (text: string) => Promise<void>): Promise<number> {
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 })
  const store = openDatabase({ path: databasePath(config.dataFolder), now: Date.now })
  const lines: string[] = []
  try {
    const address = config.consoleUrl ?? `http://${config.staff.host}:${config.staff.port}`
    const code = await runStaffCommand({ store, now: Date.now, address, print: (line) => lines.push(line) }, command)
    await print(`${lines.join('\n')}\n`)
    return code
  } finally {
    store.close()
  }
}
