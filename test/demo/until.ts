import { setTimeout as delay } from 'node:timers/promises'

const LOOK_EVERY_MS = 100
/** Nothing in the demo takes so long on any machine. */
const PATIENCE_MS = 300_000

/**
 * Looks again and again until there is something to see.
 * @throws the signal's reason, or an Error when `what` has not come in five minutes
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | null>,
  { signal, everyMs = LOOK_EVERY_MS }: { signal: AbortSignal; everyMs?: number },
): Promise<T> {
  const deadlineMs = performance.now() + PATIENCE_MS
  for (;;) {
    signal.throwIfAborted()
    const seen = await look()
    if (seen !== null) return seen
    if (performance.now() > deadlineMs) throw new Error(`Waited five minutes in vain for ${what}.`)
    await delay(everyMs, undefined, { signal })
  }
}
