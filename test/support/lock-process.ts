/** Holds the lock given as argument, says so on standard output and waits to be killed. */
import { writeSync } from 'node:fs'
import { holdLock } from '../../src/store/lock.ts'

holdLock(process.argv[2] ?? '')
writeSync(1, 'held\n')
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
