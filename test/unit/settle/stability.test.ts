import { describe, expect, test } from 'vitest'
import {
  type Arrival,
  type SettleLook,
  type SettleOptions,
  type SettleVerdict,
  settle,
} from '../../../electron/engine/settle/stability.ts'

const START = 1_760_000_000_123
const LOCAL: SettleOptions = { windowMs: 2_000, isLocalVolume: true }
const NETWORK: SettleOptions = { windowMs: 10_000, isLocalVolume: false }

interface Seen {
  /** Milliseconds after the start. */
  at: number
  inode?: number
  size?: number
  /** Modification time, ms after the start. */
  written?: number
  mtimeNs?: bigint
  heldBy?: string
  is?: 'gone' | 'unreadable'
}

function look(seen: Seen): SettleLook {
  if (seen.is === 'gone') return { kind: 'gone' }
  if (seen.is === 'unreadable') return { kind: 'unreadable', code: 'EACCES' }
  const changedMs = START + (seen.written ?? 0)
  const mtimeNs = seen.mtimeNs ?? BigInt(changedMs) * 1_000_000n + 7n
  const sizeBytes = seen.size ?? 100
  const identity = `r:${seen.inode ?? 1}:${sizeBytes}:${mtimeNs}`
  return { kind: 'file', identity, sizeBytes, changedMs, heldBy: seen.heldBy ?? null }
}

/** The verdict on every look in turn, the arrival handed on from one to the next. */
function watch(options: SettleOptions, ...looks: Seen[]): SettleVerdict[] {
  let arrival: Arrival | null = null
  return looks.map((seen) => {
    const verdict = settle(arrival, look(seen), START + seen.at, options)
    arrival = 'arrival' in verdict ? verdict.arrival : null
    return verdict
  })
}

function lastOf(verdicts: SettleVerdict[]): SettleVerdict {
  const verdict = verdicts.at(-1)
  if (verdict === undefined) throw new Error('no look')
  return verdict
}

const words = (verdict: SettleVerdict): string => ('because' in verdict ? verdict.because.text : verdict.kind)

describe('settle', () => {
  const table: { name: string; options?: SettleOptions; looks: Seen[]; ends: string }[] = [
    { name: 'a file that just arrived', looks: [{ at: 0 }], ends: 'just arrived' },
    { name: 'quiet for the whole window', looks: [{ at: 0 }, { at: 2_000 }], ends: 'stable' },
    { name: 'quiet for a part of it', looks: [{ at: 0 }, { at: 1_200 }], ends: 'quiet for 1.2 s of 2 s' },
    {
      name: 'a slow writer',
      looks: [{ at: 0 }, { at: 1_500, size: 200, written: 1_400 }, { at: 3_000, size: 300, written: 2_900 }],
      ends: 'still growing',
    },
    {
      name: 'a slow writer that ended',
      looks: [{ at: 0 }, { at: 1_500, size: 200, written: 1_400 }, { at: 3_600, size: 200, written: 1_400 }],
      ends: 'stable',
    },
    {
      name: 'preallocated: the size stands, the time moves',
      looks: [
        { at: 0, size: 9_000 },
        { at: 2_500, size: 9_000, written: 2_400 },
        { at: 5_000, size: 9_000, written: 4_900 },
      ],
      ends: 'still being changed',
    },
    {
      name: 'an append after it was called stable',
      looks: [{ at: 0 }, { at: 2_000 }, { at: 9_000, size: 150, written: 8_900 }],
      ends: 'still growing',
    },
    {
      name: 'replaced while waiting',
      looks: [{ at: 0 }, { at: 1_000 }, { at: 1_900, inode: 2 }],
      ends: 'replaced by another file',
    },
    { name: 'deleted while waiting', looks: [{ at: 0 }, { at: 1_000, is: 'gone' }], ends: 'gone' },
    { name: 'not readable', looks: [{ at: 0 }, { at: 1_000, is: 'unreadable' }], ends: 'unreadable' },
    { name: 'held open', looks: [{ at: 0 }, { at: 60_000, heldBy: 'rsync' }], ends: 'held open by rsync' },
    { name: 'present at start', looks: [{ at: 0, written: -61_000 }], ends: 'stable' },
    { name: 'changed lately at start', looks: [{ at: 0, written: -30_000 }], ends: 'just arrived' },
    {
      name: 'present at start, but held open',
      looks: [{ at: 0, written: -600_000, heldBy: 'cp' }],
      ends: 'held open by cp',
    },
    {
      name: 'present at start, with a wide window',
      options: { windowMs: 60_000, isLocalVolume: true },
      looks: [{ at: 0, written: -599_000 }],
      ends: 'just arrived',
    },
    {
      name: 'present at start on a network volume',
      options: NETWORK,
      looks: [{ at: 0, written: -86_400_000 }],
      ends: 'just arrived',
    },
    { name: 'a time in the future at start', looks: [{ at: 0, written: 86_400_000 }], ends: 'just arrived' },
    {
      name: 'a time in the future after the window',
      looks: [
        { at: 0, written: 86_400_000 },
        { at: 2_000, written: 86_400_000 },
      ],
      ends: 'stable',
    },
    {
      name: 'the clock was set back',
      looks: [{ at: 0 }, { at: -3_600_000 }],
      ends: 'the clock was set back, so the wait begins again',
    },
    {
      name: 'quiet since the clock was set back',
      looks: [{ at: 0 }, { at: -3_600_000 }, { at: -3_598_000 }],
      ends: 'stable',
    },
    {
      name: 'zero bytes need ten seconds',
      looks: [
        { at: 0, size: 0 },
        { at: 9_000, size: 0 },
      ],
      ends: 'quiet for 9 s of 10 s',
    },
    {
      name: 'zero bytes after ten seconds',
      looks: [
        { at: 0, size: 0 },
        { at: 10_000, size: 0 },
      ],
      ends: 'stable',
    },
    {
      name: 'times in steps of two seconds (exFAT)',
      looks: [
        { at: 0, mtimeNs: 1_760_000_000_000_000_000n },
        { at: 2_000, mtimeNs: 1_760_000_000_000_000_000n },
      ],
      ends: 'quiet for 2 s of 4 s',
    },
    {
      name: 'an old time copied along is not a coarse clock',
      looks: [
        { at: 0, mtimeNs: 1_700_000_000_000_000_000n },
        { at: 2_000, mtimeNs: 1_700_000_000_000_000_000n },
      ],
      ends: 'stable',
    },
    {
      name: 'sleep does not count as quiet',
      options: { ...LOCAL, observingSinceMs: START + 3_600_000 },
      looks: [{ at: 0 }, { at: 3_600_500 }],
      ends: 'quiet for 0.5 s of 2 s',
    },
  ]

  test.each(table)('$name → $ends', ({ options, looks, ends }) => {
    expect(words(lastOf(watch(options ?? LOCAL, ...looks)))).toBe(ends)
  })

  test('a temporary file renamed into place keeps its identity and its quiet', () => {
    const [first] = watch(LOCAL, { at: 0 })
    if (first?.kind !== 'arriving') throw new Error('expected to arrive')
    const underNewName = settle(first.arrival, look({ at: 2_100 }), START + 2_100, LOCAL)
    expect(underNewName).toMatchObject({ kind: 'stable', quietSinceMs: START })
  })

  test('a file that was there is quiet since its own change', () => {
    expect(lastOf(watch(LOCAL, { at: 0, written: -90_000 }))).toMatchObject({ quietSinceMs: START - 90_000 })
  })

  test('the next look is when the window ends', () => {
    const [first, second] = watch(LOCAL, { at: 0 }, { at: 1_500 })
    expect(first).toMatchObject({ lookAgainMs: START + 2_000 })
    expect(second).toMatchObject({ lookAgainMs: START + 2_000 })
  })

  test('a held file is asked for less and less often', () => {
    const held = [0, 4_000, 40_000, 4_000_000].map((at) => ({ at, heldBy: 'rsync' }))
    const delays = watch(LOCAL, ...held).map((verdict, index) => {
      if (verdict.kind !== 'arriving') throw new Error('expected to arrive')
      return verdict.lookAgainMs - START - (held[index]?.at ?? 0)
    })
    expect(delays).toEqual([1_000, 1_000, 10_000, 30_000])
  })

  test('a long window is looked into now and then', () => {
    const options = { windowMs: 600_000, isLocalVolume: false }
    expect(lastOf(watch(options, { at: 0 }))).toMatchObject({ lookAgainMs: START + 150_000 })
  })
})
