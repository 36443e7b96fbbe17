import type { EngineApi, CheckLine } from '../../../shared/contract.ts'
import { problemSentence } from '../../../shared/problem.ts'
import { JSON_FLAG, runWithEngine, type AddCommand, type JsonOption } from '../context.ts'
import { EXIT, exitCodeFor } from '../exit-codes.ts'
import type { Report } from '../report.ts'
import { printable } from '../../engine/node-ports.ts'

function checkText({ destination, isOk, words, problem }: CheckLine): string {
  const lines = problem === null ? words : [...words, problemSentence(problem)]
  return [
    `${destination}: ${isOk ? 'ready' : 'not ready'}`,
    ...lines.map((line) => `  ${printable(line)}`),
  ].join('\n')
}

async function check(api: EngineApi, report: Report, name: string | undefined): Promise<number> {
  const { checks } = await api.call('destinations.check', name === undefined ? {} : { name })
  for (const line of checks) {
    report.object({ event: 'check', ...line })
    report.line(checkText(line))
  }
  if (checks.length === 0) report.line('There is no destination to check yet.')
  const codes = checks
    .filter(({ isOk }) => !isOk)
    .map(({ problem }) => (problem === null ? EXIT.failed : exitCodeFor(problem)))
  // What only a person can do is told first.
  return codes.includes(EXIT.signIn) ? EXIT.signIn : codes.length > 0 ? EXIT.failed : EXIT.done
}

export const addCheck: AddCommand = (program, context) => {
  program
    .command('check')
    .description('test destinations: reachable, signed in, may upload, limits')
    .argument('[name]', 'a destination; all of them when left out')
    .option(...JSON_FLAG)
    .action((name: string | undefined, options: JsonOption) =>
      runWithEngine(context, options, (api, report) => check(api, report, name)),
    )
}
