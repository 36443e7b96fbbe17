import { z } from 'zod'
import { Said } from '../../../shared/phrase.ts'
import { SentMetadata } from '../../../shared/metadata.ts'
import type { Journal } from '../destinations/destination.ts'
import type { Store } from '../store/store.ts'

/** What the engine itself must remember until the receipt is complete. */
const SealedUpload = z.object({
  sha256: z.string(),
  fingerprint: z.string(),
  sidecarSha256: z.string().nullable(),
  sentSidecarSha256: z.string().nullable(),
  metadata: SentMetadata.nullable(),
  /** Only metadata went, into an asset that was there already. */
  isUpdate: z.boolean(),
  /** Words for the receipt. */
  notes: z.array(z.string()),
  said: Said,
  modifiedAt: z.string().nullable(),
  renamed: z.array(z.object({ from: z.string(), to: z.string() })),
})
export type SealedUpload = z.output<typeof SealedUpload>

const Memo = z.object({ wire: z.unknown(), sealed: SealedUpload.nullable() })

/** The journal of one job in SQLite. See `Journal` for what destinations may do with it. */
export class JobJournal implements Journal {
  readonly #store: Store
  readonly #jobId: number
  #wire: unknown
  #sealed: SealedUpload | null
  #chunks: Map<number, number>

  constructor(store: Store, jobId: number) {
    this.#store = store
    this.#jobId = jobId
    const memo = readMemo(store.journals.read(jobId))
    this.#wire = memo.wire
    this.#sealed = memo.sealed
    this.#chunks = store.journals.chunks(jobId)
  }

  get memo(): unknown {
    return this.#wire
  }

  get chunks(): ReadonlyMap<number, number> {
    return this.#chunks
  }

  get sealed(): SealedUpload | null {
    return this.#sealed
  }

  async write(memo: unknown): Promise<void> {
    await this.writeTogether(new Map([[this, memo]]))
  }

  /** A memo that a power cut takes away would mean the same file twice in the archive. */
  async writeTogether(memos: ReadonlyMap<Journal, unknown>): Promise<void> {
    const journals: JobJournal[] = []
    for (const [journal, memo] of memos) {
      if (!(journal instanceof JobJournal)) throw new Error('A journal of another kind')
      journal.#wire = memo
      journals.push(journal)
    }
    await this.#store.write(() => {
      for (const journal of journals) journal.#keep()
    }, 'flushed')
  }

  async acceptChunk(index: number, checkValue: number, sentBytes: number): Promise<void> {
    await this.#store.write(() => {
      this.#store.journals.addChunk(this.#jobId, index, checkValue)
      this.#store.jobs.progressed(this.#jobId, sentBytes)
    })
    this.#chunks.set(index, checkValue)
  }

  async erase(): Promise<void> {
    this.#wire = null
    this.#sealed = null
    this.#chunks = new Map()
    await this.#store.write(() => {
      this.#store.journals.erase(this.#jobId)
      this.#store.jobs.setSentBytes(this.#jobId, 0)
    })
  }

  /** Everything was sent: what is known of it now belongs into the receipt. Written down by `keepSealed`. */
  seal(sealed: SealedUpload): void {
    this.#sealed = sealed
  }

  /** To be called inside the `store.write` that records the job as sent. */
  keepSealed(): void {
    this.#keep()
  }

  #keep(): void {
    this.#store.journals.write(this.#jobId, this.#text())
  }

  #text(): string {
    return JSON.stringify({ wire: this.#wire, sealed: this.#sealed })
  }
}

/** A memo of another version counts as none: the upload starts anew. */
function readMemo(text: string | null): z.output<typeof Memo> {
  if (text === null) return { wire: null, sealed: null }
  try {
    return Memo.parse(JSON.parse(text))
  } catch {
    return { wire: null, sealed: null }
  }
}
