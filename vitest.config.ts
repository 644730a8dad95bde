import { defineConfig } from 'vitest/config'

// Fast tests run on every check and share their process's modules: what a test changes for a whole process
// (a mock, the console, the clock) it takes back, or it belongs to the system tests. Those start servers,
// browsers and processes or need a process of their own, and run one file at a time. The limits are wide and
// stand here alone: they end what hangs. A test that flushes to a busy disk a thousand times may take twenty
// times as long as on a quiet one, and one that trains the router five times as long beside other work.
/** Milliseconds. */
const LONGEST = 300_000

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: ['test/system/**'],
          testTimeout: LONGEST,
          hookTimeout: LONGEST,
          pool: 'forks',
          isolate: false,
        },
      },
      {
        test: {
          name: 'system',
          include: ['test/system/**/*.test.ts'],
          testTimeout: LONGEST,
          hookTimeout: LONGEST,
          pool: 'forks',
          fileParallelism: false,
        },
      },
    ],
  },
})
