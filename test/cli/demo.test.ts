import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const PROGRAM = path.resolve(import.meta.dirname, '../demo/main.ts')
const DEMO_MS = 180_000

/** A temporary folder of its own, so that it can be seen whether the demo leaves anything in it. */
let tmp: string
let started: ChildProcess[]
beforeEach(async () => {
  tmp = await mkdtemp(path.join(os.tmpdir(), 'sluice-demo-test-'))
  started = []
})
afterEach(async () => {
  for (const child of started) child.kill('SIGKILL')
  await rm(tmp, { recursive: true, force: true })
})

function startDemo(...args: string[]) {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...process.env, TMPDIR: tmp },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  const printed = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text
    })
  }
  const end = once(child, 'close').then(([code]: unknown[]) => ({ code, ...printed }))
  const until = async (words: string): Promise<void> => {
    while (!printed.stdout.includes(words)) {
      const more = await Promise.race([once(child.stdout, 'data').then(() => true), end.then(() => false)])
      if (!more) throw new Error(`«${words}» was not printed, only: ${printed.stdout}${printed.stderr}`)
    }
  }
  return { child, end, until }
}

/** Command lines of the processes that know this demo's folder. */
async function processesOf(folder: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const texts = await Promise.all(
    ids.map(async (id) => {
      const read = (name: string): Promise<string> => readFile(`/proc/${id}/${name}`, 'utf8').catch(() => '')
      return { command: await read('cmdline'), environment: await read('environ') }
    }),
  )
  return texts
    .filter(({ command, environment }) => `${command}${environment}`.includes(folder))
    .map(({ command }) => command)
}

async function expectNothingLeft(): Promise<void> {
  expect(await readdir(tmp)).toEqual([])
  if (process.platform === 'linux') expect(await processesOf(tmp)).toEqual([])
}

test(
  'the demo delivers every file through a crash and says so',
  async () => {
    const { code, stdout, stderr } = await startDemo('--small').end
    expect(stderr.replace(/^Ending: .*\n/, '')).toBe('')
    expect(code).toBe(0)
    const killed = /Killed\. At this moment (\d+) of the 24 chunks of interview\.mov/.exec(stdout)
    const there = Number(killed?.[1])
    expect(there).toBeGreaterThan(0)
    // Up to three chunks are under way, and may arrive in the very moment of the crash.
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      new RegExp(
        `of the ${there} chunks of interview\\.mov that were there before the crash (none|[1-3]) came again.*, and the missing ${24 - there} were sent\\.`,
      ),
    )
    const rows = stdout.split('\n').filter((line) => /[✓✗] +[✓✗–] +equal$/.test(line))
    expect(rows).toHaveLength(29)
    expect(stdout).toMatch(/Grüße aus Köln\.jpg +[\d.]+ kB {2}([\da-f]{8}) {2}\1 {2}✓ {5}– {4}equal\n/)
    expect(rows.filter((row) => /✓ +✓ +equal$/.test(row))).toHaveLength(6)
    const told = stdout.replaceAll(/\s+/g, ' ')
    expect(told).toContain(
      'All 29 files are in the archive, each once and equal, and 6 sidecars with every field.',
    )
    expect(stdout).toMatch(/^ {2}add {6}"regatta" · "sluice demo"$/m)
    expect(stdout).toMatch(/^Keywords \(25\) +\S.* · regatta · sluice demo +equal$/m)
    expect(told).toMatch(
      /The template wrote \d+ fields of 29 files, and the archive has every one as its receipt says\./,
    )
    await expectNothingLeft()
  },
  DEMO_MS,
)

describe('ended by a person', () => {
  test.each([
    ['while photos are made', 'Photos are made', 'SIGTERM', 143],
    ['while files are sent', 'delivered', 'SIGINT', 130],
  ] as const)(
    '%s, it leaves nothing behind',
    async (_when, words, signal, code) => {
      const demo = startDemo('--small')
      await demo.until(words)
      demo.child.kill(signal)
      expect(await demo.end).toMatchObject({
        code,
        stderr: '\nThe demo was ended; everything is cleaned up.\n',
      })
      await expectNothingLeft()
    },
    DEMO_MS,
  )
})

test.each([
  [['--destination', 'picapport'], 'The demo of picapport comes with a later version; for now there is'],
  [['--destination', 'fotowear'], 'There is no destination called «fotowear»; for now there is'],
  [['--kepp'], 'The demo knows --keep'],
])('%s: one sentence, and nothing is begun', async (args, words) => {
  const { code, stdout, stderr } = await startDemo(...args).end
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(words)
  expect(stderr.trim().split('\n')).toHaveLength(1)
})
