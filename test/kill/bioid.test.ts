import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { Receipt } from '../../shared/job.ts'
import { portrait } from '../servers/bioid/portraits.ts'
import { type BioidServer, startBioidServer } from '../servers/bioid/server.ts'
import { type Random, seededRandom } from '../support/photos/random.ts'
import { type SluiceProcess, sluice, startSluice } from '../support/sluice-process.ts'
import { until } from '../support/until.ts'

const KILLS = 8
const PERSONS = 16
const SAMPLES = 4
/** Persons are dropped during these lives, the others before the first. */
const DROPS = [2, 4, 6]
const PERSONS_OF_DROP = 3
/** Longer than a life and the start of the next one: a person that is half there is not sent. */
const QUIET_MS = 8_000
/** So that kills find requests under way. */
const DELAY_MS = 40
const SECRET = 'VERY-SECRET'
const bcidOf = (person: number): string => `bws.112.${String(4000 + person)}`

/** Writes the samples of a person. The last person has one less. @returns their SHA-256 by path */
async function dropPerson(hot: string, person: number): Promise<[name: string, sha256: string][]> {
  const folder = `${String(4000 + person)} Somebody`
  await mkdir(path.join(hot, folder))
  const count = person === PERSONS - 1 ? SAMPLES - 1 : SAMPLES
  const written: [string, string][] = []
  for (let number = 1; number <= count; number++) {
    const content = await portrait()
    const name = `${folder}/${String(number)}.jpg`
    await writeFile(path.join(hot, name), content)
    written.push([name, createHash('sha256').update(content).digest('hex')])
  }
  return written
}

async function makePlaces(server: BioidServer) {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'sluice-kill-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const hot = path.join(dir, 'hot')
  await mkdir(hot)
  const config = path.join(dir, 'config.json')
  const text = {
    destinations: [
      {
        name: 'faces',
        kind: 'bioid',
        url: server.url,
        auth: { method: 'app', appId: 'app-1', secret: { env: 'PRACTICE_BIOID_SECRET' } },
        storage: 'bws',
        partition: 112,
        samples: SAMPLES,
        quietMs: QUIET_MS,
      },
    ],
    folders: [{ name: 'hot', path: hot, to: ['faces'], settleMs: 200, sidecarGraceMs: 0 }],
  }
  await writeFile(config, JSON.stringify(text))
  return { hot, args: ['--data', path.join(dir, 'data'), '--config', config, '--json'] }
}

function addFaults({ faults }: BioidServer, random: Random): void {
  for (const on of ['upload', 'task', 'token'] as const) {
    faults.add({ on, kind: 'reset-after', skip: random.whole(1, 8), times: 1 })
    faults.add({ on, kind: 'reset-before', skip: random.whole(1, 8), times: 1 })
  }
  faults.add({ on: 'task', kind: 'slow', delayMs: 300, skip: random.whole(2, 5), times: 4 })
}

/** Most often after so many requests, sometimes after so many events, while much is still being taken. */
async function killAtSomeMoment(run: SluiceProcess, server: BioidServer, random: Random): Promise<void> {
  const before = server.requests.length
  const requests = random.whole(1, 14)
  const events = random.whole(1, 40)
  const isTime =
    random.next() < 0.75
      ? () => server.requests.length >= before + requests
      : () => run.lines.length >= events
  await until(() => isTime() || run.isEnded || server.people.tasks.length >= PERSONS, 'the moment', 60_000)
  if (run.isEnded) throw new Error(`Sluice ended by itself: ${run.stderr}`)
  run.kill('SIGKILL')
  await run.ended
}

/** Persons that have samples at the service, of which no task has been carried out. */
function inMiddle({ tokens, people }: BioidServer): number {
  return tokens.issued.filter((id) => people.waiting(id).length > 0).length
}

test('8 kills at random moments: every person is enrolled exactly once, with every sample once', async () => {
  const seed = Number(process.env['SLUICE_SEED'] ?? Date.now() % 1_000_000)
  console.log(`kill test: SLUICE_SEED=${seed}`)
  const random = seededRandom(`bioid ${seed}`)
  vi.stubEnv('PRACTICE_BIOID_SECRET', SECRET)
  onTestFinished(() => void vi.unstubAllEnvs())
  const server = await startBioidServer({ apps: [{ id: 'app-1', secret: SECRET }], delayMs: DELAY_MS })
  onTestFinished(() => server.close())
  const { hot, args } = await makePlaces(server)
  addFaults(server, random)

  const samples = new Map<string, string>()
  const wanted = new Map<string, string[]>()
  const drop = async (person: number): Promise<void> => {
    const written = await dropPerson(hot, person)
    for (const [name, sha256] of written) samples.set(name, sha256)
    wanted.set(
      bcidOf(person),
      written.map(([, sha256]) => sha256),
    )
  }
  let dropped = 0
  const dropUpTo = async (count: number): Promise<void> => {
    while (dropped < count) await drop(dropped++)
  }
  await dropUpTo(PERSONS - DROPS.length * PERSONS_OF_DROP)

  let inside = 0
  const drops: Promise<void>[] = []
  for (let death = 0; death < KILLS; death++) {
    const abandoned = inMiddle(server)
    const run = startSluice(['run', ...args])
    onTestFinished(() => run.kill('SIGKILL'))
    if (DROPS.includes(death)) {
      await Promise.all(drops)
      drops.push(dropUpTo(dropped + PERSONS_OF_DROP))
    }
    await killAtSomeMoment(run, server, random)
    if (inMiddle(server) > abandoned) inside++
  }
  await Promise.all(drops)
  expect(dropped).toBe(PERSONS)
  expect(inside, 'kills in mid-person').toBeGreaterThan(0)
  const rest = await sluice('run', '--once', ...args)
  expect(rest.lines.filter(({ event }) => event === 'failed' || event === 'rejected')).toEqual([])
  expect(rest.code, rest.stderr).toBe(0)

  const enrolments = server.people.tasks.map(
    ({ bcid, samples: given }) => [bcid, given.map(({ sha256 }) => sha256)] as const,
  )
  expect(enrolments.toSorted()).toEqual([...wanted].toSorted())
  const history = (await sluice('history', ...args)).lines.filter(({ event }) => event === 'done')
  const receipts = history.map(({ path: name, receipt }) => [name, Receipt.parse(receipt).sha256])
  expect(receipts.toSorted()).toEqual([...samples].toSorted())
  const audit = await sluice('audit', 'hot', ...args)
  expect(audit.lines.filter(({ event }) => event === 'totals')).toMatchObject([
    { delivered: samples.size, waiting: 0, failed: 0, rejected: 0, cancelled: 0, unaccounted: 0 },
  ])
  console.log(
    `kill test: ${inside} of ${KILLS} kills in mid-person, ${server.tokens.issued.length} tokens for ${PERSONS} persons`,
  )
})
