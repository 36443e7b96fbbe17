import { connectControl, type ControlClient } from '../control/control-client.ts'
import type { EngineApi } from '../../shared/contract.ts'
import type { Config } from '../../shared/config.ts'
import { loadConfig } from '../engine/config/load.ts'
import type { Engine } from '../engine/engine.ts'
import { errorText, ProblemError } from '../engine/errors.ts'
import { createNodePorts, LOG_LEVELS, type LogLevel } from '../engine/node-ports.ts'
import type { Ports } from '../engine/ports.ts'
import type { Terminal } from './terminal.ts'

/** Where a command finds things. */
export interface Places {
  dataDir: string
  configFile: string
}

/** How long an engine that has taken the data folder may need until it can be spoken to. */
const STARTING_MS = 5000
const LOOK_AGAIN_MS = 100

/** `SLUICE_LOG` is the level of the log; with `SLUICE_LOG_STDERR=1` it appears on stderr as well. */
export function portsFor(dataDir: string, env: Terminal['env']): Ports {
  const logLevel = LOG_LEVELS.find((level): level is LogLevel => level === env['SLUICE_LOG']) ?? 'info'
  try {
    return createNodePorts({ dataDir, env, logLevel, logToStderr: env['SLUICE_LOG_STDERR'] === '1' })
  } catch (error) {
    throw new ProblemError(
      {
        code: 'data-folder-unusable',
        what: `The data folder ${dataDir} cannot be used (${errorText(error)}).`,
        remedy: 'Give this user the right to write there, or name another folder with --data.',
        isRetried: false,
      },
      { cause: error },
    )
  }
}

/** Opens the engine in this process; it is not started yet. */
export async function openEngineHere(
  terminal: Terminal,
  { dataDir, configFile }: Places,
  mode: { readOnly?: boolean; manualOnly?: boolean } = {},
): Promise<{ engine: Engine; config: Config; ports: Ports }> {
  const config = await loadConfig(configFile)
  const ports = portsFor(dataDir, terminal.env)
  const engine = await terminal.openEngine({ dataDir, config, ports, ...mode })
  return { engine, config, ports }
}

/** Tells an engine that is just starting or ending from one that is there. */
async function connectSoon(dataDir: string): Promise<ControlClient | null> {
  const deadline = performance.now() + STARTING_MS
  for (;;) {
    const client = await connectControl(dataDir)
    if (client !== null || performance.now() > deadline) return client
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
}

/** The running engine, or one opened here by `open` when none runs. */
export async function reachEngine<T>(
  dataDir: string,
  open: () => Promise<T>,
): Promise<{ far: ControlClient } | { near: T }> {
  const client = await connectControl(dataDir)
  if (client !== null) return { far: client }
  try {
    return { near: await open() }
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== 'data-folder-in-use') throw error
    const started = await connectSoon(dataDir)
    if (started === null) throw error
    return { far: started }
  }
}

/** Runs `work` against the running engine, or against one that is only looked into. */
export async function withEngine<T>(
  terminal: Terminal,
  places: Places,
  work: (api: EngineApi) => Promise<T>,
): Promise<T> {
  const found = await reachEngine(places.dataDir, async () => {
    const { engine } = await openEngineHere(terminal, places, { readOnly: true })
    return engine
  })
  try {
    return await work('far' in found ? found.far : found.near)
  } finally {
    if ('far' in found) found.far.close()
    else await found.near.stop()
  }
}
