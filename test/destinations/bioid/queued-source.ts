import { lstat } from 'node:fs/promises'
import { openSource, type OpenSource } from '../../../electron/engine/upload/source-file.ts'

/** A file as the queue would hand it over, for programs that tests start. */
export async function queuedSource(file: string): Promise<OpenSource> {
  const { dev, ino, size, mtimeNs } = await lstat(file, { bigint: true })
  return await openSource(file, [dev, ino, size, mtimeNs].map(String).join(':'), Number(size))
}
