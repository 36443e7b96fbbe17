import { type FileClass, fileClass } from './file-class.ts'
import { isSidecar, nameKey, stemKey } from './names.ts'
import { type Phrase, say } from '../../../shared/phrase.ts'

/** A sidecar's owner: one file, none (yet), or several that could be, with words for a person. */
export type Ownership<T> =
  { kind: 'owned'; owner: T; isFullName: boolean } | { kind: 'nobody' } | { kind: 'unclear'; words: Phrase }

const BEST_FIRST: readonly FileClass[] = ['image', 'video', 'other']

/** Finds the owners of sidecars among `files`. Built once for a group, asked for every sidecar. */
export function ownership<T extends { name: string }>(
  files: readonly T[],
): (sidecarName: string) => Ownership<T> {
  const owners = files.filter((file) => !isSidecar(file.name))
  const byName = Map.groupBy(owners, (file) => nameKey(file.name))
  const byStem = Map.groupBy(owners, (file) => stemKey(file.name))
  return (sidecarName) => {
    const base = stemKey(sidecarName)
    const named = byName.get(base)
    if (named !== undefined) return byFullName(sidecarName, named)
    const sharing = byStem.get(base)
    return sharing === undefined ? { kind: 'nobody' } : byStemName(sharing)
  }
}

/** `IMG.CR2.xmp` belongs to IMG.CR2 alone; where names differ only in letter case the same spelling wins. */
function byFullName<T extends { name: string }>(sidecarName: string, named: readonly T[]): Ownership<T> {
  const spelled = sidecarName.slice(0, sidecarName.lastIndexOf('.'))
  return pickOnly(named) ?? pickOnly(named.filter((file) => file.name === spelled)) ?? unclear(named)
}

/** `IMG.xmp` belongs to the one RAW, else to the only file, else to the only one of the best class. */
function byStemName<T extends { name: string }>(sharing: readonly T[]): Ownership<T> {
  const classes = Map.groupBy(sharing, (file) => fileClass(file.name))
  const raw = classes.get('raw') ?? []
  if (raw.length > 1) return unclear(raw)
  const best = [raw, ...BEST_FIRST.map((name) => classes.get(name) ?? [])].find((files) => files.length > 0)
  const owner = best === undefined ? undefined : pickOnly(best)
  return owner === undefined ? unclear(best ?? sharing) : { ...owner, isFullName: false }
}

function pickOnly<T>(files: readonly T[]): { kind: 'owned'; owner: T; isFullName: boolean } | undefined {
  const [owner] = files
  return files.length === 1 && owner !== undefined ? { kind: 'owned', owner, isFullName: true } : undefined
}

function unclear(candidates: readonly { name: string }[]): { kind: 'unclear'; words: Phrase } {
  const names = candidates.map((file) => file.name).toSorted()
  return {
    kind: 'unclear',
    words: say`could belong to ${names.join(', ')}: rename it to the full name of one of them`,
  }
}
