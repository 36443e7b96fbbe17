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
    const folderIds = this.#world.claimableFolders()
    const due = store.jobs
      .next(this.#id, folderIds, ports.clock.now(), limit)
      .filter(({ id }) => !taken.has(id))
    if (group === null) return batches(due, batchMax).slice(0, room)
    return this.#groups(due, { size: group.size, room, folderIds }, taken)
  }

  /**
   * A sending for each job that is due, with others of its group. What has failed before goes with what has failed before, in
   * the same order each time: they went together, and some of them may be at the server already. Free places are for
   * those that have not, and for those that are due as well: nobody is sent before its time because others come.
   */
  #groups(
    due: readonly JobRecord[],
    { size, room, folderIds }: { size: number; room: number; folderIds: readonly number[] },
    taken: ReadonlySet<number>,
  ): JobRecord[][] {
    const placed = new Set(taken)
    /** Members of a group that may go now, the oldest first. */
    const open = (key: string, hasFailed: boolean): JobRecord[] =>
      this.#world.store.jobGroups
        .members(this.#id, key, folderIds, { hasFailed, limit: size + placed.size })
        .filter(({ id }) => !placed.has(id))
    const groups: JobRecord[][] = []
    for (const leader of due) {
      if (groups.length >= room) break
      const key = leader.group_key ?? ''
      if (key === '' || placed.has(leader.id)) continue
      const hasFailed = leader.attempt > 0
      const group = together(open(key, hasFailed), leader, size)
      if (group.length < size) {
        const others = hasFailed
          ? open(key, false)
          : due.filter((job) => job.group_key === key && job.attempt > 0 && !placed.has(job.id))
        group.push(...others.slice(0, size - group.length))
      }
      for (const { id } of group) placed.add(id)
      groups.push(group.toSorted((one, other) => one.id - other.id))
    }
    return groups
  }

  #keyOf(job: JobRecord): string {
    const parcel = this.#world.store.parcels.byId(job.parcel_id)
    const key = this.#destination.groupOf(this.#world.order(job, parcel).origin)
    return key === null || key === '' ? `alone ${String(job.id)}` : key
  }
}

/** Those of one sending, the oldest first: a whole part of the group, as it would be divided if all of it went. */
function together(open: readonly JobRecord[], leader: JobRecord, size: number): JobRecord[] {
  const place = open.findIndex(({ id }) => id === leader.id)
  // Further back than was looked for: somebody wants it to go first.
  if (place === -1) return [...open.slice(0, size - 1), leader]
  const first = place - (place % size)
  return open.slice(first, first + size)
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
