import { InvalidArgumentError, Option } from 'commander'
import type { EngineApi, JobRow } from '../../../shared/contract.ts'
import { JOB_STATES, type JobStateName } from '../../../shared/job.ts'
import { problemSentence } from '../../../shared/problem.ts'
import { JSON_FLAG, runWithEngine, type AddCommand, type JsonOption } from '../context.ts'
import { EXIT } from '../exit-codes.ts'
import type { Report } from '../report.ts'
import { tableText } from '../table.ts'
import { bytesWords, timeWords } from '../words.ts'

const PAGE = 500
const DEFAULT_LIMIT = 50

interface JobsOptions extends JsonOption {
  state?: JobStateName
  folder?: string
  limit: number
}

/** A whole number above zero from the command line. */
export function positiveInteger(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a number above zero.')
  return number
}

/** A job as `--json` prints it: the words of the events, so that one reader serves both. */
export function jobObject({ id, ...row }: JobRow): { event: string } & Record<string, unknown> {
  return { event: row.state, job: id, ...row }
}

function jobNote({ problem, state, notBeforeMs, isUpdate }: JobRow): string {
  return [
    ...(isUpdate ? ['Metadata update.'] : []),
    ...(problem === null ? [] : [problemSentence(problem)]),
    ...(state === 'waiting' && problem !== null ? [`Next try ${timeWords(notBeforeMs)}.`] : []),
  ].join(' ')
}

function jobCells(job: JobRow): string[] {
  const size =
    job.sentBytes > 0 && job.sentBytes < job.sizeBytes
      ? `${bytesWords(job.sentBytes)} of ${bytesWords(job.sizeBytes)}`
      : bytesWords(job.sizeBytes)
  return [String(job.id), job.state, size, job.destination, job.path, jobNote(job)]
}

/** Newest first; pages of moderate size, so that a long list starts at once and is never held whole. */
async function* jobPages(api: EngineApi, { state, folder, limit }: JobsOptions): AsyncGenerator<JobRow[]> {
  let before: number | null = null
  for (let left = limit; left > 0;) {
    const page: { jobs: JobRow[]; next: number | null } = await api.call('jobs.list', {
      ...(state === undefined ? {} : { state }),
      ...(folder === undefined ? {} : { folder }),
      ...(before === null ? {} : { before }),
      limit: Math.min(left, PAGE),
    })
    yield page.jobs
    if (page.next === null) return
    before = page.next
    left -= page.jobs.length
  }
}

async function listJobs(api: EngineApi, report: Report, options: JobsOptions): Promise<number> {
  let count = 0
  for await (const jobs of jobPages(api, options)) {
    count += jobs.length
    for (const job of jobs) report.object(jobObject(job))
    if (jobs.length > 0) {
      report.line(tableText(['JOB', 'STATE', 'SIZE', 'DESTINATION', 'FILE', ''], jobs.map(jobCells)))
    }
  }
  if (count === 0) report.line('There are no such jobs.')
  else if (count === options.limit) report.line(`The newest ${count} are shown; more with --limit.`)
  return EXIT.done
}

export const addJobs: AddCommand = (program, context) => {
  program
    .command('jobs')
    .description('the queue, newest first')
    .addOption(new Option('--state <state>', 'only jobs in this state').choices(JOB_STATES))
    .option('--folder <name>', 'only jobs of this hot folder')
    .addOption(
      new Option('--limit <n>', 'at most this many').argParser(positiveInteger).default(DEFAULT_LIMIT),
    )
    .option(...JSON_FLAG)
    .action((options: JobsOptions) =>
      runWithEngine(context, options, (api, report) => listJobs(api, report, options)),
    )
}
