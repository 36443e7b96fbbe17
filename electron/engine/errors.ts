import { type Problem, tellProblem, type ToldProblem } from '../../shared/problem.ts'

/** An Error that carries what a person should be told. Thrown inside the engine, sent across as its `problem`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem

  constructor(told: Problem | ToldProblem, options?: ErrorOptions) {
    const problem = tellProblem(told)
    super(problem.what, options)
    this.problem = problem
  }
}

/**
 * What went wrong with an upload, as far as it matters for what happens next. Interpreted only in queue/retry-policy.ts.
 *
 * - `offline`: no connection, or it broke: try again later
 * - `busy`: the server asks for quiet (429, 503), maybe with a time
 * - `unauthorized`: signed out; the destination locks, the file is not blamed
 * - `destination`: this destination cannot take anything as it is set up; it locks
 * - `refused`: the server will never take this file as it is sent now; a person may mend that (a template, a right)
 * - `rejected`: the server has looked at the content and said no for good (no face, wrong type, too big)
 * - `server`: an answer that may be different next time (500, failed processing)
 * - `unexpected`: an answer that makes no sense (HTML, wrong shape)
 * - `changed`: the source is no longer the file that was queued
 * - `missing`, `unreadable`: the source cannot be read
 * - `tool`: something on this computer that the file needs is not there (ExifTool, a code table); nothing is wrong with
 *   the file, and other files go on
 */
export type UploadErrorKind =
  | 'offline'
  | 'busy'
  | 'unauthorized'
  | 'destination'
  | 'refused'
  | 'rejected'
  | 'server'
  | 'unexpected'
  | 'changed'
  | 'missing'
  | 'unreadable'
  | 'tool'

export class UploadError extends ProblemError {
  readonly kind: UploadErrorKind
  /** Set when the server named a time (Retry-After), in milliseconds from now. */
  readonly retryAfterMs: number | null

  constructor(
    kind: UploadErrorKind,
    problem: Problem | ToldProblem,
    options: ErrorOptions & { retryAfterMs?: number } = {},
  ) {
    super(problem, options)
    this.kind = kind
    this.retryAfterMs = options.retryAfterMs ?? null
  }
}

/** The errno name of a system error (`ENOENT`), or the empty string. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Held by another program, or a network drive that is away for a moment. */
const PASSING = new Set('EBUSY EAGAIN EIO ESTALE ETIMEDOUT EMFILE ENFILE EINTR UNKNOWN'.split(' '))

/** Whether a system error about a file may be gone in a moment. */
export function isPassing(code: string): boolean {
  return PASSING.has(code)
}

/** A sentence from anything that was thrown. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
