import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { answerInBrowser, freePort, NATIVE, nativeClient } from '../destinations/sign-in-person.ts'
import type { FotowareServer } from '../servers/fotoware/server.ts'
import { startForTest } from '../servers/fotoware/test-client.ts'
import { sluice, type SluiceLine, type SluiceProcess, startSluice } from '../support/sluice-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'
import { objects, sluice as plain } from '../unit/cli/run-process.ts'

interface Desk {
  dataDir: string
  hot: string
  server: FotowareServer
  start: (...args: string[]) => SluiceProcess
}

async function desk(): Promise<Desk> {
  const dir = await temporaryFolder()
  const port = await freePort()
  const server = await startForTest({ auth: nativeClient([port]) })
  const [dataDir, hot] = [path.join(dir, 'data'), path.join(dir, 'hot')]
  await mkdir(dataDir)
  await mkdir(hot)
  await writeFile(
    path.join(dataDir, 'config.json'),
    JSON.stringify({
      destinations: [
        {
          ...{
            name: 'archive',
            kind: 'fotoware',
            url: server.url,
            collection: '/fotoweb/archives/5000-Photos/',
          },
          auth: { method: 'browser', clientId: NATIVE, redirectPorts: [port] },
        },
        {
          ...{ name: 'open', kind: 'fotoware', url: server.url, collection: null, auth: { method: 'none' } },
        },
      ],
      folders: [{ name: 'hot', path: hot, to: ['archive'], settleMs: 200, sidecarGraceMs: 0 }],
    }),
  )
  const start = (...args: string[]): SluiceProcess => {
    const run = startSluice([...args, '--data', dataDir])
    onTestFinished(async () => {
      run.kill('SIGKILL')
      await run.ended.catch(() => undefined)
    })
    return run
  }
  return { dataDir, hot, server, start }
}

async function line(run: SluiceProcess, event: string): Promise<SluiceLine> {
  const found = (): SluiceLine | undefined => run.lines.find((one) => one.event === event)
  await until(() => found() !== undefined || run.isEnded, `${event}; stderr: ${run.stderr}`)
  const told = found()
  if (told === undefined) throw new Error(`ended without ${event}: ${run.stderr}`)
  return told
}

/** The engine has something to send, and waits for a person. */
async function signInWaitedFor(run: SluiceProcess): Promise<void> {
  const isWaiting = (): boolean => run.lines.some((one) => JSON.stringify(one).includes('sign-in-needed'))
  await until(isWaiting, `the engine waits for a person; stderr: ${run.stderr}`)
}

async function addressOf(run: SluiceProcess): Promise<string> {
  return String((await line(run, 'signIn'))['url'])
}

test('login without a running engine: the sign-in is kept, check knows who it is, and a run uses it', async () => {
  const { dataDir, hot, start, server } = await desk()
  const before = await sluice('check', 'archive', '--json', '--data', dataDir)
  expect(before.code).toBe(3)
  expect(JSON.stringify(before.lines)).toContain('«sluice login archive»')

  const login = start('login', 'archive', '--json')
  expect((await answerInBrowser(await addressOf(login), 'approve')).status).toBe(200)
  expect(await login.ended).toBe(0)
  expect(login.lines.at(-1)).toMatchObject({ event: 'signedIn', words: 'Signed in as anna.' })
  const kept = path.join(dataDir, 'secrets.json')
  expect(await readFile(kept, 'utf8')).toContain('signin:archive')
  if (process.platform !== 'win32') expect((await stat(kept)).mode & 0o077).toBe(0)

  const check = await sluice('check', 'archive', '--json', '--data', dataDir)
  expect(check.code).toBe(0)
  expect(check.lines[0]?.['words']).toContain('Signed in as anna.')
  await writeFile(path.join(hot, 'a.jpg'), Buffer.alloc(1000, 1))
  expect((await sluice('run', '--once', '--json', '--data', dataDir)).code).toBe(0)
  expect(server.assets().map(({ filename }) => filename)).toEqual(['a.jpg'])
})

test('login while an engine runs: the engine is signed in, and what waited is delivered', async () => {
  const { dataDir, hot, start } = await desk()
  await writeFile(path.join(hot, 'a.jpg'), Buffer.alloc(1000, 1))
  const run = start('run', '--json')
  await signInWaitedFor(run)
  const login = start('login', 'archive', '--json')
  await answerInBrowser(await addressOf(login), 'approve', 'ben')
  expect(await login.ended).toBe(0)
  expect(login.lines.at(-1)).toMatchObject({ event: 'signedIn', words: 'Signed in as ben.' })
  await line(run, 'done')
  run.kill('SIGTERM')
  await run.ended
  expect(await readFile(path.join(dataDir, 'secrets.json'), 'utf8')).toContain('signin:archive')
})

test('people read the address, and words when it is refused', async () => {
  const { dataDir } = await desk()
  let pages: Promise<unknown> = Promise.resolve()
  const outcome = await plain(['login', 'archive', '--data', dataDir], {
    onStdout: (text) => {
      const url = /^http\S+oauth2\/authorize\S+$/m.exec(text)?.[0]
      if (url !== undefined) pages = answerInBrowser(url, 'deny')
    },
  })
  await pages
  expect(outcome.stdout).toContain('Open this address in a browser on this computer and sign in there:')
  expect(outcome.stdout).toContain('end with Ctrl-C.')
  expect(outcome.stderr).toContain('The sign-in at «archive» was refused')
  expect(outcome.code).toBe(3)
})

test.each([false, true])('Ctrl-C ends the sign-in, with a running engine: %s', async (isRunning) => {
  const { hot, start } = await desk()
  if (isRunning) {
    await writeFile(path.join(hot, 'a.jpg'), Buffer.alloc(1000, 1))
    const run = start('run', '--json')
    await signInWaitedFor(run)
  }
  const login = start('login', 'archive', '--json')
  const url = await addressOf(login)
  login.kill('SIGINT')
  expect(await login.ended).toBe(130)
  // The page of the archive leads nowhere any more.
  await expect(answerInBrowser(url, 'approve')).rejects.toThrow()
})

test('names that are wrong, and destinations that need no browser', async () => {
  const { dataDir } = await desk()
  const unknown = await plain(['login', 'nobody', '--data', dataDir])
  expect([unknown.code, unknown.stderr]).toEqual([
    2,
    expect.stringContaining('There is no destination named «nobody»') as string,
  ])
  const open = await plain(['login', 'open', '--data', dataDir])
  expect([open.code, open.stderr]).toEqual([
    2,
    expect.stringContaining('does not sign in through the browser') as string,
  ])
  expect(objects((await plain(['login', 'open', '--json', '--data', dataDir])).stdout)).toEqual([])
})

test('logout: the sign-in is forgotten, with a running engine and without', async () => {
  const { dataDir, hot, start } = await desk()
  const signIn = async (): Promise<void> => {
    const login = start('login', 'archive', '--json')
    await answerInBrowser(await addressOf(login), 'approve')
    expect(await login.ended).toBe(0)
  }
  await signIn()
  const out = await plain(['logout', 'archive', '--data', dataDir])
  expect([out.code, out.stdout]).toEqual([0, 'Nobody is signed in at «archive» now: uploads to it wait.\n'])
  expect((await sluice('check', 'archive', '--json', '--data', dataDir)).code).toBe(3)
  await signIn()
  const run = start('run', '--json')
  await writeFile(path.join(hot, 'a.jpg'), Buffer.alloc(1000, 1))
  await line(run, 'done')
  expect((await sluice('logout', 'archive', '--json', '--data', dataDir)).lines).toEqual([
    { event: 'signedOut', destination: 'archive' },
  ])
  await writeFile(path.join(hot, 'b.jpg'), Buffer.alloc(1000, 2))
  const isWaiting = (one: SluiceLine): boolean => one.event === 'waiting' && one.path === 'b.jpg'
  await until(() => run.lines.some(isWaiting), 'b.jpg waits')
  expect(await readFile(path.join(dataDir, 'secrets.json'), 'utf8')).not.toContain('refreshToken')
  await signIn()
  await until(
    () => run.lines.some(({ event, path }) => event === 'done' && path === 'b.jpg'),
    'b.jpg is there',
  )
})
