import { defineConfig } from 'vitest/config'
export default defineConfig({ test: { include: ['test/shell/**/*.test.ts','test/e2e/**/*.e2e.test.ts'], testTimeout: 120000, fileParallelism: false } })
