import path from 'node:path'
import { ConfigError, configJsonSchema, loadConfig, placeText } from '../../engine/config/load.ts'
import type { AddCommand, CommandContext } from '../context.ts'
import { EXIT } from '../exit-codes.ts'
import { counted } from '../words.ts'
import { exportConfig, importConfig } from './config-transfer.ts'
import { printable } from '../../engine/node-ports.ts'

async function validate({ terminal, finish }: CommandContext, file: string): Promise<void> {
  try {
    const { destinations, folders, templates } = await loadConfig(file)
    const found = [
      counted(destinations.length, 'destination'),
      counted(folders.length, 'folder'),
      counted(templates.length, 'template'),
    ]
    terminal.stdout.write(`${file} is right: ${found.join(', ')}.\n`)
    finish(EXIT.done)
  } catch (error) {
    if (!(error instanceof ConfigError) || error.problems.length < 2) throw error
    for (const problem of error.problems) terminal.stderr.write(`${printable(placeText(file, problem))}\n`)
    finish(EXIT.usage)
  }
}

export const addConfig: AddCommand = (program, context) => {
  const config = program
    .command('config')
    .description('check, export or import the configuration, or print its schema')
  config
    .command('validate')
    .description('say whether the configuration is right, and list every mistake with its place')
    .argument('[file]', 'another file than --config')
    .action((file: string | undefined) =>
      validate(context, file === undefined ? context.places().configFile : path.resolve(file)),
    )
  config
    .command('schema')
    .description('print the JSON Schema, for editors')
    .action(() => {
      context.terminal.stdout.write(`${JSON.stringify(configJsonSchema(), null, 2)}\n`)
    })
  config
    .command('export')
    .description('write the configuration with its code tables into one file; secrets stay where they are')
    .argument('[file]', 'stdout without one')
    .action((file: string | undefined) => exportConfig(context, file))
  config
    .command('import')
    .description('take over an exported configuration; the one before is kept beside it')
    .argument('<file>')
    .action((file: string) => importConfig(context, file))
}
