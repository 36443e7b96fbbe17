import { readFile } from 'node:fs/promises'
import { type Phrase, say } from '../../../shared/phrase.ts'

export interface WatchLimits {
  /** Directories that may be watched by all programs of this user; null where the system has no such limit. */
  watches: number | null
  /** Events that the system keeps for us before it silently drops some. */
  queuedEvents: number
}

const INOTIFY = '/proc/sys/fs/inotify'
const USUAL_QUEUE = 16_384
const ROOMY_WATCHES = 524_288

/** Linux: what inotify(7) allows here. */
export async function readWatchLimits(): Promise<WatchLimits> {
  return {
    watches: await number('max_user_watches'),
    queuedEvents: (await number('max_queued_events')) ?? USUAL_QUEUE,
  }
}

/** One sentence for a person about why `missing` directories cannot be watched, and how to lift it. */
export function limitWords(code: string, limits: WatchLimits, missing: number): Phrase {
  const rest =
    missing === 1
      ? say`1 directory is looked through at intervals instead.`
      : say`${missing} directories are looked through at intervals instead.`
  if (code === 'ENOSPC') {
    const wanted = Math.max(ROOMY_WATCHES, 2 ** Math.ceil(Math.log2(2 * ((limits.watches ?? 0) + missing))))
    const allowed = limits.watches ?? say`a limited number of`
    // To be copied: not written as numbers are.
    return say`Linux allows ${allowed} watches (fs.inotify.max_user_watches), and they are used up: ${rest} To lift it: sudo sysctl fs.inotify.max_user_watches=${String(wanted)}`
  }
  return say`The system gives this program no more file handles or watchers (${code}): ${rest} To lift it: close other programs, raise \`ulimit -n\`, or on Linux sudo sysctl fs.inotify.max_user_instances=1024`
}

async function number(name: string): Promise<number | null> {
  try {
    return Number.parseInt(await readFile(`${INOTIFY}/${name}`, 'utf8'), 10)
  } catch {
    return null
  }
}
