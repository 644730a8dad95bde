import { defineConfig } from 'vitest/config'

// Fast tests run on every check; system tests start servers, browsers and processes, one file at a time.
export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 15_000,
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: ['test/system/**'],
          testTimeout: 15_000,
          pool: 'forks',
        },
      },
      {
        test: {
          name: 'system',
          include: ['test/system/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          pool: 'forks',
          fileParallelism: false,
        },
      },
    ],
  },
})
