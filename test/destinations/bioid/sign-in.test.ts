import { expect, onTestFinished, test } from 'vitest'
import { APP, bioidOn, hashes, inShort, samplesOf, startBioidBench, taken, together } from '../bioid-bench.ts'
import { startBioidServer } from '../../servers/bioid/server.ts'

const NEVER = new AbortController().signal
const CUSTOMER_SECRET = 'their-VERY-SECRET'

/** A destination that gets its tokens from the customer's own address. */
async function withTokenAddress(
  options: Parameters<typeof startBioidBench>[0] = {},
  path = '/customer/token',
) {
  // Both know the same tokens, so the customer's address is on the server itself.
  const bench = await startBioidBench({
    ...options,
    secret: CUSTOMER_SECRET,
    settings: { customerSecret: CUSTOMER_SECRET, ...options.settings },
  })
  const auth = { method: 'token-url', url: `${bench.tap.url}${path}`, secret: 'token-secret' }
  const made = bioidOn(bench.tap.url, {
    ...options,
    secret: CUSTOMER_SECRET,
    config: { auth, ...options.config },
  })
  return { ...bench, ...made }
}

test('tokens come from the customer’s own address; App-ID and secret are not needed', async () => {
  const bench = await withTokenAddress()
  const members = await samplesOf('4711', 2)
  expect(inShort(await together(bench, members))).toEqual(['sent', 'sent'])
  expect(taken(bench)).toEqual([hashes(members)])
  const asked = bench.server.requests.find(({ operation }) => operation === 'token')
  expect(asked).toMatchObject({
    path: '/customer/token',
    query: { bcid: 'bws.112.4711', task: 'enroll', livedetection: 'false', traits: 'face' },
    headers: { authorization: `Bearer ${CUSTOMER_SECRET}` },
  })
  // Nothing else gets that secret, and nothing is asked that needs the other.
  const others = bench.server.requests.filter(({ operation }) => operation !== 'token')
  expect(JSON.stringify(others)).not.toContain(CUSTOMER_SECRET)
  expect(others.map(({ operation }) => operation)).toEqual(['upload', 'upload', 'task'])
})

test.each([
  ['in plain text', (token: string) => `${token}\n`],
  ['in quotes', (token: string) => `"${token}"`],
  ['in an object', (token: string) => JSON.stringify({ access_token: token })],
])('a token %s is understood', async (_how, written) => {
  const bench = await withTokenAddress()
  const token = bench.server.tokens.issue(
    { id: 'x', bcid: 'bws.112.4711', task: 'enroll', livedetection: 'false' },
    'x',
  )
  bench.tap.script = ({ path }) =>
    path.startsWith('/customer') ? { status: 200, body: written(token) } : null
  expect(inShort(await together(bench, await samplesOf('4711', 1)))).toEqual(['sent'])
})

test.each([
  ['another person', { bcid: 'bws.112.4712', task: 'enroll' }],
  ['another task', { bcid: 'bws.112.4711', task: 'verify' }],
])('a token for %s is not used: nobody’s samples go to somebody else', async (_what, query) => {
  const bench = await withTokenAddress()
  const token = bench.server.tokens.issue({ id: 'x', ...query }, 'x')
  bench.tap.script = ({ path }) => (path.startsWith('/customer') ? { status: 200, body: token } : null)
  const [outcome] = await together(bench, await samplesOf('4711', 1))
  expect(outcome).toMatchObject({ error: { kind: 'destination', problem: { code: 'wrong-token' } } })
  expect(bench.server.requests.some(({ operation }) => operation === 'upload')).toBe(false)
})

test('a token that demands live detection needs two samples, whatever the settings say', async () => {
  const bench = await withTokenAddress()
  const token = bench.server.tokens.issue({ id: 'x', bcid: 'bws.112.4711', task: 'enroll' }, 'x')
  bench.tap.script = ({ path }) => (path.startsWith('/customer') ? { status: 200, body: token } : null)
  expect(inShort(await together(bench, await samplesOf('4711', 1)))).toEqual(['too-few-samples'])
})

test.each(['<html>Welcome</html>', '', '{"other":1}', 'two words'])('%s is no token', async (body) => {
  const bench = await withTokenAddress()
  bench.tap.script = ({ path }) => (path.startsWith('/customer') ? { status: 200, body } : null)
  const [outcome] = await together(bench, await samplesOf('4711', 1))
  expect(outcome).toMatchObject({ error: { kind: 'unexpected' } })
})

test('an opaque token is used for as long as the documentation says', async () => {
  const bench = await withTokenAddress()
  bench.tap.script = ({ path }) =>
    path.startsWith('/customer')
      ? { status: 200, body: 'opaque' }
      : { status: 200, body: path.startsWith('/extension/upload') ? '{"Accepted":true}' : '{"Success":true}' }
  expect(inShort(await together(bench, await samplesOf('4711', 1)))).toEqual(['sent'])
  expect(bench.tap.requests.at(-1)?.headers.authorization).toBe('Bearer opaque')
})

/** A token address that says the same to everybody, and tokens that do not tell whom they are for. */
async function withOneToken() {
  const bench = await withTokenAddress()
  const answers: Record<string, string> = { upload: '{"Accepted":true}', enroll: '{"Success":true}' }
  let lost = 0
  bench.tap.script = ({ path }) => {
    if (path.startsWith('/customer')) return { status: 200, body: 'opaque' }
    const name = /^\/extension\/(\w+)/.exec(path)?.[1] ?? ''
    if (name === 'upload' && lost-- > 0) return { status: 502, body: '' }
    return { status: 200, body: answers[name] ?? '' }
  }
  const uploads = (): number => bench.tap.requests.filter(({ path }) => path.includes('/upload')).length
  return {
    ...bench,
    uploads,
    loseUploads: (count: number) => {
      lost = count
    },
  }
}

test('one token for two people is not used twice: they would be one person', async () => {
  const bench = await withOneToken()
  expect(inShort(await together(bench, await samplesOf('4711', 1)))).toEqual(['sent'])
  const [outcome] = await together(bench, await samplesOf('4712', 1))
  expect(outcome).toMatchObject({ error: { kind: 'destination', problem: { code: 'wrong-token' } } })
  expect(bench.uploads()).toBe(1)
})

test('the same token again is used when a task has emptied it, and not while samples may lie under it', async () => {
  const bench = await withOneToken()
  expect(inShort(await together(bench, await samplesOf('4711', 1)))).toEqual(['sent'])
  expect(inShort(await together(bench, await samplesOf('4711', 1)))).toEqual(['sent'])
  bench.loseUploads(1)
  const [outcome] = await together(bench, await samplesOf('4711', 1))
  expect(outcome).toMatchObject({ error: { kind: 'destination', problem: { code: 'wrong-token' } } })
  expect(bench.uploads()).toBe(3)
})

test('a task whose answer is lost is asked for again with the token; when that is over, a person decides', async () => {
  const bench = await withTokenAddress()
  bench.server.faults.add({ on: 'task', kind: 'reset-before', times: 1 })
  const members = await samplesOf('4711', 1)
  expect(inShort(await together(bench, members))).toEqual(['sent'])
  bench.server.faults.add({ on: 'task', kind: 'reset-after', times: 1 })
  const others = await samplesOf('4712', 1)
  const [outcome] = await together(bench, others)
  expect(outcome).toMatchObject({ error: { kind: 'server', problem: { code: 'task-unanswered' } } })
  bench.server.tokens.expireAll()
  expect(inShort(await together(bench, others))).toEqual(['unproved'])
  expect(taken(bench)).toHaveLength(2)
})

test('check: version, features, and whether the partition is there', async () => {
  const bench = await startBioidBench()
  const found = await bench.destination.check(NEVER)
  expect(found.problem).toBeNull()
  expect(found.words.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^127\.0\.0\.1:\d+ answers \(Practice BWS, 2\.5\.0\)\.$/) as string,
    'It offers: Enrollment, Verification.',
    'A person is sent (enroll) with 4 samples, or with fewer after 5 s without a new one.',
  ])
  const wrong = await startBioidBench({ config: { partition: 7 } })
  expect((await wrong.destination.check(NEVER)).problem).toMatchObject({ code: 'unknown-partition' })
  const storage = await startBioidBench({ config: { storage: 'other' } })
  expect((await storage.destination.check(NEVER)).problem).toMatchObject({ code: 'unknown-partition' })
})

test('check: what a service does not tell is no problem', async () => {
  const bench = await startBioidBench({ config: { partition: 7 } })
  bench.tap.script = () => ({
    status: 200,
    body: '{"Version":2,"Features":[{"Name":"X","Partitions":"5, 7"}]}',
  })
  expect((await bench.destination.check(NEVER)).problem).toBeNull()
  bench.tap.script = () => ({ status: 200, body: '{}' })
  expect((await bench.destination.check(NEVER)).problem).toBeNull()
})

test('check: a wrong secret, a web page', async () => {
  const wrong = await startBioidBench({ secret: 'wrong' })
  expect((await wrong.destination.check(NEVER)).problem).toMatchObject({ code: 'sign-in-needed' })
  const page = await startBioidBench()
  page.server.faults.add({ on: 'status', kind: 'html' })
  expect((await page.destination.check(NEVER)).problem).toMatchObject({ code: 'unexpected-answer' })
})

test('check: the task «none» and live detection are warned about', async () => {
  const none = await startBioidBench({ config: { task: 'none' } })
  expect((await none.destination.check(NEVER)).words.at(-1)?.text).toMatch(/^Warning: "task" is "none"/)
  const live = await startBioidBench({ config: { liveDetection: true } })
  expect((await live.destination.check(NEVER)).words.at(-1)?.text).toMatch(/^Live detection is on/)
})

test('check with a token address: whether it hands out tokens', async () => {
  const bench = await withTokenAddress()
  const found = await bench.destination.check(NEVER)
  expect([found.problem, found.words[0]?.text]).toEqual([null, 'The token address hands out tokens.'])
  bench.server.settings.customerSecret = 'another'
  expect((await bench.destination.check(NEVER)).problem).toMatchObject({ code: 'sign-in-needed' })
})

test('the address may name the server alone, or the resource with or without a slash', async () => {
  const server = await startBioidServer({ apps: [APP] })
  onTestFinished(() => server.close())
  for (const url of [server.url, `${server.url}/`, `${server.url}/extension`, `${server.url}/extension/`])
    expect((await bioidOn(url).destination.check(NEVER)).problem).toBeNull()
  const elsewhere = await bioidOn(`${server.url}/elsewhere`).destination.check(NEVER)
  expect(elsewhere.problem).toMatchObject({ code: 'no-upload-api' })
})
