import { truncate, unlink } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { attempt, confirmation, uploadFailure } from '../attempt.ts'
import type { BenchMaker } from '../bench.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { makeFile, type ReadHooks, replaceFile, shipmentOf, type TestFile } from '../test-file.ts'

const PART = 64 * 1024
const PARTS = 6

/** A source that does not stay what it was must never become a delivery. */
export function changeCases(maker: BenchMaker): void {
  const moments: readonly (readonly [string, (change: () => Promise<void>) => ReadHooks])[] = [
    ['between parts', (change) => ({ before: (offset) => (offset === 3 * PART ? change() : undefined) })],
    [
      'before the last part',
      (change) => ({ after: (offset) => (offset === 5 * PART ? change() : undefined) }),
    ],
  ]
  const changes: readonly (readonly [string, (file: TestFile) => Promise<void>, string])[] = [
    ['cut short', (file) => truncate(file.path, PART), 'changed'],
    ['replaced', replaceFile, 'changed'],
    ['removed', (file) => unlink(file.path), 'missing'],
  ]
  const cases = moments.flatMap(([moment, hooks]) =>
    changes.map(([what, change, kind]) => [what, moment, change, hooks, kind] as const),
  )

  test.each(cases)(
    '%s %s: the attempt ends, and nothing is completed',
    async (_what, _moment, change, hooks, kind) => {
      const bench = await maker.start({ partBytes: PART })
      const file = await makeFile('moving.jpg', PARTS * PART)
      const journal = new MemoryJournal()
      let isDone = false
      const once = async (): Promise<void> => {
        if (!isDone) await change(file)
        isDone = true
      }
      const error = await uploadFailure(attempt(bench, await shipmentOf(file, {}, hooks(once)), journal))
      expect(error.kind).toBe(kind)
      expect(await bench.arrivals()).toEqual([])
    },
  )

  test('replaced right after the last part: the attempt does not count', async () => {
    const bench = await maker.start({ partBytes: PART })
    const file = await makeFile('late.jpg', PARTS * PART)
    const journal = new MemoryJournal()
    let replaced: Promise<void> | null = null
    const shipment = await shipmentOf(file)
    const source = {
      ...shipment.source,
      // The last look comes after the last part; the file is replaced in between.
      check: async () => {
        await replaced
        await shipment.source.check()
      },
    }
    const work = attempt(bench, { ...shipment, source }, journal, {
      onProgress: (sentBytes) => {
        if (sentBytes === file.sizeBytes) replaced = replaceFile(file)
      },
    })
    expect((await uploadFailure(work)).kind).toBe('changed')
  })

  test('replaced between two attempts: the new file is sent whole, and no mixture', async () => {
    const bench = await maker.start({ partBytes: PART })
    const file = await makeFile('second.jpg', PARTS * PART)
    const journal = new MemoryJournal()
    const abort = new AbortController()
    await attempt(bench, await shipmentOf(file), journal, {
      signal: abort.signal,
      onProgress: () => {
        abort.abort(new Error('aborted'))
      },
    }).catch(() => undefined)
    const other = await makeFile('second.jpg', PARTS * PART)
    const sent = await attempt(bench, await shipmentOf(other), journal)
    expect(sent.sha256).toBe(other.sha256)
    await confirmation(bench, journal)
    expect((await bench.arrivals()).map(({ sha256 }) => sha256)).toEqual([other.sha256])
  })

  test('changed under the same size and time between two attempts: the check values tell', async () => {
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
  })
}
