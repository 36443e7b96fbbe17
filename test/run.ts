import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { ensureChromium, ensurePerl } from '../build/prepare-machine.ts'

/**
 * `npm test`: the checks of the source, then every test. Ends with a line «N passed, N failed».
 * Names of vitest projects as arguments run only those: `npm test -- unit suite`.
 */

/** Side by side: lint takes as long as the others together. */
const CHECKS = [['lint'], ['types', 'format', 'imports']] as const
const VITEST = path.join(import.meta.dirname, '..', 'node_modules', 'vitest', 'vitest.mjs')

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  // A file that cannot be loaded fails without a test of its own.
  testResults: z.array(
    z.object({ name: z.string(), status: z.string(), assertionResults: z.array(z.unknown()) }),
  ),
})

interface Tally {
  passed: number
  failed: number
  skipped: number
}

async function run(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, { stdio: 'inherit' })
  return await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}

async function runChecks(): Promise<Tally> {
  const tally = { passed: 0, failed: 0, skipped: 0 }
  const runInTurn = async (checks: readonly string[]): Promise<void> => {
    for (const check of checks) {
      const code = await run('npm', ['run', '--silent', `check:${check}`])
      console.log(`${code === 0 ? '✓' : '✗'} check:${check}`)
      if (code === 0) tally.passed++
      else tally.failed++
    }
  }
  await Promise.all(CHECKS.map(runInTurn))
  return tally
}

async function runTests(projects: readonly string[]): Promise<Tally> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sluice-test-report-'))
  const outputFile = path.join(folder, 'report.json')
  try {
    const chosen = projects.flatMap((project) => ['--project', project])
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${outputFile}`]
    const code = await run(process.execPath, [VITEST, 'run', ...chosen, ...reporters])
    const report = Report.parse(JSON.parse(await readFile(outputFile, 'utf8')))
    const unloadable = report.testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
    )
    const failed = report.numFailedTests + unloadable.length
    return {
      passed: report.numPassedTests,
      // An error outside of every test fails the run as well.
      failed: failed === 0 && code !== 0 ? 1 : failed,
      skipped: report.numPendingTests,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const projects = process.argv.slice(2)
await ensurePerl()
// Said before anything else is done; the project itself makes sure of it, and of a fresh build of the window.
if (projects.length === 0 || projects.includes('e2e') || projects.includes('shell'))
  await ensureChromium({ say: console.log })
const tallies = [...(projects.length === 0 ? [await runChecks()] : []), await runTests(projects)]
const sum = (key: keyof Tally): number => tallies.reduce((total, tally) => total + tally[key], 0)
console.log(
  `${sum('passed')} passed, ${sum('failed')} failed${sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''}`,
)
process.exitCode = sum('failed') === 0 ? 0 : 1
