import { mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { EnginePlace } from '../support/engine-place.ts'
import { FastClock } from '../support/fast-clock.ts'
import { until } from '../support/until.ts'

/** A folder that is away is looked for every ten seconds: two here. */
const quick = () => ({ ports: { clock: new FastClock(5) } })

const isAway = (place: EnginePlace) => async (): Promise<boolean> => (await place.health()).state === 'away'

/** Two files queued and one delivered, and the archive not taking any. */
async function queued(): Promise<EnginePlace> {
  const place = await EnginePlace.start(quick())
  await place.drop('sub/delivered.jpg', 'delivered')
  await place.told('done', 'sub/delivered.jpg')
  await place.engine.call('engine.pause', { destination: 'archive' })
  for (const name of ['a.jpg', 'sub/b.jpg']) {
    await place.drop(name, `picture ${name}`)
    await place.told('waiting', name)
  }
  return place
}

async function expectAllThere(place: EnginePlace): Promise<void> {
  await place.engine.call('engine.resume', { destination: 'archive' })
  for (const name of ['a.jpg', 'sub/b.jpg']) await place.told('done', name, 1, 30_000)
  await place.rest()
  expect(place.archived()).toEqual(['a.jpg', 'sub/b.jpg', 'sub/delivered.jpg'])
  expect(await place.audit()).toEqual({
    'a.jpg': 'delivered',
    'sub/b.jpg': 'delivered',
    'sub/delivered.jpg': 'delivered',
  })
}

test('a folder that vanishes is away and nothing is lost; back again, it goes on', async () => {
  const place = await queued()
  const elsewhere = path.join(place.dir, 'elsewhere')
  await rename(place.hot, elsewhere)
  await place.engine.call('engine.resume', { destination: 'archive' })
  await until(isAway(place), 'the folder is away')
  const health = await place.health()
  expect(health.problem?.code).toBe('folder-away')
  expect(health.words).toContain('Connect or mount it again')
  // One may have been claimed in the instant before: it goes back.
  await until(async () => (await waitingJobs(place)) === 2, 'both jobs wait')
  await rename(elsewhere, place.hot)
  await expectAllThere(place)
})

test('an empty folder in its place is not read as «everything was deleted»', async () => {
  const place = await queued()
  const elsewhere = path.join(place.dir, 'elsewhere')
  await rename(place.hot, elsewhere)
  await mkdir(place.hot)
  await place.engine.call('engine.resume', { destination: 'archive' })
  await place.engine.call('folders.scan', {})
  await until(isAway(place), 'the folder is away')
  // One may have been claimed in the instant before: it goes back.
  await until(async () => (await waitingJobs(place)) === 2, 'both jobs wait')
  await rmdir(place.hot)
  await rename(elsewhere, place.hot)
  await expectAllThere(place)
})

test('the same while Sluice is off', async () => {
  const place = await queued()
  const elsewhere = path.join(place.dir, 'elsewhere')
  await place.restart(async () => {
    await rename(place.hot, elsewhere)
    await mkdir(place.hot)
  })
  await place.engine.call('engine.resume', { destination: 'archive' })
  await until(isAway(place), 'the folder is away')
  await place.restart(async () => {
    await rmdir(place.hot)
    await rename(elsewhere, place.hot)
  })
  await expectAllThere(place)
})

test('a folder that was made anew and is used goes on; the old one put back loses nothing', async () => {
  const place = await queued()
  const elsewhere = path.join(place.dir, 'elsewhere')
  await rename(place.hot, elsewhere)
  await mkdir(place.hot)
  await writeFile(place.at('new.jpg'), 'new')
  await place.engine.call('folders.scan', {})
  await place.engine.call('engine.resume', { destination: 'archive' })
  await place.told('done', 'new.jpg', 1, 30_000)
  await rm(place.hot, { recursive: true })
  await rename(elsewhere, place.hot)
  await place.engine.call('folders.scan', {})
  for (const name of ['a.jpg', 'sub/b.jpg']) await place.told('done', name, 1, 30_000)
  await place.rest()
  expect(place.archived()).toEqual(['a.jpg', 'new.jpg', 'sub/b.jpg', 'sub/delivered.jpg'])
})

test('a folder that vanishes in mid-upload: the upload waits and goes on', async () => {
  const chunk = 64 * 1024
  const place = await EnginePlace.start({
    ...quick(),
    server: { chunkSize: chunk, delayMs: 40 },
    destination: { files: 1, chunks: 1 },
  })
  await place.drop('a.jpg', Buffer.alloc(20 * chunk, 'a'))
  await until(() => place.server.bytesReceived > 4 * chunk, 'the upload is under way')
  const elsewhere = path.join(place.dir, 'elsewhere')
  await rename(place.hot, elsewhere)
  await until(isAway(place), 'the folder is away')
  await until(async () => (await place.job('a.jpg')).state === 'waiting', 'the job waits')
  await rename(elsewhere, place.hot)
  await place.told('done', 'a.jpg', 1, 40_000)
  expect(place.server.assets()).toHaveLength(1)
})

async function waitingJobs(place: EnginePlace): Promise<number> {
  return (await place.jobs()).filter(({ state }) => state === 'waiting').length
}
