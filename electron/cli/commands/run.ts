import type { Config } from '../../../shared/config.ts'
import { problemSentence } from '../../../shared/problem.ts'
import type { Host } from '../../host/host.ts'
import { JSON_FLAG, type AddCommand, type CommandContext, type JsonOption } from '../context.ts'
import { EXIT, UsageError } from '../exit-codes.ts'
import { hostEngine, type HostedEngine } from '../hosted-engine.ts'
import { openLiveReport, type LiveReport } from '../live-report.ts'
import { QueueProgress } from '../queue-progress.ts'
import { aborted, stopSignal } from '../stopping.ts'
import { counted } from '../words.ts'
import { printable } from '../../engine/node-ports.ts'

interface RunOptions extends JsonOption {
  once?: boolean
  ui?: string | true
  uiRemote?: string | true
}

function watchWords({ folders, destinations }: Config, hasWindow: boolean): string {
  if (hasWindow && destinations.length === 0) return 'Nothing is set up yet: open the window to begin.'
  if (folders.length === 0) return 'No folder is configured: only manual uploads are sent.'
  const names = folders.map(({ name, path, to }) => printable(`  ${name}: ${path} → ${to.join(', ')}`))
  return [`Watching ${counted(folders.length, 'folder')}; end with Ctrl-C.`, ...names].join('\n')
}

/** How files have ended since the command began. */
interface Ended {
  done: number
  duplicate: number
  rejected: number
}

/** Brings all to rest; the exit code tells how. What was rejected by an earlier run was told by that. */
async function untilRest(host: Host, report: LiveReport, signal: AbortSignal, ended: Ended): Promise<number> {
  const rest = host.whenAtRest(signal)
  // After a signal nobody waits for it any more.
  rest.catch(() => undefined)
  const outcome = await Promise.race([rest, aborted(signal)])
  // Not every job has come to rest, and a script must not believe so.
  if (outcome === 'aborted') return EXIT.failed
  const { destinations } = await host.call('engine.status', {})
  const lockedOut = destinations.filter(({ problem }) => problem?.code === 'sign-in-needed')
  for (const { problem } of lockedOut) if (problem !== null) report.note(problemSentence(problem))
  const { done, duplicate, rejected } = ended
  const refused = rejected === 0 ? '' : `, ${rejected} rejected`
  report.line(`${done} delivered, ${duplicate} already there, ${outcome.failed} failed${refused}.`)
  if (lockedOut.length > 0) return EXIT.signIn
  return outcome.failed > 0 || rejected > 0 ? EXIT.failed : EXIT.done
}

/** An engine with a window before it, if there is to be one. */
interface Shown extends HostedEngine {
  /** Says where the window is, once it is served. */
  show(report: LiveReport): Promise<void>
}

async function openPlain({ terminal, places }: CommandContext): Promise<Shown> {
  return { ...(await hostEngine(terminal, places())), show: () => Promise.resolve() }
}

async function openWithWindow(
  { terminal, places }: CommandContext,
  ui: string | true,
  remote: string | true | undefined,
): Promise<Shown> {
  // Whoever wants no window does not wait for its parts.
  const { browserFace, openWindow, windowFiles, windowPlace } = await import('../../headless/headless.ts')
  const place = await windowPlace(ui, remote)
  if ('mistake' in place) throw new UsageError(place.mistake)
  const { dataDir, configFile } = places()
  const filesDir = await windowFiles((words) => terminal.stderr.write(`${words}\n`))
  const hosted = await hostEngine(terminal, { dataDir, configFile }, { face: browserFace(dataDir) })
  const { host } = hosted
  let close: () => Promise<void> = () => Promise.resolve()
  return {
    host,
    show: async (report) => {
      const { env } = terminal
      const note = (words: string): void => {
        report.note(words)
      }
      const window = await openWindow({ source: host, dataDir, filesDir, place, env, note })
      close = () => window.close()
      report.line(window.words)
      report.object({ event: 'ui', url: window.url, tokenFile: window.tokenFile })
    },
    close: async () => {
      try {
        // Windows see how the engine comes to its end.
        await hosted.close()
      } finally {
        await close()
      }
    },
  }
}

async function open(context: CommandContext, { ui, uiRemote }: RunOptions): Promise<Shown> {
  if (ui !== undefined) return await openWithWindow(context, ui, uiRemote)
  if (uiRemote !== undefined) throw new UsageError('--ui-remote belongs to --ui: give both.')
  return await openPlain(context)
}

async function run(context: CommandContext, options: RunOptions): Promise<void> {
  const { terminal, finish } = context
  const hosted = await open(context, options)
  const { host } = hosted
  const report = openLiveReport(terminal, options.json === true, new QueueProgress(host))
  const { signal, release } = stopSignal(terminal, () => {
    report.note('Ending: what is being sent is finished first. Once more to end at once.')
  })
  const ended: Ended = { done: 0, duplicate: 0, rejected: 0 }
  const stopEvents = host.on('file', (event) => {
    const { event: name } = event
    if (name === 'done' || name === 'duplicate' || name === 'rejected') ended[name]++
    report.event(event)
  })
  try {
    await hosted.show(report)
    if (options.once !== true) report.line(watchWords(host.config, options.ui !== undefined))
    await host.start()
    if (options.once === true) finish(await untilRest(host, report, signal, ended))
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
    .option('--ui [host:port]', 'with the window for a browser, by default at 127.0.0.1:7420')
    .option('--ui-remote [names]', 'lets other computers reach the window; under these names, if given')
    .option(...JSON_FLAG)
    .action((options: RunOptions) => run(context, options))
}
