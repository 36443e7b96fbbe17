import type { Problem } from '../../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import { createDeliveries, type Deliveries } from './deliveries.ts'
import { createFiles, type Files } from './files.ts'
import { type DiskTrouble, GroupCommit } from './group-commit.ts'
import { createJobs, type Jobs } from './jobs.ts'
import { createJournals, type Journals } from './journals.ts'
import { openDatabase } from './open.ts'
import { createParcels, type Parcels } from './parcels.ts'
import { createPlaces, type Places } from './places.ts'

/** Everything that Sluice remembers. Read at any time; change only inside `write`. */
export interface Store {
  places: Places
  files: Files
  parcels: Parcels
  jobs: Jobs
  journals: Journals
  deliveries: Deliveries
  /** What a person should know about how the database was opened. */
  notice: Problem | null
  /** Runs `run` inside the next transaction. On disk when the promise resolves; see GroupCommit. */
  write<T>(run: () => T): Promise<T>
  close(): void
}

/**
 * Opens the store of a data folder for this process alone.
 *
 * @throws ProblemError `data-folder-in-use`, `database-from-the-future`, `data-folder-unusable`
 */
export function openStore(dataDir: string, clock: Clock, trouble: DiskTrouble): Store {
  const copyName = new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-')
  const { database, notice } = openDatabase(dataDir, copyName)
  const commits = new GroupCommit(database, clock, trouble)
  return {
    places: createPlaces(database),
    files: createFiles(database),
    parcels: createParcels(database),
    jobs: createJobs(database),
    journals: createJournals(database),
    deliveries: createDeliveries(database),
    notice,
    write: (run) => commits.write(run),
    close() {
      commits.close()
      database.close()
    },
  }
}
