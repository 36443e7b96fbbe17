import { copyFile, mkdtemp, open, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import sharp from 'sharp'
import { EnginePlace } from '../support/engine-place.ts'
import { makeMedia } from '../support/media/media-files.ts'
import { until } from '../support/until.ts'

let workshop = ''
let jpeg = ''

beforeAll(async () => {
  workshop = await mkdtemp(path.join(os.tmpdir(), 'sluice-window-'))
  jpeg = await makeMedia(workshop, 'plain.jpg')
  return () => rm(workshop, { recursive: true, force: true })
})

/** Ten jobs that wait, newest last. */
async function queued(): Promise<EnginePlace> {
  const place = await EnginePlace.start()
  await place.engine.call('engine.pause', { destination: 'archive' })
  for (let number = 0; number < 10; number++) await place.drop(`IMG_${String(number)}.txt`, String(number))
  await until(async () => (await place.jobs()).length === 10, 'ten jobs wait')
  return place
}

test('anchors are the ids at every so many-th place, whatever the filter', async () => {
  const place = await queued()
  const all = (await place.jobs()).map(({ id }) => id)
  const anchors = await place.engine.call('jobs.anchors', { every: 100 })
  expect(anchors).toEqual({ ids: [all[0]], total: 10 })
  expect(await place.engine.call('jobs.anchors', { every: 100, state: 'failed' })).toEqual({
    ids: [],
    total: 0,
  })
  expect(await place.engine.call('jobs.anchors', { every: 100, folder: 'hot', state: 'waiting' })).toEqual({
    ids: [all[0]],
    total: 10,
  })
})

test('a search finds parts of paths, letter case aside, and nothing that only looks like a pattern', async () => {
  const place = await queued()
  const find = async (text: string): Promise<string[]> =>
    (await place.engine.call('jobs.list', { find: text, limit: 100 })).jobs.map(({ path: name }) => name)
  expect(await find('img_3')).toEqual(['IMG_3.txt'])
  expect(await find('IMG')).toHaveLength(10)
  expect(await find('%')).toEqual([])
  expect(await find('IMG%3')).toEqual([])
})

test('what is put first goes first, and the story of a job is told', async () => {
  const place = await queued()
  const last = await place.job('IMG_9.txt')
  expect(await place.engine.call('jobs.first', { ids: [last.id] })).toEqual({ count: 1 })
  await place.engine.call('engine.resume', { destination: 'archive' })
  await place.rest()
  const order = place.events.filter(({ event }) => event === 'uploading').map(({ path: name }) => name)
  expect(order[0]).toBe('IMG_9.txt')
  const detail = await place.engine.call('jobs.detail', { id: last.id })
  expect(detail).toMatchObject({
    file: place.at('IMG_9.txt'),
    sidecar: null,
    template: null,
    job: { state: 'done' },
  })
  expect(detail.story.map(({ event }) => event)).toEqual(['claimed', 'sent', 'confirmed'])
  expect(detail.receipt?.assetName).toBe('IMG_9.txt')
  await expect(place.engine.call('jobs.detail', { id: 999 })).rejects.toThrow('There is no job 999')
  expect(await place.engine.call('jobs.first', { ids: [last.id] })).toEqual({ count: 0 })
})

test('a file that a program holds open is told with its reason, and taken when a person says so', async () => {
  const place = await EnginePlace.start()
  const handle = await open(place.at('slow.bin'), 'w')
  try {
    await handle.write('all of it')
    await until(
      async () =>
        (await place.engine.call('arrivals.list', { limit: 10 })).arrivals.some(({ words }) =>
          /open|writ/.test(words),
        ),
      'the reason is told',
    )
    await place.engine.call('arrivals.take', { folder: 'hot', path: 'slow.bin' })
    await place.told('done', 'slow.bin')
  } finally {
    await handle.close()
  }
  expect((await place.engine.call('arrivals.list', { limit: 10 })).arrivals).toEqual([])
  await expect(place.engine.call('arrivals.take', { folder: 'hot', path: 'slow.bin' })).rejects.toThrow(
    'not on its way',
  )
})

test('thumbnails are small JPEGs; what is no picture has none', async () => {
  const place = await EnginePlace.start()
  const large = path.join(workshop, 'large.png')
  await sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#284' } })
    .png()
    .toFile(large)
  await copyFile(jpeg, place.at('small.jpg'))
  await copyFile(large, place.at('large.png'))
  await place.drop('text.txt', 'no picture')
  await place.drop('liar.jpg', 'no picture either')
  for (const name of ['small.jpg', 'large.png', 'text.txt', 'liar.jpg']) await place.told('done', name)
  const sizeOf = async (name: string) => {
    const { picture } = await place.engine.call('pictures.thumbnail', { job: (await place.job(name)).id })
    if (picture === null) return null
    const { width, height, format } = await sharp(Buffer.from(picture.base64, 'base64')).metadata()
    return { width, height, format }
  }
  expect(await sizeOf('small.jpg')).toEqual({ width: 64, height: 48, format: 'jpeg' })
  expect(await sizeOf('large.png')).toEqual({ width: 480, height: 360, format: 'jpeg' })
  expect(await sizeOf('text.txt')).toBeNull()
  expect(await sizeOf('liar.jpg')).toBeNull()
})
