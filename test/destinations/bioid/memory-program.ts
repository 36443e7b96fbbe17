import { createBioid } from '../../../electron/engine/destinations/bioid/bioid.ts'
import { nodeClock, nodeRandom } from '../../../electron/engine/node-ports.ts'
import { BioidConfig } from '../../../shared/destination-config.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { plainShipment } from '../plain-shipment.ts'
import { queuedSource } from './queued-source.ts'
import { TEST_NETWORK } from '../../support/test-network.ts'

/** Sends one file in a process of its own and prints what that took: `node memory-program.ts URL FILE`. */
const [url = '', file = ''] = process.argv.slice(2)
const config = { kind: 'bioid', name: 'faces', url, auth: { method: 'none' }, storage: 'bws', partition: 112 }
const destination = createBioid(BioidConfig.parse(config), {
  clock: nodeClock,
  random: nodeRandom,
  network: TEST_NETWORK,
  secret: () => Promise.resolve(''),
})
const source = await queuedSource(file)
const never = new AbortController().signal
const peak = { externalBytes: 0, rssBytes: 0 }
const before = process.memoryUsage()
const look = (): void => {
  const { external, rss } = process.memoryUsage()
  peak.externalBytes = Math.max(peak.externalBytes, external - before.external)
  peak.rssBytes = Math.max(peak.rssBytes, rss - before.rss)
}
await destination.send(
  plainShipment(
    {
      name: source.name,
      sizeBytes: source.sizeBytes,
      modifiedMs: source.modifiedMs,
      identity: source.identity,
      check: () => source.check(),
      read: async (into, offsetBytes) => {
        await source.read(into, offsetBytes)
        look()
      },
    },
    { origin: { path: '4711/a.tif', variables: {} } },
  ),
  { journal: new MemoryJournal(), signal: never, drain: never, onProgress: look, throttle: undefined },
)
look()
await source.close()
await destination.close()
process.stdout.write(`${JSON.stringify(peak)}\n`)
