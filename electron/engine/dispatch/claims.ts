import type { Destination } from '../destinations/destination.ts'
import type { JobRecord } from '../store/jobs.ts'
import type { LaneWorld } from './lane-world.ts'

/** Jobs that are put into their groups in one transaction. */
const GATHERED_AT_ONCE = 500

/** Which waiting jobs of a destination go next, and which of them go together. */
export class Claims {
  readonly #destination: Destination
  readonly #id: number
  readonly #world: LaneWorld
  /** Whether everything that waited at the start has been put into its group. */
  #isSettled = false

  constructor(destination: Destination, id: number, world: LaneWorld) {
    this.#destination = destination
    this.#id = id
    this.#world = world
  }

  /**
   * Puts jobs that are new into their groups, which decides when they go.
   * @param taken jobs that look as if they were waiting, and are not; asked when it is done
   * @returns false when there was nothing to do
   */
  async gather(taken: () => ReadonlySet<number>): Promise<boolean> {
    const rule = this.#destination.abilities.group
    if (rule === null) return false
    const { store, ports } = this.#world
    const jobs = store.jobGroups.ungathered(this.#id, GATHERED_AT_ONCE)
    if (jobs.length === 0) {
      this.#isSettled = true
      return false
    }
    const keys = jobs.map((job) => ({ id: job.id, key: this.#keyOf(job) }))
    await store.write(() => {
      const open = { taken: taken(), folderIds: this.#world.claimableFolders() }
      store.jobGroups.gather(this.#id, keys, rule, open, ports.clock.now())
    })
    return true
  }

  /**
   * @param room how many sendings may begin
   * @param taken jobs that look as if they were waiting, and are not
   * @returns a list for each sending
   */
  next(room: number, taken: ReadonlySet<number>): JobRecord[][] {
    const { store, ports } = this.#world
    const { group, batchMax } = this.#destination.abilities
    // What was interrupted goes at once: the others of its group may be among those that are still to be looked at.
    if (group !== null && !this.#isSettled) return []
    const together = group?.size ?? batchMax
    const limit = room * together + taken.size
    const due = store.jobs
      .next(this.#id, this.#world.claimableFolders(), ports.clock.now(), limit)
      .filter(({ id }) => !taken.has(id))
    const sendings = group === null ? batches(due, batchMax) : this.#groups(due, group.size, taken)
    return sendings.slice(0, room)
  }

  /** The oldest first: those that went together go together again, since some of them may be at the server already. */
  #groups(due: readonly JobRecord[], size: number, taken: ReadonlySet<number>): JobRecord[][] {
    const { jobGroups } = this.#world.store
    const folderIds = this.#world.claimableFolders()
    const placed = new Set(taken)
    const groups: JobRecord[][] = []
    for (const leader of due) {
      const key = leader.group_key ?? ''
      while (key !== '' && !placed.has(leader.id)) {
        const others = jobGroups
          .members(this.#id, key, folderIds, size + placed.size)
          .filter((job) => job.id !== leader.id && !placed.has(job.id))
        const group = [leader, ...others].toSorted((one, other) => one.id - other.id).slice(0, size)
        for (const { id } of group) placed.add(id)
        groups.push(group)
      }
    }
    return groups
  }

  #keyOf(job: JobRecord): string {
    const parcel = this.#world.store.parcels.byId(job.parcel_id)
    const key = this.#destination.groupOf(this.#world.order(job, parcel).origin)
    return key === null || key === '' ? `alone ${String(job.id)}` : key
  }
}

/** What has failed before goes alone, so that it takes nobody along. */
function batches(due: readonly JobRecord[], batchMax: number): JobRecord[][] {
  const found: JobRecord[][] = []
  let open: JobRecord[] | null = null
  for (const job of due) {
    if (job.attempt > 0 || batchMax === 1) found.push([job])
    else if (open !== null && open.length < batchMax) open.push(job)
    else found.push((open = [job]))
  }
  return found
}
