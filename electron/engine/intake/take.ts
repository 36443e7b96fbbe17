import type { FileEvent } from '../../../shared/contract.ts'
import { nameKey, pair, type PairFile, type PairResult, stemKey, isSidecar } from '../pair/pairing.ts'
import { filePath, type FileRow } from '../store/files.ts'
import type { Store } from '../store/store.ts'
import { takeLateSidecar } from './late-sidecars.ts'
import type { Group, TakeWorld } from './take-world.ts'

/**
 * Pairs one group and takes what is ready: a parcel, and a job for every destination. To be called inside
 * `store.write`, so that a file is never in a parcel without its jobs.
 *
 * @returns what to tell the faces
 */
export function takeGroup(world: TakeWorld, group: Group): FileEvent[] {
  const { store, folder, nowMs } = world
  const rows = groupRows(store, group)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const result = pair(rows.map(asPairFile), nowMs, {
    graceMs: folder.sidecarGraceMs,
    sidecars: folder.sidecars,
  })
  const events = result.verdicts.flatMap((verdict) => {
    const row = byId.get(verdict.file)
    if (row === undefined) return []
    if (verdict.kind === 'parcel')
      return [takeParcel(world, group, row, byId.get(verdict.sidecar ?? -1) ?? null)]
    // A file that is still arriving keeps its own time for the next look.
    if (row.state === 'stable') {
      store.files.change(row.id, {
        state: 'stable',
        words: verdict.because,
        dueMs: verdict.untilMs,
        quietSinceMs: row.quiet_since_ms,
      })
    }
    return []
  })
  settleSidecars(world, result, byId)
  const late = result.late.flatMap(({ file, sidecar }) => {
    const [owner, row] = [byId.get(file), byId.get(sidecar)]
    return owner === undefined || row === undefined ? [] : takeLateSidecar(world, group, owner, row)
  })
  return [...events, ...late]
}

function groupRows(store: Store, group: Group): FileRow[] {
  const found = new Map<number, FileRow>()
  const add = (key: string): void => {
    for (const row of store.files.byStem(group.directoryId, key)) found.set(row.id, row)
  }
  const stem = stemKey(group.name)
  add(stem)
  // The owner of IMG.CR2.xmp is found by the stem of its stem; the sidecars of IMG.CR2 by its whole name.
  if (isSidecar(group.name)) add(stemKey(stem))
  for (const row of [...found.values()]) if (!isSidecar(row.name)) add(nameKey(row.name))
  return [...found.values()]
}

function asPairFile(row: FileRow): PairFile {
  return {
    id: row.id,
    name: row.name,
    isStable: row.state !== 'arriving' && row.state !== 'unreadable',
    quietSinceMs: row.quiet_since_ms ?? row.changed_seen_ms,
    isTaken: row.state === 'taken' || row.state === 'duplicate',
  }
}

function takeParcel(world: TakeWorld, group: Group, row: FileRow, sidecar: FileRow | null): FileEvent {
  const { store, folder, folderId, root, nowMs } = world
  const path = filePath({ directory: group.directory, name: row.name })
  const parcelId = store.parcels.insert({
    folderId,
    root,
    path,
    identity: row.identity,
    sizeBytes: row.size_bytes,
    sidecarPath: sidecar === null ? null : filePath({ directory: group.directory, name: sidecar.name }),
    sidecarIdentity: sidecar?.identity ?? null,
    updateOf: null,
    atMs: nowMs,
  })
  for (const destinationId of world.destinationIds) {
    store.jobs.insert({
      parcelId,
      folderId,
      destinationId,
      priority: 0,
      sizeBytes: row.size_bytes,
      // Follows from the file's path when it is sent: it may be moved before.
      subfolder: null,
      template: folder.template ?? null,
      comment: null,
      atMs: nowMs,
    })
  }
  // The quiet time is kept: if the file changes after all, it tells how long its writer had paused.
  store.files.change(row.id, { state: 'taken', parcelId, quietSinceMs: row.quiet_since_ms })
  if (sidecar !== null)
    store.files.change(sidecar.id, { state: 'taken', parcelId, quietSinceMs: sidecar.quiet_since_ms })
  return { event: 'waiting', folder: folder.name, path, sizeBytes: row.size_bytes }
}

function settleSidecars(world: TakeWorld, result: PairResult, byId: ReadonlyMap<number, FileRow>): void {
  const { store } = world
  for (const orphan of result.orphans) {
    const row = byId.get(orphan.sidecar)
    if (row === undefined || row.state === 'arriving') continue
    store.files.change(row.id, {
      state: 'orphan',
      words: orphan.words,
      dueMs: orphan.untilMs,
      quietSinceMs: row.quiet_since_ms,
    })
  }
  for (const verdict of result.verdicts) {
    if (verdict.kind !== 'parcel') continue
    for (const { sidecar, words } of verdict.passedOver)
      store.files.change(sidecar, { state: 'orphan', words })
  }
}
