import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { EnginePlace } from '../support/engine-place.ts'
import { until } from '../support/until.ts'

describe('files arrive', () => {
  test('that lay there at the start, that are dropped, and in sub-folders', async () => {
    const place = await EnginePlace.open()
    await place.drop('old.jpg', 'an old picture', new Date('2001-02-03T04:05:06.789Z'))
    await place.drop('2024/Köln/two.jpg', 'a second picture')
    await place.engine.start()
    await place.told('done', 'old.jpg')
    await place.drop('three.jpg', 'a third picture')
    await place.drop('new/deep/four.jpg', 'a fourth picture')
    for (const name of ['2024/Köln/two.jpg', 'three.jpg', 'new/deep/four.jpg']) await place.told('done', name)
    expect(place.archived()).toEqual(['2024/Köln/two.jpg', 'new/deep/four.jpg', 'old.jpg', 'three.jpg'])
    const old = place.server.assets().find(({ filename }) => filename === 'old.jpg')
    expect(old?.mt).toBe('2001-02-03T04:05:06Z')
    expect(await readFile(old?.filePath ?? '', 'utf8')).toBe('an old picture')
    const states = place.events.filter(({ path: name }) => name === 'three.jpg').map(({ event }) => event)
    expect(states.filter((event) => event !== 'progress')).toEqual([
      'arriving',
      'waiting',
      'uploading',
      'confirming',
      'done',
    ])
  })

  test('while Sluice was off; what was delivered is not taken again after restarts', async () => {
    const place = await EnginePlace.start()
    await place.drop('one.jpg', 'first')
    await place.told('done', 'one.jpg')
    await place.restart(async () => place.drop('two.jpg', 'second'))
    await place.told('done', 'two.jpg')
    await place.restart()
    await place.rest()
    await place.engine.call('folders.scan', {})
    await place.rest()
    expect(place.archived()).toEqual(['one.jpg', 'two.jpg'])
    expect(place.events.filter(({ event }) => event === 'arriving')).toHaveLength(2)
    expect(await place.audit()).toEqual({ 'one.jpg': 'delivered', 'two.jpg': 'delivered' })
  })

  test('under a temporary name that is then made the real one', async () => {
    const place = await EnginePlace.start()
    await place.drop('shot.jpg.tmp', 'half')
    await writeFile(place.at('shot.jpg.tmp'), 'the whole picture')
    await rename(place.at('shot.jpg.tmp'), place.at('shot.jpg'))
    await place.told('done', 'shot.jpg')
    expect(place.archived()).toEqual(['shot.jpg'])
  })

  test('in a whole tree that is moved into the folder at once', async () => {
    const place = await EnginePlace.start()
    const outside = path.join(place.dir, 'card')
    await mkdir(path.join(outside, 'DCIM/100'), { recursive: true })
    for (const index of [1, 2, 3])
      await writeFile(path.join(outside, `DCIM/100/${index}.jpg`), `shot ${index}`)
    await until(async () => (await place.health()).state === 'watching', 'the folder is watched')
    await rename(outside, place.at('card'))
    for (const index of [1, 2, 3]) await place.told('done', `card/DCIM/100/${index}.jpg`)
    await place.drop('card/DCIM/100/4.jpg', 'shot 4')
    await place.told('done', 'card/DCIM/100/4.jpg')
  })
})

describe('a delivered file is not sent again', () => {
  test('when it is renamed or moved inside the folder; the history keeps it', async () => {
    const place = await EnginePlace.start()
    await place.drop('a.jpg', 'picture a')
    await place.drop('sub/b.jpg', 'picture b')
    await place.told('done', 'a.jpg')
    await place.told('done', 'sub/b.jpg')
    await rename(place.at('a.jpg'), place.at('renamed.jpg'))
    await mkdir(place.at('other'))
    await rename(place.at('sub/b.jpg'), place.at('other/b.jpg'))
    await until(async () => {
      const { 'renamed.jpg': one, 'other/b.jpg': two } = await place.audit()
      return one === 'delivered' && two === 'delivered'
    }, 'both are known by their new names')
    await place.restart(() => rename(place.at('other'), place.at('elsewhere')))
    await place.rest()
    expect(await place.audit()).toEqual({ 'renamed.jpg': 'delivered', 'elsewhere/b.jpg': 'delivered' })
    expect(place.server.assets()).toHaveLength(2)
    const { deliveries } = await place.engine.call('history.search', { limit: 10 })
    expect(deliveries.map(({ path: name }) => name).toSorted()).toEqual(['a.jpg', 'sub/b.jpg'])
    // Nothing may have been written to the sources.
    expect((await stat(place.at('renamed.jpg'))).size).toBe(9)
  })

  test('when the whole folder with its marker is moved to another place', async () => {
    const place = await EnginePlace.start()
    await place.drop('a.jpg', 'picture a')
    await place.told('done', 'a.jpg')
    const moved = path.join(place.dir, 'moved')
    await place.restart(() => rename(place.hot, moved), { folder: { path: moved } })
    await place.rest()
    expect(place.server.assets()).toHaveLength(1)
    expect(await place.audit()).toEqual({ 'a.jpg': 'delivered' })
  })
})
