import { constants } from 'node:fs'
import { type Phrase, say } from '../../../shared/phrase.ts'
import { open } from 'node:fs/promises'
import { errorCode } from '../errors.ts'
import type { FindWriters } from './find-writers.ts'

/** libuv's flag for a share mode of 0 (UV_FS_O_EXLOCK in uv/win.h), which Node has no name for. */
const EXCLUSIVE = 0x10000000
const AT_ONCE = 8

/** Windows: a file that cannot be opened for oneself alone is in use. Closed again at once. */
export const windowsWriters: FindWriters = async (paths) => {
  const held = new Map<string, Phrase | string>()
  const waiting = [...paths]
  const tryOnAndOn = async (): Promise<void> => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (await isInUse(path)) held.set(path, say`another program`)
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, paths.length) }, tryOnAndOn))
  return held
}

async function isInUse(path: string): Promise<boolean> {
  try {
    const file = await open(path, constants.O_RDONLY | EXCLUSIVE)
    await file.close()
    return false
  } catch (error) {
    return errorCode(error) === 'EBUSY'
  }
}
