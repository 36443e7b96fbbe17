import { expect, test } from 'vitest'
import { UploadError } from '../../../electron/engine/errors.ts'
import { portrait } from '../../servers/bioid/portraits.ts'
import {
  bioidOn,
  hashes,
  inShort,
  memberOf,
  revived,
  samplesOf,
  startBioidBench,
  taken,
  together,
  type TestMember,
} from '../bioid-bench.ts'
import { until } from '../../support/until.ts'
import { replaceFile } from '../test-file.ts'

test.each([
  ['while samples go up', 'upload', 2],
  ['when the task is asked for', 'task', 0],
] as const)('the token expires %s: the whole person goes again with a new one', async (_when, on, skip) => {
  const bench = await startBioidBench()
  const expired = bench.server.faults.add({ on, kind: 'expire-token', times: 1, skip })
  const members = await samplesOf('4711', 4)
  expect(inShort(await together(bench, members))).toEqual(['sent', 'sent', 'sent', 'sent'])
  expect(expired.hits).toBe(1)
  expect(taken(bench)).toEqual([hashes(members)])
  expect(bench.server.tokens.issued).toHaveLength(2)
})

test('tokens that are never honoured end in words, and not in a loop', async () => {
  const bench = await startBioidBench()
  bench.server.faults.add({ on: 'upload', kind: 'expire-token' })
  const outcomes = await together(bench, await samplesOf('4711', 2))
  expect(outcomes[0]).toMatchObject({ error: { kind: 'server', problem: { code: 'token-not-honoured' } } })
  expect(bench.server.tokens.issued).toHaveLength(3)
})

test('what does not fit into the life of a token makes a task of its own', async () => {
  // One sample after the other takes 40 s of the bench's clock; a token is used for half of its 100 s.
  const bench = await startBioidBench({ clockSpeed: 400, settings: { tokenTtlSeconds: 100, delayMs: 100 } })
  const members = await Promise.all(
    [1, 2, 3, 4, 5].map(async (at) => memberOf(`4711/${String(at)}.png`, await portrait({ format: 'tiff' }))),
  )
  expect(new Set(inShort(await together(bench, members)))).toEqual(new Set(['sent']))
  expect(taken(bench).length).toBeGreaterThan(1)
  expect(taken(bench).flat().toSorted()).toEqual(hashes(members).toSorted())
})

test.each([400, 403] as const)(
  'the task is refused with %i: once more with a new token, then in words',
  async (status) => {
    const bench = await startBioidBench()
    bench.server.faults.add({ on: 'task', kind: `status-${status}`, times: 1 })
    const members = await samplesOf('4711', 2)
    expect(inShort(await together(bench, members))).toEqual(['sent', 'sent'])
    expect(taken(bench)).toEqual([hashes(members)])
    bench.server.faults.add({ on: 'task', kind: `status-${status}` })
    const outcomes = await together(bench, await samplesOf('4712', 2))
    expect(outcomes[0]).toMatchObject({ error: { kind: 'refused', problem: { code: 'task-not-allowed' } } })
    expect(bench.server.tokens.issued).toHaveLength(4)
  },
)

test('a task that timed out at the server: the whole person again, later', async () => {
  const bench = await startBioidBench()
  bench.server.faults.add({ on: 'task', kind: 'refuse', answer: 'ExecutionOfJobTimedOut', times: 1 })
  const members = await samplesOf('4711', 2)
  const outcomes = await together(bench, members)
  expect(outcomes).toMatchObject([{ error: { kind: 'server' } }, { error: { kind: 'server' } }])
  expect(members[0]?.journal.memo).toBeNull()
  expect(inShort(await together(bench, members))).toEqual(['sent', 'sent'])
})

test.each([
  ['LiveDetectionFailed', 'rejected', 'not-live'],
  ['ChallengeResponseFailed', 'rejected', 'challenge-failed'],
  ['NotEnoughSamples', 'refused', 'too-few-samples'],
  ['SomethingNew', 'refused', 'task-failed'],
])('a task that ends with %s is %s', async (answer, kind, code) => {
  const bench = await startBioidBench()
  bench.server.faults.add({ on: 'task', kind: 'refuse', answer, times: 1 })
  const [outcome] = await together(bench, await samplesOf('4711', 1))
  expect(outcome).toMatchObject({ error: { kind, problem: { code, detail: answer } } })
})

test.each([401, 403] as const)(
  '%i on the token is about the credentials: the destination waits',
  async (status) => {
    const bench = await startBioidBench()
    bench.server.faults.add({ on: 'token', kind: `status-${status}`, times: 1 })
    const outcomes = await together(bench, await samplesOf('4711', 2))
    expect(outcomes).toMatchObject([{ error: { kind: 'unauthorized' } }, { error: { kind: 'unauthorized' } }])
    const wrong = await startBioidBench({ secret: 'wrong' })
    const [outcome] = await together(wrong, await samplesOf('4711', 1))
    expect(outcome).toMatchObject({ error: { kind: 'unauthorized', problem: { code: 'sign-in-needed' } } })
    expect(JSON.stringify(outcome)).not.toContain('wrong')
  },
)

test('400 on the token is about the person or the partition', async () => {
  const bench = await startBioidBench({ config: { partition: 5 } })
  const [outcome] = await together(bench, await samplesOf('4711', 1))
  expect(outcome).toMatchObject({ error: { kind: 'refused', problem: { code: 'person-not-accepted' } } })
})

test('a pause that the server asks for is kept, with the same token', async () => {
  const bench = await startBioidBench()
  const busy = bench.server.faults.add({ on: 'upload', kind: 'status-503', times: 2, retryAfterSeconds: 7 })
  const beganMs = bench.clock.monotonic()
  expect(inShort(await together(bench, await samplesOf('4711', 1)))).toEqual(['sent'])
  expect(busy.hits).toBe(2)
  expect(bench.clock.monotonic() - beganMs).toBeGreaterThanOrEqual(14_000)
  expect(bench.server.tokens.issued).toHaveLength(1)
  bench.server.faults.add({ on: 'upload', kind: 'status-429', retryAfterSeconds: 600 })
  const [outcome] = await together(bench, await samplesOf('4711', 1))
  expect(outcome).toMatchObject({ error: { kind: 'busy', retryAfterMs: 600_000 } })
})

test('a pause that outlasts the token is not waited for', async () => {
  const bench = await startBioidBench({ settings: { tokenTtlSeconds: 100 } })
  bench.server.faults.add({ on: 'upload', kind: 'status-503', retryAfterSeconds: 55 })
  const [outcome] = await together(bench, await samplesOf('4711', 1))
  expect(outcome).toMatchObject({ error: { kind: 'busy', retryAfterMs: 55_000 } })
  expect(bench.server.requests.filter(({ operation }) => operation === 'upload')).toHaveLength(1)
})

test('a sample that is taken out during such a pause ends alone', async () => {
  const bench = await startBioidBench({ clockSpeed: 1 })
  const members = await samplesOf('4711', 2)
  bench.tap.script = ({ path }) =>
    path.includes('index=2') ? { status: 503, headers: { 'retry-after': '59' }, body: '' } : null
  const sending = together(bench, members)
  const waiting = () => bench.server.people.waiting(bench.server.tokens.issued[0] ?? '')
  await until(
    () => waiting().length === 1 && bench.tap.requests.some(({ path }) => path.includes('index=2')),
    'both',
  )
  members[1]?.abort.abort(new Error('cancelled'))
  expect(inShort(await sending)).toEqual(['sent', 'stopped'])
})

test('a server error is about one sample after three tries; the others go on', async () => {
  const bench = await startBioidBench()
  const [good] = await samplesOf('4711', 1)
  if (good === undefined) throw new Error('no member')
  bench.tap.script = ({ path }) =>
    path.includes('index=2') ? { status: 500, body: '{"Message":"x"}' } : null
  const bad = await memberOf('4711/4711_2.jpg')
  const outcomes = await together(bench, [good, bad])
  expect(outcomes).toMatchObject([{ kind: 'sent' }, { error: { kind: 'server' } }])
  expect(bench.tap.requests.filter(({ path }) => path.includes('index=2'))).toHaveLength(3)
})

test.each(['html', 'wrong-shape', 'login-redirect', 'status-404'] as const)(
  'an answer from somebody else (%s) is no acceptance',
  async (kind) => {
    const bench = await startBioidBench()
    bench.server.faults.add({ on: 'upload', kind })
    const [outcome] = await together(bench, await samplesOf('4711', 1))
    expect(outcome).toMatchObject({ kind: 'failed' })
    expect(outcome).toMatchObject({
      error: { kind: kind === 'html' || kind === 'wrong-shape' ? 'unexpected' : 'destination' },
    })
    expect(bench.server.people.tasks).toEqual([])
  },
)

/** Three samples of a person; `act` when two of them are through and the third is on its way. */
async function whileUploading(act: (members: readonly TestMember[]) => void) {
  const bench = await startBioidBench()
  const members = await samplesOf('4711', 3)
  bench.tap.script = ({ path }) => {
    if (path.includes('index=3')) act(members)
    return null
  }
  return { bench, members, outcomes: await together(bench, members) }
}

test.each([0, 2])(
  'sample %i is taken out in the middle: it is not enrolled, and the others are',
  async (at) => {
    const { bench, members, outcomes } = await whileUploading((all) => {
      all[at]?.abort.abort(new Error('cancelled'))
    })
    expect(inShort(outcomes)).toEqual(['sent', 'sent', 'sent'].with(at, 'stopped'))
    expect(outcomes[at]).toMatchObject({ error: { cause: { message: 'cancelled' } } })
    expect(taken(bench)).toEqual([hashes(members.filter((_, one) => one !== at))])
  },
)

test('a sample that the server has without having said so is taken out: it is not enrolled', async () => {
  const bench = await startBioidBench()
  const members = await samplesOf('4711', 3)
  bench.server.faults.add({ on: 'upload', kind: 'hang-after', times: 1, skip: 2 })
  const sending = together(bench, members)
  const waiting = () => bench.server.people.waiting(bench.server.tokens.issued[0] ?? '')
  await until(() => waiting().length === 3, 'all samples')
  const hanging = bench.server.requests.filter(({ operation }) => operation === 'upload')[2]
  const at = Number(hanging?.query['index']) - 1
  members[at]?.abort.abort(new Error('cancelled'))
  expect(inShort(await sending)).toEqual(['sent', 'sent', 'sent'].with(at, 'stopped'))
  expect(taken(bench)).toEqual([hashes(members.filter((_, one) => one !== at))])
})

test.each(['drain', 'abort'] as const)(
  'all are ended (%s) before the task: nothing is enrolled',
  async (how) => {
    const { bench, members, outcomes } = await whileUploading((all) => {
      for (const member of all) member[how].abort(new Error('Sluice ends'))
    })
    expect(inShort(outcomes)).toEqual(['stopped', 'stopped', 'stopped'])
    expect(bench.server.tokens.issued).toHaveLength(1)
    expect(bench.server.people.tasks).toEqual([])
    expect(members.map(({ journal }) => journal.memo)).toEqual([null, null, null])
  },
)

test('what is ended before it begins makes no call', async () => {
  const bench = await startBioidBench()
  const members = await samplesOf('4711', 2)
  for (const { drain } of members) drain.abort(new Error('Sluice ends'))
  expect(inShort(await together(bench, members))).toEqual(['stopped', 'stopped'])
  expect(bench.tap.requests).toEqual([])
})

test('all are ended while the task is under way: the next attempt learns what it came to', async () => {
  const bench = await startBioidBench()
  const members = await samplesOf('4711', 2)
  bench.server.faults.add({ on: 'task', kind: 'hang-after', times: 1 })
  const sending = together(bench, members)
  await until(() => bench.server.people.tasks.length === 1, 'the task')
  for (const { abort } of members) abort.abort(new Error('Sluice ends'))
  expect(inShort(await sending)).toEqual(['stopped', 'stopped'])
  const later = await Promise.all(members.map(revived))
  expect(inShort(await together(bioidOn(bench.tap.url), later))).toEqual(['sent', 'sent'])
  expect(taken(bench)).toEqual([hashes(members)])
})

test('a file that changes while the others go up is not enrolled', async () => {
  const bench = await startBioidBench()
  const changing = await memberOf('4711/a.jpg')
  const other = await memberOf('4711/b.jpg')
  bench.tap.script = ({ path }) => {
    if (path.startsWith('/extension/upload') && path.includes('index=2')) void replaceFile(changing.file)
    return null
  }
  const outcomes = await together(bench, [changing, other])
  expect(outcomes).toMatchObject([{ error: { kind: 'changed' } }, { kind: 'sent' }])
  expect(taken(bench)).toEqual([hashes([other])])
})

test('a server that is not there costs nothing but time', async () => {
  const bench = await startBioidBench()
  await bench.server.close()
  await bench.tap.close()
  const outcomes = await together(bench, await samplesOf('4711', 2))
  expect(outcomes).toMatchObject([{ error: { kind: 'offline' } }, { error: { kind: 'offline' } }])
})

test('a limited line is kept to, sample by sample', async () => {
  const bench = await startBioidBench()
  const asked: number[] = []
  const context = {
    throttle: (bytes: number): void => {
      asked.push(bytes)
    },
  }
  const member = await memberOf('4711/a.jpg', await portrait(), { context })
  expect(inShort(await together(bench, [member]))).toEqual(['sent'])
  const body = bench.tap.requests.find(({ path }) => path.startsWith('/extension/upload'))?.body.length
  expect(asked.reduce((sum, bytes) => sum + bytes, 0)).toBe(body)
})

test('errors tell no secret and no token', async () => {
  const bench = await startBioidBench()
  bench.tap.script = ({ headers, path }) =>
    path.startsWith('/extension/upload')
      ? { status: 500, body: `<html>You sent ${headers.authorization ?? ''}</html>` }
      : null
  const [outcome] = await together(bench, await samplesOf('4711', 1))
  if (outcome?.kind !== 'failed') throw new Error('It was sent')
  expect(outcome.error).toBeInstanceOf(UploadError)
  expect(JSON.stringify(outcome.error.problem)).not.toMatch(/eyJ[\w-]{20}/)
})
