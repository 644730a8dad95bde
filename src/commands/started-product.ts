/** The product as an operator starts it, in a process of its own, for the measurements. */
import { spawn, type ChildProcess } from 'node:child_process'

export interface StartedProduct {
  readonly child: ChildProcess
  /** Of the console, without a slash at its end. */
  readonly url: string
  stop(): Promise<void>
}

/**
 * Resolves when the console's address was printed; rejects when the process ends before. `imports`: files that Node loads
 * first; `program`: the built main.js, left out: the one that runs.
 */
export async function startProduct(
  variables: Readonly<Record<string, string>>,
  imports: readonly string[] = [],
  program: string = process.argv[1]!,
): Promise<StartedProduct> {
  const child = spawn(process.execPath, [...imports.flatMap((file) => ['--import', file]), program, 'start'], {
    env: { PATH: process.env['PATH'], PORT: '0', ...variables },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8')
      const match = /Console:\s+(\S+?)\/?\s/u.exec(text)
      if (match) resolve(match[1]!)
    })
    child.once('exit', (code) => reject(new Error(`start ended with ${code}: ${text}`)))
  })
  return {
    child,
    url,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}
