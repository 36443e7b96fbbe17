import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { AssetRecord } from '../servers/fotoware/asset-index.ts'
import type { FaultRule } from '../servers/fotoware/faults.ts'
import type { Settings } from '../servers/fotoware/settings.ts'

const PROGRAM = path.resolve(import.meta.dirname, '../servers/fotoware/main.ts')

export interface PracticeOptions {
  storeDir: string
  chunkSize?: number
  seed?: number
  faults?: readonly FaultRule[]
  settings?: Partial<Settings>
}

export interface PracticeStats {
  assetCount: number
  taskCount: number
  bytesReceived: number
  requestCount: number
}

/** A practice server in a process of its own, steered over HTTP. */
export interface PracticeProcess {
  readonly url: string
  stats(): Promise<PracticeStats>
  assets(): Promise<AssetRecord[]>
  /** The faults at work and how often each struck. */
  faults(): Promise<{ rule: FaultRule; hits: number }[]>
  change(settings: Partial<Settings>): Promise<void>
  stop(): Promise<void>
}

/** Starts the practice FotoWare server as its own process; resolves when it listens. */
export async function startPracticeProcess(options: PracticeOptions): Promise<PracticeProcess> {
  const { storeDir, chunkSize, seed, faults, settings } = options
  const child = spawn(
    process.execPath,
    [
      PROGRAM,
      ...['--store', storeDir],
      ...(chunkSize === undefined ? [] : ['--chunk-size', String(chunkSize)]),
      ...(seed === undefined ? [] : ['--seed', String(seed)]),
      ...(faults === undefined ? [] : ['--faults', JSON.stringify(faults)]),
      ...(settings === undefined ? [] : ['--settings', JSON.stringify(settings)]),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = once(child, 'exit')
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { url } = JSON.parse(line) as { url: string }
  const ask = async <T>(what: string): Promise<T> =>
    (await (await fetch(`${url}/practice/${what}`)).json()) as T
  return {
    url,
    stats: () => ask('stats'),
    assets: () => ask('assets'),
    faults: () => ask('faults'),
    async change(changes) {
      const headers = { 'content-type': 'application/json' }
      await fetch(`${url}/practice/settings`, { method: 'POST', headers, body: JSON.stringify(changes) })
    },
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
