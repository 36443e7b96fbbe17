import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { sidecarXmp } from '../support/photos/sidecar.ts'
import { storyOf } from '../support/photos/story.ts'
import { EnginePlace } from '../support/engine-place.ts'
import { until } from '../support/until.ts'

const xmp = (name: string): string => sidecarXmp(storyOf({ path: name, kind: 'raw' }))

/** A folder of pictures outside of every hot folder. */
async function pictures(place: EnginePlace): Promise<string> {
  const dir = path.join(place.dir, 'pictures')
  await mkdir(path.join(dir, 'day/one'), { recursive: true })
  await writeFile(path.join(dir, 'single.jpg'), 'single')
  await writeFile(path.join(dir, 'single.xmp'), xmp('single'))
  await writeFile(path.join(dir, 'day/a.CR2'), 'raw a')
  await writeFile(path.join(dir, 'day/a.CR2.xmp'), xmp('a'))
  await writeFile(path.join(dir, 'day/one/b.jpg'), 'picture b')
  await writeFile(path.join(dir, 'day/.DS_Store'), 'junk')
  return dir
}

const upload = (place: EnginePlace, paths: string[], more: { subfolder?: string; comment?: string } = {}) =>
  place.engine.call('upload.add', { paths, destination: 'archive', ...more })

describe('hand-picked', () => {
  test('a file goes with the sidecar beside it, into the sub-folder that was asked for', async () => {
    const place = await EnginePlace.start({ folder: null })
    const dir = await pictures(place)
    const { jobs, refused } = await upload(place, [path.join(dir, 'single.jpg')], {
      subfolder: 'for/press',
      comment: 'urgent',
    })
    expect([jobs.length, refused]).toEqual([1, []])
    await place.told('done', 'single.jpg')
    const [asset] = place.server.assets()
    expect(asset).toMatchObject({ folder: 'for/press', filename: 'single.jpg', comment: 'urgent' })
    expect(await readFile(asset?.xmpPath ?? '', 'utf8')).toBe(xmp('single'))
  })

  test('a folder keeps its tree below its own name, without what is never a delivery', async () => {
    const place = await EnginePlace.start({ folder: null })
    const dir = await pictures(place)
    const { jobs } = await upload(place, [path.join(dir, 'day')])
    expect(jobs).toHaveLength(2)
    await place.rest()
    expect(place.archived()).toEqual(['day/a.CR2', 'day/one/b.jpg'])
    const raw = place.server.assets().find(({ filename }) => filename === 'a.CR2')
    expect(await readFile(raw?.xmpPath ?? '', 'utf8')).toBe(xmp('a'))
  })

  test('the same file is sent again when a person asks for it again', async () => {
    const place = await EnginePlace.start({ folder: null })
    const dir = await pictures(place)
    await upload(place, [path.join(dir, 'single.jpg')])
    await place.rest()
    await upload(place, [path.join(dir, 'single.jpg')])
    await place.rest()
    expect(place.server.assets()).toHaveLength(2)
  })

  test('what cannot be sent is refused in words, one by one', async () => {
    const place = await EnginePlace.start({ folder: null })
    const dir = await pictures(place)
    await symlink(path.join(dir, 'single.jpg'), path.join(dir, 'link.jpg'))
    const given = ['single.xmp', 'none.jpg', 'link.jpg', 'single.jpg'].map((name) => path.join(dir, name))
    const { jobs, refused } = await upload(place, given)
    expect(jobs).toHaveLength(1)
    expect(refused.map(({ path: name, problem }) => [path.basename(name), problem.code])).toEqual([
      ['single.xmp', 'sidecar-alone'],
      ['none.jpg', 'file-missing'],
      ['link.jpg', 'not-a-file'],
    ])
    const unknown = place.engine.call('upload.add', { paths: given, destination: 'nowhere' })
    await expect(unknown).rejects.toThrow('no destination named «nowhere»')
  })

  test('goes ahead of what waits from hot folders', async () => {
    const place = await EnginePlace.open({ destination: { files: 1, chunks: 1 }, server: { delayMs: 20 } })
    for (let index = 0; index < 20; index++) await place.drop(`hot ${index}.jpg`, `hot ${index}`)
    await place.engine.start()
    await until(() => place.events.some(({ event }) => event === 'done'), 'the line is moving')
    const dir = await pictures(place)
    await upload(place, [path.join(dir, 'single.jpg')])
    await place.told('done', 'single.jpg')
    const doneBefore = place.events.filter(({ event }) => event === 'done').length
    expect(doneBefore).toBeLessThan(15)
    await place.rest()
    expect(place.server.assets()).toHaveLength(21)
  })

  test.each(['picture', 'sidecar'])(
    'a changed %s fails, and retry sends it as it is now',
    async (changed) => {
      const place = await EnginePlace.start({ folder: null })
      const dir = await pictures(place)
      await place.engine.call('engine.pause', { destination: 'archive' })
      const { jobs } = await upload(place, [path.join(dir, 'single.jpg')])
      if (changed === 'picture') await writeFile(path.join(dir, 'single.jpg'), 'a longer content')
      else await writeFile(path.join(dir, 'single.xmp'), xmp('second'))
      await place.engine.call('engine.resume', { destination: 'archive' })
      const { problem } = await place.told('failed', 'single.jpg')
      expect(problem).toMatchObject({
        code: changed === 'picture' ? 'file-changed' : 'sidecar-changed',
        remedy: 'Retry the job to send the file as it is now.',
      })
      expect(await place.engine.call('jobs.retry', { ids: jobs })).toEqual({ count: 1 })
      await place.told('done', 'single.jpg')
      const [asset] = place.server.assets()
      expect(await readFile(asset?.filePath ?? '', 'utf8')).toBe(
        changed === 'picture' ? 'a longer content' : 'single',
      )
      expect(await readFile(asset?.xmpPath ?? '', 'utf8')).toBe(
        changed === 'picture' ? xmp('single') : xmp('second'),
      )
      const status = await place.engine.call('engine.status', {})
      expect(status.counts.done).toEqual({ jobs: 1, bytes: asset?.sizeBytes })
    },
  )
})
