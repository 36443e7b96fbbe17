import { lstat } from 'node:fs/promises'
import path from 'node:path'
import { type Problem, tellProblem } from '../../../shared/problem.ts'
import { isSidecar, pair } from '../pair/pairing.ts'
import { MANUAL_FOLDER_ID } from '../store/places.ts'
import type { Store } from '../store/store.ts'
import { sourceError } from '../upload/source-file.ts'
import type { Scanner, SightedFile } from '../watch/scan.ts'
import { sightWithSidecars } from './sight-with-sidecars.ts'
import { say } from '../../../shared/phrase.ts'

/** Ahead of everything from hot folders: a person is waiting. */
const MANUAL_PRIORITY = 1
/** Bounds the time of one transaction. */
const JOBS_PER_WRITE = 250

export interface HandPicked {
  paths: readonly string[]
  destinationId: number
  template: string | null
  subfolder: string | null
  comment: string | null
}

export interface HandPickedResult {
  jobs: number[]
  refused: { path: string; problem: Problem }[]
}

/** Queues files and folders that a person chose, with their sidecars. Folders keep their tree below their own name. */
export async function addHandPicked(
  store: Store,
  scanner: Scanner,
  picked: HandPicked,
  nowMs: () => number,
): Promise<HandPickedResult> {
  const result: HandPickedResult = { jobs: [], refused: [] }
  for (const given of picked.paths) {
    const absolute = path.resolve(given)
    try {
      const stats = await lstat(absolute, { bigint: true })
      if (stats.isDirectory()) await addFolder(store, scanner, picked, absolute, nowMs, result)
      else await addFile(store, picked, absolute, stats.dev, nowMs, result)
    } catch (error) {
      result.refused.push({ path: given, problem: sourceError(absolute, error).problem })
    }
  }
  return result
}

async function addFolder(
  store: Store,
  scanner: Scanner,
  picked: HandPicked,
  root: string,
  nowMs: () => number,
  result: HandPickedResult,
): Promise<void> {
  const parent = path.dirname(root)
  let held: { directory: string; files: SightedFile[] } = { directory: '', files: [] }
  const flush = async (): Promise<void> => {
    if (held.files.length === 0) return
    const directory = [path.basename(root), held.directory].filter((part) => part !== '').join('/')
    await addGroup(store, picked, parent, directory, held.files, nowMs(), result)
  }
  const onListing = async (listing: { directory: string; files: SightedFile[] }): Promise<void> => {
    // Pieces of one large directory are joined, so that a sidecar in another piece is found.
    if (listing.directory === held.directory) {
      held.files.push(...listing.files)
      return
    }
    await flush()
    held = { directory: listing.directory, files: [...listing.files] }
  }
  await scanner.scan(root, [], '', true, onListing, new AbortController().signal)
  await flush()
}

async function addFile(
  store: Store,
  picked: HandPicked,
  file: string,
  rootDev: bigint,
  nowMs: () => number,
  result: HandPickedResult,
): Promise<void> {
  const root = path.dirname(file)
  const name = path.basename(file)
  if (isSidecar(name)) {
    result.refused.push({ path: file, problem: SIDECAR_ALONE })
    return
  }
  const files = await sightWithSidecars(file, rootDev)
  if (files === null) result.refused.push({ path: file, problem: NOT_A_FILE })
  else await addGroup(store, picked, root, '', files, nowMs(), result)
}

async function addGroup(
  store: Store,
  picked: HandPicked,
  root: string,
  directory: string,
  files: readonly SightedFile[],
  nowMs: number,
  result: HandPickedResult,
): Promise<void> {
  const pairFiles = files.map((file, id) => ({
    id,
    name: file.name,
    isStable: true,
    quietSinceMs: 0,
    isTaken: false,
  }))
  const { verdicts } = pair(pairFiles, nowMs, { graceMs: 0, sidecars: 'as-is' })
  for (let first = 0; first < verdicts.length; first += JOBS_PER_WRITE) {
    // A write may run twice, so it hands back what it has done and leaves everything else alone.
    const jobs = await store.write(() =>
      verdicts.slice(first, first + JOBS_PER_WRITE).flatMap((verdict) => {
        const file = files[verdict.file]
        if (verdict.kind !== 'parcel' || file === undefined) return []
        const sidecar = verdict.sidecar === null ? undefined : files[verdict.sidecar]
        return [insertJob(store, picked, root, directory, file, sidecar, nowMs)]
      }),
    )
    result.jobs.push(...jobs)
  }
}

function insertJob(
  store: Store,
  picked: HandPicked,
  root: string,
  directory: string,
  file: SightedFile,
  sidecar: SightedFile | undefined,
  nowMs: number,
): number {
  const place = (name: string): string => (directory === '' ? name : `${directory}/${name}`)
  const parcelId = store.parcels.insert({
    folderId: MANUAL_FOLDER_ID,
    root,
    path: place(file.name),
    identity: file.identity,
    sizeBytes: file.sizeBytes,
    sidecarPath: sidecar === undefined ? null : place(sidecar.name),
    sidecarIdentity: sidecar?.identity ?? null,
    updateOf: null,
    atMs: nowMs,
  })
  return store.jobs.insert({
    parcelId,
    folderId: MANUAL_FOLDER_ID,
    destinationId: picked.destinationId,
    priority: MANUAL_PRIORITY,
    sizeBytes: file.sizeBytes,
    subfolder: [picked.subfolder ?? '', directory].filter((part) => part !== '').join('/') || null,
    template: picked.template,
    comment: picked.comment,
    atMs: nowMs,
  })
}

const SIDECAR_ALONE: Problem = tellProblem({
  code: 'sidecar-alone',
  what: say`A sidecar is never sent as a file of its own.`,
  remedy: say`Choose the picture it belongs to; the sidecar beside it goes along.`,
  isRetried: false,
})

const NOT_A_FILE: Problem = tellProblem({
  code: 'not-a-file',
  what: say`This is not an ordinary file.`,
  remedy: say`Choose a file or a folder. Symbolic links are not followed.`,
  isRetried: false,
})
