import { parseArgs } from 'node:util'
import { DESTINATION_KINDS, type DestinationConfig } from '../../shared/destination-config.ts'
import { SHORT_STORIES } from './kinds/stories.ts'

export interface DemoOptions {
  kind: DestinationConfig['kind']
  /** Leaves server and engine running at the end, until Ctrl-C. */
  isKept: boolean
  /** A film of 24 MB instead of 200 MB, or fewer photos. */
  isSmall: boolean
}

/** What was asked for cannot be done; the message is one sentence for the person who asked. */
export class DemoUsageError extends Error {
  override readonly name = 'DemoUsageError'
}

/** @throws DemoUsageError */
export function readOptions(args: readonly string[]): DemoOptions {
  const { keep, small, destination } = parsed(args)
  const kind = DESTINATION_KINDS.find((one) => one === destination)
  if (kind === undefined)
    throw new DemoUsageError(
      `There is no demo of «${destination}»; --destination takes ${DESTINATION_KINDS.join(', ')}.`,
    )
  const noSmall = kind === 'fotoware' ? null : SHORT_STORIES[kind].noSmall
  if (small && noSmall !== null) throw new DemoUsageError(noSmall)
  return { kind, isKept: keep, isSmall: small }
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
      'The demo knows --keep (leave all running at the end), --small (a smaller film, or fewer photos) and --destination KIND.',
      { cause },
    )
  }
}
