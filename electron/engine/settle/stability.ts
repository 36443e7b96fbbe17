import { isCoarseTime, isSameFile } from './identity.ts'
import { type Phrase, type PhraseValue, say, span } from '../../../shared/phrase.ts'

export { relaxWindow, widenWindow } from './window.ts'

/** A file on its way: what we have observed of it so far. */
export interface Arrival {
  identity: string
  sizeBytes: number
  /** When we last saw it change (or first saw it), ms. */
  changedSeenMs: number
  firstSeenMs: number
}

export type SettleLook =
  | { kind: 'file'; identity: string; sizeBytes: number; changedMs: number; heldBy: Phrase | string | null }
  | { kind: 'gone' }
  | { kind: 'unreadable'; code: string }

export type SettleVerdict =
  | { kind: 'arriving'; arrival: Arrival; lookAgainMs: number; because: Phrase }
  | { kind: 'stable'; arrival: Arrival; quietSinceMs: number }
  | { kind: 'gone' }
  | { kind: 'unreadable'; code: string }

export interface SettleOptions {
  windowMs: number
  isLocalVolume: boolean
  /**
   * Since when we have been observing without a break: the start of the program, waking from sleep, a jump of the
   * clock. Quiet before this moment does not count, because a sleeping writer is quiet too.
   */
  observingSinceMs?: number
}

const PRESENT_AT_START_MS = 60_000
const EMPTY_FILE_MS = 10_000
/** FAT keeps times in steps of 2 s: a write may stay invisible for that long. */
const COARSE_TIME_MS = 4_000
const LOOK_AGAIN_LEAST_MS = 500
const LOOK_AGAIN_MOST_MS = 30_000
/** In a long window (network volumes) look now and then, so that a change near its end does not cost a whole window. */
const LOOK_WITHIN_WINDOW_MS = 5_000

type FileLook = Extract<SettleLook, { kind: 'file' }>

/**
 * Judges one look at a file. A file is stable when its identity has not changed for `windowMs` of our own observation
 * and no program holds it open for writing. `lookAgainMs` is a moment (ms since 1970), not a duration.
 */
export function settle(
  arrival: Arrival | null,
  look: SettleLook,
  nowMs: number,
  options: SettleOptions,
): SettleVerdict {
  if (look.kind !== 'file') return look
  const { identity, sizeBytes } = look
  if (arrival === null) return judgeFirst(look, nowMs, options)
  if (!isSameFile(arrival.identity, identity)) {
    const replaced = { identity, sizeBytes, changedSeenMs: nowMs, firstSeenMs: nowMs }
    return arriving(replaced, look, nowMs, options, say`replaced by another file`)
  }
  if (arrival.identity !== identity) {
    const because = sizeBytes > arrival.sizeBytes ? say`still growing` : say`still being changed`
    return arriving({ ...arrival, identity, sizeBytes, changedSeenMs: nowMs }, look, nowMs, options, because)
  }
  if (nowMs < arrival.changedSeenMs) {
    const restarted = { ...arrival, changedSeenMs: nowMs, firstSeenMs: Math.min(arrival.firstSeenMs, nowMs) }
    return arriving(restarted, look, nowMs, options, say`the clock was set back, so the wait begins again`)
  }
  return judgeQuiet(arrival, look, nowMs, options)
}

function judgeFirst(look: FileLook, nowMs: number, options: SettleOptions): SettleVerdict {
  const { identity, sizeBytes } = look
  const arrival = { identity, sizeBytes, changedSeenMs: nowMs, firstSeenMs: nowMs }
  const oldEnoughMs = Math.max(10 * options.windowMs, PRESENT_AT_START_MS)
  if (options.isLocalVolume && look.heldBy === null && nowMs - look.changedMs >= oldEnoughMs) {
    return { kind: 'stable', arrival, quietSinceMs: look.changedMs }
  }
  if (look.heldBy === null && requiredMs(arrival, options) <= 0) {
    return { kind: 'stable', arrival, quietSinceMs: nowMs }
  }
  return arriving(arrival, look, nowMs, options, say`just arrived`)
}

function judgeQuiet(arrival: Arrival, look: FileLook, nowMs: number, options: SettleOptions): SettleVerdict {
  const quietSinceMs = quietStart(arrival, nowMs, options)
  const neededMs = requiredMs(arrival, options)
  const quietMs = nowMs - quietSinceMs
  if (look.heldBy === null && quietMs >= neededMs) return { kind: 'stable', arrival, quietSinceMs }
  const because = say`quiet for ${seconds(quietMs)} of ${seconds(neededMs)}`
  return arriving(arrival, look, nowMs, options, because)
}

function arriving(
  arrival: Arrival,
  look: FileLook,
  nowMs: number,
  options: SettleOptions,
  because: Phrase,
): SettleVerdict {
  const quietMs = nowMs - quietStart(arrival, nowMs, options)
  if (look.heldBy !== null) {
    // A program that has held a file for long will hold it for longer: ask less and less often.
    const delayMs = Math.max(LOOK_AGAIN_LEAST_MS, options.windowMs / 2, quietMs / 4)
    const lookAgainMs = nowMs + Math.min(delayMs, LOOK_AGAIN_MOST_MS)
    return { kind: 'arriving', arrival, lookAgainMs, because: say`held open by ${look.heldBy}` }
  }
  const restMs = Math.max(requiredMs(arrival, options) - quietMs, 0)
  const delayMs = Math.min(restMs, Math.max(LOOK_WITHIN_WINDOW_MS, options.windowMs / 4))
  return { kind: 'arriving', arrival, lookAgainMs: nowMs + delayMs, because }
}

function quietStart(arrival: Arrival, nowMs: number, options: SettleOptions): number {
  return Math.min(Math.max(arrival.changedSeenMs, options.observingSinceMs ?? 0), nowMs)
}

function requiredMs(arrival: Arrival, options: SettleOptions): number {
  let neededMs = options.windowMs
  if (arrival.sizeBytes === 0) neededMs = Math.max(neededMs, EMPTY_FILE_MS)
  if (isCoarseTime(arrival.identity, arrival.changedSeenMs)) neededMs = Math.max(neededMs, COARSE_TIME_MS)
  return neededMs
}

function seconds(durationMs: number): PhraseValue {
  return span(durationMs, `${Number((durationMs / 1000).toFixed(1))} s`)
}
