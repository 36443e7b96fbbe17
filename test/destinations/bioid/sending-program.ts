import { readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createBioid } from '../../../electron/engine/destinations/bioid/bioid.ts'
import type { Journal, Member } from '../../../electron/engine/destinations/destination.ts'
import { nodeClock, nodeRandom } from '../../../electron/engine/node-ports.ts'
import { BioidConfig } from '../../../shared/destination-config.ts'
import { plainShipment } from '../plain-shipment.ts'
import { queuedSource } from './queued-source.ts'
import { TEST_NETWORK } from '../../support/test-network.ts'

/**
 * Sends the files of one person in a process of its own, which may be killed at any moment: `node sending-program.ts URL
 * FILE…`. Journals lie beside the files. Prints one line: the outcomes, and the proofs of what was sent.
 */
const [url = '', ...files] = process.argv.slice(2)
const config = {
  ...{ kind: 'bioid', name: 'faces', url, storage: 'bws', partition: 112 },
  auth: { method: 'app', appId: 'app-1', secret: 'x' },
}
const destination = createBioid(BioidConfig.parse(config), {
  clock: nodeClock,
  random: nodeRandom,
  network: TEST_NETWORK,
  secret: () => Promise.resolve('the secret'),
})

/** What is written is whole or not there, as with SQLite. */
async function journalOn(file: string): Promise<Journal> {
  const text = await readFile(file, 'utf8').catch(() => 'null')
  const keep = async (memo: unknown): Promise<void> => {
    await writeFile(`${file}.new`, JSON.stringify(memo))
    await rename(`${file}.new`, file)
  }
  let memo: unknown = JSON.parse(text)
  return {
    get memo() {
      return memo
    },
    chunks: new Map(),
    write: async (next) => {
      await keep(next)
      memo = next
    },
    writeTogether: async (memos) => {
      for (const [journal, next] of memos) await journal.write(next)
    },
    acceptChunk: () => Promise.resolve(),
    erase: async () => {
      await keep(null)
      memo = null
    },
  }
}

const never = new AbortController().signal
const members: Member[] = await Promise.all(
  files.map(async (file) => {
    return {
      shipment: plainShipment(await queuedSource(file), {
        origin: { path: `4711/${path.basename(file)}`, variables: {} },
      }),
      context: {
        journal: await journalOn(`${file}.journal`),
        signal: never,
        drain: never,
        onProgress: () => undefined,
        throttle: undefined,
      },
    }
  }),
)
const outcomes = await destination.sendTogether?.(members, '4711')
const told = (outcomes ?? []).map((outcome) =>
  outcome.kind === 'sent' ? 'sent' : `${outcome.error.kind} ${outcome.error.problem.code}`,
)
const proofs = await Promise.all(
  members.map(async ({ context }, at) =>
    told[at] === 'sent' ? await destination.confirm(context.journal, never) : null,
  ),
)
await destination.close()
process.stdout.write(`${JSON.stringify({ told, proofs })}\n`)
