import { sluiceVersion } from '../engine/node-ports.ts'
import { Host, type HostOptions } from '../host/host.ts'
import { serveControl } from './control-server.ts'

/** An engine that runs in this process and can be spoken to by other commands. */
export interface ServedHost {
  host: Host
  /** Finishes what is being written, then gives the data folder back. */
  close(): Promise<void>
}

/**
 * Opens an engine and its control channel; it is not started yet.
 * @throws ProblemError `data-folder-in-use` while another Sluice works with the data folder; those of `Host.open`
 */
export async function openServedHost(options: HostOptions): Promise<ServedHost> {
  const { dataDir, ports } = options
  const { log } = ports
  const host = await Host.open(options)
  try {
    const control = await serveControl(host, { dataDir, version: sluiceVersion(), log })
    log.info('Sluice has started', { version: sluiceVersion(), pid: process.pid, data: dataDir })
    return {
      host,
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
