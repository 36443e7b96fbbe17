import { expect, test } from 'vitest'
import {
  bioidOn,
  hashes,
  inShort,
  memberOf,
  proofOf,
  revived,
  samplesOf,
  startBioidBench,
  taken,
  together,
} from '../bioid-bench.ts'

/** The server does the work and its answer is lost: nobody is trained twice, and nothing is lost. */

test('the answer to an upload is lost: the person starts anew with another token, and each sample is there once', async () => {
  const bench = await startBioidBench()
  const lost = bench.server.faults.add({ on: 'upload', kind: 'reset-after', times: 1, skip: 2 })
  const members = await samplesOf('4711', 4)
  expect(inShort(await together(bench, members))).toEqual(['sent', 'sent', 'sent', 'sent'])
  expect(lost.hits).toBe(1)
  expect(taken(bench)).toEqual([hashes(members)])
  expect(bench.server.tokens.issued).toHaveLength(2)
  expect(bench.server.people.tasks[0]?.tokenId).toBe(bench.server.tokens.issued[1])
})

test('an upload that is never answered is the same', async () => {
  const bench = await startBioidBench({ noProgressMs: 100_000 })
  bench.server.faults.add({ on: 'upload', kind: 'hang-after', times: 1 })
  const members = await samplesOf('4711', 2)
  expect(inShort(await together(bench, members))).toEqual(['sent', 'sent'])
  expect(taken(bench)).toEqual([hashes(members)])
  expect(bench.server.tokens.issued).toHaveLength(2)
})

test('uploads whose answers are always lost end after a few tokens, and no task was asked for', async () => {
  const bench = await startBioidBench()
  bench.server.faults.add({ on: 'upload', kind: 'reset-after' })
  const outcomes = await together(bench, await samplesOf('4711', 2))
  expect(outcomes).toMatchObject([{ error: { kind: 'offline' } }, { error: { kind: 'offline' } }])
  expect(bench.server.tokens.issued).toHaveLength(3)
  expect(bench.server.people.tasks).toEqual([])
})

test('the connection breaks before all of a sample was sent: it is sent again with the same token', async () => {
  const bench = await startBioidBench()
  // So large that it cannot all be on its way when the connection breaks.
  const large = Buffer.alloc(30_000_000, 7)
  Buffer.from('BM').copy(large)
  bench.server.faults.add({ on: 'upload', kind: 'close-after-bytes', bytes: 1000, times: 1 })
  bench.server.faults.add({ on: 'upload', kind: 'warn' })
  const member = await memberOf('4711/large.bmp', large)
  expect(inShort(await together(bench, [member]))).toEqual(['sent'])
  expect(bench.server.tokens.issued).toHaveLength(1)
  expect(taken(bench)).toEqual([hashes([member])])
})

test.each([
  'reset-after',
  'hang-after',
  'status-500',
  'status-502',
  'html',
  'wrong-shape',
  'reset-before',
] as const)(
  'the answer to the task is lost (%s): the person is enrolled exactly once, with proof',
  async (kind) => {
    const bench = await startBioidBench({ noProgressMs: 100_000 })
    const lost = bench.server.faults.add({ on: 'task', kind, times: 1 })
    const members = await samplesOf('4711', 2)
    expect(inShort(await together(bench, members))).toEqual(['sent', 'sent'])
    expect(lost.hits).toBe(1)
    expect(taken(bench)).toEqual([hashes(members)])
    expect(bench.server.tokens.issued).toHaveLength(1)
    for (const member of members)
      expect((await proofOf(bench, member)).notes[0]).toMatch(/^Enrolled as bws\.112\.4711 with 2 samples/)
  },
)

test.each(['reset-after', 'html'] as const)(
  'the answer to the task and the first answers to «result» are lost (%s): once, with proof',
  async (kind) => {
    const bench = await startBioidBench()
    bench.server.faults.add({ on: 'task', kind, times: 1 })
    bench.server.faults.add({ on: 'result', kind, times: 2 })
    const members = await samplesOf('4711', 2)
    expect(inShort(await together(bench, members))).toEqual(['sent', 'sent'])
    expect(taken(bench)).toEqual([hashes(members)])
  },
)

test('the server is gone after the task, and a new process finds out: once, with proof', async () => {
  const bench = await startBioidBench()
  bench.server.faults.add({ on: 'task', kind: 'reset-after' })
  bench.server.faults.add({ on: 'result', kind: 'reset-before' })
  const members = await samplesOf('4711', 3)
  const first = await together(bench, members)
  expect(first).toMatchObject(members.map(() => ({ kind: 'failed', error: { kind: 'offline' } })))
  bench.server.faults.clear()
  const later = await Promise.all(members.map(revived))
  const anew = bioidOn(bench.tap.url)
  expect(inShort(await together(anew, later))).toEqual(['sent', 'sent', 'sent'])
  expect(taken(bench)).toEqual([hashes(members)])
  expect(bench.server.tokens.issued).toHaveLength(1)
  for (const member of later) expect(await proofOf(anew, member)).toMatchObject({ proof: 'asset' })
})

test('the request for the task itself was lost, and a new process asks for it with the same token: once', async () => {
  const bench = await startBioidBench()
  bench.server.faults.add({ on: 'task', kind: 'reset-before' })
  bench.server.faults.add({ on: 'result', kind: 'status-500' })
  const members = await samplesOf('4711', 2)
  expect((await together(bench, members)).every(({ kind }) => kind === 'failed')).toBe(true)
  bench.server.faults.clear()
  // The new process gets its members one at a time, as the queue may well hand them over.
  const later = await Promise.all(members.map(revived))
  const anew = bioidOn(bench.tap.url)
  for (const member of later) expect(inShort(await together(anew, [member]))).toEqual(['sent'])
  expect(taken(bench)).toEqual([hashes(members)])
  expect(bench.server.tokens.issued).toHaveLength(1)
})

/** An attempt whose task is done and whose answers are all lost; then its token expires. */
async function forgotten(settings: {
  wasEnrolled: boolean
  isDone: boolean
  config?: Record<string, unknown>
}) {
  const options = { ...(settings.config && { config: settings.config }) }
  const bench = await startBioidBench(options)
  if (settings.wasEnrolled) bench.server.people.enrol('bws.112.4711')
  bench.server.faults.add({ on: 'task', kind: settings.isDone ? 'reset-after' : 'reset-before' })
  bench.server.faults.add({ on: 'result', kind: 'reset-before' })
  const members = await samplesOf('4711', 2)
  expect((await together(bench, members)).every(({ kind }) => kind === 'failed')).toBe(true)
  bench.server.faults.clear()
  bench.server.tokens.expireAll()
  const anew = bioidOn(bench.tap.url, options)
  return { bench, anew, members: await Promise.all(members.map(revived)) }
}

test('the token has expired, and the person was not known before and is now: that is the proof', async () => {
  const { bench, anew, members } = await forgotten({ wasEnrolled: false, isDone: true })
  expect(inShort(await together(anew, members))).toEqual(['sent', 'sent'])
  expect(taken(bench)).toEqual([hashes(members)])
  const [first] = members
  if (first === undefined) throw new Error('no member')
  expect((await proofOf(anew, first)).notes[1]).toMatch(
    /^The answer was lost\. BioID did not know the person before/,
  )
})

test('the token has expired, and the person is not known: it was not done, so the samples go again', async () => {
  const { bench, anew, members } = await forgotten({ wasEnrolled: false, isDone: false })
  expect(inShort(await together(anew, members))).toEqual(['sent', 'sent'])
  expect(taken(bench)).toEqual([hashes(members)])
  expect(bench.server.tokens.issued).toHaveLength(2)
})

test.each([true, false])(
  'the token has expired, and the person was known before (done: %s): nobody can tell, so a person decides',
  async (isDone) => {
    const { bench, anew, members } = await forgotten({ wasEnrolled: true, isDone })
    const fresh = await memberOf('4711/new.jpg')
    expect(inShort(await together(anew, [...members, fresh]))).toEqual(['unproved', 'unproved', 'sent'])
    expect(taken(bench).flat()).toEqual([...(isDone ? hashes(members) : []), ...hashes([fresh])])
    // What a person's «retry» does: the journal is erased, and the samples go once more.
    for (const member of members) await member.journal.erase()
    expect(inShort(await together(anew, members))).toEqual(['sent', 'sent'])
  },
)

test('another enrolment of that person from here is no proof of the lost one', async () => {
  const bench = await startBioidBench()
  bench.server.faults.add({ on: 'task', kind: 'reset-before' })
  bench.server.faults.add({ on: 'result', kind: 'reset-before' })
  const members = await samplesOf('4711', 1)
  await together(bench, members)
  bench.server.faults.clear()
  expect(inShort(await together(bench, [await memberOf('4711/other.jpg')]))).toEqual(['sent'])
  bench.server.tokens.expireAll()
  expect(inShort(await together(bench, members))).toEqual(['unproved'])
})

test('an answer that outlives its token is still asked for first', async () => {
  const { bench, anew, members } = await forgotten({ wasEnrolled: true, isDone: true })
  bench.server.settings.resultOutlivesToken = true
  expect(inShort(await together(anew, members))).toEqual(['sent', 'sent'])
  expect(taken(bench)).toHaveLength(1)
})

test('a verification that nobody can tell about is made once more: it leaves nothing behind', async () => {
  const { bench, anew, members } = await forgotten({
    wasEnrolled: true,
    isDone: true,
    config: { task: 'verify' },
  })
  expect(inShort(await together(anew, members))).toEqual(['sent', 'sent'])
  expect(taken(bench)).toHaveLength(2)
})

test('a process dies while it writes down the answers: some members have it, all get it, once', async () => {
  const bench = await startBioidBench()
  const members = await samplesOf('4711', 3)
  const copies = new Map(members.map((member) => [member, member.journal.copy()]))
  for (const member of members) {
    const write = member.journal.write.bind(member.journal)
    member.journal.write = async (memo) => {
      await write(memo)
      // The last one still has what was written before the task.
      const isLate = (memo as { state: string }).state === 'done' && member === members[2]
      if (!isLate) copies.set(member, member.journal.copy())
    }
  }
  await together(bench, members)
  const later = await Promise.all(
    members.map((member) => revived({ ...member, journal: copies.get(member) ?? member.journal })),
  )
  expect(later.map(({ journal }) => (journal.memo as { state: string }).state)).toEqual([
    'done',
    'done',
    'asked',
  ])
  const anew = bioidOn(bench.tap.url)
  expect(inShort(await together(anew, later))).toEqual(['sent', 'sent', 'sent'])
  expect(taken(bench)).toEqual([hashes(members)])
})

test('a page of somebody else is no word about the person: it is asked again later', async () => {
  const { bench, anew, members } = await forgotten({ wasEnrolled: false, isDone: false })
  bench.tap.script = ({ path }) =>
    path.startsWith('/extension/isenrolled') ? { status: 200, body: '<!-- portal --><html></html>' } : null
  expect(inShort(await together(anew, members))).toEqual(Array(2).fill('task-unanswered'))
  bench.tap.script = null
  expect(inShort(await together(anew, members))).toEqual(['sent', 'sent'])
  expect(taken(bench)).toEqual([hashes(members)])
})

test('another secret cannot open the token: while that lives, the task may still be carried out, so it is waited for', async () => {
  const bench = await startBioidBench({ settings: { apps: null } })
  bench.server.faults.add({ on: 'task', kind: 'reset-before' })
  bench.server.faults.add({ on: 'result', kind: 'reset-before' })
  const members = await samplesOf('4711', 1)
  await together(bench, members)
  bench.server.faults.clear()
  const anew = bioidOn(bench.tap.url, { secret: 'another' })
  expect(inShort(await together(anew, members))).toEqual(['task-unanswered'])
  const memo = members[0]?.journal.memo as Record<string, unknown>
  await members[0]?.journal.write({ ...memo, expiresAtMs: 0 })
  expect(inShort(await together(anew, members))).toEqual(['sent'])
  expect(taken(bench)).toEqual([hashes(members)])
})

test.each(['asked', 'done'] as const)(
  'another file under the same job (%s): its own content is sent',
  async (state) => {
    const bench = await startBioidBench()
    bench.server.people.enrol('bws.112.4711')
    const earlier = await memberOf('4711/a.jpg')
    if (state === 'asked') {
      bench.server.faults.add({ on: 'task', kind: 'reset-after' })
      bench.server.faults.add({ on: 'result', kind: 'reset-before' })
    }
    await together(bench, [earlier])
    bench.server.faults.clear()
    bench.server.tokens.expireAll()
    expect(earlier.journal.memo).toMatchObject({ state })
    const later = await memberOf('4711/a.jpg')
    const journal = earlier.journal.copy()
    bench.server.faults.add({ on: 'token', kind: 'status-500', times: 1 })
    const member = { ...later, journal, context: { ...later.context, journal } }
    expect(inShort(await together(bench, [member]))).toEqual(['server-error'])
    expect(journal.memo).toBeNull()
    expect(inShort(await together(bench, [member]))).toEqual(['sent'])
    expect(taken(bench)).toEqual([hashes([earlier]), hashes([later])])
  },
)

test('two sendings of one person come one after the other', async () => {
  const bench = await startBioidBench({ settings: { delayMs: 10 } })
  const [first, second] = [await samplesOf('4711', 2), await samplesOf('4711', 2)]
  await Promise.all([together(bench, first), together(bench, second)])
  const operations = bench.server.requests.map(({ operation }) => operation)
  expect(operations.indexOf('task')).toBeLessThan(operations.lastIndexOf('isenrolled'))
  for (const member of second)
    expect((await proofOf(bench, member)).notes[1]).toMatch(/^The person was enrolled before/)
})

test('trouble with the question whether somebody is enrolled holds nobody up', async () => {
  const bench = await startBioidBench()
  bench.server.faults.add({ on: 'isenrolled', kind: 'status-500' })
  expect(inShort(await together(bench, await samplesOf('4711', 1)))).toEqual(['sent'])
})

test('another server is another sending', async () => {
  const { bench, members } = await forgotten({ wasEnrolled: true, isDone: true })
  const elsewhere = await startBioidBench()
  elsewhere.server.people.enrol('bws.112.4711')
  expect(inShort(await together(elsewhere, members))).toEqual(['sent', 'sent'])
  expect(taken(elsewhere)).toEqual([hashes(members)])
  expect(taken(bench)).toHaveLength(1)
})
