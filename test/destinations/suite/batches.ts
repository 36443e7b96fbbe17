import { expect, test } from 'vitest'
import type { Member, MemberOutcome, Sent } from '../../../electron/engine/destinations/destination.ts'
import { confirmation } from '../attempt.ts'
import type { Bench, BenchMaker } from '../bench.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { makeTaken, shipmentOf, type TestFile } from '../test-file.ts'

const KIB = 1024
const NEVER = new AbortController().signal

interface Batch {
  bench: Bench
  files: TestFile[]
  journals: MemoryJournal[]
  members: Member[]
}

/** Several parcels in one sending: one outcome each, and none suffers from another. */
export function batchCases(maker: BenchMaker): void {
  if (!maker.traits.hasBatches) return

  test('a batch: every member arrives, with its own SHA-256, in one request', async () => {
    const { bench, files, journals, members } = await batch(maker, 4)
    const outcomes = await together(bench, members)
    expect(outcomes.map((outcome) => sentOf(outcome).sha256)).toEqual(files.map(({ sha256 }) => sha256))
    for (const journal of journals) await confirmation(bench, journal)
    expect(await digests(bench)).toEqual(files.map(({ sha256 }) => sha256).sort())
    expect(bench.tap.requests.filter(({ path }) => bench.dataPath.test(path))).toHaveLength(1)
  })

  test('the reply to a batch is lost, and Sluice is started anew: each arrives exactly once', async () => {
    const { bench, files, journals, members } = await batch(maker, 3)
    bench.strike('data', { kind: 'reset-after' })
    for (const outcome of await together(bench, members)) expect(outcome.kind).toMatch(/failed|sent/)
    bench.mend()
    const copies = journals.map((journal) => journal.copy())
    const again = members.map((member, index) => withJournal(member, copies[index]))
    for (const outcome of await together(bench, again)) sentOf(outcome)
    for (const journal of copies) await confirmation(bench, journal)
    expect(await digests(bench)).toEqual(files.map(({ sha256 }) => sha256).sort())
  })

  test('a member that is no longer wanted does not end the others', async () => {
    const { bench, files, members } = await batch(maker, 3)
    const changed = members.map((member, index) =>
      index === 1
        ? { ...member, context: { ...member.context, signal: AbortSignal.abort(new Error('cancelled')) } }
        : member,
    )
    const outcomes = await together(bench, changed)
    expect(outcomes.map(({ kind }) => kind)).toEqual(['sent', 'failed', 'sent'])
    expect(await digests(bench)).toEqual([files[0]?.sha256, files[2]?.sha256].sort())
  })

  test('a member whose file has changed does not end the others', async () => {
    const { bench, files, members } = await batch(maker, 3)
    const [, changing] = members
    if (changing === undefined) throw new Error('a batch of three has a second')
    const { source } = changing.shipment
    const flipped = {
      ...source,
      read: async (into: Uint8Array, offsetBytes: number) => {
        await source.read(into, offsetBytes)
        if (offsetBytes + into.byteLength >= source.sizeBytes) readsToTheEnd++
        if (readsToTheEnd > 1) into[into.byteLength - 1] = (into.at(-1) ?? 0) ^ 1
      },
    }
    let readsToTheEnd = 0
    const changed = members.map((member) =>
      member === changing ? { ...member, shipment: { ...member.shipment, source: flipped } } : member,
    )
    const outcomes = await together(bench, changed)
    expect(outcomes.map(({ kind }) => kind)).toEqual(['sent', 'failed', 'sent'])
    expect(outcomes[1]).toMatchObject({ error: { kind: 'changed' } })
    expect(await digests(bench)).toEqual([files[0]?.sha256, files[2]?.sha256].sort())
  })

  test('a batch that meets a busy server fails as a whole, and comes later', async () => {
    const { bench, members } = await batch(maker, 2)
    bench.strike('data', { kind: 'status-503', times: 1, retryAfterSeconds: 5 })
    for (const outcome of await together(bench, members))
      expect(outcome).toMatchObject({ kind: 'failed', error: { kind: 'busy', retryAfterMs: 5000 } })
    expect((await together(bench, members)).map(({ kind }) => kind)).toEqual(['sent', 'sent'])
  })
}

async function batch(maker: BenchMaker, size: number): Promise<Batch> {
  const bench = await maker.start({ batch: size })
  const numbers = Array.from({ length: size }, (_, index) => index)
  const files = await Promise.all(
    numbers.map((index) => makeTaken(maker, `b${String(index)}.jpg`, (20 + index) * KIB)),
  )
  const journals = numbers.map(() => new MemoryJournal())
  const members = await Promise.all(
    files.map(async (file, index) =>
      withJournal(
        {
          shipment: await shipmentOf(file),
          context: {
            journal: new MemoryJournal(),
            signal: NEVER,
            drain: NEVER,
            onProgress: () => undefined,
            throttle: undefined,
          },
        },
        journals[index],
      ),
    ),
  )
  return { bench, files, journals, members }
}

function withJournal(member: Member, journal: MemoryJournal | undefined): Member {
  return { ...member, context: { ...member.context, journal: journal ?? new MemoryJournal() } }
}

async function together(bench: Bench, members: readonly Member[]): Promise<readonly MemberOutcome[]> {
  const { sendTogether } = bench.destination
  if (sendTogether === null) throw new Error('This destination has no batches')
  const outcomes = await sendTogether(members, null)
  expect(outcomes).toHaveLength(members.length)
  return outcomes
}

function sentOf(outcome: MemberOutcome): Sent {
  if (outcome.kind === 'failed') throw outcome.error
  return outcome.sent
}

async function digests(bench: Bench): Promise<string[]> {
  return (await bench.arrivals()).map(({ sha256 }) => sha256).sort()
}
