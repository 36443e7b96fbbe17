import { openServedHost, type ServedHost } from '../control/served-host.ts'
import type { FaceHandlers } from '../host/host.ts'
import { type Places, portsFor } from './engine-access.ts'
import type { Terminal } from './terminal.ts'
import { terminalFace } from './terminal-face.ts'

export type HostedEngine = ServedHost

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
  return await openServedHost({
    dataDir,
    configFile,
    ports,
    openEngine: terminal.openEngine,
    face: face ?? terminalFace(dataDir),
    startsAnyway: face !== undefined,
    ...(manualOnly === undefined ? {} : { manualOnly }),
  })
}
