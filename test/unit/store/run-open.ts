import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
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
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(isNobody ? { uid: NOBODY, gid: NOBODY } : {}),
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)
  let complaint = ''
  child.stderr.on('data', (piece: Buffer) => (complaint += piece.toString()))
  const line = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    void ended.then(() => reject(new Error(`The process said nothing but ${complaint}`)))
  })
  return { opened: JSON.parse(await line) as Opened, kill }
}
