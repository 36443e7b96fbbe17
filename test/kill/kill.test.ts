import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { Receipt } from '../../shared/job.ts'
import type { AssetRecord } from '../servers/fotoware/asset-index.ts'
import type { FaultRule } from '../servers/fotoware/faults.ts'
import { expectedHoldings, holdings } from '../support/delivered.ts'
import { makePhotos, type PhotoSpec } from '../support/photos.ts'
import { sidecarPath } from '../support/photos/photo-spec.ts'
import { seededRandom } from '../support/photos/random.ts'
import { startPracticeProcess } from '../support/practice-process.ts'
import { type SluiceLine, sluice, startSluice } from '../support/sluice-process.ts'
import { type Death, killAtRandomMoment } from './kill-moment.ts'
import { killPhotos } from './kill-photos.ts'
import { practiceArchive } from '../support/practice-archive.ts'

const KILLS = 26
/** Files are dropped during these lives. */
const DROPS = [4, 9, 14, 19]
const CHUNK_BYTES = 1024 * 1024
const FILES = 2
const CHUNKS = 3
/** Slow enough that so many kills fit into the upload. */
const UPLOAD_KBPS = 30_000
/** Headers of the multipart body and the boundary, for each request with a chunk. */
const FRAME_BYTES = 1024

const FAULTS: readonly FaultRule[] = [
  { on: 'chunk', kind: 'reset-before', probability: 0.02 },
  { on: 'chunk', kind: 'reset-after', probability: 0.02 },
  { on: 'chunk', kind: 'close-after-bytes', bytes: 300_000, probability: 0.01 },
  { on: 'chunk', kind: 'status-500', probability: 0.02 },
  { on: 'chunk', kind: 'status-503', retryAfterSeconds: 1, probability: 0.005 },
  { on: 'create', kind: 'reset-before', probability: 0.04 },
  { on: 'create', kind: 'reset-after', probability: 0.04 },
  { on: 'create', kind: 'status-500', probability: 0.03 },
  { on: 'create', kind: 'status-503', retryAfterSeconds: 1, probability: 0.02 },
  { on: 'xmp', kind: 'reset-before', probability: 0.08 },
  { on: 'xmp', kind: 'reset-after', probability: 0.08 },
  { on: 'xmp', kind: 'status-500', probability: 0.05 },
  { on: 'status', kind: 'reset-before', probability: 0.05 },
  { on: 'status', kind: 'reset-after', probability: 0.05 },
  { on: 'status', kind: 'status-500', probability: 0.03 },
  { on: 'status', kind: 'status-503', retryAfterSeconds: 1, probability: 0.02 },
]

async function makePlaces(url: (place: { store: string }) => Promise<string>) {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'sluice-kill-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const [hot, data, store] = [path.join(dir, 'hot'), path.join(dir, 'data'), path.join(dir, 'store')]
  await mkdir(hot)
  const config = path.join(dir, 'config.json')
  const text = JSON.stringify({
    destinations: [
      {
        ...practiceArchive(await url({ store })),
        files: FILES,
        chunks: CHUNKS,
      },
    ],
    folders: [
      { name: 'hot', path: hot, to: ['archive'], settleMs: 200, sidecarGraceMs: 1500, template: 'press' },
    ],
    templates: [
      {
        name: 'press',
        fields: [
          { field: 'Headline', value: 'no. {counter:3} of {now:HH:mm:ss.SSS}' },
          { field: 'Keywords', value: ['{stem}', '{exif:Make}'] },
        ],
      },
    ],
    limits: { uploadKBps: UPLOAD_KBPS },
  })
  await writeFile(config, text)
  return { hot, args: ['--data', data, '--config', config, '--json'] }
}

function bytesOf(specs: readonly PhotoSpec[]): number {
  return specs.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0)
}

function ofEvent(lines: readonly SluiceLine[], event: string): SluiceLine[] {
  return lines.filter((line) => line.event === event)
}

/** Every asset has what its receipt says, and a number that no other has. */
function expectForetoldMetadata(
  assets: readonly AssetRecord[],
  receipts: ReadonlyMap<string, Receipt>,
): void {
  const numbers = new Set<string>()
  for (const { folder, filename, metadata } of assets) {
    const name = folder === '' ? filename : `${folder}/${filename}`
    const foretold = receipts.get(name)?.metadata?.fields ?? {}
    for (const id of ['105', '25'])
      expect([name, id, [metadata[id]?.value].flat()]).toEqual([name, id, foretold[id]])
    numbers.add(foretold['105']?.[0]?.slice(0, 7) ?? '')
  }
  expect(numbers.size, 'numbers given out').toBe(assets.length)
}

test('26 kills at random moments: every file arrives whole, once, with its time and its sidecar', async () => {
  const seed = Number(process.env['SLUICE_SEED'] ?? Date.now() % 1_000_000)
  console.log(`kill test: SLUICE_SEED=${seed}`)
  const random = seededRandom(`kill ${seed}`)
  const begunMs = performance.now()
  const started: { server?: Awaited<ReturnType<typeof startPracticeProcess>> } = {}
  const { hot, args } = await makePlaces(async ({ store }) => {
    started.server = await startPracticeProcess({
      storeDir: store,
      chunkSize: CHUNK_BYTES,
      seed,
      faults: FAULTS,
      settings: { processingMs: 60 },
    })
    return started.server.url
  })
  const { server } = started
  if (server === undefined) throw new Error('the practice server was not started')
  onTestFinished(() => server.stop())

  const { first, later } = killPhotos(seed)
  const specs = [...first, ...later.flat()]
  const totalBytes = bytesOf(specs)
  await makePhotos(hot, first)

  const deaths: Death[] = []
  const drops: Promise<void>[] = []
  while (deaths.length < KILLS) {
    const bytesBefore = (await server.stats()).bytesReceived
    const run = startSluice(['run', ...args])
    onTestFinished(() => run.kill('SIGKILL'))
    const batch = later[DROPS.indexOf(deaths.length)]
    if (batch !== undefined) drops.push(makePhotos(hot, batch))
    // A share of what is left, so that the last kill still finds an upload under way.
    const leftBytes = Math.max(CHUNK_BYTES, 0.9 * totalBytes - bytesBefore)
    const bytesMax = Math.ceil((2 * leftBytes) / (KILLS - deaths.length + 1))
    deaths.push(await killAtRandomMoment({ sluice: run, server, bytesBefore }, random, bytesMax))
  }
  await Promise.all(drops)
  const tasks = (await server.stats()).assetCount
  expect(tasks, 'the last kill found an upload under way').toBeLessThan(specs.length)
  expect(deaths.filter(({ bytes }) => bytes > 0).length, 'kills in mid-upload').toBeGreaterThan(KILLS / 2)

  const rest = await sluice('run', '--once', ...args)
  expect(ofEvent(rest.lines, 'failed')).toEqual([])
  expect(rest.code, rest.stderr).toBe(0)

  const expected = await expectedHoldings(
    hot,
    specs.map((spec) => ({ path: spec.path, sidecar: sidecarPath(spec) })),
  )
  const history = ofEvent((await sluice('history', ...args)).lines, 'done')
  const receipts = new Map(history.map(({ path: name, receipt }) => [String(name), Receipt.parse(receipt)]))
  expect(receipts.size).toBe(history.length)
  const assets = await server.assets()
  expect(await holdings(assets, receipts)).toEqual(expected)
  expectForetoldMetadata(assets, receipts)

  const delivered = [...receipts].map(([name, { sha256 }]) => [name, sha256])
  expect(delivered.toSorted()).toEqual([...expected].map(([name, held]) => [name, held.sha256]).toSorted())

  const audit = await sluice('audit', 'hot', ...args)
  const sidecars = specs.filter((spec) => sidecarPath(spec) !== null).length
  expect(ofEvent(audit.lines, 'totals')).toMatchObject([
    {
      ...{ delivered: specs.length, sidecar: sidecars, duplicate: 0, orphan: 0 },
      ...{ arriving: 0, waiting: 0, failed: 0, cancelled: 0, unaccounted: 0 },
    },
  ])

  const { bytesReceived, requestCount } = await server.stats()
  const hits = (await server.faults()).filter(({ rule }) => rule.on === 'chunk')
  const faultBytes = hits.reduce((sum, { hits: count }) => sum + count, 0) * CHUNK_BYTES
  const killBytes = KILLS * FILES * CHUNKS * CHUNK_BYTES
  const wasteBytes = bytesReceived - totalBytes
  console.log(
    `kill test: ${Math.round((performance.now() - begunMs) / 1000)} s, ${specs.length} files of ${totalBytes} bytes, ` +
      `sent ÷ files ${(bytesReceived / totalBytes).toFixed(4)}, ` +
      `allowed ${(1 + (killBytes + faultBytes) / totalBytes).toFixed(4)} of which faults ${(faultBytes / totalBytes).toFixed(4)}`,
  )
  expect(wasteBytes).toBeLessThan(killBytes + faultBytes + requestCount * FRAME_BYTES)
})
