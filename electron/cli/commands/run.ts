import { Option } from 'commander'
import type { Config } from '../../../shared/config.ts'
import type { FileEvent } from '../../../shared/contract.ts'
import { problemSentence } from '../../../shared/problem.ts'
import type { Host } from '../../host/host.ts'
import { JSON_FLAG, type AddCommand, type CommandContext, type JsonOption } from '../context.ts'
import { EXIT } from '../exit-codes.ts'
import { hostEngine } from '../hosted-engine.ts'
import { openLiveReport, type LiveReport } from '../live-report.ts'
import { QueueProgress } from '../queue-progress.ts'
import { aborted, stopSignal } from '../stopping.ts'
import { counted } from '../words.ts'
import { comesLater } from './later.ts'
import { printable } from '../../engine/node-ports.ts'

interface RunOptions extends JsonOption {
  once?: boolean
  ui?: string | true
}

function watchWords({ folders }: Config): string {
  if (folders.length === 0) return 'No folder is configured: only manual uploads are sent.'
  const names = folders.map(({ name, path, to }) => printable(`  ${name}: ${path} → ${to.join(', ')}`))
  return [`Watching ${counted(folders.length, 'folder')}; end with Ctrl-C.`, ...names].join('\n')
}

/** Brings all to rest; the exit code tells how. */
async function untilRest(host: Host, report: LiveReport, signal: AbortSignal): Promise<number> {
  const delivered = { done: 0, duplicate: 0 }
  const stop = host.on('file', ({ event }: FileEvent) => {
    if (event === 'done' || event === 'duplicate') delivered[event]++
  })
  const rest = host.whenAtRest(signal)
  // After a signal nobody waits for it any more.
  rest.catch(() => undefined)
  const outcome = await Promise.race([rest, aborted(signal)])
  stop()
  // Not every job has come to rest, and a script must not believe so.
  if (outcome === 'aborted') return EXIT.failed
  const { destinations } = await host.call('engine.status', {})
  const lockedOut = destinations.filter(({ problem }) => problem?.code === 'sign-in-needed')
  for (const { problem } of lockedOut) if (problem !== null) report.note(problemSentence(problem))
  report.line(`${delivered.done} delivered, ${delivered.duplicate} already there, ${outcome.failed} failed.`)
  if (lockedOut.length > 0) return EXIT.signIn
  return outcome.failed > 0 ? EXIT.failed : EXIT.done
}

async function run({ terminal, places, finish }: CommandContext, options: RunOptions): Promise<void> {
  if (options.ui !== undefined) throw comesLater('sluice run --ui')
  const hosted = await hostEngine(terminal, places())
  const { host } = hosted
  const report = openLiveReport(terminal, options.json === true, new QueueProgress(host))
  const { signal, release } = stopSignal(terminal, () => {
    report.note('Ending: what is being sent is finished first. Once more to end at once.')
  })
  const stopEvents = host.on('file', (event) => {
    report.event(event)
  })
  try {
    if (options.once !== true) report.line(watchWords(host.config))
    await host.start()
    if (options.once === true) finish(await untilRest(host, report, signal))
    else await aborted(signal)
  } finally {
    // Events go on until the engine has come to its end.
    await hosted.close()
    stopEvents()
    report.close()
    release()
  }
}

export const addRun: AddCommand = (program, context) => {
  program
    .command('run')
    .description('the engine in the foreground: watches and uploads until it is told to end')
    .option('--once', 'take in what is in the folders now, bring every job to rest, then end')
    .option(...JSON_FLAG)
    .addOption(new Option('--ui [address]').hideHelp())
    .action((options: RunOptions) => run(context, options))
}
