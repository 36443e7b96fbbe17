import { type Problem, tellProblem } from '../../../shared/problem.ts'
import { type Phrase, say } from '../../../shared/phrase.ts'

/** By what a hot folder is known again. */
export interface FolderTraits {
  marker: string | null
  volumeId: string
}

export type RootState =
  { kind: 'here' } | { kind: 'away'; problem: Problem } | { kind: 'replaced'; problem: Problem }

const CAUSES: Record<string, Phrase> = {
  ENOENT: say`The folder is not there.`,
  ENOTDIR: say`Where the folder was, there is a file.`,
  EACCES: say`The folder may not be read by this user.`,
  EPERM: say`The folder may not be read by this user.`,
  EIO: say`The disk of the folder reports an error.`,
  ENXIO: say`The disk of the folder is gone.`,
  ENODEV: say`The disk of the folder is gone.`,
  ESTALE: say`The server of the folder no longer knows it.`,
  EHOSTDOWN: say`The server of the folder is not reachable.`,
  EHOSTUNREACH: say`The server of the folder is not reachable.`,
  ENOTCONN: say`The connection to the folder is broken.`,
  ETIMEDOUT: say`The server of the folder does not answer.`,
}

/**
 * Whether the folder that was found is the one that is known. A missing root, or the empty mount point of a disk that is
 * not mounted, is `away`: nothing may be concluded about its files. `replaced`: another folder stands in its place.
 */
export function judgeRoot(known: FolderTraits | null, found: FolderTraits | { code: string }): RootState {
  if ('code' in found)
    return { kind: 'away', problem: away(CAUSES[found.code] ?? say`The folder cannot be read.`, found.code) }
  if (known === null) return { kind: 'here' }
  const isSameVolume = known.volumeId === found.volumeId
  if (known.marker !== null && found.marker !== null) {
    return known.marker === found.marker ? { kind: 'here' } : { kind: 'replaced', problem: replaced() }
  }
  // Somebody may tidy the marker away, and a folder that cannot be written to never had one.
  if (isSameVolume) return { kind: 'here' }
  if (known.marker === null && found.marker !== null) return { kind: 'replaced', problem: replaced() }
  const what = say`The disk of the folder is not connected: an empty place or another disk is found there.`
  return { kind: 'away', problem: away(what, `known ${known.volumeId}, found ${found.volumeId}`) }
}

function away(what: Phrase, detail: string): Problem {
  return tellProblem({
    code: 'folder-away',
    what,
    means: say`Nothing is taken from it and nothing in it counts as deleted.`,
    remedy: say`Connect or mount it again: Sluice goes on by itself. If it moved, set the folder up anew.`,
    isRetried: true,
    detail,
  })
}

function replaced(): Problem {
  return tellProblem({
    code: 'folder-replaced',
    what: say`Another folder of Sluice stands in the place of this one.`,
    means: say`Nothing is taken from it, so that no picture goes to the wrong place.`,
    remedy: say`Put the right folder back, or set this one up anew.`,
    isRetried: true,
  })
}
