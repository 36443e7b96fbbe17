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

/** How often each outcome stands in the table of a short story, and every line is right. */
interface ToldStory {
  args: string[]
  outcomes: { delivered: number; 'already there': number; rejected: number }
  lines: RegExp[]
  aside: string
}

const STORIES: Record<string, ToldStory> = {
  picapport: {
    args: ['--small'],
    outcomes: { delivered: 14, 'already there': 1, rejected: 1 },
    lines: [
      /^Kraków rynek\.jpeg +already there +\S+ +1 × holiday\.jpg +right$/m,
      /^family\/@Anna\/Anna am See\.jpg +delivered +\S+ +1 × Anna +right$/m,
      /^PicApport itself says: 15 photos, \d+ of them with tags and 2 with the person Anna\.$/m,
    ],
    aside: 'screenshot.jpg.txt',
  },
  bioid: {
    args: [],
    outcomes: { delivered: 11, 'already there': 0, rejected: 1 },
    lines: [
      /^4712 Ben\/Ben 4\.jpg +delivered +token \S+ +1 × bws\.112\.4712 +right$/m,
      /^4713 Åsa\/Åsa 3\.jpg +rejected +NoFaceFound +– +right$/m,
      /^BioID itself says: 3 enrolments, bws\.112\.4711 with 4 samples, bws\.112\.4712 with 4 samples,\nbws\.112\.4713 with 3 samples\.$/m,
    ],
    aside: '4713 Åsa/Åsa 3.jpg.txt',
  },
  basip: {
    args: [],
    outcomes: { delivered: 15, 'already there': 1, rejected: 2 },
    lines: [
      /^Jane Roe\.jpg +front door +delivered +identifier \d+, looked up +1 × Jane Roe +right$/m,
      /^Jane Roe\.jpg +back door +already there +identifier 1, kept +1 × Jane Roe +right$/m,
      /^The panels themselves say: 8 faces on the front door, 8 faces on the back door\.$/m,
    ],
    aside: 'Wall.jpg.txt',
  },
}

test.each(Object.entries(STORIES))(
  'the demo of %s brings every file to its end through a crash and says so',
  async (kind, { args, outcomes, lines, aside }) => {
    const { code, stdout, stderr } = await startDemo('--destination', kind, ...args).end
    expect(stderr.replace(/^Ending: .*\n/, '')).toBe('')
    expect(stdout).not.toContain('WRONG')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^4\. Killed\. At this moment /m)
    for (const [outcome, count] of Object.entries(outcomes)) {
      const rows = stdout.split('\n').filter((line) => new RegExp(` ${outcome} .* right$`).test(line))
      expect(rows, outcome).toHaveLength(count)
    }
    for (const line of lines) expect(stdout).toMatch(line)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('is at its server exactly once, the crash included.')
    const [, reason = ''] = stdout.split(`\n   _rejected/${aside}\n`)
    expect(reason).toMatch(/^\n {3}\| \S/)
    await expectNothingLeft()
  },
  DEMO_MS,
)

describe('ended by a person', () => {
  test.each([
    ['while photos are made', ['--small'], 'Photos are made', 'SIGTERM', 143],
    ['while files are sent', ['--small'], 'delivered', 'SIGINT', 130],
    ['while faces are enrolled', ['--destination', 'basip'], 'delivered', 'SIGINT', 130],
    ['while it is kept', ['--destination', 'bioid', '--keep'], 'runs again and stays', 'SIGINT', 0],
  ] as const)(
    '%s, it leaves nothing behind',
    async (_when, args, words, signal, code) => {
      const demo = startDemo(...args)
      await demo.until(words)
      demo.child.kill(signal)
      const { code: found, stderr } = await demo.end
      expect({ code: found, stderr: stderr.replace(/^Ending: .*\n/, '') }).toEqual({
        code,
        stderr: '\nThe demo was ended; everything is cleaned up.\n',
      })
      await expectNothingLeft()
    },
    DEMO_MS,
  )
})

test.each([
  [['--destination', 'fotowear'], 'There is no demo of «fotowear»; --destination takes fotoware, picapport'],
  [['--destination', 'bioid', '--small'], 'The demo of bioid is small anyway'],
  [['--kepp'], 'The demo knows --keep'],
])('%s: one sentence, and nothing is begun', async (args, words) => {
  const { code, stdout, stderr } = await startDemo(...args).end
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(words)
  expect(stderr.trim().split('\n')).toHaveLength(1)
})
