/** Aborts with the last of several signals, and its reason: one of them is no reason to end what the others need. */
export function whenAllAbort(signals: readonly AbortSignal[]): AbortSignal {
  const all = new AbortController()
  const look = (reason: unknown): void => {
    if (signals.length > 0 && signals.every(({ aborted }) => aborted)) all.abort(reason)
  }
  for (const signal of signals)
    signal.addEventListener(
      'abort',
      () => {
        look(signal.reason)
      },
      { once: true },
    )
  look(signals[0]?.reason)
  return all.signal
}
