import { open } from 'node:fs/promises'
import os from 'node:os'
import { redactSecrets } from '../engine/node-ports.ts'

/** A text as it may be handed to support: no tokens or passwords, and the home directory as `~`. */
export function supportText(text: string, home = os.homedir()): string {
  const masked = redactSecrets(text)
  if (home.length < 2) return masked
  // Inside JSON the backslashes of Windows are doubled.
  return masked.replaceAll(home, '~').replaceAll(JSON.stringify(home).slice(1, -1), '~')
}

/** The last `maxBytes` of a file, from the start of a line on; empty when it cannot be read. */
export async function fileTail(file: string, maxBytes: number): Promise<string> {
  try {
    await using handle = await open(file)
    const { size } = await handle.stat()
    const from = Math.max(0, size - maxBytes)
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(size - from), position: from })
    const text = buffer.subarray(0, bytesRead).toString('utf8')
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1)
  } catch {
    return ''
  }
}
