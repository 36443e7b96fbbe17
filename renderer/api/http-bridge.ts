import { type Bridge, EventBatch, Reply } from '../../shared/wire.ts'
import { say } from '../../shared/phrase.ts'
import { tellProblem } from '../../shared/problem.ts'

const GONE = tellProblem({
  code: 'engine-gone',
  what: say`Sluice does not answer.`,
  means: say`What is queued is safe and goes on when Sluice runs.`,
  remedy: say`Start Sluice again: this page goes on by itself.`,
  isRetried: true,
})
const LOCKED = tellProblem({
  code: 'token-needed',
  what: say`This page has lost its permission to speak with Sluice.`,
  remedy: say`Open the address again that Sluice printed when it was started.`,
  isRetried: false,
})

/** Requests as POST, events as a stream that the browser opens again by itself. */
export function httpBridge(): Bridge {
  return {
    async call(name, input) {
      const response = await fetch(`./api/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ input }),
      }).catch(() => null)
      if (response === null) return { problem: GONE }
      if (response.status === 401) return { problem: LOCKED }
      const reply = Reply.safeParse(await response.json().catch(() => null))
      return reply.success ? reply.data : { problem: GONE }
    },
    onEvents(listener) {
      const source = new EventSource('./api/events')
      source.addEventListener('message', (message: MessageEvent<string>) => {
        const batch = EventBatch.safeParse(JSON.parse(message.data))
        if (batch.success) listener(batch.data)
      })
      // Sluice may be gone: asking for what is shown says so, and a stream that comes back begins anew.
      source.addEventListener('error', () => {
        listener({ sequence: 0, events: [], isCut: true })
      })
      return () => {
        source.close()
      }
    },
    pathsOf: () => [],
  }
}
