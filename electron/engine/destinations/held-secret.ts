import { ProblemError, UploadError } from '../errors.ts'

/** A secret that nobody has stored is a sign-in that is missing. @throws UploadError `unauthorized` */
export async function heldSecret(asked: Promise<string>): Promise<string> {
  return await asked.catch((error: unknown) => {
    throw error instanceof ProblemError
      ? new UploadError('unauthorized', error.problem, { cause: error })
      : error
  })
}
