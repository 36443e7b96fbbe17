import { mkdir, readdir, rename } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { portrait } from '../servers/bioid/portraits.ts'
import type { BioidServer } from '../servers/bioid/server.ts'
import { EnginePlace } from '../support/engine-place.ts'
import { until } from '../support/until.ts'
import { practiceArchive } from '../support/practice-archive.ts'
import { faceService } from './face-service.ts'
import { headlineXmp } from './headline-sidecar.ts'

const ASIDE = { action: 'move' } as const

/** A hot folder that feeds a face service, by rule with others, and puts aside what is rejected. */
async function startFaces(
  folder: Record<string, unknown> = {},
): Promise<{ place: EnginePlace; server: BioidServer }> {
  const { server, secrets, faces } = await faceService()
  const place = await EnginePlace.start({
    folder: { to: ['faces'], rejected: ASIDE, ...folder },
    config: (url) => ({ destinations: [faces, practiceArchive(url)] }),
    ports: { secrets },
  })
  return { place, server }
}

async function isAside(place: EnginePlace, name: string, count = 1): Promise<void> {
  await until(async () => {
    const names = await readdir(place.at('_rejected')).catch(() => [])
    return names.filter((each) => each.startsWith(path.parse(name).name)).length === 2 * count
  }, `${name} and its text are put aside`)
}

async function move(place: EnginePlace, from: string, to: string): Promise<void> {
  await mkdir(path.dirname(place.at(to)), { recursive: true })
  await rename(place.at(from), place.at(to))
}

const enrolled = ({ people }: BioidServer): string[] => people.tasks.map(({ bcid }) => bcid)

test.each([
  ['kept in its place', { action: 'keep' }, 'portrait.jpg'],
  ['put aside', ASIDE, '_rejected/portrait.jpg'],
])('what names nobody and was %s is sent when it is moved to its person', async (_what, rejected, from) => {
  const { place, server } = await startFaces({ rejected })
  await place.drop('portrait.jpg', await portrait())
  await place.told('rejected', 'portrait.jpg')
  if (rejected.action === 'move') await isAside(place, 'portrait.jpg')
  expect(await place.engine.whenAtRest()).toEqual({ failed: 0 })
  await move(place, from, '4711 Jane/portrait.jpg')
  await place.told('done', '4711 Jane/portrait.jpg')
  expect(enrolled(server)).toEqual(['bws.112.4711'])
  expect(await place.audit()).toMatchObject({ '4711 Jane/portrait.jpg': 'delivered' })
})

test('what is put back as it is, is tried again, and put aside again with another text', async () => {
  const { place } = await startFaces()
  await place.drop('4711 Jane.jpg', await portrait({ faces: 0 }))
  await place.told('rejected', '4711 Jane.jpg')
  await isAside(place, '4711 Jane.jpg')
  await place.rest()
  const { id } = await place.job('4711 Jane.jpg')
  await expect(place.engine.call('jobs.retry', { ids: [id] })).rejects.toMatchObject({
    problem: { code: 'set-aside', what: expect.stringContaining('_rejected/4711 Jane.jpg') as string },
  })
  expect((await place.job('4711 Jane.jpg')).state).toBe('rejected')
  await until(async () => (await place.audit())['4711 Jane.jpg'] === undefined, 'it has left')
  await move(place, '_rejected/4711 Jane.jpg', '4711 Jane.jpg')
  await place.told('rejected', '4711 Jane.jpg', 2)
  await until(
    async () => (await readdir(place.at('_rejected'))).includes('4711 Jane (1).jpg.txt'),
    'it is put aside again',
  )
})

test('a better file under the same name stands for the one that was rejected', async () => {
  const { place, server } = await startFaces()
  await place.drop('4711 Jane.jpg', await portrait({ faces: 0 }))
  await isAside(place, '4711 Jane.jpg')
  await until(async () => (await place.audit())['4711 Jane.jpg'] === undefined, 'it has left')
  await place.rest()
  await until(async () => (await place.health()).files === 0, 'it is known to have left')
  await place.drop('4711 Jane.jpg', await portrait())
  await place.told('done', '4711 Jane.jpg')
  expect(enrolled(server)).toEqual(['bws.112.4711'])
  const { counts } = await place.engine.call('engine.status', {})
  expect([counts.rejected.jobs, counts.cancelled.jobs, counts.done.jobs]).toEqual([0, 1, 1])
})

test('a rejected file is tried again only where it was rejected, and is not delivered twice elsewhere', async () => {
  const { place, server } = await startFaces({ to: ['faces', 'archive'], duplicates: 'send' })
  await place.drop('portrait.jpg', await portrait())
  await place.told('done', 'portrait.jpg')
  await isAside(place, 'portrait.jpg')
  await place.rest()
  await move(place, '_rejected/portrait.jpg', '4711/portrait.jpg')
  await place.told('done', '4711/portrait.jpg')
  await place.rest()
  expect(enrolled(server)).toEqual(['bws.112.4711'])
  expect(place.archived()).toEqual(['portrait.jpg'])
})

test('what is rejected here and cancelled there is put aside when the last one of both has happened', async () => {
  const { place } = await startFaces({ to: ['faces', 'archive'] })
  await place.engine.call('engine.pause', { destination: 'archive' })
  await place.drop('4711.jpg', await portrait({ faces: 0 }))
  await place.told('rejected', '4711.jpg')
  const open = (await place.jobs()).find(({ destination }) => destination === 'archive')
  await place.engine.call('jobs.cancel', { ids: [open?.id ?? 0] })
  await isAside(place, '4711.jpg')
})

test('what is rejected here and there already is put aside', async () => {
  const { place } = await startFaces({ to: ['faces', 'archive'] })
  const nobody = await portrait({ faces: 0 })
  await place.drop('4711-1.jpg', nobody)
  await isAside(place, '4711-1.jpg')
  await place.engine.call('engine.pause', { destination: 'archive' })
  await place.drop('4711-2.jpg', nobody)
  await place.told('rejected', '4711-2.jpg')
  await place.engine.call('engine.resume', { destination: 'archive' })
  await place.told('duplicate', '4711-2.jpg')
  await isAside(place, '4711-2.jpg')
})

test('a sidecar that comes after its face is nobody’s task: a face service takes none', async () => {
  const { place } = await startFaces()
  await place.drop('4711 Jane.jpg', await portrait())
  await place.told('done', '4711 Jane.jpg')
  await place.drop('4711 Jane.xmp', headlineXmp('Late'))
  await until(
    async () =>
      (await place.jobs()).some(({ isUpdate, state }) => isUpdate && /failed|cancelled/.test(state)),
    'the sidecar has been looked at',
  )
  expect((await place.jobs()).map(({ state }) => state).toSorted()).toEqual(['cancelled', 'done'])
  expect((await place.audit())['4711 Jane.xmp']).toBe('sidecar')
})

test('a sidecar that comes after its rejected picture belongs to it, and is not told as cancelled', async () => {
  const { place } = await startFaces({ rejected: { action: 'keep' } })
  await place.drop('4711 Jane.jpg', await portrait({ faces: 0 }))
  await place.told('rejected', '4711 Jane.jpg')
  await place.drop('4711 Jane.xmp', headlineXmp('Late'))
  await until(
    async () => !/arriving|waiting/.test((await place.audit())['4711 Jane.xmp'] ?? 'arriving'),
    'rest',
  )
  expect(await place.audit()).toEqual({ '4711 Jane.jpg': 'rejected', '4711 Jane.xmp': 'sidecar' })
  expect((await place.health()).attention).toEqual([])
})
