import type { DestinationHealth } from '../../../shared/contract.ts'
import type { Destination } from '../destinations/destination.ts'
import type { DestinationState } from './destination-state.ts'
import { say, span, told } from '../../../shared/phrase.ts'
import { whatOf } from '../../../shared/problem.ts'

/** The state of a destination in one line of words. */
export function laneHealth(
  { name, kind }: Pick<Destination, 'name' | 'kind'>,
  state: DestinationState,
  isPaused: boolean,
  nowMs: number,
): Omit<DestinationHealth, 'waiting'> {
  if (isPaused)
    return { name, kind, state: 'paused', ...told(say`Paused by hand.`), untilMs: null, problem: null }
  switch (state.name) {
    case 'ready':
      return { name, kind, state: 'ready', ...told(say`Ready.`), untilMs: null, problem: null }
    case 'cooling': {
      const seconds = Math.max(1, Math.round((state.untilMs - nowMs) / 1000))
      const words = say`${whatOf(state.problem)} Next try in ${span(seconds * 1000, `${String(seconds)} s`)}.`
      return { name, kind, state: 'cooling', ...told(words), untilMs: state.untilMs, problem: state.problem }
    }
    case 'locked':
      return {
        name,
        kind,
        state: 'locked',
        ...told(whatOf(state.problem)),
        untilMs: null,
        problem: state.problem,
      }
  }
}
