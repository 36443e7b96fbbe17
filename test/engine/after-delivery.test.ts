import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { sidecarXmp } from '../support/photos/sidecar.ts'
import { storyOf } from '../support/photos/story.ts'
import { EnginePlace } from '../support/engine-place.ts'
import { until } from '../support/until.ts'

const XMP = sidecarXmp(storyOf({ path: 'a.jpg', kind: 'jpeg' }))

/** A folder for delivered files, beside the place. */
async function moving(to: (dir: string) => string, options: Parameters<typeof EnginePlace.open>[0] = {}) {
  const dir = await mkdtemp('/tmp/sluice-after-')
  const sent = to(dir)
  const place = await EnginePlace.open({ ...options, dir, folder: { after: { action: 'move', to: sent } } })
  return { place, sent }
}

async function deliveredAs(place: EnginePlace, name: string): Promise<string> {
  const told = { after: '' }
  await until(async () => {
    const { deliveries } = await place.engine.call('history.search', { find: name, limit: 10 })
    told.after = deliveries[0]?.after ?? ''
    return /^(moved|kept|in the trash|already gone)/.test(told.after)
  }, `it is known what became of ${name}`)
  return told.after
}

test('a delivered file is moved with its sidecar, sub-folders are kept, and it is not taken again', async () => {
  const { place, sent } = await moving((dir) => path.join(dir, 'sent'))
  await place.drop('press/a.jpg', 'picture', new Date('2020-02-02T02:02:02Z'))
  await place.drop('press/a.xmp', XMP)
  await place.engine.start()
  expect(await deliveredAs(place, 'a.jpg')).toBe(`moved to ${path.join(sent, 'press/a.jpg')}`)
  await place.rest()
  expect((await readdir(path.join(sent, 'press'))).toSorted()).toEqual(['a.jpg', 'a.xmp'])
  expect((await stat(path.join(sent, 'press/a.jpg'))).mtime).toEqual(new Date('2020-02-02T02:02:02Z'))
  expect(await readdir(place.at('press'))).toEqual([])
  await place.restart()
  await place.rest()
  expect(place.server.assets()).toHaveLength(1)
})

test('a name that is taken in the target folder gets a number; nothing is written over', async () => {
  const { place, sent } = await moving((dir) => path.join(dir, 'sent'))
  await mkdir(sent)
  await writeFile(path.join(sent, 'a.jpg'), 'of another day')
  await place.drop('a.jpg', 'picture')
  await place.engine.start()
  expect(await deliveredAs(place, 'a.jpg')).toBe(`moved to ${path.join(sent, 'a (1).jpg')}`)
  expect(await readFile(path.join(sent, 'a.jpg'), 'utf8')).toBe('of another day')
  expect(await readFile(path.join(sent, 'a (1).jpg'), 'utf8')).toBe('picture')
})

test('a file that changed after it was sent is kept, and goes as a new upload', async () => {
  const { place, sent } = await moving((dir) => path.join(dir, 'sent'), {
    server: { isPaused: true, collisionMode: 'overwrite' },
  })
  await place.drop('a.jpg', 'picture')
  await place.engine.start()
  await place.told('confirming', 'a.jpg')
  await until(() => place.server.tasks().some(({ state }) => state === 'pending'), 'the server has it all')
  await writeFile(place.at('.new'), 'retouched')
  await rename(place.at('.new'), place.at('a.jpg'))
  await place.server.resumeProcessing()
  await place.told('done', 'a.jpg', 2)
  await place.rest()
  expect(await readFile(path.join(sent, 'a.jpg'), 'utf8')).toBe('retouched')
  const { deliveries } = await place.engine.call('history.search', { limit: 10 })
  const became = new Map(deliveries.map(({ receipt, after }) => [receipt.sizeBytes, after]))
  expect(became.get('retouched'.length)).toBe(`moved to ${path.join(sent, 'a.jpg')}`)
  // Depends on whose receipt came first.
  expect(became.get('picture'.length)).toMatch(
    /^(kept: the file has changed since it was delivered|already gone)$/,
  )
})

test('to another disk it is copied and proved, then removed', async () => {
  const shm = await mkdtemp('/dev/shm/sluice-after-')
  onTestFinished(() => rm(shm, { recursive: true, force: true }))
  const { place } = await moving(() => path.join(shm, 'sent'))
  const isOtherDisk = (await stat(shm)).dev !== (await stat(place.hot)).dev
  expect(isOtherDisk, '/dev/shm and /tmp are on different disks').toBe(true)
  await place.drop('a.jpg', Buffer.alloc(3_000_000, 'x'), new Date('2021-01-01T00:00:00Z'))
  await place.drop('a.xmp', XMP)
  await place.engine.start()
  expect(await deliveredAs(place, 'a.jpg')).toBe(`moved to ${path.join(shm, 'sent/a.jpg')}`)
  expect((await readdir(path.join(shm, 'sent'))).toSorted()).toEqual(['a.jpg', 'a.xmp'])
  const moved = await stat(path.join(shm, 'sent/a.jpg'))
  expect([moved.size, moved.mtime]).toEqual([3_000_000, new Date('2021-01-01T00:00:00Z')])
  await place.rest()
  expect((await readdir(place.hot)).filter((name) => !name.startsWith('.'))).toEqual([])
})

test('a file goes to the trash, the sidecar with it; without a trash it is kept and told', async () => {
  const trashed: string[] = []
  const trash = {
    put: async (file: string) => {
      if (file.endsWith('b.jpg')) throw new Error('there is no trash here')
      trashed.push(path.basename(file))
      await rm(file)
    },
  }
  const place = await EnginePlace.open({ folder: { after: { action: 'trash' } }, ports: { trash } })
  await place.drop('a.jpg', 'picture a')
  await place.drop('a.xmp', XMP)
  await place.drop('b.jpg', 'picture b')
  await place.engine.start()
  expect(await deliveredAs(place, 'a.jpg')).toBe('in the trash')
  expect(await deliveredAs(place, 'b.jpg')).toBe('kept: it could not be moved (there is no trash here)')
  await place.rest()
  expect(trashed.toSorted()).toEqual(['a.jpg', 'a.xmp'])
  expect(await readFile(place.at('b.jpg'), 'utf8')).toBe('picture b')
})

test('a file for two archives is moved only when both have given their receipt', async () => {
  const dir = await mkdtemp('/tmp/sluice-after-')
  const sent = path.join(dir, 'sent')
  const second = await EnginePlace.open({ folder: null })
  const archives = (url: string) =>
    [url, second.server.url].map((address, index) => ({
      name: `archive ${index}`,
      kind: 'fotoware' as const,
      url: address,
      auth: { method: 'none' as const },
      collection: '/fotoweb/archives/5000-Photos/',
    }))
  const place = await EnginePlace.open({
    dir,
    folder: { to: ['archive 0', 'archive 1'], after: { action: 'move', to: sent } },
    config: (url) => ({ destinations: archives(url) }),
  })
  await place.engine.call('engine.pause', { destination: 'archive 1' })
  await place.drop('a.jpg', 'picture')
  await place.engine.start()
  await place.told('done', 'a.jpg')
  await place.rest()
  expect(await readFile(place.at('a.jpg'), 'utf8')).toBe('picture')
  await place.engine.call('engine.resume', { destination: 'archive 1' })
  await place.told('done', 'a.jpg', 2)
  await until(async () => (await readdir(dir)).includes('sent'), 'it is moved')
  await place.rest()
  expect(await readdir(sent)).toEqual(['a.jpg'])
  expect([place.archived(), second.archived()]).toEqual([['a.jpg'], ['a.jpg']])
})
