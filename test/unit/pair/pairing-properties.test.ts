import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type PairFile, isSidecar, pair } from '../../../electron/engine/pair/pairing.ts'
import { ownership } from '../../../electron/engine/pair/ownership.ts'

const NOW = 1_000_000
const NAMES = ['a', 'A', 'b', 'a.cr2'].flatMap((stem) =>
  ['.cr2', '.CR2', '.nef', '.jpg', '.JPG', '.mov', '.txt', '', '.xmp', '.XMP', '.jpg.xmp'].map(
    (end) => stem + end,
  ),
)

const groups = fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 14 }).chain((names) =>
  fc.tuple(
    ...names.map((name, id) =>
      fc.record({
        id: fc.constant(id),
        name: fc.constant(name),
        isStable: fc.boolean(),
        quietSinceMs: fc.integer({ min: NOW - 20_000, max: NOW + 20_000 }),
        isTaken: fc.boolean(),
      }),
    ),
  ),
)
const options = fc.record({
  graceMs: fc.constantFrom(0, 10_000),
  sidecars: fc.constantFrom('merge' as const, 'as-is' as const, 'extract' as const, 'ignore' as const),
})

function waitsForIt(sidecar: PairFile, group: readonly PairFile[], waiting: ReadonlySet<number>): boolean {
  const found = ownership(group)(sidecar.name)
  return found.kind === 'owned' && waiting.has(found.owner.id)
}

test('every open file has one verdict, every open sidecar one place', () => {
  fc.assert(
    fc.property(groups, options, (group, how) => {
      const { verdicts, orphans, late } = pair(group, NOW, how)
      const open = group.filter((file) => !file.isTaken)
      const files = open.filter((file) => !isSidecar(file.name)).map((file) => file.id)
      expect(verdicts.map((verdict) => verdict.file).toSorted()).toEqual(files.toSorted())

      const waiting = new Set(verdicts.filter(({ kind }) => kind === 'wait').map(({ file }) => file))
      const parcels = verdicts.filter((verdict) => verdict.kind === 'parcel')
      const placed = [
        ...parcels.flatMap((parcel) => parcel.sidecar ?? []),
        ...parcels.flatMap((parcel) => parcel.passedOver.map((over) => over.sidecar)),
        ...orphans.map((orphan) => orphan.sidecar),
        ...late.map((one) => one.sidecar),
      ]
      expect(new Set(placed).size).toBe(placed.length)
      for (const sidecar of open.filter((file) => isSidecar(file.name))) {
        const isWaitedFor = how.sidecars !== 'ignore' && waitsForIt(sidecar, group, waiting)
        expect(placed.includes(sidecar.id)).toBe(!isWaitedFor)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('the order of the files does not matter', () => {
  fc.assert(
    fc.property(
      groups,
      options,
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      (group, how, dice) => {
        const shuffled = group
          .map((file) => ({ file, place: Number(dice.next().value) }))
          .toSorted((left, right) => left.place - right.place)
          .map(({ file }) => file)
        expect(pair(shuffled, NOW, how)).toEqual(pair(group, NOW, how))
      },
    ),
    { numRuns: 500 },
  )
})

test('a parcel is made of stable files only, and nobody waits longer than twice the grace', () => {
  fc.assert(
    fc.property(groups, options, (group, how) => {
      for (const verdict of pair(group, NOW, how).verdicts) {
        if (verdict.kind === 'wait')
          expect(verdict.untilMs).toBeLessThanOrEqual(NOW + Math.max(2 * how.graceMs, 1_000))
        else
          expect([verdict.file, verdict.sidecar ?? verdict.file].every((id) => group[id]?.isStable)).toBe(
            true,
          )
      }
    }),
  )
})
