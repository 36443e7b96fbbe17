import type { EngineStatus } from '../../../shared/contract.ts'

/** How many things wait for a person. */
export function needsCount(engine: EngineStatus, mistakes: number): number {
  const folders = engine.folders.filter(({ problem }) => problem !== null).length
  const destinations = engine.destinations.filter(({ problem }) => problem !== null).length
  return folders + destinations + (engine.counts.failed.jobs > 0 ? 1 : 0) + (mistakes > 0 ? 1 : 0)
}

type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'quiet'
type State = EngineStatus['folders'][number]['state'] | EngineStatus['destinations'][number]['state']

const TONES: Readonly<Record<State, Tone>> = {
  watching: 'good',
  scanning: 'busy',
  paused: 'quiet',
  away: 'bad',
  starting: 'busy',
  off: 'quiet',
  ready: 'good',
  cooling: 'warn',
  locked: 'bad',
}

export function toneOf(state: State): Tone {
  return TONES[state]
}
