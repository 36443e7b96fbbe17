import { defineConfig } from 'vitest/config'

/** Real processes, disks and servers are slow on a busy machine; a test that hangs is still ended. */
const TIMEOUT_MS = 60_000

/** Tests that wait for disks, processes and clocks leave room beside each other, also on two processors. */
const WAITING = { workers: 3 }

const project = (
  name: string,
  include: string[],
  extra: {
    timeoutMs?: number
    isSerial?: boolean
    globalSetup?: string
    groupOrder?: number
    workers?: number
  } = {},
) => ({
  test: {
    name,
    include,
    testTimeout: extra.timeoutMs ?? TIMEOUT_MS,
    hookTimeout: TIMEOUT_MS,
    fileParallelism: extra.isSerial !== true,
    maxWorkers: extra.workers ?? 2,
    sequence: { groupOrder: extra.groupOrder ?? 0 },
    ...(extra.globalSetup === undefined ? {} : { globalSetup: [extra.globalSetup] }),
  },
})

export default defineConfig({
  test: {
    projects: [
      project('unit', ['test/unit/**/*.test.ts'], WAITING),
      project('servers', ['test/servers/**/*.test.ts'], WAITING),
      project(
        'suite',
        ['test/destinations/**/*.test.ts', 'test/engine/**/*.test.ts', 'test/cli/**/*.test.ts'],
        WAITING,
      ),
      // One browser at a time, and nothing beside it: what it draws is counted.
      project('e2e', ['test/e2e/**/*.e2e.test.ts'], {
        timeoutMs: 120_000,
        isSerial: true,
        groupOrder: 1,
        globalSetup: 'test/e2e/global-setup.ts',
      }),
      // The desktop app under a stand-in for Electron, from the bundle and from the package.
      project('shell', ['test/shell/**/*.test.ts'], {
        timeoutMs: 120_000,
        groupOrder: 2,
        globalSetup: 'test/shell/build-app.ts',
      }),
      project('simulation', ['test/simulation/**/*.test.ts'], { timeoutMs: 300_000, ...WAITING }),
      project('kill', ['test/kill/**/*.test.ts'], { timeoutMs: 480_000, groupOrder: 3 }),
    ],
  },
})
