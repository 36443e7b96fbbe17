import { EXIT } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writableLength === 0 || stream.destroyed) resolve()
    else
      stream.write('', () => {
        resolve()
      })
  })
}

/** The terminal of this process. Without a listener for stopping, signals do what they always do. */
export function nodeTerminal(): Terminal & { flush(): Promise<void> } {
  const stopListeners = new Set<() => void>()

  // A reader such as `head` that has seen enough is no mistake.
  let isUnread = false
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Every further line fails as well; one is enough to end for.
    if (isUnread) return
    isUnread = true
    if (error.code !== 'EPIPE' || stopListeners.size === 0)
      process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed)
    for (const listener of stopListeners) listener()
  })
  process.stderr.on('error', () => undefined)

  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    openEngine: async (options) => (await import('../engine/engine.ts')).openEngine(options),
    onStop: (listener) => {
      stopListeners.add(listener)
      for (const signal of STOP_SIGNALS) process.on(signal, listener)
      return () => {
        stopListeners.delete(listener)
        for (const signal of STOP_SIGNALS) process.off(signal, listener)
      }
    },
    exitNow: (code) => process.exit(code),
    flush: async () => {
      await Promise.all([written(process.stdout), written(process.stderr)])
    },
  }
}
