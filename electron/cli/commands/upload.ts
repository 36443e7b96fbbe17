import path from 'node:path'
import type { EngineApi } from '../../../shared/contract.ts'
import { problemSentence } from '../../../shared/problem.ts'
import { ProblemError } from '../../engine/errors.ts'
import { JSON_FLAG, type AddCommand, type CommandContext, type JsonOption } from '../context.ts'
import { reachEngine } from '../engine-access.ts'
import { EXIT, exitCodeFor } from '../exit-codes.ts'
import { hostEngine } from '../hosted-engine.ts'
import { openLiveReport, type LiveReport } from '../live-report.ts'
import { aborted, stopSignal } from '../stopping.ts'
import { rowsOf, UploadWatch } from '../upload-watch.ts'
import { counted } from '../words.ts'
import { jobObject } from './jobs.ts'

interface UploadOptions extends JsonOption {
  to: string
  template?: string
  subfolder?: string
  wait?: boolean
}

const ENDED = {
  code: 'engine-gone',
  what: 'Sluice has ended before all was delivered.',
  remedy: 'Start it again: what is queued goes on by itself.',
  isRetried: false,
}

interface Upload {
  api: EngineApi
  report: LiveReport
  watch: UploadWatch
  signal: AbortSignal
  options: UploadOptions
  paths: readonly string[]
}

/** @returns the number of paths that were refused; they are reported */
async function add({
  api,
  report,
  watch,
  options,
  paths,
}: Upload): Promise<{ ids: number[]; refused: number }> {
  const { jobs, refused } = await api.call('upload.add', {
    paths: paths.map((name) => path.resolve(name)),
    destination: options.to,
    ...(options.template === undefined ? {} : { template: options.template }),
    ...(options.subfolder === undefined ? {} : { subfolder: options.subfolder }),
  })
  for (const { path: name, problem } of refused) {
    report.event({ event: 'failed', path: name, destination: options.to, problem })
  }
  watch.begin(jobs)
  return { ids: jobs, refused: refused.length }
}

async function handOver(upload: Upload): Promise<number> {
  const { ids, refused } = await add(upload)
  for await (const row of rowsOf(upload.api, ids)) upload.report.object(jobObject(row))
  upload.report.line(`${counted(ids.length, 'job')} handed over; follow them with: sluice jobs`)
  return refused > 0 ? EXIT.failed : EXIT.done
}

function summary({ tally }: UploadWatch, refused: number): string {
  const parts: [number, string][] = [
    [tally.count('done'), 'delivered'],
    [tally.count('duplicate') + tally.count('ignored'), 'already there or ignored'],
    [tally.count('failed'), 'failed'],
    [tally.count('rejected'), 'rejected'],
    [tally.count('cancelled'), 'cancelled'],
    [refused, 'refused'],
  ]
  return `${parts
    .filter(([count], index) => index === 0 || count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ')}.`
}

async function follow(upload: Upload): Promise<number> {
  const { api, report, watch, signal, options } = upload
  const { ids, refused } = await add(upload)
  // A job may have come to rest before anybody listened.
  for await (const row of rowsOf(api, ids)) if (watch.tally.row(row) !== null) report.object(jobObject(row))
  let hasToldOfPause = false
  const end = watch.end(api, options.to, ({ isPaused, destinations }) => {
    const isHeld =
      isPaused || destinations.some(({ name, state }) => name === options.to && state === 'paused')
    if (isHeld && !hasToldOfPause) report.note('Sending is paused; go on with: sluice resume')
    hasToldOfPause = isHeld
  })
  const outcome = await Promise.race([end, aborted(signal)])
  if (outcome === 'aborted') return EXIT.interrupted
  report.line(summary(watch, refused))
  if (outcome.kind === 'locked') {
    report.note(problemSentence(outcome.problem))
    report.note('What is queued stays queued and goes on when this is mended.')
    return exitCodeFor(outcome.problem) === EXIT.signIn ? EXIT.signIn : EXIT.failed
  }
  const lost =
    watch.tally.count('failed') + watch.tally.count('rejected') + watch.tally.count('cancelled') + refused
  return lost > 0 ? EXIT.failed : EXIT.done
}

async function upload(
  context: CommandContext,
  paths: readonly string[],
  options: UploadOptions,
): Promise<void> {
  const { terminal, places, finish } = context
  const found = await reachEngine(places().dataDir, () =>
    hostEngine(terminal, places(), { manualOnly: true }),
  )
  const api: EngineApi = 'far' in found ? found.far : found.near.host
  const isFollowed = options.wait === true || 'near' in found
  const watch = new UploadWatch((event) => {
    if (isFollowed) report.event(event)
  })
  const report = openLiveReport(terminal, options.json === true, {
    event: () => undefined,
    view: (nowMs) => watch.tally.view(nowMs),
  })
  const { signal, release } = stopSignal(terminal, () => {
    report.note('Ending. What is queued stays queued and goes on when Sluice runs.')
  })
  const lost = new Promise<never>((_resolve, reject) => {
    if ('far' in found)
      found.far.onEnd(() => {
        reject(new ProblemError(ENDED))
      })
  })
  const stopEvents = api.on('file', (event) => {
    watch.event(event)
  })
  const asked: Upload = { api, report, watch, signal, options, paths }
  try {
    if ('near' in found) await found.near.host.start()
    finish(await Promise.race([isFollowed ? follow(asked) : handOver(asked), lost]))
  } finally {
    stopEvents()
    report.close()
    if ('far' in found) found.far.close()
    else await found.near.close()
    release()
  }
}

export const addUpload: AddCommand = (program, context) => {
  program
    .command('upload')
    .description('upload files or folders now, ahead of the hot folders')
    .argument('<path...>', 'files and folders')
    .requiredOption('--to <name>', 'the destination')
    .option('--template <name>', 'metadata template')
    .option('--subfolder <path>', 'folder at the destination')
    .option('--wait', 'wait until all of it is delivered')
    .option(...JSON_FLAG)
    .action((paths: string[], options: UploadOptions) => upload(context, paths, options))
}
