import { parseArgs } from 'node:util'
import { z } from 'zod'
import { FaultRule } from './faults.ts'
import { startBioidServer } from './server.ts'
import type { Settings } from './settings.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    faults: { type: 'string', default: '[]' },
    settings: { type: 'string', default: '{}' },
  },
})

const server = await startBioidServer({
  ...(JSON.parse(values.settings) as Partial<Settings>),
  port: Number(values.port),
})
for (const rule of z.array(FaultRule).parse(JSON.parse(values.faults))) server.faults.add(rule)
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void server.close())
process.stdout.write(`${JSON.stringify({ url: server.url })}\n`)
