import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Problem } from '../../../shared/problem.ts'

const SCRIPT = fileURLToPath(new URL('./open-process.ts', import.meta.url))
/** The user «nobody»: may not do what root may. */
const NOBODY = 65_534
export const isRoot = process.getuid?.() === 0

export interface Opened {
  notice?: Problem | null
  problem?: Problem
}

/** A process that holds the data folder until it is killed. */
export interface Holder {
  opened: Opened
  /** `kill -9`, and waits until it is gone. */
  kill(): Promise<void>
}

/** Opens the data folder in another process, as a user without rights when this one is root. */
export async function openElsewhere(dataDir: string): Promise<Opened> {
  const child = await start([dataDir, 'open'], isRoot)
  await child.kill()
  return child.opened
}

/** Another process opens the data folder, writes so many deliveries, and stays. */
export function holdElsewhere(dataDir: string, deliveries: number): Promise<Holder> {
  return start([dataDir, 'hold', String(deliveries)], false)
}

async function start(parameters: string[], isNobody: boolean): Promise<Holder> {
  const child = spawn(process.execPath, [SCRIPT, ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(isNobody ? { uid: NOBODY, gid: NOBODY } : {}),
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const line = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    void ended.then(() => reject(new Error('The process said nothing')))
  })
  return {
    opened: JSON.parse(await line) as Opened,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
