import Database from 'better-sqlite3'
import { mkdir, readdir, rename, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { EnginePlace } from '../support/engine-place.ts'
import { FastClock } from '../support/fast-clock.ts'
import { until } from '../support/until.ts'
import { headlineXmp, twoArchives } from './headline-sidecar.ts'

/** What each current asset says in a field, by archive. */
function shown(place: EnginePlace, id = 105): Record<string, unknown> {
  const current = place.server.assets().filter(({ isCurrent }) => isCurrent)
  return Object.fromEntries(current.map(({ archive, metadata }) => [archive, metadata[id]?.value]))
}

const settled = (place: EnginePlace, name: string, state: string): Promise<void> =>
  until(async () => (await place.audit())[name] === state, `${name} is ${state}`)

test('what was sent before a restart is not sent again because of a sidecar', async () => {
  const place = await EnginePlace.start({ server: { isPaused: true } })
  await place.drop('a.jpg', 'picture')
  await place.told('confirming', 'a.jpg')
  await until(async () => (await place.job('a.jpg')).state === 'confirming', 'it was noted as sent')
  await place.engine.call('engine.pause', { destination: 'archive' })
  await place.restart()
  await place.drop('a.xmp', headlineXmp('Late'))
  await settled(place, 'a.xmp', 'waiting')
  await place.server.resumeProcessing()
  await place.engine.call('engine.resume', { destination: 'archive' })
  await place.told('done', 'a.jpg', 2, 40_000)
  await place.rest()
  expect(place.server.requests.filter(({ operation }) => operation === 'create')).toHaveLength(1)
  expect(place.server.assets()).toHaveLength(1)
  expect(shown(place)).toEqual({ '5000-Photos': 'Late' })
})

test('the sidecar of a picture that was only touched reaches its asset', async () => {
  const place = await EnginePlace.start()
  await place.drop('a.jpg', 'picture', new Date('2020-01-01T00:00:00Z'))
  await place.told('done', 'a.jpg')
  await utimes(place.at('a.jpg'), new Date(), new Date())
  await place.told('duplicate', 'a.jpg')
  for (const [index, headline] of ['Late', 'Later'].entries()) {
    await place.drop('a.xmp', headlineXmp(headline))
    await place.told('done', 'a.jpg', 2 + index)
    expect(shown(place)).toEqual({ '5000-Photos': headline })
  }
  expect(place.server.assets()).toHaveLength(1)
})

test('a picture that another destination got elsewhere is still brought up to date where it is', async () => {
  const place = await EnginePlace.start(twoArchives())
  await mkdir(path.join(place.dir, 'picked'))
  await writeFile(path.join(place.dir, 'picked/other.jpg'), 'picture')
  await place.engine.call('upload.add', {
    paths: [path.join(place.dir, 'picked/other.jpg')],
    destination: 'second',
  })
  await place.told('done', 'other.jpg')
  await place.drop('a.jpg', 'picture')
  await place.told('done', 'a.jpg')
  await place.told('duplicate', 'a.jpg')
  await place.drop('a.xmp', headlineXmp('Late'))
  await place.told('done', 'a.jpg', 2)
  expect(shown(place)).toEqual({ '5000-Photos': 'Late', '5001-Wire': undefined })
})

test('a sidecar takes no picture away from a destination that still waits for it', async () => {
  const place = await EnginePlace.open(twoArchives())
  await place.engine.call('engine.pause', { destination: 'second' })
  await place.drop('a.jpg', 'picture', new Date('2020-01-01T00:00:00Z'))
  await place.engine.start()
  await place.told('done', 'a.jpg')
  await utimes(place.at('a.jpg'), new Date(), new Date())
  await place.told('duplicate', 'a.jpg')
  await place.drop('a.xmp', headlineXmp('First'))
  await place.told('done', 'a.jpg', 2)
  // The better name stands for the other from now on.
  await place.drop('a.jpg.xmp', headlineXmp('Second'))
  await place.told('done', 'a.jpg', 3)
  await place.engine.call('engine.resume', { destination: 'second' })
  await place.told('done', 'a.jpg', 4)
  await place.rest()
  expect(place.server.assets()).toHaveLength(2)
  expect(shown(place)).toEqual({ '5000-Photos': 'Second', '5001-Wire': 'Second' })
})

test('a sidecar that is renamed with its picture still goes along to the destination that waits', async () => {
  const place = await EnginePlace.open(twoArchives())
  await place.engine.call('engine.pause', { destination: 'second' })
  await place.drop('a.jpg', 'picture')
  await place.engine.start()
  await place.told('done', 'a.jpg')
  await place.drop('a.xmp', headlineXmp('Late'))
  await place.told('done', 'a.jpg', 2)
  await place.restart(async () => {
    await rename(place.at('a.jpg'), place.at('b.jpg'))
    await rename(place.at('a.xmp'), place.at('b.xmp'))
  })
  await until(async () => Object.keys(await place.audit()).includes('b.xmp'), 'the new names are seen')
  await settled(place, 'b.xmp', 'sidecar')
  await place.engine.call('engine.resume', { destination: 'second' })
  await until(() => shown(place)['5001-Wire'] === 'Late', 'the second archive has both', 40_000)
  await place.rest()
  expect(place.server.assets()).toHaveLength(2)
})

test('an update keeps the number of its picture', async () => {
  const place = await EnginePlace.start({
    folder: { template: 'press' },
    config: () => ({ templates: [{ name: 'press', fields: [{ field: 105, value: 'No. {counter:3}' }] }] }),
  })
  await place.drop('a.jpg', 'picture')
  await place.told('done', 'a.jpg')
  await place.drop('a.xmp', headlineXmp('', ['derby']))
  await place.told('done', 'a.jpg', 2)
  expect(shown(place)).toEqual({ '5000-Photos': 'No. 001' })
  expect(shown(place, 25)).toEqual({ '5000-Photos': ['derby'] })
})

test('an update whose sidecar is gone, or ignored by now, changes nothing back', async () => {
  const templates = [{ name: 'press', fields: [{ field: 90, value: 'Hamburg' }] }]
  const place = await EnginePlace.open({ folder: { template: 'press' }, config: () => ({ templates }) })
  await place.drop('a.xmp', headlineXmp('First'))
  await place.drop('a.jpg', 'picture')
  await place.engine.start()
  await place.told('done', 'a.jpg')
  await place.engine.call('engine.pause', { destination: 'archive' })
  await place.drop('a.xmp', headlineXmp('Second'))
  await place.told('waiting', 'a.jpg', 2)
  await place.restart(() => Promise.resolve(), { folder: { template: 'press', sidecars: 'ignore' } })
  await place.engine.call('engine.resume', { destination: 'archive' })
  await place.told('duplicate', 'a.jpg')
  expect(shown(place)).toEqual({ '5000-Photos': 'First' })
})

test('values that the archive took and does not show are written again', async () => {
  const place = await EnginePlace.start({ ports: { clock: new FastClock(20) } })
  await place.drop('a.jpg', 'picture')
  await place.told('done', 'a.jpg')
  await place.drop('a.xmp', headlineXmp('First'))
  await place.told('done', 'a.jpg', 2)
  // The look at the asset is slow; meanwhile somebody else writes over the new value.
  place.server.faults.add({ on: 'browse', kind: 'slow', delayMs: 1500, skip: 1, times: 1 })
  await place.drop('a.xmp', headlineXmp('Late'))
  await place.told('confirming', 'a.jpg', 3)
  await place.editAsset('a.jpg', { 105: 'By hand' })
  await place.told('done', 'a.jpg', 3, 40_000)
  expect(shown(place)).toEqual({ '5000-Photos': 'Late' })
})

test('after a damaged queue the sidecar of a delivered picture still reaches its asset', async () => {
  const place = await EnginePlace.open()
  await place.drop('a.xmp', headlineXmp('First'))
  await place.drop('a.jpg', 'picture')
  await place.engine.start()
  await place.told('done', 'a.jpg')
  await place.stop()
  const file = path.join(place.dataDir, 'sluice.db')
  await writeFile(file, Buffer.alloc(100, 0), { flag: 'r+' })
  await place.restart(() => place.drop('a.xmp', headlineXmp('Second')))
  await until(() => shown(place)['5000-Photos'] === 'Second', 'the new state is there', 20_000)
  await place.drop('a.xmp', headlineXmp('Third'))
  await until(() => shown(place)['5000-Photos'] === 'Third', 'the newest state is there', 20_000)
  await place.rest()
  expect((await readdir(place.dataDir)).some((name) => name.startsWith('sluice.db.damaged-'))).toBe(true)
  expect(place.server.assets()).toHaveLength(1)
  expect((await place.jobs()).map(({ state }) => state)).not.toContain('failed')
})

test('what was made ready for a job is gone when the job is through, however it ended', async () => {
  const place = await EnginePlace.start({ server: { isPaused: true }, folder: { readMetadata: 'always' } })
  await place.drop('a.xmp', headlineXmp('First'))
  await place.drop('a.jpg', 'picture')
  await place.told('confirming', 'a.jpg')
  await place.engine.call('jobs.cancel', { ids: [(await place.job('a.jpg')).id] })
  await place.server.resumeProcessing()
  await place.drop('b.jpg', 'another')
  await place.told('done', 'b.jpg')
  await place.stop()
  const database = new Database(path.join(place.dataDir, 'sluice.db'), { readonly: true })
  const rows = ['preparation', 'journal', 'journal_chunk'].map((table) =>
    database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get(),
  )
  database.close()
  expect(rows).toEqual([0, 0, 0])
})

test('the audit tells of a sidecar that did not reach the asset of its picture', async () => {
  const place = await EnginePlace.start()
  await place.drop('a.jpg', 'picture')
  await place.told('done', 'a.jpg')
  await place.drop('a.xmp', '<x:xmpmeta unclosed')
  await place.told('failed', 'a.jpg')
  expect(await place.audit()).toEqual({ 'a.jpg': 'delivered', 'a.xmp': 'failed' })
  await place.engine.call('jobs.cancel', { ids: [(await place.job('a.jpg')).id] })
  expect(await place.audit()).toEqual({ 'a.jpg': 'delivered', 'a.xmp': 'cancelled' })
  await place.drop('a.xmp', headlineXmp('Well-formed'))
  await place.told('done', 'a.jpg', 2)
  expect(await place.audit()).toEqual({ 'a.jpg': 'delivered', 'a.xmp': 'sidecar' })
})

test('what an interrupted update may have written is set right by the next', async () => {
  const place = await EnginePlace.start()
  await place.drop('a.jpg', 'picture')
  await place.told('done', 'a.jpg')
  // A first update, so that the view is known and the next request is the change itself.
  await place.drop('a.xmp', headlineXmp('', ['x']))
  await place.told('done', 'a.jpg', 2)
  place.server.faults.add({ on: 'browse', kind: 'reset-after', times: 1 })
  place.server.faults.add({ on: 'browse', kind: 'status-503' })
  await place.drop('a.xmp', headlineXmp('Interrupted', ['x']))
  await until(() => shown(place)['5000-Photos'] === 'Interrupted', 'the archive has taken it')
  await until(async () => (await place.job('a.jpg')).state === 'waiting', 'the reply was lost')
  await place.drop('a.xmp', headlineXmp('', ['x', 'y']))
  await place.told('waiting', 'a.jpg', 4)
  place.server.faults.clear()
  await place.engine.call('jobs.retry', { ids: [(await place.job('a.jpg')).id] })
  await place.told('done', 'a.jpg', 3)
  expect(shown(place)).toEqual({ '5000-Photos': undefined })
  expect(shown(place, 25)).toEqual({ '5000-Photos': ['x', 'y'] })
})
