import { appendFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ProblemError } from '../../electron/engine/errors.ts'
import { EnginePlace } from '../support/engine-place.ts'
import { FastClock } from '../support/fast-clock.ts'
import { sluice } from '../support/sluice-process.ts'
import { failureOf, until } from '../support/until.ts'

test('rest is when all that was there has been taken and every job has ended', async () => {
  const place = await EnginePlace.open({
    server: { rejectedExtensions: ['tif'], processingMs: 300 },
    folder: { sidecarGraceMs: 800 },
  })
  for (let index = 0; index < 30; index++)
    await place.drop(`${index % 3}/file ${index}.jpg`, `content ${index}`)
  await place.drop('bad.tif', 'refused')
  await place.drop('twin.jpg', 'content 1')
  await place.engine.start()
  expect(await place.engine.whenAtRest()).toEqual({ failed: 1 })
  expect(place.server.assets()).toHaveLength(30)
  expect((await place.jobs()).every(({ state }) => ['done', 'failed', 'cancelled'].includes(state))).toBe(
    true,
  )
})

test('waiting for rest ends with the reason of its signal', async () => {
  const place = await EnginePlace.open({ server: { isPaused: true } })
  await place.drop('a.jpg', 'a')
  await place.engine.start()
  const stop = new AbortController()
  const rest = place.engine.whenAtRest(stop.signal)
  await place.told('confirming', 'a.jpg')
  stop.abort(new Error('enough'))
  await expect(rest).rejects.toThrow('enough')
})

test('a second engine on the same data folder is refused by name, and the first goes on', async () => {
  const place = await EnginePlace.start()
  const failure = await failureOf(EnginePlace.open({ dir: place.dir }))
  expect(failure).toBeInstanceOf(ProblemError)
  expect((failure as ProblemError).problem).toMatchObject({
    code: 'data-folder-in-use',
    what: `Another Sluice is already running on the data folder ${place.dataDir}.`,
  })
  await place.drop('a.jpg', 'a')
  await place.told('done', 'a.jpg')
})

test('a second process on the same data folder is refused by name', async () => {
  const place = await EnginePlace.start()
  const config = path.join(place.dir, 'config.json')
  await writeFile(config, '{}')
  const { code, stderr } = await sluice('run', '--data', place.dataDir, '--config', config)
  expect(stderr).toContain(`Another Sluice is already running on the data folder ${place.dataDir}.`)
  expect(code).toBe(1)
})

test('ended and started again in the middle of everything, it loses nothing and sends nothing twice', async () => {
  const place = await EnginePlace.open({ server: { processingMs: 30 }, folder: { sidecarGraceMs: 200 } })
  const names = Array.from({ length: 60 }, (_, index) => `${index % 3}/file ${index}.jpg`)
  for (const name of names) await place.drop(name, Buffer.alloc(200_000, name))
  for (let life = 1; life <= 15; life++) {
    await place.restart()
    const before = place.events.length
    await until(
      () => place.events.length > before + life * 3 || place.server.assets().length === 60,
      'some events',
    )
  }
  await place.rest()
  expect(place.archived()).toEqual(names.toSorted())
  expect((await place.engine.call('history.search', { limit: 100 })).deliveries).toHaveLength(60)
})

test('a clock that is set back by a day stops nothing', async () => {
  const clock = new FastClock(1)
  const place = await EnginePlace.start({ ports: { clock }, server: { isPaused: true } })
  await place.drop('sent.jpg', 'sent')
  await place.told('confirming', 'sent.jpg')
  await place.drop('arriving.jpg', 'half')
  await place.told('arriving', 'arriving.jpg')
  clock.jump(-86_400_000)
  await appendFile(place.at('arriving.jpg'), ' and half')
  await place.drop('new.jpg', 'new')
  await place.server.resumeProcessing()
  for (const name of ['sent.jpg', 'arriving.jpg', 'new.jpg']) await place.told('done', name, 1, 30_000)
  await place.rest()
  expect(place.archived()).toEqual(['arriving.jpg', 'new.jpg', 'sent.jpg'])
})

test('a destination that was cooling when the clock was set back is tried again', async () => {
  const clock = new FastClock(2)
  const place = await EnginePlace.start({ ports: { clock } })
  const fault = place.server.faults.add({ on: 'create', kind: 'status-503', retryAfterSeconds: 30 })
  await place.drop('a.jpg', 'a')
  await until(async () => {
    const { destinations } = await place.engine.call('engine.status', {})
    return destinations[0]?.state === 'cooling'
  }, 'the destination cools')
  fault.remove()
  clock.jump(-86_400_000)
  await place.told('done', 'a.jpg', 1, 30_000)
})
