import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { copyFile, lstat, mkdir, open, rename, rm, utimes } from 'node:fs/promises'
import path from 'node:path'
import { errorCode } from '../errors.ts'

const NUMBERS_MAX = 10_000

/** The source is no longer the file that was delivered. It stays where it is. */
export class NotTheDeliveredFile extends Error {
  override readonly name = 'NotTheDeliveredFile'
}

export interface MovedFile {
  file: string
  /** Inode, size and mtime as delivered: nothing else is moved. */
  contentIdentity: string
  /** SHA-256 (hex) as delivered; proves a copy to another disk. */
  sha256: string
}

/**
 * Moves a delivered file into `directory` without ever writing over anything: a name that is taken gets a number,
 * `name (1).jpg`. The name is reserved by an empty file of our own before the move.
 *
 * @returns where it is now
 * @throws NotTheDeliveredFile, or the system's error; the source is then still where it was
 */
export async function moveFile(moved: MovedFile, directory: string): Promise<string> {
  await mkdir(directory, { recursive: true })
  await mustBeDelivered(moved.file, moved.contentIdentity)
  const target = await reserveName(directory, path.basename(moved.file))
  try {
    await rename(moved.file, target)
  } catch (error) {
    if (errorCode(error) !== 'EXDEV') {
      await rm(target, { force: true })
      throw error
    }
    await moveAcross(moved, target)
    return target
  }
  await putBackIfOther(moved, target)
  return target
}

/** @throws NotTheDeliveredFile */
export async function mustBeDelivered(file: string, contentIdentity: string): Promise<void> {
  const stats = await lstat(file, { bigint: true })
  const found = `${String(stats.ino)}:${String(stats.size)}:${String(stats.mtimeNs)}`
  if (found !== contentIdentity) throw new NotTheDeliveredFile(`${file} has changed since it was delivered`)
}

async function reserveName(directory: string, name: string): Promise<string> {
  const { name: stem, ext } = path.parse(name)
  for (let number = 0; number < NUMBERS_MAX; number++) {
    const target = path.join(directory, number === 0 ? name : `${stem} (${String(number)})${ext}`)
    try {
      await (await open(target, 'wx')).close()
      return target
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error
    }
  }
  throw new Error(`${directory} holds too many files named ${name}`)
}

/** Somebody replaced the source in the instant between look and move: what was moved goes back. */
async function putBackIfOther(moved: MovedFile, target: string): Promise<void> {
  try {
    await mustBeDelivered(target, moved.contentIdentity)
  } catch (error) {
    if (!(error instanceof NotTheDeliveredFile)) throw error
    const back = await reserveName(path.dirname(moved.file), path.basename(moved.file))
    await rename(target, back)
    throw error
  }
}

/** To another disk: a copy that is proved by its digest, then the source goes if it is still the delivered file. */
async function moveAcross(moved: MovedFile, target: string): Promise<void> {
  const partial = path.join(path.dirname(target), `.sluice-${path.basename(target)}.part`)
  try {
    await copyFile(moved.file, partial, constants.COPYFILE_FICLONE)
    if ((await digest(partial)) !== moved.sha256)
      throw new NotTheDeliveredFile(`${moved.file} has changed since it was delivered`)
    const { atime, mtime } = await lstat(moved.file)
    await utimes(partial, atime, mtime)
    await flush(partial)
    await mustBeDelivered(moved.file, moved.contentIdentity)
    await rename(partial, target)
  } catch (error) {
    await rm(partial, { force: true })
    await rm(target, { force: true })
    throw error
  }
  await rm(moved.file)
}

async function digest(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file, { highWaterMark: 1024 * 1024 }))
    hash.update(piece as Buffer)
  return hash.digest('hex')
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
