import { mkdir } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { EnginePlace } from '../support/engine-place.ts'
import { until } from '../support/until.ts'

const CHUNK = 64 * 1024
/** So that one file takes a while. */
const SLOW = { server: { chunkSize: CHUNK, delayMs: 40 }, destination: { files: 1, chunks: 2 } }

describe('pause and resume', () => {
  test('of a folder: arriving files are noted and not sent; the other folder goes on; it outlives a restart', async () => {
    const place = await EnginePlace.open()
    const other = `${place.dir}/other`
    await mkdir(other)
    await place.restart(undefined, {
      config: () => ({
        folders: [
          { name: 'hot', path: place.hot, to: ['archive'], settleMs: 200, sidecarGraceMs: 0 },
          { name: 'other', path: other, to: ['archive'], settleMs: 200, sidecarGraceMs: 0 },
        ],
      }),
    })
    await place.engine.call('engine.pause', { folder: 'hot' })
    await place.drop('held.jpg', 'held')
    await place.drop('../other/free.jpg', 'free')
    await place.told('waiting', 'held.jpg')
    await place.told('done', 'free.jpg')
    await place.restart()
    await place.rest()
    expect((await place.health()).state).toBe('paused')
    expect((await place.job('held.jpg')).state).toBe('waiting')
    await place.engine.call('engine.resume', { folder: 'hot' })
    await place.told('done', 'held.jpg')
    expect(place.archived()).toEqual(['free.jpg', 'held.jpg'])
  })

  test.each([
    ['a destination', { destination: 'archive' }],
    ['a folder', { folder: 'hot' }],
    ['everything', {}],
  ])('of %s in mid-upload: it goes on where it was', async (_what, target) => {
    const place = await EnginePlace.start(SLOW)
    await place.drop('a.jpg', Buffer.alloc(20 * CHUNK, 'a'))
    await until(() => place.server.bytesReceived > 6 * CHUNK, 'the upload is under way')
    await place.engine.call('engine.pause', target)
    await until(async () => (await place.job('a.jpg')).state === 'waiting', 'the upload has ended')
    expect((await place.job('a.jpg')).attempt).toBe(0)
    const { bytesReceived } = place.server
    await place.rest()
    expect(place.server.bytesReceived).toBe(bytesReceived)
    await place.engine.call('engine.resume', target)
    await place.told('done', 'a.jpg')
    expect(place.server.assets()).toHaveLength(1)
    // What was under way was finished, so nothing went twice.
    expect(place.server.bytesReceived).toBeLessThan(21 * CHUNK)
  })
})

describe('cancel', () => {
  test('of a waiting job and of one in mid-upload: neither arrives, neither comes back', async () => {
    const place = await EnginePlace.start(SLOW)
    await place.drop('a.jpg', Buffer.alloc(80 * CHUNK, 'a'))
    await until(() => place.server.bytesReceived > 4 * CHUNK, 'the first is under way')
    await place.drop('b.jpg', 'b')
    await place.told('waiting', 'b.jpg')
    const ids = (await place.jobs()).map(({ id }) => id)
    expect(await place.engine.call('jobs.cancel', { ids })).toEqual({ count: 2 })
    await place.told('cancelled', 'a.jpg')
    await place.told('cancelled', 'b.jpg')
    await place.rest()
    await place.restart()
    await place.rest()
    expect(place.server.assets()).toEqual([])
    expect(await place.audit()).toEqual({ 'a.jpg': 'cancelled', 'b.jpg': 'cancelled' })
    // A person who wants it after all uploads it by hand.
    await place.engine.call('upload.add', { paths: [place.at('b.jpg')], destination: 'archive' })
    await place.told('done', 'b.jpg')
  })

  test('of a job that waits for its receipt', async () => {
    const place = await EnginePlace.start({ server: { isPaused: true } })
    await place.drop('a.jpg', 'a')
    await place.told('confirming', 'a.jpg')
    await until(async () => (await place.job('a.jpg')).state === 'confirming', 'it is noted')
    const { id } = await place.job('a.jpg')
    expect(await place.engine.call('jobs.cancel', { ids: [id] })).toEqual({ count: 1 })
    await place.server.resumeProcessing()
    await place.rest()
    expect(place.count('done', 'a.jpg')).toBe(0)
    expect((await place.job('a.jpg')).state).toBe('cancelled')
  })
})

describe('retry', () => {
  test('of a file that was refused, when the archive takes it after all', async () => {
    const place = await EnginePlace.start({ server: { rejectedExtensions: ['tif'] } })
    await place.drop('a.tif', 'refused at first')
    await place.drop('b.jpg', 'taken')
    const { problem } = await place.told('failed', 'a.tif')
    expect(problem?.code).toBe('rejected')
    await place.told('done', 'b.jpg')
    expect(await place.engine.whenAtRest()).toEqual({ failed: 1 })
    expect(await place.audit()).toEqual({ 'a.tif': 'failed', 'b.jpg': 'delivered' })
    await place.restart()
    await place.rest()
    expect((await place.job('a.tif')).state).toBe('failed')
    place.server.settings.rejectedExtensions = []
    expect(await place.engine.call('jobs.retry', { allFailed: true })).toEqual({ count: 1 })
    await place.told('done', 'a.tif')
    expect(await place.engine.whenAtRest()).toEqual({ failed: 0 })
  })

  test('of a failed file that was mended meanwhile is not needed: it is taken by itself', async () => {
    const place = await EnginePlace.start({ server: { rejectedExtensions: ['tif'] } })
    await place.drop('a.tif', 'refused')
    await place.told('failed', 'a.tif')
    place.server.settings.rejectedExtensions = []
    await place.drop('a.tif', 'mended')
    await place.told('done', 'a.tif')
    await place.rest()
    expect(place.server.assets()).toHaveLength(1)
    expect(await place.engine.whenAtRest()).toEqual({ failed: 0 })
  })

  test('of a file whose arrival could not be proved sends it again, since a person has looked for it', async () => {
    const place = await EnginePlace.start({ server: { isPaused: true } })
    await place.drop('a.jpg', 'a')
    await place.told('confirming', 'a.jpg')
    const fault = place.server.faults.add({ on: 'browse', kind: 'html' })
    await until(
      () => place.server.tasks().some(({ id }) => place.server.expireTask(id)),
      'the task is forgotten',
    )
    const { problem } = await place.told('failed', 'a.jpg')
    expect(problem?.code).toBe('unproved')
    fault.remove()
    // The forgotten upload comes to nothing.
    place.server.settings.failWith = { value: 'uploadFailed', message: 'lost', isOnce: true }
    await place.server.resumeProcessing()
    await until(() => place.server.settings.failWith === null, 'it has come to nothing')
    await place.rest()
    expect(place.server.assets()).toEqual([])
    expect(await place.engine.call('jobs.retry', { allFailed: true })).toEqual({ count: 1 })
    await place.told('done', 'a.jpg')
    expect(place.archived()).toEqual(['a.jpg'])
  })
})
