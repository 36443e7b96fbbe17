import path from 'node:path'
import type { FileEvent } from '../../../shared/contract.ts'
import { settle, type SettleLook, type SettleOptions, type SettleVerdict } from '../settle/stability.ts'
import { filePath, type PlacedFileRow } from '../store/files.ts'
import type { OpenWriters } from '../watch/open-writers.ts'
import { type Sighting, sightFiles } from '../watch/scan.ts'
import { stemKey } from '../pair/pairing.ts'
import { noteGone } from './sightings.ts'
import type { Group, TakeWorld } from './take-world.ts'
import { takeGroup } from './take.ts'
import { type Phrase, say } from '../../../shared/phrase.ts'

/** A fresh look at files whose time has come, and what the settle step says about each. */
export interface Judged {
  row: PlacedFileRow
  look: Sighting
  verdict: SettleVerdict
}

/**
 * Looks at files again and judges each. Only for those that are about to be taken it is asked whether a program still
 * holds them open: that question is dear.
 */
export async function judgeArrivals(
  rows: readonly PlacedFileRow[],
  root: string,
  rootDev: bigint,
  writers: OpenWriters,
  nowMs: () => number,
  options: SettleOptions,
): Promise<Judged[]> {
  const looks = await sightFiles(root, rootDev, rows.map(filePath))
  const judged = rows.flatMap((row, index) => {
    const look = looks[index]
    return look === undefined ? [] : [{ row, look, verdict: judge(row, look, null, nowMs(), options) }]
  })
  const candidates = judged.filter(
    ({ row, verdict }) => row.state === 'arriving' && verdict.kind === 'stable',
  )
  if (candidates.length === 0) return judged
  const held = await writers.find(candidates.map(({ row }) => path.join(root, filePath(row))))
  if (held.size === 0) return judged
  return judged.map((entry) => {
    const heldBy = held.get(path.join(root, filePath(entry.row)))
    return heldBy === undefined
      ? entry
      : { ...entry, verdict: judge(entry.row, entry.look, heldBy, nowMs(), options) }
  })
}

function judge(
  row: PlacedFileRow,
  look: Sighting,
  heldBy: Phrase | string | null,
  nowMs: number,
  options: SettleOptions,
): SettleVerdict {
  const settleLook: SettleLook =
    look.kind === 'file'
      ? {
          kind: 'file',
          identity: look.file.identity,
          sizeBytes: look.file.sizeBytes,
          changedMs: look.file.changedMs,
          heldBy,
        }
      : look
  // What is stable already and waits only for its sidecar is not made to wait again.
  if (row.state !== 'arriving' && look.kind === 'file' && look.file.identity === row.identity) {
    return {
      kind: 'stable',
      arrival: arrivalOf(row),
      quietSinceMs: row.quiet_since_ms ?? row.changed_seen_ms,
    }
  }
  const isFirstLook = row.words === null && row.state === 'arriving'
  return settle(isFirstLook ? null : arrivalOf(row), settleLook, nowMs, options)
}

function arrivalOf(row: PlacedFileRow) {
  return {
    identity: row.identity,
    sizeBytes: row.size_bytes,
    changedSeenMs: row.changed_seen_ms,
    firstSeenMs: row.first_seen_ms,
  }
}

/** What one pass over arriving files has brought. */
export interface Passed {
  events: FileEvent[]
  cleanArrivals: number
}

/** Writes the verdicts down and takes what is ready. To be called inside `store.write`. */
export function applyVerdicts(world: TakeWorld, judged: readonly Judged[]): Passed {
  const groups = new Map<string, Group>()
  let cleanArrivals = 0
  for (const { row, look, verdict } of judged) {
    // Somebody else may have changed the row while the disk was asked.
    const current = world.store.files.byId(row.id)
    if (
      current === null ||
      current.identity !== row.identity ||
      current.state !== row.state ||
      current.gone_ms !== null
    )
      continue
    if (verdict.kind === 'stable') {
      if (row.state === 'arriving') cleanArrivals++
      becomeStable(world, current, verdict.quietSinceMs)
      groups.set(`${String(row.directory_id)}/${stemKey(row.name)}`, {
        directoryId: row.directory_id,
        directory: row.directory,
        name: row.name,
      })
    } else applyUnstable(world, current, look, verdict)
  }
  const events = [...groups.values()].flatMap((group) => takeGroup(world, group))
  return { events, cleanArrivals }
}

function becomeStable(world: TakeWorld, row: PlacedFileRow, quietSinceMs: number): void {
  if (row.state !== 'arriving') return
  world.store.files.change(row.id, {
    state: 'stable',
    quietSinceMs: Math.round(quietSinceMs),
    dueMs: world.nowMs,
    parcelId: row.parcel_id,
  })
}

function applyUnstable(
  world: TakeWorld,
  row: PlacedFileRow,
  look: Sighting,
  verdict: Exclude<SettleVerdict, { kind: 'stable' }>,
): void {
  const { files } = world.store
  switch (verdict.kind) {
    case 'gone':
      // What has not been taken yet has not been rejected, and nobody knows it by its name.
      noteGone(
        { store: world.store, folderName: world.folder.name, goesByName: false, nowMs: world.nowMs },
        row.id,
      )
      return
    case 'unreadable':
      files.change(row.id, {
        state: 'unreadable',
        words: say`cannot be read (${verdict.code}): give the user who runs Sluice permission, or remove it`,
      })
      return
    case 'arriving':
      if (row.state !== 'arriving') files.change(row.id, { state: 'arriving', dueMs: world.nowMs })
      files.look(row.id, {
        identity: verdict.arrival.identity,
        sizeBytes: verdict.arrival.sizeBytes,
        changedMs: look.kind === 'file' ? Math.round(look.file.changedMs) : row.changed_ms,
        changedSeenMs: Math.round(verdict.arrival.changedSeenMs),
        dueMs: Math.round(verdict.lookAgainMs),
        words: verdict.because,
      })
  }
}
