import { expect, test } from 'vitest'
import type { FaultRule } from '../servers/bioid/faults.ts'
import { portrait } from '../servers/bioid/portraits.ts'
import { until } from '../support/until.ts'
import { asked, drop, type Faces, history, startFaces, states, taken } from './face-place.ts'

test('four samples dropped one by one make one token and one enrolment, and four deliveries with receipts', async () => {
  const faces = await startFaces()
  const { place, server } = faces
  const hashes = await drop(faces, '4711 Jane', 4, {
    each: async (name) => {
      await place.told('waiting', name)
    },
  })
  await place.rest()
  expect(taken(faces)).toEqual({ 'bws.112.4711': [hashes] })
  expect([asked(faces, 'token'), asked(faces, 'task'), asked(faces, 'upload')]).toEqual([1, 1, 4])
  const deliveries = await history(faces, '4711 Jane')
  expect(deliveries.map(({ receipt }) => receipt.sha256)).toEqual(hashes)
  for (const { receipt } of deliveries)
    expect(receipt).toMatchObject({
      assetName: 'bws.112.4711',
      proof: 'asset',
      uploadId: server.tokens.issued[0],
      notes: ['Enrolled as bws.112.4711 with 4 samples.'],
      said: [{ text: 'Enrolled as bws.112.4711 with 4 samples.' }],
    })
})

test('two persons whose samples come mixed are two enrolments, each with its own samples', async () => {
  const faces = await startFaces({}, { delayMs: 20 })
  const [jane, john]: [string[], string[]] = [[], []]
  for (let number = 1; number <= 4; number++) {
    jane.push(...(await drop(faces, '4711', 1, { first: number })))
    john.push(...(await drop(faces, '4712', 1, { first: number })))
  }
  await faces.place.rest()
  expect(taken(faces)).toEqual({ 'bws.112.4711': [jane], 'bws.112.4712': [john] })
  expect(asked(faces, 'token')).toBe(2)
})

test('a person with fewer samples is sent when no more come; what comes after that trains further', async () => {
  const faces = await startFaces({ quietMs: 1500 })
  const first = await drop(faces, '4711', 3)
  await faces.place.rest()
  expect(taken(faces)).toEqual({ 'bws.112.4711': [first] })
  const later = await drop(faces, '4711', 1, { first: 4 })
  await faces.place.rest()
  expect(taken(faces)).toEqual({ 'bws.112.4711': [first, later] })
  const notes = (await history(faces, '4711')).map(({ receipt }) => receipt.notes)
  expect(notes[0]).toEqual(['Enrolled as bws.112.4711 with 3 samples.'])
  expect(notes[3]).toContain('The person was enrolled before; the template was trained further.')
})

test('a sample without a face is rejected with the code of the server, and the others are delivered', async () => {
  const faces = await startFaces()
  const hashes = await drop(faces, '4711', 3)
  await faces.place.drop('4711/4.jpg', await portrait({ faces: 0 }))
  await faces.place.rest()
  expect(await states(faces)).toEqual({
    '4711/1.jpg': 'done',
    '4711/2.jpg': 'done',
    '4711/3.jpg': 'done',
    '4711/4.jpg': 'rejected',
  })
  expect((await faces.place.job('4711/4.jpg')).problem).toMatchObject({
    code: 'no-face',
    detail: 'NoFaceFound',
    said: [{ id: 'BioID finds no face in this picture.' }, {}],
  })
  expect(taken(faces)).toEqual({ 'bws.112.4711': [hashes] })
  expect(await history(faces, '4711')).toHaveLength(3)
})

test('a file that names no person is rejected, and nobody waits for it', async () => {
  const faces = await startFaces({ quietMs: 500 })
  await faces.place.drop('portrait.jpg', await portrait())
  const hashes = await drop(faces, '4711', 4)
  await faces.place.rest()
  expect((await faces.place.job('portrait.jpg')).problem).toMatchObject({ code: 'no-person' })
  expect(taken(faces)).toEqual({ 'bws.112.4711': [hashes] })
})

const LOSSES: [string, FaultRule][] = [
  ['the token expires in mid-person', { on: 'upload', kind: 'expire-token', skip: 2, times: 1 }],
  ['the token expires before the task', { on: 'task', kind: 'expire-token', times: 1 }],
  ['a sample is stored and its answer lost', { on: 'upload', kind: 'reset-after', skip: 1, times: 1 }],
  ['the connection breaks in a sample', { on: 'upload', kind: 'close-after-bytes', bytes: 2000, times: 1 }],
  ['the task is carried out and its answer lost', { on: 'task', kind: 'reset-after', times: 1 }],
  ['the task is lost on its way', { on: 'task', kind: 'reset-before', times: 1 }],
  ['the service has an error at the token', { on: 'token', kind: 'status-500', times: 1 }],
  ['the service is away', { on: 'any', kind: 'status-502', times: 1 }],
]

test.each(LOSSES)('%s: the person is enrolled exactly once, with each sample once', async (_what, fault) => {
  const faces = await startFaces()
  faces.server.faults.add(fault)
  const hashes = await drop(faces, '4711', 4)
  await faces.place.rest()
  expect(taken(faces)).toEqual({ 'bws.112.4711': [hashes] })
  expect((await history(faces, '4711')).map(({ receipt }) => receipt.sha256)).toEqual(hashes)
})

test('an engine that ends before a person is complete goes on with the others of the person', async () => {
  const faces = await startFaces()
  const { place } = faces
  const hashes = await drop(faces, '4711', 2, {
    each: async (name) => {
      await place.told('waiting', name)
    },
  })
  await place.restart(async () => {
    hashes.push(...(await drop(faces, '4711', 2, { first: 3 })))
  })
  await place.rest()
  expect(taken(faces)).toEqual({ 'bws.112.4711': [hashes] })
  expect(asked(faces, 'token')).toBe(1)
})

const MOMENTS: [string, FaultRule, (faces: Faces) => boolean][] = [
  [
    'while a sample goes up',
    { on: 'upload', kind: 'slow', delayMs: 700, skip: 1, times: 1 },
    (faces) => asked(faces, 'upload') >= 2,
  ],
  [
    'while the task is carried out',
    { on: 'task', kind: 'slow', delayMs: 700, times: 1 },
    (faces) => asked(faces, 'task') === 1,
  ],
]

test.each(MOMENTS)(
  'an engine that ends %s: its next life enrols the person once',
  async (_when, fault, isThere) => {
    const faces = await startFaces()
    const { place } = faces
    faces.server.faults.add(fault)
    const hashes = await drop(faces, '4711', 4)
    await until(() => isThere(faces), 'the moment')
    await place.restart()
    await place.rest()
    expect(taken(faces)).toEqual({ 'bws.112.4711': [hashes] })
    expect((await history(faces, '4711')).map(({ receipt }) => receipt.sha256)).toEqual(hashes)
    await place.restart()
    await place.rest()
    expect(faces.server.people.tasks).toHaveLength(1)
  },
)

test('a task whose answer is lost, with nobody there to ask, is settled by the next life of the engine', async () => {
  const faces = await startFaces()
  const { place, server } = faces
  server.faults.add({ on: 'task', kind: 'reset-after', times: 1 })
  server.faults.add({ on: 'task', kind: 'status-500' })
  server.faults.add({ on: 'result', kind: 'status-500' })
  const hashes = await drop(faces, '4711', 4)
  await until(() => asked(faces, 'result') > 0, 'the answer is asked for')
  await place.restart(() => {
    server.faults.clear()
    return Promise.resolve()
  })
  await place.rest()
  expect(taken(faces)).toEqual({ 'bws.112.4711': [hashes] })
  expect((await history(faces, '4711')).map(({ receipt }) => receipt.sha256)).toEqual(hashes)
  expect(asked(faces, 'token')).toBe(1)
})
