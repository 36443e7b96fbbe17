import { JOB_STATES } from '../../../shared/job.ts'
import type { EngineStatus } from '../../../shared/contract.ts'
import { problemSentence, type Problem } from '../../../shared/problem.ts'
import { JSON_FLAG, runWithEngine, type AddCommand, type JsonOption } from '../context.ts'
import { EXIT } from '../exit-codes.ts'
import { tableText } from '../table.ts'
import { bytesWords, durationWords } from '../words.ts'
import { printable } from '../../engine/node-ports.ts'

function headline({ isRunning, isPaused, rateBps, etaSeconds }: EngineStatus): string {
  if (!isRunning) return 'Sluice is not running: nothing is watched or sent. Start it with: sluice run'
  if (isPaused) return 'Sluice is running and paused. Go on with: sluice resume'
  const eta = etaSeconds === null || etaSeconds < 1 ? '' : `, about ${durationWords(etaSeconds)} left`
  return rateBps > 0 ? `Sluice is running: ${bytesWords(rateBps)}/s${eta}.` : 'Sluice is running.'
}

function withProblem(words: string, problem: Problem | null): string {
  return problem === null ? words : problemSentence(problem)
}

/** The state of the engine as a page of text. */
export function statusText(status: EngineStatus): string {
  const counts = JOB_STATES.map((state) => {
    const { jobs, bytes } = status.counts[state]
    return [state, String(jobs), jobs === 0 ? '' : bytesWords(bytes)]
  })
  const folders = status.folders.map(({ name, state, arriving, words, problem }) => [
    name,
    state,
    String(arriving),
    withProblem(words, problem),
  ])
  const destinations = status.destinations.map(({ name, kind, state, words, problem }) => [
    name,
    kind,
    state,
    withProblem(words, problem),
  ])
  const attention = status.folders.flatMap((folder) =>
    folder.attention.map(({ path, words }) => `${printable(path)}: ${words}`),
  )
  return [
    headline(status),
    tableText(['JOBS', 'COUNT', 'SIZE'], counts),
    folders.length === 0 ? 'No folder is watched.' : tableText(['FOLDER', 'STATE', 'ARRIVING', ''], folders),
    destinations.length === 0
      ? 'There is no destination yet.'
      : tableText(['DESTINATION', 'KIND', 'STATE', ''], destinations),
    ...(attention.length === 0 ? [] : [['Told about, but not taken:', ...attention].join('\n  ')]),
    status.secrets,
  ].join('\n\n')
}

export const addStatus: AddCommand = (program, context) => {
  program
    .command('status')
    .description('counts by state, rate, health of every folder and destination')
    .option(...JSON_FLAG)
    .action((options: JsonOption) =>
      runWithEngine(context, options, async (api, report) => {
        const status = await api.call('engine.status', {})
        report.object({ event: 'status', ...status })
        report.line(statusText(status))
        return EXIT.done
      }),
    )
}
