import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** `npm start`: builds, then opens the desktop app; where Electron's program cannot be had, the window in a browser. */

const ROOT = path.resolve(import.meta.dirname, '..')
const ELECTRON = path.join(ROOT, 'node_modules/electron')
/** Electron's own script downloads about 100 MB at the first start. */
const DOWNLOAD_MS = 300_000

/** Electron's program, as its package keeps it; null before it has been downloaded. */
export function electronProgram(electronDir: string): string | null {
  const name = path.join(electronDir, 'path.txt')
  if (!existsSync(name)) return null
  const program = path.join(electronDir, 'dist', readFileSync(name, 'utf8').trim())
  return existsSync(program) ? program : null
}

/** What is started, in words for the person and as a command. */
export interface Start {
  words: string | null
  command: string
  args: string[]
}

/** @param program Electron's program; null where it is not there */
export function startOf(program: string | null, root: string, args: readonly string[]): Start {
  if (program !== null) return { words: null, command: program, args: [root, ...args] }
  return {
    words:
      'Electron could not be downloaded on this network, so Sluice shows its window in your browser: open the address below.',
    command: process.execPath,
    args: [path.join(root, 'electron/cli/main.ts'), ...args, 'run', '--ui'],
  }
}

async function run(command: string, args: readonly string[], timeoutMs?: number): Promise<number> {
  const child = spawn(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
  })
  // What ends this process ends the program, which then ends in good order.
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, () => void child.kill(signal))
  return await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}

async function downloaded(): Promise<string | null> {
  const there = electronProgram(ELECTRON)
  if (there !== null) return there
  console.log('Electron is downloaded once, which may take a minute.')
  const child = spawn(process.execPath, [path.join(ELECTRON, 'install.js')], {
    stdio: 'ignore',
    timeout: DOWNLOAD_MS,
  })
  await new Promise((resolve) => child.once('close', resolve))
  return electronProgram(ELECTRON)
}

if (process.argv[1] === import.meta.filename) {
  const built = await run('npm', ['run', '--silent', 'build'])
  if (built !== 0) process.exit(built)
  const { words, command, args } = startOf(await downloaded(), ROOT, process.argv.slice(2))
  if (words !== null) console.log(words)
  process.exitCode = await run(command, args)
}
