import { defineConfig } from 'vitest/config'

/** Real processes, disks and servers are slow on a busy machine; a test that hangs is still ended. */
const TIMEOUT_MS = 60_000

const project = (
  name: string,
  include: string[],
  extra: { timeoutMs?: number; isSerial?: boolean } = {},
) => ({
  test: {
    name,
    include,
    testTimeout: extra.timeoutMs ?? TIMEOUT_MS,
    hookTimeout: TIMEOUT_MS,
    fileParallelism: extra.isSerial !== true,
  },
})

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('unit', ['test/unit/**/*.test.ts']),
      project('servers', ['test/servers/**/*.test.ts']),
      project('suite', [
        'test/destinations/**/*.test.ts',
        'test/engine/**/*.test.ts',
        'test/cli/**/*.test.ts',
      ]),
      project('simulation', ['test/simulation/**/*.test.ts'], { timeoutMs: 300_000 }),
      project('kill', ['test/kill/**/*.test.ts'], { timeoutMs: 480_000, isSerial: true }),
    ],
  },
})
