import { JSON_FLAG, runWithEngine, type AddCommand, type JsonOption } from '../context.ts'
import { EXIT } from '../exit-codes.ts'

export const addLogout: AddCommand = (program, context) => {
  program
    .command('logout')
    .description('forget the sign-in of a destination: it waits until somebody signs in again')
    .argument('<name>', 'the destination')
    .option(...JSON_FLAG)
    .action((name: string, options: JsonOption) =>
      runWithEngine(context, options, async (api, report) => {
        await api.call('signIn.signOut', { name })
        report.object({ event: 'signedOut', destination: name })
        report.line(`Nobody is signed in at «${name}» now: uploads to it wait.`)
        return EXIT.done
      }),
    )
}
