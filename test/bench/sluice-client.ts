import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { Config } from '../../shared/config.ts'
import { openEngine } from '../../electron/engine/engine.ts'
import { createNodePorts } from '../../electron/engine/node-ports.ts'

/**
 * Sluice as one side of a benchmark, in a process of its own: queues what is in a folder while the destination is
 * paused, then measures from «resume» to the last receipt, with journal, database and digests as in daily use.
 *   node test/bench/sluice-client.ts --url URL --folder DIR --files N --chunks N
 * Prints {"files","bytes","seconds","cpuSeconds","rssMB"}.
 */
const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    folder: { type: 'string' },
    files: { type: 'string', default: '2' },
    chunks: { type: 'string', default: '3' },
  },
})
if (values.url === undefined || values.folder === undefined) throw new Error('Give --url and --folder.')

const dataDir = await mkdtemp(path.join(os.tmpdir(), 'sluice-bench-'))
const config = Config.parse({
  destinations: [
    {
      name: 'bench',
      kind: 'fotoware',
      url: values.url,
      auth: { method: 'none' },
      collection: '/fotoweb/archives/5000-Photos/',
      files: Number(values.files),
      chunks: Number(values.chunks),
    },
  ],
  folders: [{ name: 'bench', path: values.folder, to: ['bench'], settleMs: 200, sidecarGraceMs: 0 }],
})
const ports = createNodePorts({ dataDir, env: {}, logLevel: 'error', logToStderr: false })
const engine = await openEngine({ dataDir, config, ports })
await engine.call('engine.pause', { destination: 'bench' })
await engine.start()
await engine.whenAtRest()
const { counts } = await engine.call('engine.status', {})
if (counts.waiting.jobs === 0) throw new Error('Nothing was queued.')

const started = performance.now()
const cpuStarted = process.cpuUsage()
const allDone = new Promise<void>((resolve) => {
  let done = 0
  engine.on('file', ({ event }) => {
    if (event === 'done' || event === 'duplicate') done++
    if (done === counts.waiting.jobs) resolve()
  })
})
await engine.call('engine.resume', { destination: 'bench' })
await allDone
const seconds = (performance.now() - started) / 1000
const { user, system } = process.cpuUsage(cpuStarted)
const { maxRSS } = process.resourceUsage()
await engine.stop()
await rm(dataDir, { recursive: true })
const result = {
  files: counts.waiting.jobs,
  bytes: counts.waiting.bytes,
  seconds,
  cpuSeconds: (user + system) / 1e6,
  rssMB: Math.round(maxRSS / 1024),
}
console.log(JSON.stringify(result))
