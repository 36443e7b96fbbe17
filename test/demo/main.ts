import os from 'node:os'
import { demo } from './demo.ts'
import { SHORT_STORIES } from './kinds/stories.ts'
import { Narrator } from './narrator.ts'
import { DemoUsageError, readOptions } from './options.ts'
import { tellStory } from './tell-story.ts'

const EXIT = { right: 0, failed: 1, usage: 2 } as const
const ENDED = '\nThe demo was ended; everything is cleaned up.\n'
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Somebody has had enough. */
class Ended extends Error {
  readonly exitCode: number

  constructor(exitCode: number) {
    super('The demo was ended.')
    this.exitCode = exitCode
  }
}

function listen(ending: AbortController): void {
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      // As shells tell it: 128 and the number of the signal.
      ending.abort(new Ended(128 + os.constants.signals[signal]))
    })
  }
  // A reader such as `head` that has seen enough ends the demo; all is cleaned up then as well.
  process.stdout.on('error', () => {
    ending.abort(new Ended(EXIT.failed))
  })
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2))
  const narrator = new Narrator(process.stdout)
  const ending = new AbortController()
  listen(ending)
  try {
    const { kind } = options
    const isRight = await (kind === 'fotoware'
      ? demo(options, narrator, ending)
      : tellStory(SHORT_STORIES[kind], options, narrator, ending))
    // With --keep it is ended in the end, and that is as it should be.
    if (ending.signal.reason instanceof Ended) process.stderr.write(ENDED)
    else ending.signal.throwIfAborted()
    return isRight ? EXIT.right : EXIT.failed
  } catch (error) {
    // What failed because the demo was ended is no news.
    throw ending.signal.aborted ? ending.signal.reason : error
  } finally {
    narrator.showCursor()
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  if (error instanceof Ended) {
    process.stderr.write(ENDED)
    process.exitCode = error.exitCode
  } else {
    process.stderr.write(`\ndemo: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = error instanceof DemoUsageError ? EXIT.usage : EXIT.failed
  }
}
