import { safeStorage, shell } from 'electron'
import { serveControl } from '../control/control-server.ts'
import { openEngine } from '../engine/engine.ts'
import { createNodePorts, LOG_LEVELS, type LogLevel, sluiceVersion } from '../engine/node-ports.ts'
import type { Log } from '../engine/ports.ts'
import { Host } from '../host/host.ts'
import { desktopFace } from './face.ts'
import { openShellSecrets } from './secrets.ts'
import type { StartOptions } from './start-options.ts'

/** The engine of the desktop app, which the command line can speak to as well. */
export interface ShellHost {
  host: Host
  log: Log
  close(): Promise<void>
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
  const host = await Host.open({
    dataDir,
    configFile,
    ports,
    openEngine,
    face: desktopFace(dataDir),
    startsAnyway: true,
  })
  try {
    const control = await serveControl(host, { dataDir, version: sluiceVersion(), log })
    log.info('Sluice has started', { version: sluiceVersion(), pid: process.pid, data: dataDir })
    return {
      host,
      log,
      close: async () => {
        try {
          await host.stop()
          log.info('Sluice has ended', { pid: process.pid })
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
