import { parseArgs } from 'node:util'
import { readFaultRules } from './faults.ts'
import { startPicapportServer } from './server.ts'
import type { Settings } from './settings.ts'

const { values } = parseArgs({
  options: {
    store: { type: 'string' },
    port: { type: 'string', default: '0' },
    faults: { type: 'string' },
    settings: { type: 'string' },
  },
})
if (values.store === undefined) throw new Error('--store DIR is required')

const server = await startPicapportServer({
  ...(JSON.parse(values.settings ?? '{}') as Partial<Settings>),
  storeDir: values.store,
  port: Number(values.port),
})
const rules = values.faults === undefined ? [] : readFaultRules(JSON.parse(values.faults))
if (rules !== 'clear') for (const rule of rules) server.faults.add(rule)
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void server.close())
process.stdout.write(`${JSON.stringify({ url: server.url })}\n`)
