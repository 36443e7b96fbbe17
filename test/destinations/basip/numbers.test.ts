import { expect, test } from 'vitest'
import { failureOf } from '../../support/until.ts'
import { facePicture } from '../../servers/basip/pictures.ts'
import { attempt, uploadFailure } from '../attempt.ts'
import { type BasipBench, faceShipment, startBasipBench } from '../basip-bench.ts'
import { MemoryJournal } from '../memory-journal.ts'

// A number is lent until the face is there: the panel may give it once more, to somebody else.

const counted = (bench: BasipBench, operation: string) =>
  bench.server.requests.filter((one) => one.operation === operation).length

const sha = (bench: BasipBench) =>
  Object.fromEntries(
    bench.server.identifiers().map((one) => [one.identifier_owner.name, one.picture?.sha256]),
  )

test('a number that is given once more is not taken for that of an earlier attempt: nobody gets another person’s face', async () => {
  const bench = await startBasipBench({ panel: { reusesNumbers: true } })
  const jane = await faceShipment('Jane Roe.jpg')
  const ben = await faceShipment('Ben.jpg', await facePicture({ person: 2 }))
  const [janes, bens] = [new MemoryJournal(), new MemoryJournal()]
  bench.server.faults.add({ on: 'upload', kind: 'loading-error', times: 6 })
  await uploadFailure(attempt(bench, jane, janes))
  await uploadFailure(attempt(bench, ben, bens))
  await attempt(bench, jane, janes)
  expect(sha(bench)).toEqual({ 'Jane Roe': jane.sha256 })
  await attempt(bench, ben, bens)
  expect(sha(bench)).toEqual({ 'Jane Roe': jane.sha256, Ben: ben.sha256 })
})

test('a number stands for somebody else after a restart: their face stays theirs', async () => {
  const bench = await startBasipBench({ panel: { reusesNumbers: true, takesPictureTwice: true } })
  const jane = await faceShipment('Jane Roe.jpg')
  const journal = new MemoryJournal()
  bench.server.faults.add({ on: 'upload', kind: 'loading-error', times: 3 })
  await uploadFailure(attempt(bench, jane, journal))
  bench.server.reboot()
  const ben = bench.server.addFace('Ben', { sha256: 'ben' })
  expect(ben).toBe(1)
  for (const again of [bench.destination, bench.another()])
    await attempt({ destination: again }, jane, journal.copy())
  expect(sha(bench)).toEqual({ Ben: 'ben', 'Jane Roe': jane.sha256 })
})

test('an identifier that is left over is not used by another process, and nothing is there twice', async () => {
  const bench = await startBasipBench({ panel: { loadingMs: 150 } })
  const jane = await faceShipment('Jane Roe.jpg')
  const journal = new MemoryJournal()
  const abort = new AbortController()
  bench.server.faults.add({ on: 'upload', kind: 'hang-after', times: 1 })
  const killed = failureOf(attempt(bench, jane, journal, { signal: abort.signal }))
  await expect.poll(() => counted(bench, 'upload')).toBe(1)
  abort.abort(new Error('killed'))
  await killed
  await bench.destination.close()
  // The panel is still looking at the picture of the dead process.
  await attempt({ destination: bench.another() }, jane, journal.copy())
  expect(bench.server.identifiers()).toMatchObject([{ picture: { sha256: jane.sha256 } }])
})
