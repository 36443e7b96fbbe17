import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'

const PROGRAM = path.resolve(import.meta.dirname, '../../electron/cli/main.ts')

/** One line of `--json`. */
export interface SluiceLine {
  event: string
  path?: string
  [key: string]: unknown
}

/** The real command line in a process of its own. */
export interface SluiceProcess {
  readonly pid: number
  /** Lines of `--json` so far. */
  readonly lines: readonly SluiceLine[]
  readonly stderr: string
  readonly isEnded: boolean
  kill(signal: NodeJS.Signals): void
  /** Resolves with the exit code when the process is gone and its output has been read; null after a signal. */
  readonly ended: Promise<number | null>
}

/** Starts `sluice …` with the Node that runs the test. Secrets stay in files, so that no keyring is asked. */
export function startSluice(
  args: readonly string[],
  options: { env?: Record<string, string>; uid?: number } = {},
): SluiceProcess {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...process.env, SLUICE_SECRETS: 'file', NO_COLOR: '1', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  })
  const lines: SluiceLine[] = []
  let stderr = ''
  createInterface(child.stdout).on('line', (line) => {
    // A killed process may leave half a line.
    const parsed = parseLine(line)
    if (parsed !== null) lines.push(parsed)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const state = { isEnded: false }
  const ended = endOf(child).finally(() => {
    state.isEnded = true
  })
  return {
    pid: child.pid ?? 0,
    lines,
    get stderr() {
      return stderr
    },
    get isEnded() {
      return state.isEnded
    },
    kill: (signal) => {
      child.kill(signal)
    },
    ended,
  }
}

/** Runs a command to its end. */
export async function sluice(
  ...args: readonly string[]
): Promise<{ code: number | null; lines: readonly SluiceLine[]; stderr: string }> {
  const run = startSluice(args)
  const code = await run.ended
  return { code, lines: run.lines, stderr: run.stderr }
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      resolve(code)
    })
  })
}

function parseLine(line: string): SluiceLine | null {
  try {
    return JSON.parse(line) as SluiceLine
  } catch {
    return null
  }
}
