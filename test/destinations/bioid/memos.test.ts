import { expect, test } from 'vitest'
import { inShort, samplesOf, startBioidBench, together } from '../bioid-bench.ts'

test('what is remembered of a task is written for all of its members at once', async () => {
  const bench = await startBioidBench()
  const members = await samplesOf('4711', 3)
  const written: string[][] = []
  for (const { journal } of members) {
    const writeTogether = journal.writeTogether.bind(journal)
    journal.writeTogether = async (memos) => {
      written.push([...memos.values()].map((memo) => (memo as { state: string }).state))
      await writeTogether(memos)
    }
  }
  expect(inShort(await together(bench, members))).toEqual(['sent', 'sent', 'sent'])
  expect(written).toEqual([Array(3).fill('asked'), Array(3).fill('done')])
})

test('neither token nor secret can be read in what is remembered', async () => {
  const bench = await startBioidBench()
  bench.server.faults.add({ on: 'task', kind: 'reset-before' })
  bench.server.faults.add({ on: 'result', kind: 'reset-before' })
  const members = await samplesOf('4711', 1)
  await together(bench, members)
  const token = bench.tap.requests.flatMap(
    ({ headers }) => /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? [],
  )[0]
  const memo = JSON.stringify(members[0]?.journal.memo)
  expect(token).toMatch(/^ey/)
  expect(memo).toContain('"asked"')
  expect(memo).not.toContain(token?.split('.')[2])
  expect(memo).not.toContain(token?.split('.')[1])
})
