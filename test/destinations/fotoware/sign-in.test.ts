import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { failureOf } from '../../support/until.ts'
import { answerInBrowser, open, parameter } from '../sign-in-person.ts'
import { stage } from './sign-in-stage.ts'

const NEVER = new AbortController().signal
const MINUTES = 60_000

/** Somebody else uses the port. */
async function take(port: number): Promise<void> {
  const other = net.createServer()
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => {
    other.close()
  })
}

async function isFree(port: number | undefined): Promise<boolean> {
  const probe = net.createServer()
  const isListening = await new Promise<boolean>((resolve) => {
    probe.once('error', () => {
      resolve(false)
    })
    probe.listen(port, '127.0.0.1', () => {
      resolve(true)
    })
  })
  if (isListening) await new Promise((resolve) => probe.close(resolve))
  return isListening
}

test('a person agrees in the browser: signed in, told so on a page, known to the archive', async () => {
  const { clock, ports, destination, signIn, secrets } = await stage()
  expect((await destination.check(NEVER)).problem).toMatchObject({
    code: 'sign-in-needed',
    remedy: expect.stringContaining('«sluice login archive»') as string,
  })
  const { url, untilMs } = await signIn.begin()
  expect(untilMs - clock.now()).toBe(10 * MINUTES)
  expect(new URL(url).pathname).toBe('/fotoweb/oauth2/authorize')
  expect(parameter(url, 'code_challenge')).toMatch(/^[\w-]{43}$/)
  expect(parameter(url, 'redirect_uri')).toBe(`http://127.0.0.1:${String(ports[0])}/callback`)
  const page = await answerInBrowser(url, 'approve', 'anna')
  expect(page.status).toBe(200)
  expect(page.text).toContain('You can close this window')
  expect(await signIn.outcome()).toEqual({ isSignedIn: true, problem: null })
  const { words, problem } = await destination.check(NEVER)
  expect([words[1]?.text, problem]).toEqual(['Signed in as anna.', null])
  expect([...secrets.values.keys()]).toEqual(['signin:archive'])
  expect(clock.timers).toBe(0)
  expect(await isFree(ports[0])).toBe(true)
})

test('the code goes to the archive with the verifier that belongs to the challenge, and no secret', async () => {
  const { tap, signIn } = await stage()
  const { url } = await signIn.begin()
  await answerInBrowser(url, 'approve')
  const form = new URLSearchParams(tap.requests.find(({ path }) => path.endsWith('/token'))?.body.toString())
  expect(form.get('grant_type')).toBe('authorization_code')
  expect(form.get('redirect_uri')).toBe(parameter(url, 'redirect_uri'))
  expect(form.get('code_verifier')).toMatch(/^[\w.~-]{43,128}$/)
  expect(form.has('client_secret')).toBe(false)
})

test('every sign-in has a state and a verifier of its own', async () => {
  const { signIn } = await stage()
  const [first, second] = [(await signIn.begin()).url, (await signIn.begin()).url]
  for (const name of ['state', 'code_challenge'])
    expect(parameter(first, name)).not.toBe(parameter(second, name))
})

describe('nobody is signed in', () => {
  test('when the person refuses', async () => {
    const { ports, signIn, secrets } = await stage()
    const page = await answerInBrowser((await signIn.begin()).url, 'deny')
    expect(page.text).toContain('Sluice is not signed in')
    expect(await signIn.outcome()).toMatchObject({
      isSignedIn: false,
      problem: { code: 'sign-in-refused', isRetried: false },
    })
    expect(secrets.values.size).toBe(0)
    expect(await isFree(ports[0])).toBe(true)
  })

  test('when the archive complains, whose words are kept plain', async () => {
    const { signIn } = await stage()
    const { url } = await signIn.begin()
    const query = new URLSearchParams({
      state: parameter(url, 'state'),
      error: 'server_error',
      error_description: `<script>alert(1)</script>\u001b[31m${'x'.repeat(500)}`,
    })
    const page = await open(`${parameter(url, 'redirect_uri')}?${query.toString()}`)
    expect(page.text).not.toContain('<script')
    const { problem } = await signIn.outcome()
    expect(problem?.detail).toContain('server_error <script>')
    expect(problem?.detail).not.toContain('\u001b')
    expect(problem?.detail?.length).toBeLessThan(300)
  })

  test('when the answer brings neither code nor error', async () => {
    const { signIn } = await stage()
    const { url } = await signIn.begin()
    await open(`${parameter(url, 'redirect_uri')}?state=${parameter(url, 'state')}`)
    expect(await signIn.outcome()).toMatchObject({ isSignedIn: false, problem: { detail: 'no code' } })
  })

  test('when somebody brings a code of their own, for another challenge', async () => {
    const { signIn, secrets } = await stage()
    const { url } = await signIn.begin()
    const other = new URL(url)
    other.searchParams.set('code_challenge', 'A'.repeat(43))
    const page = await answerInBrowser(other.href, 'approve')
    expect(page.text).toContain('Sluice is not signed in')
    expect(await signIn.outcome()).toMatchObject({
      isSignedIn: false,
      problem: { code: 'sign-in-refused', detail: expect.stringContaining('invalid_grant') as string },
    })
    expect(secrets.values.size).toBe(0)
  })

  test('by an answer with another state or to another path; the right one still counts', async () => {
    const { tap, signIn } = await stage()
    const { url } = await signIn.begin()
    const other = new URL(url)
    other.searchParams.set('state', 'of-somebody-else')
    expect((await answerInBrowser(other.href, 'approve')).status).toBe(400)
    const place = parameter(url, 'redirect_uri').replace('/callback', '/favicon.ico')
    expect((await open(place)).status).toBe(404)
    expect(tap.requests.some(({ path }) => path.endsWith('/token'))).toBe(false)
    expect((await answerInBrowser(url, 'approve')).status).toBe(200)
    expect((await signIn.outcome()).isSignedIn).toBe(true)
  })

  test('within ten minutes: the words name what may be registered wrongly', async () => {
    const { clock, ports, signIn } = await stage()
    const { url } = await signIn.begin()
    const outcome = signIn.outcome()
    await clock.advance(10 * MINUTES)
    const { isSignedIn, problem } = await outcome
    expect([isSignedIn, problem?.code]).toEqual([false, 'sign-in-timed-out'])
    expect(problem?.remedy).toContain(parameter(url, 'redirect_uri'))
    await expect.poll(() => isFree(ports[0])).toBe(true)
    expect(clock.timers).toBe(0)
  })

  test('after it was called off', async () => {
    const { clock, ports, signIn } = await stage()
    await signIn.begin()
    const outcome = signIn.outcome()
    await signIn.cancel()
    expect(await outcome).toMatchObject({ isSignedIn: false, problem: { code: 'sign-in-cancelled' } })
    expect(await isFree(ports[0])).toBe(true)
    expect(clock.timers).toBe(0)
    await signIn.cancel()
  })

  test('when it is called off while the archive is being asked, and the page says so', async () => {
    const { tap, server, signIn, secrets } = await stage()
    server.faults.add({ on: 'token', kind: 'hang', times: 1 })
    const { url } = await signIn.begin()
    const page = answerInBrowser(url, 'approve')
    await expect.poll(() => tap.requests.some(({ path }) => path.endsWith('/token'))).toBe(true)
    await signIn.cancel()
    expect((await page).text).toContain('was ended before it was complete')
    expect((await signIn.outcome()).isSignedIn).toBe(false)
    expect(secrets.values.size).toBe(0)
  })

  test.each([
    ['reset-before', 'connection-broken'],
    ['status-500', 'sign-in-unavailable'],
    ['html', 'unexpected-answer'],
  ] as const)('when the archive cannot be asked (%s); it can be begun again', async (kind, code) => {
    const { server, signIn } = await stage()
    server.faults.add({ on: 'token', kind, times: 1 })
    const page = await answerInBrowser((await signIn.begin()).url, 'approve')
    expect(page.text).toContain('Begin the sign-in again')
    expect((await signIn.outcome()).problem).toMatchObject({ code, isRetried: false })
    await answerInBrowser((await signIn.begin()).url, 'approve')
    expect((await signIn.outcome()).isSignedIn).toBe(true)
  })
})

test('a redirect address that is not registered: the archive shows a page, and nothing comes back', async () => {
  const { signIn } = await stage({ redirectPath: '/elsewhere' })
  const page = await answerInBrowser((await signIn.begin()).url, 'approve')
  expect([page.status, page.redirectedTo]).toEqual([400, null])
})

test('a second sign-in ends the first, on the same port', async () => {
  const { ports, signIn } = await stage()
  const first = await signIn.begin()
  const outcome = signIn.outcome()
  const second = await signIn.begin()
  expect((await outcome).problem?.code).toBe('sign-in-cancelled')
  expect(parameter(second.url, 'redirect_uri')).toContain(`:${String(ports[0])}/`)
  expect((await answerInBrowser(first.url, 'approve')).status).toBe(400)
  expect((await answerInBrowser(second.url, 'approve')).status).toBe(200)
  expect((await signIn.outcome()).isSignedIn).toBe(true)
})

test('two that are begun at the same moment: the later one counts, and no port is left behind', async () => {
  const { ports, signIn } = await stage()
  const [, second] = await Promise.all([signIn.begin(), signIn.begin()])
  expect((await answerInBrowser(second.url, 'approve')).status).toBe(200)
  expect((await signIn.outcome()).isSignedIn).toBe(true)
  expect(await Promise.all(ports.map(isFree))).toEqual([true, true])
})

test('a port that is taken: the next one is used; all taken: words', async () => {
  const { ports, signIn } = await stage({ name: 'my archive' })
  await take(ports[0] ?? 0)
  const { url } = await signIn.begin()
  expect(parameter(url, 'redirect_uri')).toContain(`:${String(ports[1])}/`)
  expect((await answerInBrowser(url, 'approve')).status).toBe(200)
  await take(ports[1] ?? 0)
  expect(await failureOf(signIn.begin())).toMatchObject({
    problem: { code: 'redirect-ports-taken', what: expect.stringContaining(ports.join(', ')) as string },
  })
})

test('nobody has begun one: words with the command', async () => {
  const { signIn } = await stage({ name: 'my archive' })
  expect(await failureOf(signIn.outcome())).toMatchObject({
    problem: {
      code: 'no-sign-in-begun',
      remedy: expect.stringContaining('sluice login "my archive"') as string,
    },
  })
})

test('a destination that ends ends its sign-in and leaves the port', async () => {
  const { ports, destination, signIn } = await stage()
  await signIn.begin()
  const outcome = signIn.outcome()
  await destination.close()
  expect((await outcome).problem?.code).toBe('sign-in-cancelled')
  expect(await isFree(ports[0])).toBe(true)
})

test('a destination that ends while its renewed sign-in is being stored does not lose it', async () => {
  const { server, signIn, destination, secrets, reborn } = await stage()
  await answerInBrowser((await signIn.begin()).url, 'approve')
  await signIn.outcome()
  server.revokeTokens()
  const reached = Promise.withResolvers<null>()
  secrets.beforeWrite = async () => {
    reached.resolve(null)
    // A store that takes its time.
    await delay(200)
  }
  const check = destination.check(NEVER)
  await reached.promise
  await destination.close()
  expect(secrets.writes).toHaveLength(2)
  await check
  secrets.beforeWrite = () => undefined
  expect((await reborn().check(NEVER)).problem).toBeNull()
})

test('two computers with one account each have a sign-in of their own', async () => {
  const { server, signIn, reborn, secrets } = await stage()
  await answerInBrowser((await signIn.begin()).url, 'approve')
  await signIn.outcome()
  const mine = new Map(secrets.values)
  await answerInBrowser((await signIn.begin()).url, 'approve')
  await signIn.outcome()
  const theirs = new Map(secrets.values)
  for (const store of [mine, theirs, mine, theirs]) {
    server.revokeTokens()
    for (const [name, value] of store) secrets.values.set(name, value)
    expect((await reborn().check(NEVER)).problem).toBeNull()
    for (const [name, value] of secrets.values) store.set(name, value)
  }
})

test('a secret store that refuses: signed in until Sluice ends, on the page, in the outcome and in a check', async () => {
  const { destination, signIn, secrets } = await stage()
  secrets.beforeWrite = () => {
    throw new Error('The disk is full')
  }
  const page = await answerInBrowser((await signIn.begin()).url, 'approve')
  expect(page.status).toBe(200)
  expect(page.text).toContain('It lasts until Sluice ends')
  expect(await signIn.outcome()).toMatchObject({ isSignedIn: true, problem: { code: 'sign-in-not-kept' } })
  const { words, problem } = await destination.check(NEVER)
  expect(problem).toBeNull()
  expect(words.at(-1)?.text).toContain('It lasts until Sluice ends')
})

test('an archive that refuses even what was renewed: the words name the command, the log the reason', async () => {
  const { server, signIn, destination, lines } = await stage()
  await answerInBrowser((await signIn.begin()).url, 'approve')
  await signIn.outcome()
  server.faults.add({ on: 'browse', kind: 'status-401' })
  const { problem } = await destination.check(NEVER)
  expect(problem).toMatchObject({ code: 'sign-in-needed' })
  expect(problem?.remedy).toContain('«sluice login archive»')
  expect(lines.at(-1)).toContain('refused although it had just been renewed')
  server.faults.clear()
  expect((await destination.check(NEVER)).problem).toBeNull()
})
