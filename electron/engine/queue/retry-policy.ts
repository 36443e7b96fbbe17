import type { Problem } from '../../../shared/problem.ts'
import type { UploadError } from '../errors.ts'

/** What becomes of the job, and of its destination, after an attempt has ended badly. */
export type Decision =
  | { kind: 'postpone'; afterMs: number; isAttempt: boolean; cool: boolean }
  | { kind: 'lock' }
  | { kind: 'giveUp' }
  | { kind: 'reject' }
  | { kind: 'superseded' }

/** After so many attempts at one file a person should look. About three hours with the delays below. */
export const ATTEMPTS_MAX = 12
const FIRST_DELAY_MS = 2_000
const DELAY_MAX_MS = 30 * 60_000
/** An answer that makes no sense may come from a captive portal, so it is worth a few more tries, but no long ones. */
const UNEXPECTED_ATTEMPTS_MAX = 5
/** Virus scanners and network drives hold files back for moments: those errors say that they are worth a retry. */
const UNREADABLE_ATTEMPTS_MAX = 5
/** A file that is still being changed is nobody's fault: the hot folder takes it again when it is quiet. */
const BUSY_DELAY_MS = 15_000
/** A person mends a tool or a table in minutes; the file is not to blame, so this goes on for as long as it takes. */
const TOOL_DELAY_MS = 30_000

/**
 * Pure: from an error to what happens next.
 *
 * @param attempt the attempt that has just ended, 1 for the first
 * @param jitter in [0, 1), so that many jobs do not come back at the same moment
 */
export function decide(error: UploadError, attempt: number, jitter: number): Decision {
  switch (error.kind) {
    case 'offline':
      // Not the file's fault: it may stay offline for a week and still goes on by itself.
      return {
        kind: 'postpone',
        afterMs: error.retryAfterMs ?? backoff(attempt, jitter),
        isAttempt: false,
        cool: true,
      }
    case 'busy':
      return {
        kind: 'postpone',
        afterMs: error.retryAfterMs ?? BUSY_DELAY_MS * (1 + jitter),
        isAttempt: false,
        cool: true,
      }
    case 'unauthorized':
    case 'destination':
      return { kind: 'lock' }
    case 'server':
      if (attempt >= ATTEMPTS_MAX) return { kind: 'giveUp' }
      return {
        kind: 'postpone',
        afterMs: error.retryAfterMs ?? backoff(attempt, jitter),
        isAttempt: true,
        cool: false,
      }
    case 'unexpected':
      if (attempt >= UNEXPECTED_ATTEMPTS_MAX) return { kind: 'giveUp' }
      return { kind: 'postpone', afterMs: backoff(attempt + 2, jitter), isAttempt: true, cool: false }
    case 'changed':
    case 'missing':
      return { kind: 'superseded' }
    case 'unreadable':
      if (!error.problem.isRetried || attempt >= UNREADABLE_ATTEMPTS_MAX) return { kind: 'giveUp' }
      return { kind: 'postpone', afterMs: backoff(attempt, jitter), isAttempt: true, cool: false }
    case 'tool':
      return {
        kind: 'postpone',
        afterMs: Math.round(TOOL_DELAY_MS * (1 + jitter)),
        isAttempt: false,
        cool: false,
      }
    case 'refused':
      return { kind: 'giveUp' }
    case 'rejected':
      return { kind: 'reject' }
  }
}

/** 2 s, 4 s, 8 s … up to half an hour, with up to a quarter on top. */
export function backoff(attempt: number, jitter: number): number {
  const delayMs = Math.min(DELAY_MAX_MS, FIRST_DELAY_MS * 2 ** Math.min(20, Math.max(0, attempt - 1)))
  return Math.round(delayMs * (1 + jitter / 4))
}

/** The problem as it is shown while Sluice goes on trying, or when it has given up. */
export function asRetried(problem: Problem, isRetried: boolean): Problem {
  return { ...problem, isRetried }
}
