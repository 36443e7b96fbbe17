import { readFile, utimes } from 'node:fs/promises'
import path from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { errorCode } from '../errors.ts'

/** The file at the root of a hot folder by which it is known again, wherever its disk is mounted. */
export const MARKER_NAME = '.sluice-folder'

const Marker = z.object({ token: z.string().min(1) })
const NOT_WRITABLE = new Set(['EROFS', 'EACCES', 'EPERM', 'ENOTSUP'])

/** The token in the root's marker; null when there is none or it makes no sense. Throws when it cannot be read. */
export async function readMarker(root: string): Promise<string | null> {
  let text: string
  try {
    text = await readFile(path.join(root, MARKER_NAME), 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'EISDIR') return null
    throw error
  }
  try {
    return Marker.parse(JSON.parse(text)).token
  } catch {
    return null
  }
}

/**
 * Writes the marker. Does nothing in a folder that cannot be written to, which is then known by its volume alone:
 * `readMarker` goes on to give null there.
 */
export async function writeMarker(root: string, token: string): Promise<void> {
  const marker = { token, note: 'Sluice knows this folder by this file. Please leave it here.' }
  try {
    await writeFileAtomic(path.join(root, MARKER_NAME), `${JSON.stringify(marker)}\n`)
  } catch (error) {
    if (!NOT_WRITABLE.has(errorCode(error))) throw error
  }
}

/** Changes the marker's time and nothing else. False when there is no marker, or it may not be touched. */
export async function touchMarker(root: string): Promise<boolean> {
  const now = new Date()
  try {
    await utimes(path.join(root, MARKER_NAME), now, now)
    return true
  } catch {
    return false
  }
}
