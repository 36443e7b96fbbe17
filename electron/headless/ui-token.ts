import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { errorCode, errorText, ProblemError } from '../engine/errors.ts'

const TOKEN_BYTES = 32
/** base64url of 32 bytes. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/

export interface UiToken {
  /** Where it is kept. */
  file: string
  value: string
  /** Others could read the one before; it opens nothing any more. */
  isReplaced: boolean
}

/**
 * The token of a data folder: 256 random bits in `<data>/ui-token`, for its owner alone, made when it is first needed.
 * Whoever deletes the file and starts Sluice again has shut everybody out.
 * @throws ProblemError `ui-token-unusable` when the file can be neither read nor written
 */
export async function uiToken(dataDir: string): Promise<UiToken> {
  const file = path.join(dataDir, 'ui-token')
  try {
    const { text, isPrivate } = await read(file)
    if (isPrivate && TOKEN.test(text)) return { file, value: text, isReplaced: false }
    const value = randomBytes(TOKEN_BYTES).toString('base64url')
    await writeFileAtomic(file, `${value}\n`, { mode: 0o600 })
    return { file, value, isReplaced: !isPrivate }
  } catch (error) {
    throw new ProblemError(
      {
        code: 'ui-token-unusable',
        what: `The token of the window in ${file} can be neither read nor written (${errorText(error)}).`,
        remedy: 'Give the user who runs Sluice the right to write there, then start Sluice again.',
        isRetried: false,
      },
      { cause: error },
    )
  }
}

async function read(file: string): Promise<{ text: string; isPrivate: boolean }> {
  try {
    const { mode } = await stat(file)
    const isPrivate = process.platform === 'win32' || (mode & 0o077) === 0
    return { text: (await readFile(file, 'utf8')).trim(), isPrivate }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { text: '', isPrivate: true }
    throw error
  }
}

/**
 * What the browser keeps in place of the token. Cookies know no ports: other programs on this computer that are opened
 * in the same browser see them as well, and shall not learn the token from them.
 */
export function cookieValue(token: string, port: number): string {
  return createHmac('sha256', token).update(`window on port ${port}`).digest('base64url')
}

/** Takes equally long wherever the first difference is. */
export function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
