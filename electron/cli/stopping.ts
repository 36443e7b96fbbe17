import { EXIT } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

/**
 * Turns signals into an AbortSignal. The first asks for an orderly end; whoever asks twice does not want to wait.
 * @param onFirst called once, at the first signal
 */
export function stopSignal(
  terminal: Terminal,
  onFirst: () => void,
): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController()
  const release = terminal.onStop(() => {
    if (controller.signal.aborted) {
      terminal.exitNow(EXIT.interrupted)
      return
    }
    onFirst()
    controller.abort()
  })
  return { signal: controller.signal, release }
}

/** Resolves when the signal is given. */
export function aborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('aborted')
    else
      signal.addEventListener(
        'abort',
        () => {
          resolve('aborted')
        },
        { once: true },
      )
  })
}
