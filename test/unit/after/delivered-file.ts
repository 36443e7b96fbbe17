import { createHash } from 'node:crypto'
import { lstat, mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { MovedFile } from '../../../electron/engine/after/move-file.ts'

/** Writes a file as it was when it was delivered. */
export async function deliveredFile(
  file: string,
  text: string,
): Promise<MovedFile & { identity: string; sha256: string }> {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, text)
  await utimes(file, 1_700_000_000.25, 1_700_000_000.25)
  const stats = await lstat(file, { bigint: true })
  const contentIdentity = `${String(stats.ino)}:${String(stats.size)}:${String(stats.mtimeNs)}`
  const sha256 = createHash('sha256').update(text).digest('hex')
  return { file, contentIdentity, sha256, identity: `${String(stats.dev)}:${contentIdentity}` }
}

/** Every file below, with its text. */
export async function texts(directory: string): Promise<Record<string, string>> {
  const names = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = names
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  const read = await Promise.all(
    files.map(async (file) => [path.relative(directory, file), await readFile(file, 'utf8')] as const),
  )
  return Object.fromEntries(read)
}
