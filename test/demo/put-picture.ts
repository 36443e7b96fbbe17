import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Workplace } from './workplace.ts'

/** Puts a picture into the hot folder. @returns its SHA-256 (hex) */
export async function putPicture(place: Workplace, name: string, bytes: Buffer): Promise<string> {
  const file = path.join(place.hotFolder, name)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, bytes)
  return sha256Of(bytes)
}

export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
