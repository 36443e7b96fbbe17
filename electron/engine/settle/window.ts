const MOST_MS = 600_000
const CLEAN_ARRIVALS_PER_STEP = 50
const CLOSE_ENOUGH_MS = 100

/**
 * The window after a false start: a file that was called stable changed again, `stallMs` after its last change.
 * Covers that stall with room to spare, at most 10 minutes, and never shrinks.
 */
export function widenWindow(windowMs: number, stallMs: number): number {
  const wantedMs = Math.max(2 * windowMs, 1.5 * Math.max(stallMs, 0))
  return Math.max(windowMs, Math.min(Math.round(wantedMs), MOST_MS))
}

/**
 * The learned window after `cleanArrivals` files in a row that were not false starts: every 50 of them take it a
 * quarter of the way back to `settleMs`. The caller counts from 0 again whenever the result differs from `learnedMs`.
 */
export function relaxWindow(learnedMs: number, settleMs: number, cleanArrivals: number): number {
  if (learnedMs <= settleMs) return settleMs
  if (cleanArrivals < CLEAN_ARRIVALS_PER_STEP) return learnedMs
  const relaxedMs = Math.round(settleMs + (learnedMs - settleMs) * 0.75)
  return relaxedMs - settleMs <= CLOSE_ENOUGH_MS ? settleMs : relaxedMs
}
