import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { copyFile, lstat, mkdir, open, rename, rm, utimes } from 'node:fs/promises'
import path from 'node:path'
import { errorCode } from '../errors.ts'
import { contentIdentityOf } from '../upload/source-file.ts'
import { type Naming, reserveName } from './free-name.ts'

/** The source is no longer the file that was delivered. It stays where it is. */
export class NotTheDeliveredFile extends Error {
  override readonly name = 'NotTheDeliveredFile'
}

export interface MovedFile {
  file: string
  /** Inode, size and mtime as delivered: nothing else is moved. */
  contentIdentity: string
  /** SHA-256 (hex) as delivered; proves a copy to another disk. Null where nobody has read it: the file proves it itself. */
  sha256: string | null
}

/**
 * Moves a delivered file into `directory` without ever writing over anything: a name that is taken gets a number,
 * `name (1).jpg`. The name is reserved by an empty file of our own before the move.
 *
 * @returns where it is now
 * @throws NotTheDeliveredFile, or the system's error; the source is then still where it was
 */
export async function moveFile(moved: MovedFile, directory: string, naming: Naming): Promise<string> {
  await mustBeDelivered(moved.file, moved.contentIdentity)
  await mkdir(directory, { recursive: true })
  const target = await reserveName(directory, path.basename(moved.file), naming)
  try {
    await rename(moved.file, target)
  } catch (error) {
    await giveUpTarget(moved, target)
    if (errorCode(error) !== 'EXDEV') throw error
    return await moveAcross(moved, directory, naming)
  }
  await putBackIfOther(moved, target)
  return target
}

/**
 * Removes what was begun at the target, but only while the source is surely still in its place: a network disk may report
 * an error for a move that it has made, and then the target holds the only copy.
 */
async function giveUpTarget(moved: MovedFile, target: string): Promise<void> {
  const isStillThere = await isDelivered(moved.file, moved.contentIdentity)
  const isEmpty = await lstat(target).then(
    ({ size }) => size === 0,
    () => false,
  )
  if (isStillThere || (isEmpty && !moved.contentIdentity.includes(':0:'))) await rm(target, { force: true })
}

/** @throws NotTheDeliveredFile, or the system's error */
export async function mustBeDelivered(file: string, contentIdentity: string): Promise<void> {
  const stats = await lstat(file, { bigint: true })
  if (contentIdentityOf(stats) !== contentIdentity)
    throw new NotTheDeliveredFile(`${file} has changed since it was delivered`)
}

/** Whether the delivered file is surely at this place. */
export async function isDelivered(file: string, contentIdentity: string): Promise<boolean> {
  return await mustBeDelivered(file, contentIdentity).then(
    () => true,
    () => false,
  )
}

/** Somebody replaced the source in the instant between look and move: what was moved goes back. */
async function putBackIfOther(moved: MovedFile, place: string): Promise<void> {
  try {
    await mustBeDelivered(place, moved.contentIdentity)
  } catch (error) {
    if (!(error instanceof NotTheDeliveredFile)) throw error
    const { base, name: stem, dir } = path.parse(moved.file)
    await rename(place, await reserveName(dir, base, { stem, first: 0 }))
    throw error
  }
}

/** To another disk: a copy that is proved by its digest, then the source goes if it is still the delivered file. */
async function moveAcross(moved: MovedFile, directory: string, naming: Naming): Promise<string> {
  const name = path.basename(moved.file)
  // Without a token: what a crash leaves is written over the next time.
  const partial = path.join(directory, `.sluice-${name}.part`)
  let target: string | null = null
  try {
    await copyProved(moved, partial)
    target = await reserveName(directory, name, naming)
    await rename(partial, target)
    await flush(directory, 'r')
    await removeDelivered(moved)
    return target
  } catch (error) {
    await rm(partial, { force: true })
    if (target !== null) await giveUpTarget(moved, target)
    throw error
  }
}

async function copyProved(moved: MovedFile, copy: string): Promise<void> {
  await copyFile(moved.file, copy, constants.COPYFILE_FICLONE)
  if ((await digest(copy)) !== (moved.sha256 ?? (await digest(moved.file))))
    throw new NotTheDeliveredFile(`${moved.file} has changed since it was delivered`)
  const { atimeMs, mtimeMs } = await lstat(moved.file)
  await utimes(copy, atimeMs / 1000, mtimeMs / 1000)
  await flush(copy, 'r+')
}

/**
 * Removes a delivered file. Renamed first and looked at again: what a program puts in its place in this very instant is
 * not removed.
 *
 * @throws NotTheDeliveredFile, or the system's error; the file is then still there
 */
export async function removeDelivered(moved: MovedFile): Promise<void> {
  const hidden = hiddenPlace(moved)
  await rename(moved.file, hidden)
  await putBackIfOther(moved, hidden)
  await rm(hidden)
}

/** Removes what a run that was cut off has renamed for its removal. @returns whether there was something */
export async function finishRemoval(moved: MovedFile): Promise<boolean> {
  const hidden = hiddenPlace(moved)
  const isThere = await isDelivered(hidden, moved.contentIdentity)
  if (isThere) await rm(hidden)
  return isThere
}

function hiddenPlace({ file }: MovedFile): string {
  const { dir, base } = path.parse(file)
  return path.join(dir, `.sluice-${base}.delivered`)
}

async function digest(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file, { highWaterMark: 1024 * 1024 }))
    hash.update(piece as Buffer)
  return hash.digest('hex')
}

/** On Windows a directory cannot be opened and need not be: its entries are written at once. */
async function flush(place: string, flags: 'r' | 'r+'): Promise<void> {
  if (flags === 'r' && process.platform === 'win32') return
  const handle = await open(place, flags)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
