import type { Clock } from '../../ports.ts'
import { Congestion } from '../congestion.ts'

/**
 * Whose turn it is at a panel: a small computer behind a door, so there is never more than one request at the same time, and from
 * making an identifier to its picture nobody else may make one, since the panel keeps one in the making only.
 */
export interface Turns {
  readonly requests: Congestion
  readonly enrolments: Congestion
}

/** By address: guests and staff may be two destinations at one panel. */
const panels = new Map<string, { turns: Turns; users: number }>()

/**
 * The turns at the panel of this address, shared by all destinations there.
 * @returns `leave`, to be called when the destination is closed
 */
export function turnsAt(base: URL, clock: Clock): { turns: Turns; leave: () => void } {
  // Without the scheme: a panel may be spoken to either way.
  const address = base.host + base.pathname.replace(/\/+$/, '')
  const one = (): Congestion => new Congestion(1, () => clock.monotonic())
  const panel = panels.get(address) ?? { turns: { requests: one(), enrolments: one() }, users: 0 }
  panel.users++
  panels.set(address, panel)
  let isHere = true
  const leave = (): void => {
    if (isHere && --panel.users === 0) panels.delete(address)
    isHere = false
  }
  return { turns: panel.turns, leave }
}
