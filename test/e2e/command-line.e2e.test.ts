import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { DEFAULT_PORT } from '../../electron/headless/ui-address.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'

const MAIN = path.resolve(import.meta.dirname, '../../electron/cli/main.ts')
const ADDRESS = /The window: (\S+)/

interface Running {
  child: ChildProcess
  dataDir: string
  printed: () => Promise<string>
  told: () => string
}

/** `sluice run --ui …` on a machine where nothing is set up, with its output in a file as a service has it. */
async function run(
  args: string[],
  envOf: (output: string) => Record<string, string> = () => ({}),
): Promise<Running> {
  const dir = await temporaryFolder()
  const dataDir = path.join(dir, 'data')
  const output = path.join(dir, 'output')
  const handle = openSync(output, 'a')
  const child = spawn(process.execPath, [MAIN, 'run', '--data', dataDir, '--ui', ...args], {
    env: { ...process.env, SLUICE_SECRETS: 'file', NO_COLOR: '1', ...envOf(output) },
    stdio: ['ignore', handle, 'pipe'],
  })
  closeSync(handle)
  let told = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    told += text
  })
  onTestFinished(async () => {
    if (child.exitCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  const printed = (): Promise<string> => readFile(output, 'utf8')
  await until(
    async () => child.exitCode !== null || ADDRESS.test(await printed()),
    'the window is served',
    60_000,
  )
  return { child, dataDir, printed, told: () => told }
}

async function tokenOf({ dataDir }: Running): Promise<string> {
  return (await readFile(path.join(dataDir, 'ui-token'), 'utf8')).trim()
}

test('the address with the token is printed once, and an open stream does not hold up the end', async () => {
  const running = await run(['127.0.0.1:0'])
  const token = await tokenOf(running)
  const text = await running.printed()
  expect(text.split(token)).toHaveLength(2)
  expect(text).toContain('Nothing is set up yet')
  const [, address = ''] = ADDRESS.exec(text) ?? []
  const headers = { authorization: `Bearer ${token}` }
  const stream = await fetch(new URL('/api/events', address), { headers })
  expect(stream.headers.get('content-type')).toContain('text/event-stream')
  running.child.kill('SIGTERM')
  await once(running.child, 'exit')
  expect(running.child.exitCode).toBe(0)
  expect(await stream.text()).toContain('"sequence":0')
})

test('a journal, which others may read, does not get the token', async () => {
  const running = await run(['127.0.0.1:0'], (output) => {
    const { dev, ino } = statSync(output)
    return { JOURNAL_STREAM: `${dev}:${ino}` }
  })
  const text = await running.printed()
  expect(text).not.toContain(await tokenOf(running))
  expect(text).toContain(path.join(running.dataDir, 'ui-token'))
})

test('a port that is taken by others gives way to the next, and that is said', async () => {
  const other = net.createServer()
  onTestFinished(() => {
    other.close()
  })
  // On a machine with a Sluice of its own the port is taken already.
  await new Promise<void>((resolve) =>
    other.once('error', () => resolve()).listen(DEFAULT_PORT, '127.0.0.1', resolve),
  )
  const running = await run([])
  const [, address = ''] = ADDRESS.exec(await running.printed()) ?? []
  expect(Number(new URL(address).port)).toBeGreaterThan(DEFAULT_PORT)
  expect(running.told()).toContain(`Port ${DEFAULT_PORT} is taken`)
})

test('over the network it warns in words', async () => {
  const running = await run(['0.0.0.0:0', '--ui-remote', 'sluice.example.org'])
  expect(running.told()).toContain('can be reached as sluice.example.org: everyone who knows its token')
})
