import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { holdLock } from '../../src/store/lock.ts'
import { temporaryFolder } from '../support/builders-core.ts'

async function holdInChild(path: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('../support/lock-process.ts', import.meta.url)), path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => data.toString().includes('held') && resolve())
    child.on('exit', (code) => reject(new Error(`the child ended with ${code}`)))
  })
  return child
}

describe('the lock of a data folder', () => {
  it('refuses a second holder in the same process, and is free after release', () => {
    const path = join(temporaryFolder(), 'instance.lock')
    const held = holdLock(path)
    expect(() => holdLock(path)).toThrow(/another instance is running/)
    held.release()
    holdLock(path).release()
  })

  it('refuses a second process within two seconds, and is free after a kill', async () => {
    const path = join(temporaryFolder(), 'instance.lock')
    const child = await holdInChild(path)
    const started = performance.now()
    expect(() => holdLock(path)).toThrow(/another instance is running.*DATA_FOLDER/)
    expect(performance.now() - started).toBeLessThan(2000)
    const ended = new Promise((resolve) => child.on('exit', resolve))
    child.kill('SIGKILL')
    await ended
    holdLock(path).release()
  })
})
