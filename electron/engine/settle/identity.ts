/** An identity is `device:inode:size:mtimeNs`, as the scanner writes it. */

const COARSE_STEP_NS = 2_000_000_000n
/** Only a time near the moment of arrival was made by this writer: older ones were copied along with the file. */
const FRESH_MS = 10_000

/** True when both name the same file on the same volume, whatever was written into it since. */
export function isSameFile(left: string, right: string): boolean {
  return fileOf(left) === fileOf(right)
}

/**
 * True when the modification time is fresh and falls on an even second: the volume may keep times in steps of 2 s, as
 * FAT and its kin do (Microsoft, "File Times").
 */
export function isCoarseTime(identity: string, seenMs: number): boolean {
  const written = identity.slice(identity.lastIndexOf(':') + 1)
  if (!/^\d+$/.test(written)) return false
  const mtimeNs = BigInt(written)
  if (mtimeNs % COARSE_STEP_NS !== 0n) return false
  return Math.abs(seenMs - Number(mtimeNs / 1_000_000n)) < FRESH_MS
}

function fileOf(identity: string): string {
  return identity.split(':').slice(0, 2).join(':')
}
