/** A signal that comes when the last of several has come, with its reason. `release` ends the listening. */
export function whenAllAbort(signals: readonly AbortSignal[]): { signal: AbortSignal; release: () => void } {
  const abort = new AbortController()
  const look = (event: Event): void => {
    if (signals.every(({ aborted }) => aborted)) abort.abort((event.target as AbortSignal).reason)
  }
  for (const signal of signals) signal.addEventListener('abort', look)
  if (signals.length > 0 && signals.every(({ aborted }) => aborted)) abort.abort(signals[0]?.reason)
  return {
    signal: abort.signal,
    release: () => {
      for (const signal of signals) signal.removeEventListener('abort', look)
    },
  }
}
