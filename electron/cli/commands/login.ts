import type { EngineApi, Output } from '../../../shared/contract.ts'
import { problemSentence } from '../../../shared/problem.ts'
import { printable } from '../../engine/node-ports.ts'
import {
  JSON_FLAG,
  runWithEngine,
  type AddCommand,
  type CommandContext,
  type JsonOption,
} from '../context.ts'
import { EXIT } from '../exit-codes.ts'
import type { Report } from '../report.ts'
import { stopSignal } from '../stopping.ts'

function addressWords({ url, untilMs }: Output<'signIn.begin'>): string {
  const time = new Date(untilMs).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
  return [
    'Open this address in a browser on this computer and sign in there:',
    '',
    url,
    '',
    `Sluice waits until ${time}; end with Ctrl-C.`,
  ].join('\n')
}

/** What the archive says of the sign-in; a destination that cannot be used for other reasons is no failed sign-in. */
async function tellWhoIsThere(api: EngineApi, report: Report, name: string): Promise<void> {
  const { checks } = await api.call('destinations.check', { name })
  for (const { account, problem } of checks) {
    const who = account === null ? 'Signed in.' : `Signed in as ${account}.`
    report.object({ event: 'signedIn', destination: name, words: who })
    report.line(printable(who))
    if (problem !== null) report.note(printable(problemSentence(problem)))
  }
}

async function login(
  { terminal }: CommandContext,
  api: EngineApi,
  report: Report,
  name: string,
): Promise<number> {
  const cancels: Promise<unknown>[] = []
  let isBegun = false
  const cancel = (): void => {
    // An engine that has just ended has ended the sign-in as well.
    if (isBegun) cancels.push(api.call('signIn.cancel', { name }).catch(() => undefined))
  }
  const { signal, release } = stopSignal(terminal, cancel)
  try {
    const begun = await api.call('signIn.begin', { name })
    isBegun = true
    if (signal.aborted) cancel()
    report.object({ event: 'signIn', destination: name, ...begun })
    report.line(addressWords(begun))
    const { problem } = await api.call('signIn.outcome', { name })
    await Promise.all(cancels)
    if (signal.aborted) return EXIT.interrupted
    if (problem !== null) {
      report.object({ event: 'signInFailed', destination: name, problem })
      report.note(printable(problemSentence(problem)))
      // It works, as long as this engine lives.
      return problem.code === 'sign-in-not-kept' ? EXIT.failed : EXIT.signIn
    }
    await tellWhoIsThere(api, report, name)
    return EXIT.done
  } finally {
    release()
  }
}

export const addLogin: AddCommand = (program, context) => {
  program
    .command('login')
    .description('sign in to a destination through the browser')
    .argument('<name>', 'the destination')
    .option(...JSON_FLAG)
    .action((name: string, options: JsonOption) =>
      runWithEngine(context, options, (api, report) => login(context, api, report, name)),
    )
}
