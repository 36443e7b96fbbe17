import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { DeliveryRow } from '../../shared/contract.ts'
import type { FaultRule } from '../servers/bioid/faults.ts'
import { portrait } from '../servers/bioid/portraits.ts'
import type { BioidServer } from '../servers/bioid/server.ts'
import type { Settings } from '../servers/bioid/settings.ts'
import { EnginePlace } from '../support/engine-place.ts'
import { until } from '../support/until.ts'
import { faceService } from './face-service.ts'

/** A group goes because it is complete, and for no other reason. */
const NEVER_QUIET_MS = 3_600_000

interface Faces {
  place: EnginePlace
  server: BioidServer
}

async function startFaces(
  destination: Record<string, unknown> = {},
  settings: Partial<Settings> = {},
  folder: Record<string, unknown> = {},
): Promise<Faces> {
  const { server, secrets, faces } = await faceService(settings)
  const place = await EnginePlace.start({
    folder: { to: ['faces'], ...folder },
    config: () => ({ destinations: [{ ...faces, quietMs: NEVER_QUIET_MS, ...destination }] }),
    ports: { secrets },
  })
  return { place, server }
}

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')

/** Drops so many samples of a person, one after the other. @returns their SHA-256, in order */
async function drop(
  { place }: Faces,
  person: string,
  count: number,
  {
    first = 1,
    each = () => Promise.resolve(),
  }: { first?: number; each?: (name: string) => Promise<void> } = {},
): Promise<string[]> {
  const hashes: string[] = []
  for (let number = first; number < first + count; number++) {
    const content = await portrait()
    const name = `${person}/${String(number)}.jpg`
    await place.drop(name, content)
    await each(name)
    hashes.push(sha256(content))
  }
  return hashes
}

/** What every task was given, by person: one list for each task. */
function taken({ server }: Faces): Record<string, string[][]> {
  const tasks: Record<string, string[][]> = {}
  for (const { bcid, samples } of server.people.tasks)
    (tasks[bcid] ??= []).push(samples.map((sample) => sample.sha256))
  return tasks
}

const asked = ({ server }: Faces, operation: string): number =>
  server.requests.filter((request) => request.operation === operation).length

async function history({ place }: Faces, person: string): Promise<DeliveryRow[]> {
  const { deliveries } = await place.engine.call('history.search', { find: `${person}/`, limit: 100 })
  return deliveries.toSorted((one, other) => one.path.localeCompare(other.path))
}

async function states({ place }: Faces): Promise<Record<string, string>> {
  return Object.fromEntries((await place.jobs()).map(({ path, state }) => [path, state]))
}

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
