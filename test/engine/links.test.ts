import { link, mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { EnginePlace } from '../support/engine-place.ts'

test('links are not followed out of the folder, loops are harmless, and all of them are told', async () => {
  const place = await EnginePlace.open()
  const outside = path.join(place.dir, 'outside')
  await mkdir(outside)
  await writeFile(path.join(outside, 'private.jpg'), 'private')
  await place.drop('sub/a.jpg', 'picture')
  await symlink(outside, place.at('sub/outside'))
  await symlink(path.join(outside, 'private.jpg'), place.at('private.jpg'))
  await symlink('..', place.at('sub/loop'))
  await symlink('gone', place.at('dangling.jpg'))
  await place.engine.start()
  await place.told('done', 'sub/a.jpg')
  // A link that comes while it is watched is no other.
  await symlink(path.join(outside, 'private.jpg'), place.at('sub/later.jpg'))
  await place.drop('sub/b.jpg', 'picture b')
  await place.told('done', 'sub/b.jpg')
  await place.rest()
  expect(place.archived()).toEqual(['sub/a.jpg', 'sub/b.jpg'])
  expect(await place.audit()).toEqual({
    ...{ 'sub/a.jpg': 'delivered', 'sub/b.jpg': 'delivered' },
    ...{ 'sub/outside': 'ignored', 'sub/loop': 'ignored', 'sub/later.jpg': 'ignored' },
    ...{ 'private.jpg': 'ignored', 'dangling.jpg': 'ignored' },
  })
})

test('the hot folder may itself be a link', async () => {
  const place = await EnginePlace.open()
  const way = path.join(place.dir, 'way')
  await symlink(place.hot, way)
  await place.restart(undefined, { folder: { path: way } })
  await place.drop('a.jpg', 'picture')
  await place.told('done', 'a.jpg')
  await place.drop('sub/b.jpg', 'picture b')
  await place.told('done', 'sub/b.jpg')
})

test('a file under two names is delivered once', async () => {
  const place = await EnginePlace.open()
  await place.drop('a.jpg', 'picture')
  await link(place.at('a.jpg'), place.at('z.jpg'))
  await place.engine.start()
  await place.rest()
  expect(place.server.assets()).toHaveLength(1)
  expect(Object.values(await place.audit()).toSorted()).toEqual(['delivered', 'duplicate'])
})
