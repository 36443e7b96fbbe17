import type { BioidConfig } from '../../../../shared/destination-config.ts'
import type { UploadError } from '../../errors.ts'
import type { Random } from '../../ports.ts'
import type { Congestion } from '../congestion.ts'
import type { Pace } from './pace.ts'
import type { Sample } from './sample.ts'
import type { Settler } from './task.ts'
import type { UsedTokens } from './used-tokens.ts'

/** What sending a person takes. */
export interface Sender extends Settler {
  rules: Pick<BioidConfig, 'task' | 'liveDetection' | 'trait' | 'prepare' | 'storage' | 'partition'>
  random: Random
  /** Uploads of all persons together. */
  uploads: Congestion
  pace: Pace
  tokens: UsedTokens
  /** That person was enrolled just now. */
  noteEnrolled(bcid: string): void
}

/**
 * The samples that lie under a token can neither be listed nor taken back. So when it is no longer certain which they
 * are, the person starts anew with another token, and those are forgotten by the service.
 */
export class StartAnew extends Error {
  override readonly name = 'StartAnew'
  /** `line`: answers or tokens were lost. `task`: the task was refused. `member`: a sample must not be among them. */
  readonly why: 'line' | 'task' | 'member'
  /** What to say when it was tried often enough. */
  readonly error: UploadError
  /** Samples that do not come along, and why. */
  readonly without: ReadonlyMap<Sample, UploadError>

  constructor(why: StartAnew['why'], error: UploadError, without: StartAnew['without'] = new Map()) {
    super(error.message)
    this.why = why
    this.error = error
    this.without = without
  }
}
