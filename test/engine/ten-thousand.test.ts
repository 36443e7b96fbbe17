import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeSmallFiles } from '../support/photos.ts'
import { startPracticeProcess } from '../support/practice-process.ts'
import { sluice, type SluiceProcess, startSluice } from '../support/sluice-process.ts'

const FILES = 10_000
const FILE_BYTES = 2048
const SAMPLE_EVERY_MS = 100
const MB = 1024 * 1024

/** Memory of the process while it lives: proc(5), VmRSS, in MB. */
async function memoryWhileRunning(run: SluiceProcess): Promise<number[]> {
  const samples: number[] = []
  while (!run.isEnded) {
    const status = await readFile(`/proc/${run.pid}/status`, 'utf8').catch(() => '')
    const found = /^VmRSS:\s+(\d+) kB$/m.exec(status)
    if (found !== null) samples.push((Number(found[1]) * 1024) / MB)
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_EVERY_MS))
  }
  return samples
}

test('ten thousand small files: run --once ends, memory stays flat, and the audit accounts for all', async () => {
  const dir = await mkdtemp('/tmp/sluice-many-')
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const server = await startPracticeProcess({ storeDir: path.join(dir, 'store') })
  onTestFinished(() => server.stop())
  const hot = path.join(dir, 'hot')
  await makeSmallFiles(hot, FILES, FILE_BYTES, 500, 1)
  const config = path.join(dir, 'config.json')
  const archive = { name: 'archive', kind: 'fotoware', url: server.url, auth: { method: 'none' } }
  const text = {
    destinations: [{ ...archive, collection: '/fotoweb/archives/5000-Photos/', files: 4 }],
    folders: [{ name: 'hot', path: hot, to: ['archive'], settleMs: 200, sidecarGraceMs: 0 }],
  }
  await writeFile(config, JSON.stringify(text))
  const args = ['--data', path.join(dir, 'data'), '--config', config, '--json']

  const begunMs = performance.now()
  const run = startSluice(['run', '--once', ...args])
  onTestFinished(() => run.kill('SIGKILL'))
  const memory = await memoryWhileRunning(run)
  expect(await run.ended, run.stderr).toBe(0)
  const seconds = (performance.now() - begunMs) / 1000
  const third = Math.floor(memory.length / 3)
  // The first third still warms up; from then on nothing may grow with the number of files.
  const middle = Math.max(...memory.slice(third, 2 * third))
  const last = Math.max(...memory.slice(-third))
  console.log(
    `ten thousand files: ${seconds.toFixed(1)} s, ${Math.round(FILES / seconds)} files/s, ` +
      `memory ${middle.toFixed(0)} MB in the middle third, ${last.toFixed(0)} MB in the last, ${Math.max(...memory).toFixed(0)} MB at most`,
  )

  expect((await server.stats()).assetCount).toBe(FILES)
  const audit = await sluice('audit', 'hot', ...args)
  expect(audit.code).toBe(0)
  expect(audit.lines.at(-1)).toMatchObject({ event: 'totals', delivered: FILES, unaccounted: 0, failed: 0 })
  expect(last).toBeLessThan(middle + 60)
  // Some 170 MB of it is there with an empty folder, 67 MB of them the program text of Node. On a busy machine the
  // collector of garbage comes later: between 290 and 350 MB were seen.
  expect(Math.max(...memory)).toBeLessThan(400)
}, 300_000)
