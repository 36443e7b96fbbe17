import type { Command } from 'commander'
import { UsageError } from '../exit-codes.ts'

/** The sentence for what this version cannot do yet. */
export function comesLater(what: string): UsageError {
  return new UsageError(`"${what}" comes with a later version of Sluice.`)
}

/** A command that is known by name only; it is not in the help. */
export function addUnbuilt(parent: Command, name: string, fullName: string): void {
  parent
    .command(name, { hidden: true })
    .argument('[rest...]')
    .allowUnknownOption()
    .action(() => {
      throw comesLater(fullName)
    })
}

/** Stands in the list of commands in place of those that were known by name only. */
export { addLogin as addLater } from './login.ts'
