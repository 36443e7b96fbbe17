import { errorCode } from '../errors.ts'
import { type Disk, openPatiently, realDisk } from './disk.ts'
import { type EntryView, placeEntry } from './entry.ts'
import { ignoreRules } from './ignore-rules.ts'
import { type Listing, joinPath } from './sighting.ts'

export interface WalkOrder {
  /** Absolute; may itself be a link. */
  root: string
  rules: readonly string[]
  /** Relative directory to begin with; empty for all. */
  from: string
  recursive: boolean
}

/**
 * A directory comes in pieces of this many entries, so that one with a million of them costs no more memory, and so that
 * nobody waits while a piece is compared and written down.
 */
const PIECE_ENTRIES = 250

/**
 * Lists a directory and, if asked, everything below it, in the order of names. Never throws for what it meets on the
 * disk: a directory that cannot be read gives a listing with `failed`, the rest goes on. Begins with nothing at all
 * when `from` lies in an ignored directory.
 */
export async function* walk(order: WalkOrder, disk: Disk = realDisk): AsyncGenerator<Listing, void, void> {
  const rules = ignoreRules(order.rules)
  if (order.from !== '' && rules.reason(order.from, true) !== null) return
  let rootDev: bigint
  try {
    rootDev = disk.follow(order.root).dev
  } catch (error) {
    yield failedListing(order.from, errorCode(error) || 'EIO')
    return
  }
  const barrier = findBarrier(order, disk)
  if (barrier !== null) {
    yield failedListing(order.from, barrier)
    return
  }
  const view: EntryView = { disk, rules, root: order.root, rootDev }
  const pending = [order.from]
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    const found: string[] = []
    for await (const listing of listDirectory(view, directory)) {
      if (order.recursive) found.push(...listing.directories)
      yield listing
    }
    for (const name of found.toSorted().reverse()) pending.push(joinPath(directory, name))
  }
}

async function* listDirectory(view: EntryView, directory: string): AsyncGenerator<Listing, void, void> {
  let open: Awaited<ReturnType<typeof openPatiently>>
  try {
    open = await openPatiently(view.disk, joinPath(view.root, directory))
  } catch (error) {
    yield failedListing(directory, errorCode(error) || 'EIO')
    return
  }
  let piece = emptyListing(directory)
  try {
    let entries = 0
    for (let entry = open.readSync(); entry !== null; entry = open.readSync()) {
      if (entries === PIECE_ENTRIES) {
        yield piece
        piece = emptyListing(directory)
        entries = 0
      }
      placeEntry(view, entry, piece)
      entries += 1
    }
  } catch (error) {
    piece.failed = errorCode(error) || 'EIO'
  } finally {
    open.closeSync()
  }
  yield { ...piece, isLast: true }
}

/** A link or a file on the way from the root to `from`: going on would leave the tree. */
function findBarrier(order: WalkOrder, disk: Disk): string | null {
  const parts = order.from === '' ? [] : order.from.split('/')
  for (const [index] of parts.entries()) {
    const path = joinPath(order.root, parts.slice(0, index + 1).join('/'))
    try {
      const stats = disk.look(path)
      if (stats === undefined) return 'ENOENT'
      if (stats.isSymbolicLink()) return 'ELOOP'
      if (!stats.isDirectory()) return 'ENOTDIR'
    } catch (error) {
      return errorCode(error) || 'EIO'
    }
  }
  return null
}

function emptyListing(directory: string): Listing {
  return { directory, files: [], directories: [], ignored: [], unreadable: [], failed: null, isLast: false }
}

function failedListing(directory: string, failed: string): Listing {
  return { ...emptyListing(directory), failed, isLast: true }
}
