import { serveControl } from '../control/control-server.ts'
import type { FaceHandlers } from '../host/host.ts'
import { Host } from '../host/host.ts'
import { sluiceVersion } from '../engine/node-ports.ts'
import { type Places, portsFor } from './engine-access.ts'
import type { Terminal } from './terminal.ts'
import { terminalFace } from './terminal-face.ts'

/** An engine that runs in this process and can be spoken to by other commands. */
export interface HostedEngine {
  host: Host
  /** Finishes what is being written, then gives the data folder back. */
  close(): Promise<void>
}

export interface HostingMode {
  manualOnly?: boolean
  /** A face in which the configuration can be mended: it starts without one, too. */
  face?: FaceHandlers
}

/** Opens an engine and its control channel; it is not started yet. */
export async function hostEngine(
  terminal: Terminal,
  { dataDir, configFile }: Places,
  { manualOnly, face }: HostingMode = {},
): Promise<HostedEngine> {
  const ports = portsFor(dataDir, terminal.env)
  const host = await Host.open({
    dataDir,
    configFile,
    ports,
    openEngine: terminal.openEngine,
    face: face ?? terminalFace(dataDir),
    startsAnyway: face !== undefined,
    ...(manualOnly === undefined ? {} : { manualOnly }),
  })
  try {
    const control = await serveControl(host, { dataDir, version: sluiceVersion(), log: ports.log })
    ports.log.info('Sluice has started', { version: sluiceVersion(), pid: process.pid, data: dataDir })
    return {
      host,
      close: async () => {
        try {
          await host.stop()
          ports.log.info('Sluice has ended', { pid: process.pid })
        } finally {
          await control.close()
        }
      },
    }
  } catch (error) {
    await host.stop()
    throw error
  }
}
