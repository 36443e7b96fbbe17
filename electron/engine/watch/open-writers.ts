import type { FindWriters } from './find-writers.ts'
import { linuxWriters } from './open-writers-linux.ts'
import { windowsWriters } from './open-writers-windows.ts'

/**
 * A further sign that a file is not whole yet. Only ever a sign: another user's programs, other machines and
 * memory-mapped files stay unseen, and macOS tells nothing.
 */
export interface OpenWriters {
  find: FindWriters
}

export function openWriters(platform: NodeJS.Platform = process.platform): OpenWriters {
  if (platform === 'linux') return { find: linuxWriters }
  if (platform === 'win32') return { find: windowsWriters }
  return { find: () => Promise.resolve(new Map()) }
}
