import type { DestinationHealth } from '../../../shared/contract.ts'
import type { Destination } from '../destinations/destination.ts'
import type { DestinationState } from './destination-state.ts'

/** The state of a destination in one line of words. */
export function laneHealth(
  { name, kind }: Pick<Destination, 'name' | 'kind'>,
  state: DestinationState,
  isPaused: boolean,
  nowMs: number,
): Omit<DestinationHealth, 'waiting'> {
  if (isPaused) return { name, kind, state: 'paused', words: 'Paused by hand.', untilMs: null, problem: null }
  switch (state.name) {
    case 'ready':
      return { name, kind, state: 'ready', words: 'Ready.', untilMs: null, problem: null }
    case 'cooling': {
      const seconds = Math.max(1, Math.round((state.untilMs - nowMs) / 1000))
      const words = `${state.problem.what} Next try in ${String(seconds)} s.`
      return { name, kind, state: 'cooling', words, untilMs: state.untilMs, problem: state.problem }
    }
    case 'locked':
      return { name, kind, state: 'locked', words: state.problem.what, untilMs: null, problem: state.problem }
  }
}
