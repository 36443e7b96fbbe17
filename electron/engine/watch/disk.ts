import { type BigIntStats, type Dir, lstatSync, opendirSync, statSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { errorCode } from '../errors.ts'

/** The few calls a scan makes. Synchronous: they run in a worker, where they are three times as fast. */
export interface Disk {
  open(path: string): Pick<Dir, 'readSync' | 'closeSync'>
  /** Does not follow links; undefined when there is nothing at `path`. */
  look(path: string): BigIntStats | undefined
  /** Follows links. Throws when there is nothing at `path`. */
  follow(path: string): BigIntStats
  wait(delayMs: number): Promise<void>
}

export const realDisk: Disk = {
  open: (path) => opendirSync(path, { bufferSize: 256 }),
  look: (path) => lstatSync(path, { bigint: true, throwIfNoEntry: false }),
  follow: (path) => statSync(path, { bigint: true }),
  wait: (delayMs) => delay(delayMs),
}

const OPEN_TRIES = 6
const FIRST_WAIT_MS = 50

/** Opens a directory. Waits a little while the process or the system is out of file handles. */
export async function openPatiently(disk: Disk, path: string): Promise<Pick<Dir, 'readSync' | 'closeSync'>> {
  for (let tries = 1; ; tries += 1) {
    try {
      return disk.open(path)
    } catch (error) {
      const isCrowded = ['EMFILE', 'ENFILE', 'EAGAIN'].includes(errorCode(error))
      if (!isCrowded || tries === OPEN_TRIES) throw error
      await disk.wait(FIRST_WAIT_MS * 2 ** (tries - 1))
    }
  }
}
