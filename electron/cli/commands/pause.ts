import { Option, type Command } from 'commander'
import { runWithEngine, type AddCommand, type CommandContext } from '../context.ts'
import { EXIT } from '../exit-codes.ts'

interface ScopeOptions {
  folder?: string
  destination?: string
}

function scopeWords({ folder, destination }: ScopeOptions): string {
  if (folder !== undefined) return `The folder "${folder}"`
  return destination === undefined ? 'Everything' : `The destination "${destination}"`
}

function addScoped(
  program: Command,
  context: CommandContext,
  name: 'pause' | 'resume',
  description: string,
): void {
  program
    .command(name)
    .description(description)
    .addOption(new Option('--folder <name>', 'only this hot folder').conflicts('destination'))
    .option('--destination <name>', 'only this destination')
    .action((options: ScopeOptions) =>
      runWithEngine(context, {}, async (api, report) => {
        await api.call(`engine.${name}`, options)
        report.line(
          `${scopeWords(options)} ${name === 'pause' ? 'is paused; go on with: sluice resume' : 'goes on'}.`,
        )
        return EXIT.done
      }),
    )
}

export const addPause: AddCommand = (program, context) => {
  addScoped(program, context, 'pause', 'stop sending; what is being sent is finished')
  addScoped(program, context, 'resume', 'go on')
}
