import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { errorCode, errorText, ProblemError } from '../engine/errors.ts'

/**
 * Has a file written beside its place and renames it at the end: it is there as a whole or not at all.
 * @throws ProblemError `file-not-written` when the system refuses; whatever `write` throws besides
 */
export async function writeWhole(file: string, write: (partial: string) => Promise<void>): Promise<void> {
  const partial = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.part`)
  try {
    await write(partial)
    await rename(partial, file)
  } catch (error) {
    await rm(partial, { force: true })
    if (errorCode(error) === '') throw error
    throw new ProblemError(
      {
        code: 'file-not-written',
        what: `${file} could not be written (${errorText(error)}).`,
        remedy: 'Name a file in a folder that exists and that you may write to.',
        isRetried: false,
      },
      { cause: error },
    )
  }
}
