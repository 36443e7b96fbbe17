import path from 'node:path'
import { Command, CommanderError } from 'commander'
import { problemSentence } from '../../shared/problem.ts'
import { problemOf } from '../control/dispatch.ts'
import { defaultConfigFile, defaultDataDir } from '../engine/config/load.ts'
import { sluiceVersion, printable } from '../engine/node-ports.ts'
import { addAudit } from './commands/audit.ts'
import { addCancel } from './commands/cancel.ts'
import { addCheck } from './commands/check.ts'
import { addConfig } from './commands/config.ts'
import { addDiagnostics } from './commands/diagnostics.ts'
import { addHistory } from './commands/history.ts'
import { addJobs } from './commands/jobs.ts'
import { addLogin } from './commands/login.ts'
import { addLogout } from './commands/logout.ts'
import { addPause } from './commands/pause.ts'
import { addRetry } from './commands/retry.ts'
import { addRun } from './commands/run.ts'
import { addSecret } from './commands/secret.ts'
import { addStatus } from './commands/status.ts'
import { addTemplate } from './commands/template.ts'
import { addUpload } from './commands/upload.ts'
import type { AddCommand, CommandContext } from './context.ts'
import type { Places } from './engine-access.ts'
import { EXIT, exitCodeFor, UsageError } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

const COMMANDS: readonly AddCommand[] = [
  addRun,
  addUpload,
  addStatus,
  addJobs,
  addHistory,
  addRetry,
  addCancel,
  addPause,
  addCheck,
  addTemplate,
  addAudit,
  addConfig,
  addSecret,
  addDiagnostics,
  addLogin,
  addLogout,
]

/** Commander's "error: …\n(Did you mean …?)" as one sentence. */
function usageSentence(text: string): string {
  const words = text
    .replace(/^error: /, '')
    .trim()
    .split(/\s*\n\s*/)
    .join(' ')
  return `sluice: ${words}${/[.?!)]$/.test(words) ? '' : '.'}\n`
}

function newProgram(terminal: Terminal): Command {
  return new Command('sluice')
    .description('Watches folders and delivers what lands in them to photo and media archives.')
    .version(sluiceVersion())
    .option('--data <dir>', 'folder of the queue, the history and the logs')
    .option('--config <file>', 'configuration (config.json in the data folder)')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      outputError: (text, write) => {
        write(usageSentence(text))
      },
    })
    .exitOverride()
}

/** Subcommands of subcommands do not inherit by themselves when they are made elsewhere. */
function placesOf(program: Command): Places {
  const { data, config } = program.opts<{ data?: string; config?: string }>()
  const dataDir = path.resolve(data ?? defaultDataDir())
  return { dataDir, configFile: config === undefined ? defaultConfigFile(dataDir) : path.resolve(config) }
}

/** What to print and the exit code for anything that ended a command. */
function ended(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) {
    return error.code === 'commander.helpDisplayed' || error.code === 'commander.version'
      ? EXIT.done
      : EXIT.usage
  }
  if (error instanceof UsageError) {
    terminal.stderr.write(usageSentence(error.message))
    return EXIT.usage
  }
  const problem = problemOf(error)
  const detail = problem.detail === undefined ? '' : ` (${problem.detail})`
  terminal.stderr.write(`${printable(`${problemSentence(problem)}${detail}`)}\n`)
  return exitCodeFor(problem)
}

/**
 * Runs one command line.
 * @param argv without the names of node and of the program
 * @returns the exit code; nothing is thrown
 */
export async function runCli(argv: readonly string[], terminal: Terminal): Promise<number> {
  const program = newProgram(terminal)
  let code: number = EXIT.done
  const context: CommandContext = {
    terminal,
    places: () => placesOf(program),
    finish: (finished) => {
      code = finished
    },
  }
  for (const add of COMMANDS) add(program, context)
  try {
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    return ended(error, terminal)
  }
}
