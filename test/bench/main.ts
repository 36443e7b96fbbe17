import { execFile } from 'node:child_process'
import { access, mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { z } from 'zod'
import { makeSmallFiles } from '../support/photos.ts'
import { makePressPhotos, type MetadataRun, runMetadataReader } from './metadata-contest.ts'
import { runBareScript } from './run-bare-script.ts'
import { runCurlChunks } from './curl-chunks.ts'
import { startDiscardServer } from './start-discard-server.ts'

/**
 * `npm run bench`: Sluice side by side with the cheapest way of sending the same bytes, to a server that throws them
 * away. Partners take turns in one run, and each line is a ratio of medians: machines are noisy, ratios less so.
 *   --rounds N (5)   --only large|small|metadata
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, only: { type: 'string' } },
})
const ROUNDS = Number(values.rounds)
const CHUNK_BYTES = 4 * 1024 * 1024
const LARGE_BYTES = 1024 * 1024 * 1024
const SMALL_FILES = 2_000
const SMALL_BYTES = 20 * 1024
const PRESS_PHOTOS = 1_000
const AT_ONCE = 6
const DELAY_MS = 20

const Result = z.object({ seconds: z.number(), cpuSeconds: z.number(), bytes: z.number(), rssMB: z.number() })
type Measured = Pick<z.output<typeof Result>, 'seconds' | 'cpuSeconds'>

interface Contest {
  name: string
  aim: number
  partner: string
  runPartner: (url: string) => Promise<Measured>
  runSluice: (url: string) => Promise<Measured>
}

async function runSluice(url: string, folder: string, files: number, chunks: number): Promise<Measured> {
  const script = path.join(import.meta.dirname, 'sluice-client.ts')
  const args = [
    script,
    '--url',
    url,
    '--folder',
    folder,
    '--files',
    String(files),
    '--chunks',
    String(chunks),
  ]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  // The marker is Sluice's own; its partners would send it.
  await rm(path.join(folder, '.sluice-folder'), { force: true })
  return Result.parse(JSON.parse(stdout))
}

async function makeLargeFile(file: string): Promise<void> {
  const handle = await open(file, 'w')
  const piece = Buffer.alloc(CHUNK_BYTES, 'sluice')
  for (let offset = 0; offset < LARGE_BYTES; offset += piece.length) {
    piece.writeUInt32LE(offset / piece.length, 0)
    await handle.write(piece)
  }
  await handle.close()
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

async function hold(contest: Contest, delayMs: number): Promise<void> {
  const times = { partner: [] as Measured[], sluice: [] as Measured[] }
  for (let round = 0; round < ROUNDS; round++) {
    const server = await startDiscardServer({ chunkSizeBytes: CHUNK_BYTES, delayMs })
    try {
      times.partner.push(await contest.runPartner(server.url))
      times.sluice.push(await contest.runSluice(server.url))
    } finally {
      await server.stop()
    }
  }
  const of = (side: 'partner' | 'sluice', key: keyof Measured): number =>
    median(times[side].map((run) => run[key]))
  const ratio = of('partner', 'seconds') / of('sluice', 'seconds')
  const cpu = of('sluice', 'cpuSeconds') / of('partner', 'cpuSeconds')
  const lines = [
    `${contest.name}${delayMs > 0 ? `, ${delayMs} ms of delay per answer` : ''}`,
    `  ${contest.partner}: ${of('partner', 'seconds').toFixed(2)} s, ${of('partner', 'cpuSeconds').toFixed(2)} s of CPU`,
    `  Sluice: ${of('sluice', 'seconds').toFixed(2)} s, ${of('sluice', 'cpuSeconds').toFixed(2)} s of CPU`,
    `  ${ratio.toFixed(2)} × its speed (aim ${contest.aim}), ${cpu.toFixed(1)} × its CPU; medians of ${ROUNDS}`,
  ]
  console.log(lines.join('\n'))
}

/** Making metadata ready against only reading it, both with ExifTool's processes. */
async function holdMetadata(folder: string): Promise<void> {
  const runs = { pool: [] as MetadataRun[], sluice: [] as MetadataRun[] }
  for (let round = 0; round < ROUNDS; round++) {
    runs.pool.push(await runMetadataReader('pool', folder))
    runs.sluice.push(await runMetadataReader('sluice', folder))
  }
  const of = (side: 'pool' | 'sluice', key: keyof MetadataRun): number =>
    median(runs[side].map((run) => run[key]))
  const rate = (side: 'pool' | 'sluice'): number => of(side, 'files') / of(side, 'seconds')
  const lines = [
    `${PRESS_PHOTOS} JPEGs of 300 KB with EXIF, IPTC and XMP made ready with a template`,
    `  the pool alone, only reading: ${rate('pool').toFixed(0)} files/s`,
    `  Sluice: ${rate('sluice').toFixed(0)} files/s; memory ${of('sluice', 'middleRssMB')} MB after half of them, ${of('sluice', 'rssMB')} MB in the end`,
    `  ${(rate('sluice') / rate('pool')).toFixed(2)} × (aim 0.7); medians of ${ROUNDS}`,
  ]
  console.log(lines.join('\n'))
}

/** Files in memory where there is such a place: the disk is not what is measured. */
async function workFolder(): Promise<string> {
  const memory = '/dev/shm'
  const base = await access(memory).then(
    () => memory,
    () => os.tmpdir(),
  )
  return await mkdtemp(path.join(base, 'sluice-bench-'))
}

const work = await workFolder()
try {
  const large = path.join(work, 'large')
  const small = path.join(work, 'small')
  const isWanted = (name: string): boolean => values.only === undefined || values.only === name
  if (isWanted('large')) {
    await mkdir(large)
    await makeLargeFile(path.join(large, 'large.mov'))
    const contest = (aim: number): Contest => ({
      name: 'One file of 1 GiB in chunks of 4 MiB, 6 at a time',
      aim,
      partner: 'curl, the same chunks',
      runPartner: (url) => runCurlChunks({ url, filePath: path.join(large, 'large.mov'), parallel: AT_ONCE }),
      runSluice: (url) => runSluice(url, large, 1, AT_ONCE),
    })
    await hold(contest(0.9), 0)
    await hold(contest(0.95), DELAY_MS)
  }
  if (isWanted('small')) {
    await makeSmallFiles(small, SMALL_FILES, SMALL_BYTES, 500, 1)
    const contest = (aim: number): Contest => ({
      name: `${SMALL_FILES} files of 20 KB, 6 at a time`,
      aim,
      partner: 'a bare script with the same requests',
      runPartner: (url) => runBareScript({ url, folder: small, concurrency: AT_ONCE }),
      runSluice: (url) => runSluice(url, small, AT_ONCE, 1),
    })
    await hold(contest(0.7), 0)
    await hold(contest(0.95), DELAY_MS)
  }
  if (isWanted('metadata')) {
    const photos = path.join(work, 'photos')
    await makePressPhotos(photos, PRESS_PHOTOS)
    await holdMetadata(photos)
  }
} finally {
  await rm(work, { recursive: true, force: true })
}
