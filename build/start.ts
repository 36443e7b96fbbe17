import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** `npm start`: builds, then opens the desktop app; without a screen or Electron's program, the window in a browser. */

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

type Env = Readonly<Record<string, string | undefined>>

/** False over SSH and on servers: Electron would end there at once. */
export function hasScreen(platform: NodeJS.Platform, env: Env): boolean {
  return platform !== 'linux' || Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY'])
}

/**
 * @param program Electron's program; null where it is not there
 * @param isSeen false where there is no screen
 */
export function startOf(program: string | null, root: string, args: readonly string[], isSeen = true): Start {
  if (program !== null && isSeen) return { words: null, command: program, args: [root, ...args] }
  const why = isSeen ? 'Electron could not be downloaded on this network' : 'There is no screen here'
  return {
    words: `${why}, so Sluice shows its window in your browser: open the address below.`,
    command: process.execPath,
    args: [path.join(root, 'electron/cli/main.ts'), ...args, 'run', '--ui'],
  }
}

/** npm as a program that every system can start: on Windows `npm` itself is a script of the shell. */
export function npm(env: Env, args: readonly string[]): { command: string; args: string[] } {
  const script = env['npm_execpath'] ?? ''
  if (script === '') return { command: 'npm', args: [...args] }
  return { command: process.execPath, args: [script, ...args] }
}

/**
 * What is passed on to the program, which then ends in good order. Ctrl-C in a terminal reaches it as well as this
 * process: passed on it would come twice, and whoever asks twice does not want to wait for the chunk in flight.
 */
export function passedOn(isTerminal: boolean): NodeJS.Signals[] {
  return isTerminal ? ['SIGTERM'] : ['SIGTERM', 'SIGINT', 'SIGHUP']
}

async function run(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit' })
  const passing = new Set(passedOn(process.stdin.isTTY))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (passing.has(signal)) child.kill(signal)
    })
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
  const building = npm(process.env, ['run', '--silent', 'build'])
  const built = await run(building.command, building.args)
  if (built !== 0) process.exit(built)
  const isSeen = hasScreen(process.platform, process.env)
  const program = isSeen ? await downloaded() : null
  const { words, command, args } = startOf(program, ROOT, process.argv.slice(2), isSeen)
  if (words !== null) console.log(words)
  process.exitCode = await run(command, args)
}
