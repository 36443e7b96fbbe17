import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { errorCode, UploadError } from '../errors.ts'
import { workFolderProblem } from './tool-problems.ts'

const PREFIX = 'meta-'

/**
 * Removes what an earlier process left in the metadata work folder when it was killed. Call it at start, before any
 * reading, while no other process uses the folder. A missing folder is fine; what cannot be removed stays.
 */
export async function sweepWorkDir(workDir: string): Promise<void> {
  const names = await readdir(workDir).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  })
  for (const name of names) {
    if (!name.startsWith(PREFIX)) continue
    await rm(path.join(workDir, name), { recursive: true, force: true }).catch(() => undefined)
  }
}

/**
 * Gives `work` an empty folder of its own, which is removed afterwards whatever happens.
 * @throws UploadError `tool` (metadata-work-folder) when the disk is full; what `work` throws
 */
export async function inFreshDir<T>(workDir: string, work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await makeDir(workDir)
  try {
    return await work(dir)
  } catch (error) {
    throw errorCode(error) !== '' && !(error instanceof UploadError) ? workFolderProblem(error) : error
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)
  }
}

async function makeDir(workDir: string): Promise<string> {
  try {
    await mkdir(workDir, { recursive: true })
    return await mkdtemp(path.join(workDir, PREFIX))
  } catch (error) {
    throw workFolderProblem(error)
  }
}

/** A name in the work folder that nobody else uses and that `sweepWorkDir` knows as its own. */
export function freshPath(workDir: string): string {
  return path.join(workDir, `${PREFIX}${randomBytes(9).toString('base64url')}`)
}
