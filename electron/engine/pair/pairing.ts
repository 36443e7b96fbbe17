import { isSidecar } from './names.ts'
import { ownership } from './ownership.ts'
import { type Phrase, say } from '../../../shared/phrase.ts'

export { isSidecar, nameKey, stemKey } from './names.ts'

export interface PairFile {
  id: number
  name: string
  isStable: boolean
  /** Quiet since, ms. Means nothing while the file is not stable. */
  quietSinceMs: number
  /** Already part of a parcel. */
  isTaken: boolean
}

export interface PassedOver {
  sidecar: number
  words: Phrase
}

export type PairVerdict =
  | { kind: 'parcel'; file: number; sidecar: number | null; passedOver: PassedOver[] }
  | { kind: 'wait'; file: number; untilMs: number; because: Phrase }

export interface Orphan {
  sidecar: number
  words: Phrase
  /** When to look again, ms since 1970; null when only a change can help. */
  untilMs: number | null
}

/** A sidecar that came, or was changed, after its picture had been taken. */
export interface LateSidecar {
  file: number
  sidecar: number
}

export interface PairResult {
  verdicts: PairVerdict[]
  orphans: Orphan[]
  late: LateSidecar[]
}

export interface PairOptions {
  graceMs: number
  sidecars: 'merge' | 'as-is' | 'extract' | 'ignore'
}

interface OwnedSidecar {
  file: PairFile
  isFullName: boolean
}

/** A file that is still arriving is judged again when it changes; this is only the net below that. */
const LOOK_AGAIN_LEAST_MS = 1_000

/**
 * Puts the files of one directory that could belong together into parcels of one file and at most one sidecar. Gives a
 * verdict for every file that is not taken. A sidecar is never a parcel of its own; one that was taken before goes
 * along again with a new version of its owner, and is otherwise not spoken of.
 */
export function pair(group: readonly PairFile[], nowMs: number, options: PairOptions): PairResult {
  const sorted = group.toSorted((left, right) => compare(left.name, right.name) || left.id - right.id)
  const files = sorted.filter((file) => !isSidecar(file.name))
  const sidecars = sorted.filter((file) => isSidecar(file.name))
  if (options.sidecars === 'ignore') {
    const orphans = sidecars
      .filter((sidecar) => !sidecar.isTaken)
      .map((sidecar) => orphan(sidecar, say`sidecars are ignored in this folder`))
    const verdicts = files.filter(isOpen).map((file) => judgeFile(file, [], nowMs, 0))
    return { verdicts, orphans, late: [] }
  }
  const { owned, orphans } = findOwners(files, sidecars, nowMs, options.graceMs)
  const verdicts = files
    .filter(isOpen)
    .map((file) => judgeFile(file, owned.get(file) ?? [], nowMs, options.graceMs))
  const late: LateSidecar[] = []
  for (const [owner, mine] of owned) if (owner.isTaken) judgeLate(owner, mine, late, orphans)
  return { verdicts, orphans, late }
}

/** Of several sidecars the one counts that would have travelled with the picture. */
function judgeLate(
  owner: PairFile,
  mine: readonly OwnedSidecar[],
  late: LateSidecar[],
  orphans: Orphan[],
): void {
  const [chosen, ...others] = mine.toSorted(bySuitability(owner))
  if (chosen === undefined) return
  if (!chosen.file.isTaken) {
    if (chosen.file.isStable) late.push({ file: owner.id, sidecar: chosen.file.id })
    else orphans.push(orphan(chosen.file, say`still arriving`))
  }
  for (const { file } of others)
    if (!file.isTaken) orphans.push(orphan(file, passedOverFor(owner, chosen.file)))
}

function findOwners(
  files: readonly PairFile[],
  sidecars: readonly PairFile[],
  nowMs: number,
  graceMs: number,
): { owned: Map<PairFile, OwnedSidecar[]>; orphans: Orphan[] } {
  const ownerOf = ownership(files)
  const owned = new Map<PairFile, OwnedSidecar[]>()
  const orphans: Orphan[] = []
  for (const sidecar of sidecars) {
    const found = ownerOf(sidecar.name)
    if (found.kind === 'owned') {
      const mine = owned.get(found.owner) ?? []
      mine.push({ file: sidecar, isFullName: found.isFullName })
      owned.set(found.owner, mine)
    } else if (!sidecar.isTaken) {
      if (found.kind === 'unclear') orphans.push(orphan(sidecar, found.words))
      else orphans.push(withoutOwner(sidecar, nowMs, graceMs))
    }
  }
  return { owned, orphans }
}

function judgeFile(
  file: PairFile,
  owned: readonly OwnedSidecar[],
  nowMs: number,
  graceMs: number,
): PairVerdict {
  const lookAgainMs = nowMs + Math.max(graceMs, LOOK_AGAIN_LEAST_MS)
  if (!file.isStable)
    return { kind: 'wait', file: file.id, untilMs: lookAgainMs, because: say`still arriving` }
  const [chosen, ...others] = owned.toSorted(bySuitability(file))
  if (chosen === undefined) {
    const untilMs = graceEnd(file, nowMs, graceMs)
    if (untilMs > nowMs)
      return { kind: 'wait', file: file.id, untilMs, because: say`waiting for its sidecar` }
    return { kind: 'parcel', file: file.id, sidecar: null, passedOver: [] }
  }
  if (!chosen.file.isStable) {
    const because = say`its sidecar ${chosen.file.name} is still arriving`
    return { kind: 'wait', file: file.id, untilMs: lookAgainMs, because }
  }
  const words = passedOverFor(file, chosen.file)
  const passedOver = others
    .filter((other) => !other.file.isTaken)
    .map((other) => ({ sidecar: other.file.id, words }))
  return { kind: 'parcel', file: file.id, sidecar: chosen.file.id, passedOver }
}

function passedOverFor(owner: PairFile, chosen: PairFile): Phrase {
  return say`not sent: ${owner.name} goes with ${chosen.name}`
}

/** The full name first, then the same spelling of letters, then by name, so that the choice is always the same. */
function bySuitability(owner: PairFile): (left: OwnedSidecar, right: OwnedSidecar) => number {
  const rank = (sidecar: OwnedSidecar): number => {
    if (sidecar.isFullName) return sidecar.file.name.startsWith(owner.name) ? 0 : 1
    return owner.name.startsWith(sidecar.file.name.slice(0, -'.xmp'.length)) ? 2 : 3
  }
  return (left, right) => rank(left) - rank(right)
}

function withoutOwner(sidecar: PairFile, nowMs: number, graceMs: number): Orphan {
  if (!sidecar.isStable) return orphan(sidecar, say`still arriving`)
  const untilMs = graceEnd(sidecar, nowMs, graceMs)
  if (untilMs > nowMs) return orphan(sidecar, say`waiting for its picture`, untilMs)
  return orphan(sidecar, say`there is no picture of this name beside it`)
}

/**
 * A file that was quiet in the future was seen before the clock was set back. A little is waited out; after more than
 * the grace the wait is over, so that no clock can hold a picture for ever.
 */
function graceEnd(file: PairFile, nowMs: number, graceMs: number): number {
  return file.quietSinceMs - nowMs > graceMs ? nowMs : file.quietSinceMs + graceMs
}

function orphan(sidecar: PairFile, words: Phrase, untilMs: number | null = null): Orphan {
  return { sidecar: sidecar.id, words, untilMs }
}

function isOpen(file: PairFile): boolean {
  return !file.isTaken
}

function compare(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}
