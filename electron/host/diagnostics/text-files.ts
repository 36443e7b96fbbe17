import { open } from 'node:fs/promises'
import path from 'node:path'
import { errorCode, errorText } from '../../engine/errors.ts'
import { logDir } from '../../engine/node-ports.ts'

/** A text of the bundle. */
export interface BundleText {
  name: string
  text: string
}

/**
 * The last `maxBytes` of a file, from the start of a line on; empty where there is none. A file that cannot be read is
 * no reason to have no bundle: its text is the reason.
 */
export async function fileTail(file: string, maxBytes: number): Promise<string> {
  try {
    await using handle = await open(file)
    const { size } = await handle.stat()
    if (size === 0) return ''
    const from = Math.max(0, size - maxBytes)
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(size - from), position: from })
    const text = buffer.subarray(0, bytesRead).toString('utf8')
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1)
  } catch (error) {
    const isMissing = errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR'
    return isMissing ? '' : `${path.basename(file)} cannot be read: ${errorText(error)}\n`
  }
}

/** The newest lines of the logs, newest file first: of the one before it as much as is still free. */
export async function logTexts(dataDir: string, maxBytes: number): Promise<BundleText[]> {
  const dir = logDir(dataDir)
  const newest = await fileTail(path.join(dir, 'sluice.log'), maxBytes)
  const freeBytes = maxBytes - Buffer.byteLength(newest)
  const older = freeBytes > 0 ? await fileTail(path.join(dir, 'sluice.1.log'), freeBytes) : ''
  return [
    { name: 'logs/sluice.1.log', text: older },
    { name: 'logs/sluice.log', text: newest },
  ]
}
