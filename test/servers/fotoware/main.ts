import { parseArgs } from 'node:util'
import { parseFaultRules } from './fault-rules.ts'
import { parseJson } from './json-values.ts'
import { startFotowareServer } from './server.ts'
import type { FotowareServerOptions } from './server-options.ts'

const { values } = parseArgs({
  options: {
    store: { type: 'string' },
    port: { type: 'string', default: '0' },
    'chunk-size': { type: 'string' },
    faults: { type: 'string' },
    seed: { type: 'string' },
    settings: { type: 'string' },
  },
})
if (values.store === undefined) throw new Error('--store DIR is required')

const server = await startFotowareServer({
  ...(parseJson(values.settings ?? '{}') as Partial<FotowareServerOptions>),
  storeDir: values.store,
  port: Number(values.port),
  ...(values['chunk-size'] === undefined ? {} : { chunkSize: Number(values['chunk-size']) }),
  ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
})
if (values.faults !== undefined) {
  for (const rule of parseFaultRules(parseJson(values.faults)).rules) server.faults.add(rule)
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void server.close())
process.stdout.write(`${JSON.stringify({ url: server.url })}\n`)
