import type { FileEvent } from '../../../shared/contract.ts'
import { problemOf, recordEvent } from '../dispatch/job-record.ts'
import { isSidecar, nameKey, stemKey } from '../pair/pairing.ts'
import { queueAgain } from './queue-again.ts'
import { filePath, type FileRow, toldOf, type PlacedFileRow } from '../store/files.ts'
import type { JobRecord } from '../store/jobs.ts'
import type { Store } from '../store/store.ts'
import type { SightedFile } from '../watch/scan.ts'
import { tellProblem } from '../../../shared/problem.ts'
import { say } from '../../../shared/phrase.ts'
import { isGivenUp } from '../../../shared/job.ts'

/** A file that is already elsewhere in the folder under the same identity, and whether it is still there. */
export interface KnownElsewhere {
  row: PlacedFileRow
  isStillThere: boolean
}

export interface SightingWorld {
  store: Store
  folderId: number
  folderName: string
  /** Paths say what a file is to a destination (whose face it shows): one that was delivered arrives anew under another. */
  goesByName: boolean
  nowMs: number
}

/** What a batch of sightings has changed. */
export interface Sighted {
  events: FileEvent[]
  /** A file that was taken has changed after so long a pause: its writer stalls for longer than was waited. */
  stallMs: number
  /** Jobs wait that did not before. */
  hasJobs: boolean
}

/**
 * Compares files as they were found in one directory with what is known, and notes what is new or different. To be
 * called inside `store.write`. The scan is the truth; that a file is listed says nothing yet about its being complete.
 */
export function noteSightings(
  world: SightingWorld,
  directory: string,
  directoryId: number,
  files: readonly SightedFile[],
  elsewhere: ReadonlyMap<string, KnownElsewhere>,
): Sighted {
  const sighted: Sighted = { events: [], stallMs: 0, hasJobs: false }
  for (const file of files) {
    const known = world.store.files.byName(directoryId, file.name)
    if (known === null) noteNew(world, sighted, directory, directoryId, file, elsewhere.get(file.name))
    else if (known.identity === file.identity) noteBack(world, sighted, directory, known)
    else noteChanged(world, sighted, directory, directoryId, file, known)
  }
  return sighted
}

function noteNew(
  world: SightingWorld,
  sighted: Sighted,
  directory: string,
  directoryId: number,
  file: SightedFile,
  elsewhere: KnownElsewhere | undefined,
): void {
  const { files } = world.store
  if (elsewhere === undefined) {
    arrive(world, sighted, directory, directoryId, file)
    return
  }
  const { row, isStillThere } = elsewhere
  if (isStillThere && world.goesByName && row.state === 'taken') {
    // The same file under the name of somebody else, too.
    arrive(world, sighted, directory, directoryId, file)
    return
  }
  if (!isStillThere) {
    queuedAgain(sighted, moveRow(world, row, directory, directoryId, file.name))
    // What waits may belong together with others now.
    if (row.parcel_id !== null) sighted.hasJobs = true
    return
  }
  // One file under two names: it is delivered once.
  const id = files.insert(newFile(world, directoryId, file))
  files.change(id, {
    state: 'duplicate',
    words: say`A second name of ${filePath(row)}.`,
    parcelId: row.parcel_id,
  })
}

function queuedAgain(sighted: Sighted, event: FileEvent | null): void {
  if (event === null) return
  sighted.events.push(event)
  sighted.hasJobs = true
}

function noteBack(world: SightingWorld, sighted: Sighted, directory: string, known: FileRow): void {
  const { store } = world
  if (known.gone_ms !== null) {
    store.files.setGone(known.id, null)
    const parcel = known.parcel_id === null ? null : store.parcels.byId(known.parcel_id)
    if (parcel?.path === filePath({ directory, name: known.name }))
      queuedAgain(sighted, queueAgain(world, parcel.id, 'back'))
  }
  if (known.state === 'unreadable')
    world.store.files.change(known.id, { state: 'arriving', dueMs: world.nowMs })
}

function noteChanged(
  world: SightingWorld,
  sighted: Sighted,
  directory: string,
  directoryId: number,
  file: SightedFile,
  known: FileRow,
): void {
  // A file on its way is watched by the settle step, which keeps count of its pauses.
  if (known.state === 'arriving' && known.gone_ms === null) return
  if (known.state === 'taken') {
    if (known.gone_ms === null) sighted.stallMs = Math.max(sighted.stallMs, stallOf(known, file))
    // A picture that had left, set aside for example, and comes back as another one stands for the old one too.
    if (known.gone_ms === null || !isSidecar(known.name)) supersedeWaiting(world, known)
  }
  arrive(world, sighted, directory, directoryId, file)
}

function arrive(
  world: SightingWorld,
  sighted: Sighted,
  directory: string,
  directoryId: number,
  file: SightedFile,
): void {
  world.store.files.insert(newFile(world, directoryId, file))
  const path = filePath({ directory, name: file.name })
  sighted.events.push({ event: 'arriving', folder: world.folderName, path, sizeBytes: file.sizeBytes })
}

function newFile(world: SightingWorld, directoryId: number, file: SightedFile) {
  return {
    folderId: world.folderId,
    directoryId,
    name: file.name,
    stemKey: stemKey(file.name),
    identity: file.identity,
    sizeBytes: file.sizeBytes,
    changedMs: Math.round(file.changedMs),
    atMs: world.nowMs,
    dueMs: world.nowMs,
  }
}

/**
 * A file is no longer where it was. If it was seen under a second name, it goes on under that one: programs that make a
 * file complete and then link it into place remove the first name.
 */
export function noteGone(world: Omit<SightingWorld, 'folderId'>, fileId: number): FileEvent | null {
  const { store, nowMs } = world
  const row = store.files.byId(fileId)
  if (row === null) return null
  const second = store.files
    .byIdentity(row.folder_id, row.identity)
    .find((other) => other.id !== fileId && other.gone_ms === null && isSecondName(other, row))
  if (second !== undefined) return moveRow(world, row, second.directory, second.directory_id, second.name)
  store.files.setGone(fileId, nowMs)
  return null
}

function isSecondName(other: FileRow, row: FileRow): boolean {
  return other.state === 'duplicate' && (other.parcel_id === null || other.parcel_id === row.parcel_id)
}

/**
 * The same file under another path: it keeps its state, and what is queued of it goes on under the new name. What went
 * under the old one arrives anew where paths say what it is.
 */
function moveRow(
  world: Omit<SightingWorld, 'folderId'>,
  row: PlacedFileRow,
  directory: string,
  directoryId: number,
  name: string,
): FileEvent | null {
  const { store, goesByName, nowMs } = world
  let again: FileEvent | null = null
  const from = filePath(row)
  const to = filePath({ directory, name })
  store.files.move(row.id, directoryId, name, stemKey(name))
  if (row.parcel_id !== null) {
    const parcel = store.parcels.byId(row.parcel_id)
    if (parcel.path === from) {
      store.parcels.moved(parcel.id, to)
      // Under its new path it may belong together with others.
      for (const { id } of store.jobs.byParcel(parcel.id)) store.jobGroups.ungather(id)
      if (goesByName && wentElsewhere(store, row)) again = arriveAnew(world, row, to)
      else again = queueAgain(world, parcel.id, 'under another path')
    } else if (parcel.sidecar_path === from) store.parcels.sidecarMoved(parcel.id, to)
  }
  pairAnew(store, row, directory, directoryId, name, nowMs)
  return again
}

/** Under its new name a sidecar may belong to another picture, and a picture may meet a sidecar that had none. */
function pairAnew(
  store: Store,
  row: FileRow,
  directory: string,
  directoryId: number,
  name: string,
  nowMs: number,
): void {
  const lookAt = (file: FileRow): void => {
    const { id, state, quiet_since_ms: quietSinceMs } = file
    if (state === 'orphan') store.files.change(id, { state, words: toldOf(file), quietSinceMs, dueMs: nowMs })
  }
  if (!isSidecar(name)) {
    const beside = [stemKey(name), nameKey(name)].flatMap((key) => store.files.byStem(directoryId, key))
    for (const file of beside) if (isSidecar(file.name)) lookAt(file)
  } else if (row.state === 'taken' && row.parcel_id !== null) {
    const picture = store.parcels.byId(store.parcels.rootOf(row.parcel_id)).path
    const stem = filePath({ directory, name: stemKey(name) })
    const keys = [nameKey, stemKey].map((keyOf) => inDirectory(picture, keyOf))
    if (!keys.includes(stem))
      store.files.change(row.id, { state: 'arriving', words: say`was renamed`, dueMs: nowMs })
  } else lookAt(row)
}

/** A path whose last part is written as names are compared. */
function inDirectory(path: string, keyOf: (name: string) => string): string {
  const slash = path.lastIndexOf('/') + 1
  return path.slice(0, slash) + keyOf(path.slice(slash))
}

/** Some destination has it under its old path, or is about to; and of none it is open whether it has. */
function wentElsewhere(store: Store, { state, parcel_id: parcelId }: FileRow): boolean {
  if (parcelId === null || (state !== 'taken' && state !== 'duplicate')) return false
  const jobs = store.jobs.byParcel(parcelId)
  // What may have arrived goes again only when a person says so.
  if (jobs.some(({ problem }) => problemOf(problem)?.code === 'unproved')) return false
  // Jobs are dropped a month after they ended; deliveries stay.
  const isDelivered = store.deliveries.byParcel(parcelId).length > 0
  return state === 'duplicate' || isDelivered || jobs.some((job) => SENT.has(job.state))
}

const SENT: ReadonlySet<string> = new Set(['uploading', 'confirming', 'done'])

/**
 * What has not been begun for other destinations is not begun for the old parcel any more; what has, is brought to its end,
 * and takes the file away no longer.
 */
function arriveAnew(world: Omit<SightingWorld, 'folderId'>, row: FileRow, path: string): FileEvent {
  const { store, folderName, nowMs } = world
  supersede(world, row, (job) => !hasBegun(store, job))
  if (row.parcel_id !== null)
    store.parcels.setAfter(row.parcel_id, 'kept', say`kept: it was renamed, and is taken anew`)
  store.files.change(row.id, { state: 'arriving', words: say`was renamed`, dueMs: nowMs })
  return { event: 'arriving', folder: folderName, path, sizeBytes: row.size_bytes }
}

function stallOf(known: FileRow, file: SightedFile): number {
  const isSameInode =
    known.identity.split(':').slice(0, 2).join(':') === file.identity.split(':').slice(0, 2).join(':')
  return isSameInode && known.quiet_since_ms !== null ? Math.max(0, file.changedMs - known.quiet_since_ms) : 0
}

/**
 * Jobs of the old content that have not begun are not begun, and the files that were to travel with it arrive anew, to
 * be paired again. A job that has begun finds out by itself.
 */
function supersedeWaiting(world: Pick<SightingWorld, 'store' | 'nowMs'>, changed: FileRow): void {
  const { store } = world
  if (changed.parcel_id === null) return
  const isSidecarOnly = isSidecar(changed.name)
  // Where the picture is, or may be, it is not sent again because of its sidecar: that follows, or joins what waits.
  if (isSidecarOnly && store.jobs.byParcel(changed.parcel_id).some((job) => hasBegun(store, job))) return
  // A picture that may be in the archive already is not sent again because of its sidecar.
  supersede(world, changed, (job) => !isSidecarOnly || problemOf(job.problem)?.code !== 'unproved')
}

function supersede(
  { store, nowMs }: Pick<SightingWorld, 'store' | 'nowMs'>,
  changed: FileRow,
  isStopped: (job: JobRecord) => boolean,
): void {
  if (changed.parcel_id === null) return
  const stopped = store.jobs
    .byParcel(changed.parcel_id)
    // A file that was refused and is mended is a new one.
    .filter(({ state }) => state === 'waiting' || isGivenUp(state))
    .filter(isStopped)
  for (const job of stopped) {
    const problem = tellProblem({
      code: 'file-changed',
      what: say`The file or its sidecar has changed since it was queued.`,
      remedy: say`Nothing to do: it is taken again when it is quiet.`,
      isRetried: true,
    })
    recordEvent(store, job.id, { name: 'cancelled', problem }, nowMs)
    store.journals.erase(job.id)
  }
  if (stopped.length === 0) return
  for (const companion of store.files.byParcel(changed.parcel_id)) {
    if (companion.id === changed.id || companion.state !== 'taken') continue
    store.files.change(companion.id, {
      state: 'arriving',
      dueMs: nowMs,
      words: say`what travels with it has changed`,
    })
  }
}

/** A job that waits may have been interrupted after everything was sent. */
function hasBegun(store: Store, { id, state }: JobRecord): boolean {
  if (state === 'waiting') return store.journals.read(id) !== null
  return state === 'uploading' || state === 'confirming' || state === 'done'
}
