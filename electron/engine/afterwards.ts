import type { AfterConfig, RejectedConfig } from '../../shared/config.ts'
import { Receipt } from '../../shared/job.ts'
import { afterDelivery, type DeliveredParcel } from './after/after-delivery.ts'
import { type RejectedParcel, setAside } from './after/set-aside.ts'
import type { AfterResult } from './after/sources.ts'
import { isRejected } from './dispatch/clearing.ts'
import { problemOf } from './dispatch/job-record.ts'
import { errorText } from './errors.ts'
import type { Ports } from './ports.ts'
import type { ParcelRow } from './store/parcels.ts'
import type { Store } from './store/store.ts'
import { say } from '../../shared/phrase.ts'

const ROWS = 50

/** What is to be done in a folder, and whether its disk is there; null for one that is no longer configured. */
export type FolderAfter = (
  folderId: number,
) => { after: AfterConfig; rejected: RejectedConfig; isHere: boolean } | null

/**
 * Moves and trashes the sources of what was delivered, and sets aside what was rejected, one after the other, since files
 * of one folder may move to the same names. Goes on after a restart with what was still to be done; waits for a disk that is away.
 */
export class Afterwards {
  readonly #store: Store
  readonly #ports: Pick<Ports, 'trash' | 'log'>
  readonly #folderAfter: FolderAfter
  #running: Promise<void> | null = null
  #isWanted = false
  #isStopped = false

  constructor(store: Store, ports: Pick<Ports, 'trash' | 'log'>, folderAfter: FolderAfter) {
    this.#store = store
    this.#ports = ports
    this.#folderAfter = folderAfter
  }

  /** Looks whether something is to be done. Cheap. */
  run(): void {
    if (this.#isStopped) return
    this.#isWanted = true
    this.#running ??= this.#work().finally(() => {
      this.#running = null
    })
  }

  /** Finishes the file in hand. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#running
  }

  isAtRest(): boolean {
    return this.#running === null && this.#pending().next().done === true
  }

  async #work(): Promise<void> {
    try {
      while (this.#isWanted) {
        this.#isWanted = false
        for (const parcel of this.#pending()) await this.#clear(parcel)
      }
    } catch (error) {
      this.#ports.log.error('Moving delivered files failed', { detail: errorText(error) })
    }
  }

  /** Parcels to be cleared whose disk is there: on one that is away everything would look gone. */
  *#pending(): Generator<ParcelRow> {
    let last = 0
    for (;;) {
      const parcels = this.#store.parcels.pendingAfter(last, ROWS)
      for (const parcel of parcels) {
        if (this.#isStopped) return
        last = parcel.id
        if (this.#folderAfter(parcel.folder_id)?.isHere !== false) yield parcel
      }
      if (parcels.length < ROWS) return
    }
  }

  /** One parcel that cannot be understood must not hold up the others. */
  async #clear(parcel: ParcelRow): Promise<void> {
    const result = await this.#result(parcel).catch((error: unknown) => {
      this.#ports.log.error('A delivered file could not be cleared away', {
        parcel: parcel.id,
        detail: errorText(error),
      })
      return { state: 'kept' as const, words: say`kept: ${errorText(error)}` }
    })
    await this.#store.write(() => {
      // Tried again meanwhile: what becomes of it is open once more.
      if (this.#store.parcels.byId(parcel.id).after_state !== 'pending') return
      this.#store.parcels.setAfter(parcel.id, result.state, result.words)
    })
  }

  async #result(parcel: ParcelRow): Promise<AfterResult> {
    const rules = this.#folderAfter(parcel.folder_id)
    if (isRejected(this.#store, parcel.id))
      return await setAside(this.#rejected(parcel), rules?.rejected ?? { action: 'keep' })
    const delivered = this.#delivered(parcel)
    if (delivered === null) return { state: 'kept', words: say`kept: a receipt is missing` }
    return await afterDelivery(delivered, rules?.after ?? { action: 'keep' }, this.#ports.trash)
  }

  #rejected(parcel: ParcelRow): RejectedParcel {
    const jobs = this.#store.jobs.byParcel(parcel.id)
    const nameOf = (destinationId: number): string =>
      this.#store.places.destinationName(destinationId) ?? 'a destination that is gone'
    return {
      parcel,
      refusals: jobs.flatMap((job) => {
        const problem = job.state === 'rejected' ? problemOf(job.problem) : null
        return problem === null
          ? []
          : [{ destination: nameOf(job.destination_id), problem, atMs: job.changed_ms }]
      }),
      delivered: jobs.filter(({ state }) => state === 'done').map((job) => nameOf(job.destination_id)),
    }
  }

  #delivered(parcel: ParcelRow): DeliveredParcel | null {
    const receipts = this.#store.jobs
      .byParcel(parcel.id)
      .map((job) =>
        job.state === 'done' && job.receipt !== null ? Receipt.parse(JSON.parse(job.receipt)) : null,
      )
    const [first, ...others] = receipts.filter((receipt) => receipt !== null)
    if (first === undefined || others.length + 1 < receipts.length) return null
    return { parcel, receipts: [first, ...others] }
  }
}
