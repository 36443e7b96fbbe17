import type { Problem } from '../../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import { damageWatch } from './damage-watch.ts'
import { createDeliveries, type Deliveries } from './deliveries.ts'
import { createFiles, type Files } from './files.ts'
import { type DiskTrouble, type Durability, GroupCommit } from './group-commit.ts'
import { createJobGroups, type JobGroups } from './job-groups.ts'
import { createJobLists, type JobLists } from './job-lists.ts'
import { createJobs, type Jobs } from './jobs.ts'
import { createJournals, type Journals } from './journals.ts'
import { databaseFile, openDatabase, walFile } from './open.ts'
import { WalFlusher } from './wal-flusher.ts'
import { createParcels, type Parcels } from './parcels.ts'
import { createPlaces, type Places } from './places.ts'
import { createPreparations, type Preparations } from './preparations.ts'

/** Everything that Sluice remembers. Read at any time; change only inside `write`. */
export interface Store {
  places: Places
  files: Files
  parcels: Parcels
  jobs: Jobs
  jobGroups: JobGroups
  jobLists: JobLists
  journals: Journals
  preparations: Preparations
  deliveries: Deliveries
  /** What a person should know about how the database was opened. */
  notice: Problem | null
  /** Runs `run` inside the next transaction; resolves when it is as durable as asked for, `kept` by default. */
  write<T>(run: () => T, durability?: Durability): Promise<T>
  /** From now on a write that the disk does not take rejects instead of being tried again. */
  leave(): void
  close(): Promise<void>
}

/**
 * Opens the store of a data folder for this process alone.
 *
 * @throws ProblemError `data-folder-in-use`, `database-from-the-future`, `data-folder-unusable`
 */
export function openStore(dataDir: string, clock: Clock, trouble: DiskTrouble): Store {
  const copyName = new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-')
  const { database, notice } = openDatabase(dataDir, copyName)
  const flusher = new WalFlusher(walFile(dataDir))
  const commits = new GroupCommit(database, clock, trouble, () => flusher.flush())
  const watch = damageWatch(databaseFile(dataDir), trouble)
  return {
    places: watch(createPlaces(database)),
    files: watch(createFiles(database)),
    parcels: watch(createParcels(database)),
    jobs: watch(createJobs(database)),
    jobGroups: watch(createJobGroups(database)),
    jobLists: watch(createJobLists(database)),
    journals: watch(createJournals(database)),
    preparations: watch(createPreparations(database)),
    deliveries: watch(createDeliveries(database)),
    notice,
    write: (run, durability) => commits.write(run, durability),
    leave() {
      commits.leave()
    },
    async close() {
      await commits.close()
      await flusher.close()
      database.close()
    },
  }
}
