import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { en } from '../../renderer/texts/en.ts'
import type { Config } from '../../shared/config.ts'
import { EngineStatus } from '../../shared/contract.ts'
import { type SluiceProcess, startSluice } from '../support/sluice-process.ts'
import { until } from '../support/until.ts'
import { practiceArchive } from '../support/practice-archive.ts'

type Given = z.input<typeof Config>

export const LIST = `[role=grid][aria-label="${en.queue.list}"]`
/** Nobody listens there. */
export const NOWHERE = 'http://127.0.0.1:9'
const START_WITHIN_MS = 300_000
const Reply = z.object({ output: EngineStatus })

export interface BenchPlace {
  dir: string
  hot: string
  dataDir: string
}

export async function makePlace(dir: string): Promise<BenchPlace> {
  const place = { dir, hot: path.join(dir, 'hot'), dataDir: path.join(dir, 'data') }
  for (const folder of [place.dir, place.hot, place.dataDir]) await mkdir(folder, { recursive: true })
  return place
}

/** One hot folder and one archive. */
export async function configure(
  { hot, dataDir }: BenchPlace,
  url: string,
  changes: { folder?: Partial<NonNullable<Given['folders']>[number]>; config?: Partial<Given> } = {},
): Promise<void> {
  const config: Given = {
    destinations: [practiceArchive(url)],
    folders: [{ name: 'hot', path: hot, to: ['archive'], ...changes.folder }],
    ...changes.config,
  }
  await writeFile(path.join(dataDir, 'config.json'), JSON.stringify(config))
}

/** `sluice run`, with the window. */
export class WindowRun {
  readonly sluice: SluiceProcess
  readonly url: string
  readonly startMs: number

  private constructor(sluice: SluiceProcess, url: string, startMs: number) {
    this.sluice = sluice
    this.url = url
    this.startMs = startMs
  }

  static async start({ dataDir }: BenchPlace, env: Record<string, string> = {}): Promise<WindowRun> {
    const begunMs = performance.now()
    const sluice = startSluice(['run', '--ui', '0', '--json', '--data', dataDir], {
      env: { LC_ALL: 'en_US.UTF-8', ...env },
    })
    const url = (): unknown => sluice.lines.find(({ event }) => event === 'ui')?.['url']
    await until(() => url() !== undefined || sluice.isEnded, 'the window is served', START_WITHIN_MS)
    if (sluice.isEnded) throw new Error(sluice.stderr)
    return new WindowRun(sluice, String(url()), performance.now() - begunMs)
  }

  /** Where somebody who has signed in comes back to. */
  get origin(): string {
    return new URL(this.url).origin
  }

  async status(): Promise<EngineStatus> {
    const token = new URL(this.url).searchParams.get('token') ?? ''
    const reply = await fetch(`${this.origin}/api/engine.status`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{"input":{}}',
    })
    return Reply.parse(await reply.json()).output
  }

  async end(): Promise<void> {
    this.sluice.kill('SIGTERM')
    await this.sluice.ended
  }
}
