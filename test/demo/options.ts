import { parseArgs } from 'node:util'
import { DESTINATION_KINDS } from '../../shared/destination-config.ts'

export interface DemoOptions {
  /** Leaves server and engine running at the end, until Ctrl-C. */
  isKept: boolean
  /** A film of 24 MB instead of 200 MB. */
  isSmall: boolean
}

/** What was asked for cannot be done; the message is one sentence for the person who asked. */
export class DemoUsageError extends Error {
  override readonly name = 'DemoUsageError'
}

/** @throws DemoUsageError */
export function readOptions(args: readonly string[]): DemoOptions {
  const { keep, small, destination } = parsed(args)
  if (destination === 'fotoware') return { isKept: keep, isSmall: small }
  const known: readonly string[] = DESTINATION_KINDS
  throw new DemoUsageError(
    known.includes(destination)
      ? `The demo of ${destination} comes with a later version; for now there is --destination fotoware.`
      : `There is no destination called «${destination}»; for now there is --destination fotoware.`,
  )
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        keep: { type: 'boolean', default: false },
        small: { type: 'boolean', default: false },
        destination: { type: 'string', default: 'fotoware' },
      },
    }).values
  } catch (cause) {
    throw new DemoUsageError(
      'The demo knows --keep (leave all running at the end), --small (a smaller film) and --destination NAME.',
      { cause },
    )
  }
}
