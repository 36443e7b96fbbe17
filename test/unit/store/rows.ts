import Database from 'better-sqlite3'
import { createDeliveries, type NewDelivery } from '../../../electron/engine/store/deliveries.ts'
import { createFiles } from '../../../electron/engine/store/files.ts'
import { createJobLists } from '../../../electron/engine/store/job-lists.ts'
import { createJobs, type NewJob } from '../../../electron/engine/store/jobs.ts'
import { createJournals } from '../../../electron/engine/store/journals.ts'
import { migrate } from '../../../electron/engine/store/migrate.ts'
import { createParcels } from '../../../electron/engine/store/parcels.ts'
import { createPlaces } from '../../../electron/engine/store/places.ts'

/** The parts of the store over a database in memory, with two folders (1, 2) and two destinations (1, 2). */
export function memoryStore() {
  const database = new Database(':memory:')
  migrate(database, () => undefined)
  database.pragma('foreign_keys = ON')
  const parts = {
    database,
    places: createPlaces(database),
    files: createFiles(database),
    parcels: createParcels(database),
    jobs: createJobs(database),
    jobLists: createJobLists(database),
    journals: createJournals(database),
    deliveries: createDeliveries(database),
  }
  parts.places.folder('hot', '/hot')
  parts.places.folder('cold', '/cold')
  parts.places.destination('archive')
  parts.places.destination('backup')
  return {
    ...parts,
    /** A parcel with one waiting job. */
    addJob(job: Partial<NewJob> = {}): number {
      const folderId = job.folderId ?? 1
      const sizeBytes = job.sizeBytes ?? 100
      const parcelId = job.parcelId ?? addParcel(parts.parcels, folderId, sizeBytes)
      return parts.jobs.insert({ ...JOB, folderId, sizeBytes, ...job, parcelId })
    },
    addParcel: (folderId = 1, sizeBytes = 100): number => addParcel(parts.parcels, folderId, sizeBytes),
  }
}
export type MemoryStore = ReturnType<typeof memoryStore>

const JOB: Omit<NewJob, 'parcelId'> = {
  folderId: 1,
  destinationId: 1,
  priority: 0,
  sizeBytes: 100,
  subfolder: null,
  template: null,
  comment: null,
  atMs: 1000,
}

function addParcel(
  parcels: ReturnType<typeof createParcels>,
  folderId: number,
  sizeBytes: number,
  path = 'a.jpg',
): number {
  return parcels.insert({
    folderId,
    root: '/hot',
    path,
    identity: '1:2:3:4',
    sizeBytes,
    sidecarPath: null,
    sidecarIdentity: null,
    updateOf: null,
    atMs: 1000,
  })
}

/** A delivery that differs from others by its number. */
export function someDelivery(number: number, change: Partial<NewDelivery> = {}): NewDelivery {
  const hex = number.toString(16).padStart(64, '0')
  return {
    kind: 'upload',
    job_id: number,
    parcel_id: number,
    folder: 'hot',
    path: `2026/IMG_${String(number).padStart(5, '0')}.CR2`,
    destination: 'archive',
    size_bytes: 20_000 + number,
    sha256: hex,
    fingerprint: `${String(20_000 + number)}-${hex.slice(-16)}`,
    asset_url: `/fotoweb/archives/5000/IMG_${String(number)}.CR2.info`,
    receipt: JSON.stringify({ sha256: hex, uploadId: `upload-${String(number)}`, finishedAtMs: number }),
    delivered_ms: 1_700_000_000_000 + number,
    ...change,
  }
}
