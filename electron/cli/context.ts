import type { Command } from 'commander'
import type { EngineApi } from '../../shared/contract.ts'
import { withEngine, type Places } from './engine-access.ts'
import { openReport, type Report } from './report.ts'
import type { Terminal } from './terminal.ts'

/** What every command is given. */
export interface CommandContext {
  terminal: Terminal
  /** The options of `--data` and `--config`, known once the command line has been read. */
  places: () => Places
  /** Sets the exit code of the process. */
  finish: (code: number) => void
}

export interface JsonOption {
  json?: boolean
}

export const JSON_FLAG = ['--json', 'print one JSON object a line'] as const

/** Adds one command to the program. */
export type AddCommand = (program: Command, context: CommandContext) => void

/** Runs a command that talks to an engine; what it returns is the exit code. */
export async function runWithEngine(
  { terminal, places, finish }: CommandContext,
  options: JsonOption,
  work: (api: EngineApi, report: Report) => Promise<number>,
): Promise<void> {
  const report = openReport(terminal, options.json === true)
  finish(await withEngine(terminal, places(), (api) => work(api, report)))
}
