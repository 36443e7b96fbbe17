import { spawn } from 'node:child_process'
import path from 'node:path'

const MAIN = path.resolve(import.meta.dirname, '../../../electron/cli/main.ts')

export interface Outcome {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs the real command line in a process of its own and waits for its end. */
export function sluice(
  args: readonly string[],
  options: { input?: string; onStdout?: (text: string, stop: () => void) => void } = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, SLUICE_SECRETS: 'file', NO_COLOR: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    options.onStdout?.(text, () => child.stdout.destroy())
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  // A command that does not read its input closes it.
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input ?? '')
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      resolve({ code, stdout, stderr })
    })
  })
}

/** The objects of `--json` output; throws when a line is anything else. */
export function objects(stdout: string): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Record<string, unknown> => {
      const value: unknown = JSON.parse(line)
      if (typeof value !== 'object' || value === null || !('event' in value))
        throw new Error(`no event: ${line}`)
      return { ...value }
    })
}
