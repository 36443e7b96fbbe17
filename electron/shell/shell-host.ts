import { safeStorage, shell } from 'electron'
import { openServedHost, type ServedHost } from '../control/served-host.ts'
import { openEngine } from '../engine/engine.ts'
import { createNodePorts, LOG_LEVELS, type LogLevel } from '../engine/node-ports.ts'
import type { Log } from '../engine/ports.ts'
import { desktopFace } from './face.ts'
import { openShellSecrets } from './secrets.ts'
import type { StartOptions } from './start-options.ts'

/** The engine of the desktop app, which the command line can speak to as well. */
export interface ShellHost extends ServedHost {
  log: Log
}

/** @throws ProblemError `data-folder-in-use` while another Sluice works with the data folder; those of `openEngine` */
export async function openShellHost({ dataDir, configFile }: StartOptions): Promise<ShellHost> {
  const env = process.env
  const logLevel = LOG_LEVELS.find((level): level is LogLevel => level === env['SLUICE_LOG']) ?? 'info'
  const logToStderr = env['SLUICE_LOG_STDERR'] === '1'
  const nodePorts = createNodePorts({ dataDir, env, logLevel, logToStderr })
  const { log } = nodePorts
  const ports = {
    ...nodePorts,
    secrets: openShellSecrets(dataDir, safeStorage, nodePorts.secrets),
    trash: { put: (path: string) => shell.trashItem(path) },
  }
  const served = await openServedHost({
    dataDir,
    configFile,
    ports,
    openEngine,
    face: desktopFace(dataDir),
    startsAnyway: true,
  })
  return { ...served, log }
}
