import type { LineList } from '../../../renderer/stores/queue-list.ts'
import { until } from '../../support/until.ts'

/** Whoever looks at a list: what is seen, and by how much it was pushed. */
export class QueueView {
  changes = 0
  readonly shifts: number[] = []
  readonly listener = {
    changed: (): void => {
      this.changes++
    },
    shifted: (delta: number): void => {
      this.shifts.push(delta)
    },
  }
}

/** The ids of these rows; null for one that is blank. */
export function idsAt(list: LineList, first: number, last: number): (number | null)[] {
  return Array.from({ length: last - first + 1 }, (_none, index) => {
    const line = list.lineAt(first + index)
    return line.kind === 'job' ? line.job.id : null
  })
}

/** Waits until nothing of these rows is blank. */
export async function whenSeen(list: LineList, first: number, last: number): Promise<void> {
  list.want(first, last)
  // A list that may be longer than it knows has no end yet.
  const end = (): number => (list.hasMore ? last : Math.min(last, list.total - 1))
  await until(
    () => list.isLoaded && !idsAt(list, first, end()).includes(null),
    `the rows ${String(first)} to ${String(last)} are here`,
  )
}
