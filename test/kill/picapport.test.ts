import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { photoIdOf } from '../../electron/engine/destinations/picapport/photo-id.ts'
import { somePhoto } from '../destinations/picapport-bench.ts'
import { startPicapportServer } from '../servers/picapport/server.ts'
import { seededRandom } from '../support/photos/random.ts'
import { sluice, startSluice } from '../support/sluice-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'

const PHOTOS = 40
const PHOTO_BYTES = 400_000
const KILLS = 8
/** Slow enough that so many kills fit into the upload. */
const UPLOAD_KBPS = 3000

test('8 kills at random moments over lost replies: every photo is at PicApport once, and has its receipt', async () => {
  const seed = Number(process.env['SLUICE_SEED'] ?? Date.now() % 1_000_000)
  console.log(`kill test of PicApport: SLUICE_SEED=${String(seed)}`)
  const random = seededRandom(`picapport ${String(seed)}`)
  const dir = await temporaryFolder()
  const server = await startPicapportServer({ storeDir: path.join(dir, 'store'), indexLagPolls: 1 })
  onTestFinished(() => server.close())
  for (let skip = 0; skip < PHOTOS; skip += 7)
    server.faults.add({ on: 'upload', kind: 'reset-after', skip, times: 1 })
  server.faults.add({ on: 'upload', kind: 'expire-sessions', skip: 10, times: 1 })
  server.faults.add({ on: 'upload', kind: 'status-500', skip: 16, times: 1 })

  const hot = path.join(dir, 'hot')
  await mkdir(path.join(hot, 'sub'), { recursive: true })
  const digests = new Map<string, string>()
  for (let number = 0; number < PHOTOS; number++) {
    const name = number % 2 === 0 ? `${String(number)}.jpg` : `sub/${String(number)}.jpg`
    const bytes = somePhoto(PHOTO_BYTES)
    digests.set(name, createHash('sha256').update(bytes).digest('hex'))
    await writeFile(path.join(hot, name), bytes)
  }
  const config = path.join(dir, 'config.json')
  await writeFile(
    config,
    JSON.stringify({
      destinations: [{ name: 'home', kind: 'picapport', url: server.url, auth: { method: 'anonymous' } }],
      folders: [{ name: 'hot', path: hot, to: ['home'], settleMs: 200, sidecarGraceMs: 0 }],
      limits: { uploadKBps: UPLOAD_KBPS },
    }),
  )
  const args = ['--data', path.join(dir, 'data'), '--config', config, '--json']

  let inUpload = 0
  for (let kills = 0; kills < KILLS; kills++) {
    const before = server.bytesReceived
    const run = startSluice(['run', ...args])
    onTestFinished(() => run.kill('SIGKILL'))
    const wanted = random.whole(1, 2 * PHOTO_BYTES)
    await until(() => server.bytesReceived - before >= wanted || run.isEnded, `${String(wanted)} bytes`)
    expect(run.isEnded, run.stderr).toBe(false)
    run.kill('SIGKILL')
    await run.ended
    if (server.photos().length < PHOTOS) inUpload++
  }
  expect(inUpload, 'kills in mid-upload').toBe(KILLS)

  const rest = await sluice('run', '--once', ...args)
  expect(rest.lines.filter(({ event }) => event === 'failed')).toEqual([])
  expect(rest.code, rest.stderr).toBe(0)
  const stored = server.photos().map(({ sha256 }) => sha256)
  expect(stored.toSorted()).toEqual([...digests.values()].toSorted())
  const history = (await sluice('history', ...args)).lines.filter(({ event }) => event === 'done')
  const receipts = history.map(({ path: name, receipt }) => [name, (receipt as { sha256: string }).sha256])
  expect(receipts.toSorted()).toEqual([...digests].toSorted())
  expect(new Set(server.photos().map(({ photoID }) => photoID))).toEqual(
    new Set([...digests.values()].map(photoIdOf)),
  )
})
