import { existsSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { portrait } from '../servers/bioid/portraits.ts'
import { until } from '../support/until.ts'
import { asked, drop, history, sha256, startFaces, states, taken } from './face-place.ts'

test('a sample that is moved to another person while it waits is that person’s', async () => {
  const faces = await startFaces({ samples: 3 })
  const { place } = faces
  const waits = { each: (name: string) => place.told('waiting', name).then(() => undefined) }
  const jane = await drop(faces, '4711', 2, waits)
  const john = await drop(faces, '4712', 1, waits)
  await rename(place.at('4711/2.jpg'), place.at('4712/2.jpg'))
  await until(async () => (await states(faces))['4712/2.jpg'] === 'waiting', 'the move is noticed')
  jane.push(...(await drop(faces, '4711', 2, { first: 3 })))
  john.push(...jane.splice(1, 1), ...(await drop(faces, '4712', 1, { first: 3 })))
  await place.rest()
  expect(taken(faces)).toEqual({ 'bws.112.4711': [jane], 'bws.112.4712': [john] })
})

test.each(['keep', 'move'] as const)(
  'a file that names no person (%s) is sent once it is moved to one, as its problem says',
  async (action) => {
    const faces = await startFaces({ samples: 1 }, {}, { rejected: { action }, after: { action: 'delete' } })
    const { place } = faces
    const content = await portrait()
    await place.drop('portrait.jpg', content)
    await place.rest()
    expect((await place.job('portrait.jpg')).problem).toMatchObject({ code: 'no-person' })
    await mkdir(place.at('4711'))
    const aside = action === 'keep' ? 'portrait.jpg' : '_rejected/portrait.jpg'
    await rename(place.at(aside), place.at('4711/portrait.jpg'))
    await until(async () => (await states(faces))['4711/portrait.jpg'] === 'done', 'it is sent')
    expect(taken(faces)).toEqual({ 'bws.112.4711': [[sha256(content)]] })
    await until(() => !existsSync(place.at('4711/portrait.jpg')), 'what is enrolled is not kept')
  },
)

test('a delivered sample that is moved to another person is enrolled for that one; moved within its person it is not', async () => {
  const faces = await startFaces({ samples: 1 })
  const { place } = faces
  const [hash] = await drop(faces, '4711 Jane', 1)
  await place.told('done', '4711 Jane/1.jpg')
  await rename(place.at('4711 Jane'), place.at('4711'))
  await place.told('duplicate', '4711/1.jpg')
  await mkdir(place.at('4712'))
  await rename(place.at('4711/1.jpg'), place.at('4712/1.jpg'))
  await place.told('done', '4712/1.jpg')
  await place.rest()
  expect(taken(faces)).toEqual({ 'bws.112.4711': [[hash]], 'bws.112.4712': [[hash]] })
})

test('a sample that is moved to another person while its task runs is enrolled for that one too, and only then deleted', async () => {
  const faces = await startFaces({ samples: 1 }, {}, { after: { action: 'delete' } })
  const { place, server } = faces
  server.faults.add({ on: 'task', kind: 'slow', delayMs: 700, times: 1 })
  const [hash] = await drop(faces, '4711', 1)
  await until(() => asked(faces, 'task') === 1, 'the task is under way')
  await mkdir(place.at('4712'))
  await rename(place.at('4711/1.jpg'), place.at('4712/1.jpg'))
  await until(async () => Object.keys(await states(faces)).includes('4712/1.jpg'), 'the move is noticed')
  await until(() => asked(faces, 'task') === 2, 'it is asked for the other person')
  await place.rest()
  expect(taken(faces)).toEqual({ 'bws.112.4711': [[hash]], 'bws.112.4712': [[hash]] })
  await until(() => !existsSync(place.at('4712/1.jpg')), 'what is enrolled is not kept')
})

test('a sample that is moved while nobody knows what became of its task is enrolled for its new person', async () => {
  const faces = await startFaces({ samples: 1 })
  const { place, server } = faces
  server.faults.add({ on: 'task', kind: 'reset-after', times: 1 })
  for (const on of ['task', 'result', 'isenrolled'] as const)
    server.faults.add({ on, kind: 'status-503', skip: on === 'isenrolled' ? 1 : 0 })
  const [hash] = await drop(faces, '4711', 1)
  await until(() => asked(faces, 'task') > 1 || asked(faces, 'result') > 0, 'what became of it is asked')
  await until(async () => (await states(faces))['4711/1.jpg'] === 'waiting', 'it is to be asked later')
  await mkdir(place.at('4712'))
  await rename(place.at('4711/1.jpg'), place.at('4712/1.jpg'))
  await until(async () => (await states(faces))['4712/1.jpg'] === 'waiting', 'the move is noticed')
  server.faults.clear()
  await place.engine.call('destinations.check', { name: 'faces' })
  const { id } = await place.job('4712/1.jpg')
  await place.engine.call('jobs.retry', { ids: [id] })
  await until(() => taken(faces)['bws.112.4712'] !== undefined, 'it is enrolled')
  await place.rest()
  expect(taken(faces)).toEqual({ 'bws.112.4711': [[hash]], 'bws.112.4712': [[hash]] })
  expect((await history(faces, '4712')).map(({ receipt }) => receipt.assetName)).toEqual(['bws.112.4712'])
})

test('one picture for two people is sent for both; once more for one of them it is not', async () => {
  const faces = await startFaces({ samples: 1 })
  const { place } = faces
  const content = await portrait()
  for (const name of ['4711 Jane/a.jpg', '4712/a.jpg', '4711/b.jpg']) {
    await place.drop(name, content)
    await until(async () => /done|cancelled/.test((await states(faces))[name] ?? ''), name)
  }
  const once = [[sha256(content)]]
  expect(taken(faces)).toEqual({ 'bws.112.4711': once, 'bws.112.4712': once })
  expect((await states(faces))['4711/b.jpg']).toBe('cancelled')
})
