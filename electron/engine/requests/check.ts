import type { CheckLine } from '../../../shared/contract.ts'
import type { Lane } from '../dispatch/lane.ts'

/** Tests destinations one after the other. A destination that passes is tried again at once if it was locked. */
export async function checkDestinations(lanes: readonly Lane[]): Promise<CheckLine[]> {
  const lines: CheckLine[] = []
  for (const lane of lanes) {
    const { words, problem } = await lane.destination.check(new AbortController().signal)
    if (problem === null) lane.retryNow()
    lines.push({ destination: lane.destination.name, isOk: problem === null, words, problem })
  }
  return lines
}
