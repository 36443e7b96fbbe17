import { serveControl } from '../control/control-server.ts'
import type { Config } from '../../shared/config.ts'
import type { Engine } from '../engine/engine.ts'
import { sluiceVersion } from '../engine/node-ports.ts'
import { openEngineHere, type Places } from './engine-access.ts'
import type { Terminal } from './terminal.ts'

/** An engine that runs in this process and can be spoken to by other commands. */
export interface HostedEngine {
  engine: Engine
  config: Config
  /** Finishes what is being written, then gives the data folder back. */
  close(): Promise<void>
}

/** Opens an engine and its control channel; it is not started yet. */
export async function hostEngine(
  terminal: Terminal,
  places: Places,
  mode: { manualOnly?: boolean } = {},
): Promise<HostedEngine> {
  const { engine, config, ports } = await openEngineHere(terminal, places, mode)
  try {
    const control = await serveControl(engine, {
      dataDir: places.dataDir,
      version: sluiceVersion(),
      log: ports.log,
    })
    ports.log.info('Sluice has started', { version: sluiceVersion(), pid: process.pid, data: places.dataDir })
    return {
      engine,
      config,
      close: async () => {
        try {
          await engine.stop()
          ports.log.info('Sluice has ended', { pid: process.pid })
        } finally {
          await control.close()
        }
      },
    }
  } catch (error) {
    await engine.stop()
    throw error
  }
}
