import { Argument } from 'commander'
import { runWithEngine, type AddCommand } from '../context.ts'
import { EXIT, UsageError } from '../exit-codes.ts'
import { counted } from '../words.ts'
import { jobNumbers } from './job-numbers.ts'

export const addRetry: AddCommand = (program, context) => {
  program
    .command('retry')
    .description('queue failed jobs again')
    .addArgument(new Argument('[job...]', 'numbers of jobs').argParser(jobNumbers).default([]))
    .option('--failed', 'all that failed')
    .action((ids: number[], options: { failed?: boolean }) => {
      const isAll = options.failed === true
      if (isAll === ids.length > 0)
        throw new UsageError('name the jobs to try again, or say --failed for all of them.')
      return runWithEngine(context, {}, async (api, report) => {
        const { count } = await api.call('jobs.retry', isAll ? { allFailed: true } : { ids })
        report.line(count === 0 ? 'None of these jobs had failed.' : `${counted(count, 'job')} queued again.`)
        return isAll || count > 0 ? EXIT.done : EXIT.failed
      })
    })
}
