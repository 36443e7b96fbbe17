import { parseArgs } from 'node:util'
import { parseFaultRules } from './faults.ts'
import { startBasipServer } from './server.ts'
import type { Settings } from './settings.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    settings: { type: 'string', default: '{}' },
    faults: { type: 'string', default: '[]' },
  },
})
const rules = parseFaultRules(JSON.parse(values.faults))
if (rules === null) throw new Error('--faults: unknown «on» or «kind»')
const server = await startBasipServer({
  ...(JSON.parse(values.settings) as Partial<Settings>),
  port: Number(values.port),
})
for (const rule of rules) server.faults.add(rule)
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void server.close())
process.stdout.write(`${JSON.stringify({ url: server.url })}\n`)
