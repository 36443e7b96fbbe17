import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { serveControl } from '../../../electron/control/control-server.ts'
import type { Log } from '../../../electron/engine/ports.ts'
import { SmallEngine } from '../control/small-engine.ts'
import { sluice, type Outcome } from './run-process.ts'

const nothing = (): undefined => undefined
const log: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing }

export const OFFLINE = {
  code: 'offline',
  what: 'The archive cannot be reached.',
  remedy: 'Sluice tries again.',
  isRetried: true,
}
export const SIGNED_OUT = {
  code: 'sign-in-needed',
  what: 'You are signed out.',
  remedy: 'Sign in again.',
  isRetried: false,
}

export interface ServedEngine {
  dataDir: string
  engine: SmallEngine
  /** Runs a command of the real command line against it. */
  run: (...args: string[]) => Promise<Outcome>
  /** The engine ends; the data folder stays. */
  end: () => Promise<void>
  remove: () => Promise<void>
}

/** A small engine behind a real control channel, in a data folder of its own. */
export async function serveEngine(): Promise<ServedEngine> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'sluice-served-'))
  const engine = new SmallEngine()
  const server = await serveControl(engine, { dataDir, version: '1.2.3', log })
  return {
    dataDir,
    engine,
    run: (...args) => sluice([...args, '--data', dataDir]),
    end: () => server.close(),
    remove: async () => {
      await server.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
