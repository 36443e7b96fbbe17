import { truncate, unlink } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { attempt, confirmation, uploadFailure } from '../attempt.ts'
import type { BenchMaker } from '../bench.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { makeFile, makeTaken, type ReadHooks, replaceFile, shipmentOf, type TestFile } from '../test-file.ts'

const PART = 64 * 1024
const PARTS = 6
/** Large enough that a file which goes in one request is read in several pieces. */
const WHOLE_BYTES = 3 * 1024 * 1024

interface Moment {
  words: string
  hooks: (sizeBytes: number, change: () => Promise<void>) => ReadHooks
}
const MOMENTS: readonly Moment[] = [
  {
    words: 'while it is read',
    hooks: (sizeBytes, change) => ({
      // Some read a file in one piece.
      before: (offset, readBytes) => (offset + readBytes > sizeBytes / 2 ? change() : undefined),
    }),
  },
  {
    words: 'as its end is read',
    hooks: (sizeBytes, change) => ({
      after: (offset, readBytes) => (offset + readBytes >= sizeBytes ? change() : undefined),
    }),
  },
]
const CHANGES: readonly (readonly [string, (file: TestFile) => Promise<void>, string])[] = [
  ['cut short', (file) => truncate(file.path, PART), 'changed'],
  ['replaced', replaceFile, 'changed'],
  ['removed', (file) => unlink(file.path), 'missing'],
]

/** A source that does not stay what it was must never become a delivery. */
export function changeCases(maker: BenchMaker): void {
  const sizeBytes = maker.traits.isResumable ? PARTS * PART : WHOLE_BYTES
  const cases = MOMENTS.flatMap(({ words, hooks }) =>
    CHANGES.map(([what, change, kind]) => [what, words, change, hooks, kind] as const),
  )

  test.each(cases)(
    '%s %s: the attempt ends, and nothing is completed',
    async (_what, _moment, change, hooks, kind) => {
      const bench = await maker.start({ partBytes: PART })
      const file = await makeTaken(maker, 'moving.jpg', sizeBytes)
      let isDone = false
      const once = async (): Promise<void> => {
        if (!isDone) await change(file)
        isDone = true
      }
      const shipment = await shipmentOf(file, {}, hooks(file.sizeBytes, once))
      const error = await uploadFailure(attempt(bench, shipment, new MemoryJournal()))
      expect(error.kind).toBe(kind)
      expect(await bench.arrivals()).toEqual([])
    },
  )

  test('replaced right after the last byte was accepted: the attempt does not count', async () => {
    const bench = await maker.start({ partBytes: PART })
    const file = await makeTaken(maker, 'late.jpg', sizeBytes)
    let replaced: Promise<void> | null = null
    const shipment = await shipmentOf(file)
    const source = {
      ...shipment.source,
      // The last look comes after the last byte; the file is replaced in between.
      check: async () => {
        await replaced
        await shipment.source.check()
      },
    }
    const work = attempt(bench, { ...shipment, source }, new MemoryJournal(), {
      onProgress: (sentBytes) => {
        if (sentBytes === file.sizeBytes) replaced = replaceFile(file)
      },
    })
    expect((await uploadFailure(work)).kind).toBe('changed')
  })

  test('replaced between two attempts: the new file is sent whole, and no mixture', async () => {
    const bench = await maker.start({ partBytes: PART })
    const file = await makeTaken(maker, 'second.jpg', sizeBytes)
    const journal = new MemoryJournal()
    bench.strike('data', { kind: 'close-after-bytes', bytes: 1000, skip: maker.traits.isResumable ? 2 : 0 })
    await uploadFailure(attempt(bench, await shipmentOf(file), journal))
    bench.mend()
    const other = await makeTaken(maker, 'second.jpg', sizeBytes)
    const sent = await attempt(bench, await shipmentOf(other), journal)
    expect(sent.sha256).toBe(other.sha256)
    await confirmation(bench, journal)
    expect((await bench.arrivals()).map(({ sha256 }) => sha256)).toEqual([other.sha256])
  })

  test.skipIf(!maker.traits.isResumable)(
    'changed under the same size and time between two attempts: the check values tell',
    async () => {
      const bench = await maker.start({ partBytes: PART })
      const file = await makeFile('sly.jpg', PARTS * PART)
      const journal = new MemoryJournal()
      const abort = new AbortController()
      const first = attempt(bench, await shipmentOf(file), journal, {
        signal: abort.signal,
        onProgress: (sentBytes) => {
          if (sentBytes >= 2 * PART) abort.abort(new Error('aborted'))
        },
      })
      await first.catch(() => undefined)
      const shipment = await shipmentOf(file)
      const source = {
        ...shipment.source,
        read: async (into: Uint8Array, offsetBytes: number) => {
          await shipment.source.read(into, offsetBytes)
          into[0] = (into[0] ?? 0) ^ 1
        },
      }
      const error = await uploadFailure(attempt(bench, { ...shipment, source }, journal))
      expect(error.kind).toBe('changed')
      expect(await bench.arrivals()).toEqual([])
    },
  )
}
