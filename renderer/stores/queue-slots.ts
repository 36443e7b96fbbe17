import type { JobRow } from '../../shared/contract.ts'

/**
 * Which jobs stand in the part above the list. A job keeps its place for as long as it is under way, one that is
 * through stays until another needs the place, and the number of places shrinks only when nothing is under way: so
 * nothing jumps while hundreds of files pass.
 *
 * @param shown as it is now @param active under way, in the order in which they should be taken up
 */
export function slotsFor(shown: readonly JobRow[], active: readonly JobRow[], most: number): JobRow[] {
  if (active.length === 0) return []
  const fresh = new Map(active.map((job) => [job.id, job]))
  const slots = shown.slice(0, most).map((job) => {
    const again = fresh.get(job.id)
    fresh.delete(job.id)
    return { job: again ?? job, isFree: again === undefined }
  })
  for (const job of fresh.values()) {
    const free = slots.find(({ isFree }) => isFree)
    if (free !== undefined) {
      free.job = job
      free.isFree = false
    } else if (slots.length < most) slots.push({ job, isFree: false })
  }
  // What is neither under way nor known to be through tells nothing.
  return slots.filter(({ job, isFree }) => !isFree || !isUnderWay(job)).map(({ job }) => job)
}

function isUnderWay({ state }: JobRow): boolean {
  return state === 'uploading' || state === 'confirming'
}
