import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { facePicture } from '../servers/basip/pictures.ts'
import { startBasipServer } from '../servers/basip/server.ts'
import { seededRandom } from '../support/photos/random.ts'
import { sluice, startSluice } from '../support/sluice-process.ts'
import { until } from '../support/until.ts'

const KILLS = 8
const PEOPLE = 24
/** The panel knows so many of them already. */
const KNOWN = 8
/** So that many kills find a picture under way. */
const LOADING_MS = 40

test('8 kills at random moments: every person has one face, the new one, and nobody was ever locked out', async () => {
  const seed = Number(process.env['SLUICE_SEED'] ?? Date.now() % 1_000_000)
  console.log(`kill test: SLUICE_SEED=${seed}`)
  const random = seededRandom(`basip ${seed}`)
  const panel = await startBasipServer({ loadingMs: LOADING_MS, reusesNumbers: true })
  onTestFinished(() => panel.close())
  const dir = await mkdtemp(path.join(os.tmpdir(), 'sluice-kill-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const hot = path.join(dir, 'hot')
  await mkdir(hot)
  const config = path.join(dir, 'config.json')
  const text = {
    destinations: [{ name: 'door', kind: 'basip', url: panel.url, auth: { method: 'none' } }],
    folders: [{ name: 'hot', path: hot, to: ['door'], settleMs: 200, sidecarGraceMs: 0 }],
  }
  await writeFile(config, JSON.stringify(text))
  const args = ['--data', path.join(dir, 'data'), '--config', config, '--json']
  const wanted = new Map<string, string>()
  for (let person = 0; person < PEOPLE; person++) {
    const name = `Person ${person}`
    const picture = await facePicture({ person, width: 400 + person })
    wanted.set(name, createHash('sha256').update(picture).digest('hex'))
    await writeFile(path.join(hot, `${name}.jpg`), picture)
    if (person < KNOWN) panel.addFace(name)
  }
  for (const on of ['create', 'upload', 'item', 'delete'] as const) {
    panel.faults.add({ on, kind: 'reset-after', skip: random.whole(1, 6), times: 1 })
    panel.faults.add({ on, kind: 'reset-before', skip: random.whole(1, 6), times: 1 })
  }
  panel.faults.add({ on: 'upload', kind: 'drop-while-loading', skip: 9, times: 1 })

  let inside = 0
  for (let death = 0; death < KILLS; death++) {
    const before = panel.requests.length
    const run = startSluice(['run', ...args])
    onTestFinished(() => run.kill('SIGKILL'))
    const requests = random.whole(1, 14)
    await until(
      () => panel.requests.length >= before + requests || panel.identifiers().length >= PEOPLE,
      `${requests} requests`,
    )
    if (panel.provisional() !== null) inside++
    run.kill('SIGKILL')
    await run.ended
    const names = new Set(panel.identifiers().map((one) => one.identifier_owner.name))
    for (let person = 0; person < KNOWN; person++) expect(names).toContain(`Person ${person}`)
  }
  const rest = await sluice('run', '--once', ...args)
  expect(rest.lines.filter(({ event }) => event === 'failed')).toEqual([])
  expect(rest.code, rest.stderr).toBe(0)
  const faces = panel.identifiers().map((one) => [one.identifier_owner.name, one.picture?.sha256] as const)
  expect(faces.toSorted()).toEqual([...wanted].toSorted())
  expect(panel.mostUnderWay).toBeLessThanOrEqual(2)
  console.log(
    `kill test: ${inside} of ${KILLS} kills between identifier and picture, ${panel.requests.length} requests`,
  )
})
