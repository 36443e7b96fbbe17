import path from 'node:path'
import type { Output } from '../../../shared/contract.ts'
import type { Log } from '../ports.ts'
import { errorText } from '../errors.ts'
import type { ThumbnailMaker } from '../metadata/thumbnail.ts'
import type { Store } from '../store/store.ts'

type Picture = Output<'pictures.thumbnail'>['picture']

/** What a window shows at the same time, a few times over. */
const KEPT = 400
const WITHIN_MS = 20_000

/** Small pictures for windows, made when they are asked for. Each file is tried once. */
export class Thumbnails {
  readonly #store: Store
  readonly #maker: ThumbnailMaker
  readonly #log: Log
  /** By job; the oldest goes first. A promise, so that nobody makes the same one twice. */
  readonly #kept = new Map<number, Promise<Picture>>()

  constructor(store: Store, maker: ThumbnailMaker, log: Log) {
    this.#store = store
    this.#maker = maker
    this.#log = log
  }

  /** Null where none can be made: the file is gone, or is no picture. */
  of(jobId: number): Promise<Picture> {
    const known = this.#kept.get(jobId)
    if (known !== undefined) return known
    const made = this.#make(jobId)
    this.#kept.set(jobId, made)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest)
    return made
  }

  async #make(jobId: number): Promise<Picture> {
    const job = this.#store.jobs.byId(jobId)
    if (job === null) return null
    const parcel = this.#store.parcels.byId(job.parcel_id)
    try {
      const file = path.join(parcel.root, parcel.path)
      const jpeg = await this.#maker.make(file, AbortSignal.timeout(WITHIN_MS))
      return jpeg === null ? null : { type: 'image/jpeg', base64: jpeg.toString('base64') }
    } catch (error) {
      this.#log.debug('No thumbnail could be made', { job: jobId, detail: errorText(error) })
      return null
    }
  }
}
