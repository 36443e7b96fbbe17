import type { AddCommand, CommandContext } from '../context.ts'
import { textOf } from '../../../shared/phrase.ts'
import { portsFor } from '../engine-access.ts'
import { EXIT, UsageError } from '../exit-codes.ts'
import { readSecret } from '../secret-input.ts'

async function setSecret({ terminal, places, finish }: CommandContext, name: string): Promise<void> {
  if (/\p{Cc}/u.test(name) || name.trim() !== name || name === '') {
    throw new UsageError(
      'the name of a secret may not be empty, begin or end with a space, or hold control characters.',
    )
  }
  const value = await readSecret(name, terminal.stdin, terminal.stderr)
  if (value === null) {
    finish(EXIT.interrupted)
    return
  }
  const { secrets } = portsFor(places().dataDir, terminal.env)
  await secrets.set(name, value)
  terminal.stdout.write(`The secret "${name}" is set. ${textOf(await secrets.describe())}\n`)
}

export const addSecret: AddCommand = (program, context) => {
  program
    .command('secret')
    .description('passwords and keys that the configuration names')
    .command('set')
    .description('keep a secret; its value comes from stdin, or is typed without being shown')
    .argument('<name>', 'the name that the configuration uses')
    .action((name: string) => setSecret(context, name))
}
