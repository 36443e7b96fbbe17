import type { EngineHandlers } from '../../../shared/contract.ts'
import { ProblemError } from '../errors.ts'
import { takeNow } from '../intake/take-now.ts'
import { filePath, toldOf } from '../store/files.ts'
import type { HandlerWorld } from './handler-world.ts'
import { findFolder } from './unknown-name.ts'
import { say, told } from '../../../shared/phrase.ts'

/** Files on their way in: why they are not taken yet, and taking them all the same. */
export function arrivalHandlers(
  world: HandlerWorld,
): Pick<EngineHandlers, 'arrivals.list' | 'arrivals.take' | 'folders.scan'> {
  const { store, intakes, ports } = world
  return {
    'arrivals.list': ({ limit }) => ({
      arrivals: intakes
        .flatMap(({ id, config }) =>
          store.files.arriving(id, limit).map((row) => ({
            folder: config.name,
            path: filePath(row),
            sizeBytes: row.size_bytes,
            ...told(toldOf(row) ?? say`just arrived`),
            firstSeenMs: row.first_seen_ms,
          })),
        )
        .slice(0, limit),
    }),
    'arrivals.take': async ({ folder, path }) => {
      const intake = findFolder(intakes, folder)
      const isTaken = await takeNow(store, intake.id, intake.config.path, path, ports.clock.now())
      if (!isTaken) throw notOnItsWay(path)
      intake.wake()
      return {}
    },
    'folders.scan': ({ folder }) => {
      for (const intake of folder === undefined ? intakes : [findFolder(intakes, folder)]) intake.scanSoon()
      return {}
    },
  }
}

function notOnItsWay(path: string): ProblemError {
  return new ProblemError({
    code: 'not-arriving',
    what: say`${path} is not on its way any more.`,
    remedy: say`Nothing to do: it was taken in this moment, or it is gone.`,
    isRetried: false,
  })
}
