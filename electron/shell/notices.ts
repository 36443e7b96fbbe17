import type { EngineStatus, FileEvent } from '../../shared/contract.ts'
import { type Attention, needsPerson, openJobs } from './attention.ts'
import type { Words } from './words.ts'
import { isGivenUp } from '../../shared/job.ts'

export interface Notice {
  title: string
  body: string
}

/** A batch is through when nothing has come after it for so long. */
const QUIET_MS = 10_000
/** One file is no batch, unless it was waited for this long. */
const BATCH_FILES_MIN = 2
const LONG_MS = 60_000

interface Batch {
  sinceMs: number
  delivered: number
  alreadyThere: number
  failed: number
  /** Whether failed files were told while it went on. */
  isFailureTold: boolean
  /** When nothing was left to do; null while something is. */
  quietSinceMs: number | null
}

function isUndelivered(event: FileEvent['event']): boolean {
  return isGivenUp(event)
}

/**
 * Decides what is worth a notification: what needs a person, once until it is mended, and a batch that is through.
 * Never one for every file.
 */
export class Notices {
  readonly #told = new Set<string>()
  #batch: Batch | null = null

  /** What happened to a file. @param nowMs on a clock that only grows */
  heard({ event }: FileEvent, nowMs: number): void {
    if (event !== 'uploading' && event !== 'done' && event !== 'duplicate' && !isUndelivered(event)) return
    const empty = {
      sinceMs: nowMs,
      delivered: 0,
      alreadyThere: 0,
      failed: 0,
      isFailureTold: false,
      quietSinceMs: null,
    }
    const batch = (this.#batch ??= empty)
    batch.quietSinceMs = null
    if (event === 'done') batch.delivered++
    if (event === 'duplicate') batch.alreadyThere++
    if (isUndelivered(event)) batch.failed++
  }

  /** What is to be told now. Asked again within `QUIET_MS` while a batch is open. */
  due(status: EngineStatus, words: Words, nowMs: number): Notice[] {
    return [...this.#newAttention(status, words), ...this.#endOfBatch(status, words, nowMs)]
  }

  /** True while a batch is open: `due` is then worth asking although nothing happens. */
  get isWaitingForQuiet(): boolean {
    return this.#batch !== null
  }

  #newAttention(status: EngineStatus, words: Words): Notice[] {
    const all = needsPerson(status)
    const keys = new Set(all.map(({ key }) => key))
    // Mended: when it comes back it is told again.
    for (const key of this.#told) if (!keys.has(key)) this.#told.delete(key)
    const fresh = all.filter(({ key }) => !this.#told.has(key))
    for (const { key } of fresh) this.#told.add(key)
    const tellsFailure = fresh.some(({ subject }) => 'failedFiles' in subject)
    if (tellsFailure && this.#batch !== null) this.#batch.isFailureTold = true
    return fresh.map((attention) => attentionNotice(attention, words))
  }

  #endOfBatch(status: EngineStatus, words: Words, nowMs: number): Notice[] {
    const batch = this.#batch
    if (batch === null) return []
    if (openJobs(status) > 0) {
      batch.quietSinceMs = null
      return []
    }
    batch.quietSinceMs ??= nowMs
    if (nowMs - batch.quietSinceMs < QUIET_MS) return []
    this.#batch = null
    const { delivered, alreadyThere, failed, isFailureTold } = batch
    // An old failure that nobody has looked at must not hide the new ones.
    if (delivered === 0 && failed > 0 && !isFailureTold) return [failureNotice(failed, words)]
    const isLong = batch.quietSinceMs - batch.sinceMs >= LONG_MS
    if (delivered === 0 || (delivered + alreadyThere + failed < BATCH_FILES_MIN && !isLong)) return []
    const parts = [
      words.delivered(delivered),
      ...(alreadyThere > 0 ? [words.alreadyThere(alreadyThere)] : []),
      ...(failed > 0 ? [words.failedFiles(failed)] : []),
    ]
    return [{ title: words.batchTitle, body: `${parts.join(', ')}.` }]
  }
}

function attentionNotice({ subject, problem }: Attention, words: Words): Notice {
  if ('failedFiles' in subject) return failureNotice(subject.failedFiles, words)
  const title =
    'destination' in subject ? words.destinationNeeds(subject.destination) : words.folderNeeds(subject.folder)
  return { title, body: problem === null ? words.failedRemedy : words.problem(problem) }
}

function failureNotice(files: number, words: Words): Notice {
  return { title: words.failedTitle, body: `${words.failedFiles(files)}. ${words.failedRemedy}` }
}
