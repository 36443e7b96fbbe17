import { type Problem, tellProblem } from '../../../shared/problem.ts'
import { UploadError } from '../errors.ts'
import type { JobRecord } from '../store/jobs.ts'
import { say } from '../../../shared/phrase.ts'

/** One attempt that is under way. */
export interface ActiveUpload {
  job: JobRecord
  /** Ends it at once; `drain` lets what is under way be finished. */
  abort: AbortController
  drain: AbortController
  sentBytes: number
  fingerprint: string | null
  /** Resolves when the claim is written, or has proved impossible. */
  claimed: Promise<void>
  /** `DestinationMood.mended` when it began. */
  mended: number
}

/** Thrown into an upload that is ended politely. */
export class Drained extends Error {
  override readonly name = 'Drained'
}

/** An error that nobody foresaw, as one that the retry policy knows. */
export function unforeseen(error: unknown): UploadError {
  const problem: Problem = tellProblem({
    code: 'unforeseen',
    what: say`Something went wrong that Sluice did not foresee.`,
    remedy: say`Sluice tries again. Please report it with the diagnostics file.`,
    isRetried: true,
    detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
  })
  return new UploadError('unexpected', problem, { cause: error })
}

/** Where an error comes from, without its words. */
export function placesOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const lines = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  return [error.name, ...lines].join('\n')
}
