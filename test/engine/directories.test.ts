import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { EnginePlace } from '../support/engine-place.ts'
import { until } from '../support/until.ts'

test('a directory that is renamed while its files wait: they go under its new name, once', async () => {
  const place = await EnginePlace.start()
  await place.engine.call('engine.pause', { destination: 'archive' })
  const names = ['one.jpg', 'deep/two.jpg']
  for (const name of names) {
    await place.drop(`old/${name}`, `picture ${name}`)
    await place.told('waiting', `old/${name}`)
  }
  await rename(place.at('old'), place.at('new'))
  await until(
    async () => (await place.jobs()).every((job) => job.path.startsWith('new/')),
    'the jobs follow their files',
  )
  await place.engine.call('engine.resume', { destination: 'archive' })
  await place.rest()
  expect(place.archived()).toEqual(['new/deep/two.jpg', 'new/one.jpg'])
  // It is watched under its new name as well.
  await place.drop('new/deep/three.jpg', 'picture three')
  await place.told('done', 'new/deep/three.jpg')
})

test('a directory that is renamed, and another that takes its name, are both watched', async () => {
  const place = await EnginePlace.start()
  await place.drop('day/in/a.jpg', 'a')
  await place.told('done', 'day/in/a.jpg')
  await rename(place.at('day'), place.at('yesterday'))
  await place.drop('day/in/b.jpg', 'b')
  await place.told('done', 'day/in/b.jpg')
  await place.drop('day/in/c.jpg', 'c')
  await place.told('done', 'day/in/c.jpg')
  await place.drop('yesterday/in/d.jpg', 'd')
  await place.told('done', 'yesterday/in/d.jpg')
  await place.rest()
  expect(place.archived()).toEqual(['day/in/a.jpg', 'day/in/b.jpg', 'day/in/c.jpg', 'yesterday/in/d.jpg'])
})

test('a directory that is deleted and made anew is watched again', async () => {
  const place = await EnginePlace.start()
  for (const round of [1, 2, 3]) {
    const name = `card/DCIM/${round}.jpg`
    await place.drop(name, `round ${round}`)
    await place.told('done', name)
    await rm(place.at('card'), { recursive: true })
  }
  // A whole tree at once, in the instant in which the old one goes.
  const outside = path.join(place.dir, 'card')
  await mkdir(path.join(outside, 'DCIM'), { recursive: true })
  await writeFile(path.join(outside, 'DCIM/4.jpg'), 'round 4')
  await rename(outside, place.at('card'))
  await place.told('done', 'card/DCIM/4.jpg')
  await place.drop('card/DCIM/5.jpg', 'round 5')
  await place.told('done', 'card/DCIM/5.jpg')
})

test('a burst of files and directories all over the folder loses none', async () => {
  const place = await EnginePlace.start({ destination: { files: 8 } })
  await until(async () => (await place.health()).state === 'watching', 'the folder is watched')
  const names = Array.from({ length: 600 }, (_, index) => `${index % 30}/${index % 7}/file ${index}.jpg`)
  await Promise.all(names.map((name) => place.drop(name, `content of ${name}`)))
  await until(
    () => place.events.filter(({ event }) => event === 'done').length >= names.length,
    'all are delivered',
  )
  await place.rest()
  expect(place.archived()).toEqual(names.toSorted())
})

test('with "subfolders": "ignore" what lies deeper is left alone, with "flatten" it goes to the collection itself', async () => {
  const flat = await EnginePlace.start({ folder: { subfolders: 'flatten' } })
  await flat.drop('sub/a.jpg', 'a')
  await flat.told('done', 'sub/a.jpg')
  expect(flat.archived()).toEqual(['a.jpg'])
  const shallow = await EnginePlace.start({ folder: { subfolders: 'ignore' } })
  await shallow.drop('sub/a.jpg', 'a')
  await shallow.drop('b.jpg', 'b')
  await shallow.told('done', 'b.jpg')
  await shallow.engine.call('folders.scan', {})
  await shallow.rest()
  expect(shallow.archived()).toEqual(['b.jpg'])
})
