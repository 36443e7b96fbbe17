import { Argument } from 'commander'
import { runWithEngine, type AddCommand } from '../context.ts'
import { EXIT } from '../exit-codes.ts'
import { counted } from '../words.ts'
import { jobNumbers } from './job-numbers.ts'

export const addCancel: AddCommand = (program, context) => {
  program
    .command('cancel')
    .description('take jobs out of the queue; their files stay where they are')
    .addArgument(new Argument('<job...>', 'numbers of jobs').argParser(jobNumbers))
    .action((ids: number[]) =>
      runWithEngine(context, {}, async (api, report) => {
        const { count } = await api.call('jobs.cancel', { ids })
        report.line(
          count === 0 ? 'None of these jobs could be cancelled.' : `${counted(count, 'job')} cancelled.`,
        )
        return count > 0 ? EXIT.done : EXIT.failed
      }),
    )
}
