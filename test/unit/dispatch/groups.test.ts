import { expect, test } from 'vitest'
import type { MemberOutcome } from '../../../electron/engine/destinations/destination.ts'
import { UploadError } from '../../../electron/engine/errors.ts'
import { until } from '../../support/until.ts'
import { LaneStage, SENT } from './lane-stage.ts'

const PERSONS = { group: { size: 3, quietMs: 10_000 } }

function failure(kind: 'refused' | 'rejected' | 'offline'): MemberOutcome {
  const problem = { code: 'no', what: 'No.', remedy: '', isRetried: false }
  return { kind: 'failed', error: new UploadError(kind, problem) }
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error)
    })
  })
}

async function ended(stage: LaneStage, ids: readonly number[]): Promise<string[]> {
  await until(
    () => ids.every((id) => !/waiting|uploading|confirming/.test(stage.state(id))),
    'all have ended',
  )
  return ids.map((id) => stage.state(id))
}

test('a group goes as soon as it is complete, in the order in which it came, and not before', async () => {
  const stage = await LaneStage.open({ group: { size: 3, quietMs: 3_600_000 } })
  const ids = [await stage.add('a1'), await stage.add('b1'), await stage.add('a2')]
  await until(() => stage.store.jobGroups.ungathered(1, 1).length === 0, 'all are in their groups')
  expect(stage.handed).toEqual([])
  const last = await stage.add('a3')
  const [one = 0, , two = 0] = ids
  expect(await ended(stage, [one, two, last])).toEqual(['done', 'done', 'done'])
  expect(stage.handed).toEqual([{ names: ['a1', 'a2', 'a3'], key: 'a' }])
})

test('what stays incomplete goes when nobody has joined for the quiet time', async () => {
  const stage = await LaneStage.open(PERSONS)
  const ids = [await stage.add('a1'), await stage.add('b1'), await stage.add('a2')]
  expect(await ended(stage, ids)).toEqual(['done', 'done', 'done'])
  expect(stage.handed.toSorted((one, other) => String(one.key).localeCompare(String(other.key)))).toEqual([
    { names: ['a1', 'a2'], key: 'a' },
    { names: ['b1'], key: 'b' },
  ])
})

test('more than make a group are several groups', async () => {
  const stage = await LaneStage.open(PERSONS)
  const names = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7']
  const ids: number[] = []
  for (const name of names) ids.push(await stage.add(name))
  expect(new Set(await ended(stage, ids))).toEqual(new Set(['done']))
  expect(stage.handed.flatMap((each) => each.names).toSorted()).toEqual(names)
  expect(Math.max(...stage.handed.map((each) => each.names.length))).toBe(3)
})

test('what is more than full groups waits for others', async () => {
  const stage = await LaneStage.open({ group: { size: 3, quietMs: 3_600_000 } })
  stage.lane.pause()
  const ids: number[] = []
  for (const name of ['a1', 'a2', 'a3', 'a4', 'a5']) ids.push(await stage.add(name))
  await until(() => stage.store.jobGroups.ungathered(1, 1).length === 0, 'all are in their groups')
  stage.lane.resume()
  expect(await ended(stage, ids.slice(0, 3))).toEqual(['done', 'done', 'done'])
  ids.push(await stage.add('a6'))
  expect(await ended(stage, ids)).toEqual(Array(6).fill('done'))
  expect(stage.handed.map(({ names }) => names)).toEqual([
    ['a1', 'a2', 'a3'],
    ['a4', 'a5', 'a6'],
  ])
})

test('what comes when a group is just being claimed is not counted among it', async () => {
  const stage = await LaneStage.open({ group: { size: 3, quietMs: 3_600_000 } })
  stage.lane.pause()
  const ids: number[] = []
  for (const name of ['a1', 'a2', 'a3']) ids.push(await stage.add(name))
  await until(() => stage.store.jobGroups.ungathered(1, 1).length === 0, 'the group is complete')
  ids.push(await stage.add('a4'))
  stage.lane.resume()
  expect(await ended(stage, ids.slice(0, 3))).toEqual(['done', 'done', 'done'])
  for (const name of ['a5', 'a6']) ids.push(await stage.add(name))
  expect(await ended(stage, ids)).toEqual(Array(6).fill('done'))
  expect(stage.handed.map(({ names }) => names)).toEqual([
    ['a1', 'a2', 'a3'],
    ['a4', 'a5', 'a6'],
  ])
})

test('each has an outcome of its own', async () => {
  const stage = await LaneStage.open(PERSONS)
  stage.answer = (name) => (name === 'a2' ? failure('refused') : name === 'a3' ? failure('rejected') : SENT)
  const ids = [await stage.add('a1'), await stage.add('a2'), await stage.add('a3')]
  expect(await ended(stage, ids)).toEqual(['done', 'failed', 'rejected'])
  expect(stage.events.filter(({ event }) => event === 'rejected').map(({ path }) => path)).toEqual(['a3'])
})

test('what drops out on the way, such as the same content twice, does not hold up the others', async () => {
  const stage = await LaneStage.open(PERSONS)
  const ids = [await stage.add('a1', 'same'), await stage.add('a2', 'same'), await stage.add('a3')]
  expect((await ended(stage, ids)).toSorted()).toEqual(['cancelled', 'done', 'done'])
  expect(stage.handed[0]?.names).toHaveLength(2)
})

test('a group that could not be sent goes again as a whole', async () => {
  const stage = await LaneStage.open(PERSONS)
  stage.answer = () => (stage.handed.length === 1 ? failure('offline') : SENT)
  const ids = [await stage.add('a1'), await stage.add('a2'), await stage.add('a3')]
  expect(await ended(stage, ids)).toEqual(['done', 'done', 'done'])
  expect(stage.handed).toEqual([
    { names: ['a1', 'a2', 'a3'], key: 'a' },
    { names: ['a1', 'a2', 'a3'], key: 'a' },
  ])
})

test('those that have failed together go together again, whoever has come meanwhile', async () => {
  const stage = await LaneStage.open(PERSONS)
  const problem = { code: 'no', what: 'No.', remedy: '', isRetried: true }
  const later = new UploadError('server', problem, { retryAfterMs: 3_600_000 })
  stage.answer = () => ({ kind: 'failed', error: later })
  const ids = [await stage.add('a1'), await stage.add('a2'), await stage.add('a3')]
  await until(() => stage.handed.length === 1, 'the first are under way')
  await until(() => ids.every((id) => stage.state(id) === 'waiting'), 'they wait for later')
  stage.answer = () => SENT
  const newcomers: number[] = []
  for (const name of ['a4', 'a5', 'a6']) newcomers.push(await stage.add(name))
  expect(new Set(await ended(stage, newcomers))).toEqual(new Set(['done']))
  // Their time has not come yet, and newcomers do not hurry them.
  expect(ids.map((id) => stage.state(id))).toEqual(['waiting', 'waiting', 'waiting'])
  for (const name of ['a7', 'a8']) newcomers.push(await stage.add(name))
  const [, second = 0] = ids
  await stage.hurry(second)
  expect(new Set(await ended(stage, ids))).toEqual(new Set(['done']))
  const groups = stage.handed.slice(1).map(({ names }) => names.join(' '))
  expect(groups.slice(0, 2)).toEqual(['a4 a5 a6', 'a1 a2 a3'])
})

test('a member that is cancelled while another is being made ready is left out', async () => {
  const stage = await LaneStage.open(PERSONS)
  const gate = Promise.withResolvers<undefined>()
  stage.readiness = (name) => (name === 'a2' ? gate.promise : Promise.resolve())
  const ids = [await stage.add('a1'), await stage.add('a2'), await stage.add('a3')]
  await until(() => stage.ready.length === 2, 'the others are ready')
  await stage.cancel(ids[0] ?? 0)
  gate.resolve(undefined)
  expect(await ended(stage, ids)).toEqual(['cancelled', 'done', 'done'])
  expect(stage.handed).toEqual([{ names: ['a2', 'a3'], key: 'a' }])
})

test('a lane that stops while one is being made ready hands nothing over, and all of them wait again', async () => {
  const stage = await LaneStage.open(PERSONS)
  stage.readiness = (name, signal) => (name === 'a2' ? whenAborted(signal) : Promise.resolve())
  const ids = [await stage.add('a1'), await stage.add('a2'), await stage.add('a3')]
  await until(() => stage.ready.length === 2, 'the others are ready')
  await stage.lane.stop()
  expect(stage.handed).toEqual([])
  expect(ids.map((id) => stage.state(id))).toEqual(['waiting', 'waiting', 'waiting'])
})

test('after a restart the groups are made anew, and nothing is forgotten', async () => {
  const stage = await LaneStage.open({ group: { size: 3, quietMs: 3_600_000 } })
  const ids = [await stage.add('a1'), await stage.add('a2')]
  await stage.restart()
  ids.push(await stage.add('a3'))
  expect(await ended(stage, ids)).toEqual(['done', 'done', 'done'])
  expect(stage.handed).toEqual([{ names: ['a1', 'a2', 'a3'], key: 'a' }])
})

test('a mere batch takes what is there, and what has failed before goes alone', async () => {
  const stage = await LaneStage.open({ batchMax: 3, uploadsMax: 1 })
  const gate = Promise.withResolvers<MemberOutcome>()
  stage.answer = (name) => (name === 'x' ? gate.promise : SENT)
  const ids = [await stage.add('x')]
  await until(() => stage.handed.length === 1, 'the first is under way')
  for (const name of ['a', 'b', 'c', 'd']) ids.push(await stage.add(name))
  gate.resolve(failure('offline'))
  expect(new Set(await ended(stage, ids.slice(1)))).toEqual(new Set(['done']))
  stage.answer = () => SENT
  stage.lane.retryNow()
  expect(await ended(stage, ids.slice(0, 1))).toEqual(['done'])
  expect(stage.handed.every(({ key }) => key === null)).toBe(true)
  expect(stage.handed.some(({ names }) => names.length === 3)).toBe(true)
})

test('files of a paused folder neither complete a person nor stand in the way of the others', async () => {
  const stage = await LaneStage.open({ group: { size: 3, quietMs: 10_000 }, uploadsMax: 1 })
  for (const name of ['a1', 'a2', 'a3', 'a4', 'a5']) await stage.add(name, name, true)
  await until(() => stage.store.jobGroups.ungathered(1, 1).length === 0, 'all are in their groups')
  const ids: number[] = []
  for (const name of ['a6', 'a7']) {
    ids.push(await stage.add(name))
    await until(() => stage.store.jobGroups.ungathered(1, 1).length === 0, `${name} is in its group`)
  }
  expect(await ended(stage, ids)).toEqual(['done', 'done'])
  expect(stage.handed).toEqual([{ names: ['a6', 'a7'], key: 'a' }])
})

test('a person that was interrupted goes as a whole, however many wait between its files', async () => {
  const stage = await LaneStage.open({ group: { size: 3, quietMs: 3_600_000 } })
  await stage.lane.stop()
  const first = await stage.add('a1')
  for (let number = 0; number < 520; number++) await stage.add(`b${String(number)}`)
  const ids = [first, await stage.add('a2'), await stage.add('a3')]
  await stage.interrupted(first)
  await stage.restart()
  expect(await ended(stage, ids)).toEqual(['done', 'done', 'done'])
  expect(stage.handed.filter(({ key }) => key === 'a')).toEqual([{ names: ['a1', 'a2', 'a3'], key: 'a' }])
})

test('what was refused for a sign-in that has been renewed meanwhile does not stop the others again', async () => {
  const stage = await LaneStage.open({ group: { size: 1, quietMs: 10 }, uploadsMax: 2 })
  const late = Promise.withResolvers<MemberOutcome>()
  const problem = { code: 'sign-in-needed', what: 'No.', remedy: '', isRetried: false }
  const ended: MemberOutcome = { kind: 'failed', error: new UploadError('unauthorized', problem) }
  stage.answer = (name) => (name === 'a' ? late.promise : ended)
  const ids = [await stage.add('a'), await stage.add('b')]
  await until(() => stage.handed.length === 2, 'both are under way')
  await until(() => stage.lane.health(0).state === 'locked', 'the first refusal')
  stage.answer = () => SENT
  stage.lane.retryNow()
  late.resolve(ended)
  await until(() => ids.every((id) => stage.state(id) === 'done'), 'both are delivered')
  expect(stage.lane.health(0).state).toBe('ready')
})
