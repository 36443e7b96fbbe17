import { expect, test } from 'vitest'
import { facePicture } from '../../servers/basip/pictures.ts'
import { attempt } from '../attempt.ts'
import { faceShipment, startBasipBench } from '../basip-bench.ts'
import { MemoryJournal } from '../memory-journal.ts'

test('two destinations at one panel (guests and staff) take turns: one request, one identifier in the making', async () => {
  const bench = await startBasipBench({ panel: { loadingMs: 20, reusesNumbers: true } })
  const guests = bench.another({ url: `${bench.tap.url}/`, ownerType: 'guest', lock: 'second' })
  const people = ['Ann', 'Ben', 'Cleo', 'Dan', 'Eve', 'Fay']
  const shipments = await Promise.all(
    people.map(async (name, person) => faceShipment(`${name}.jpg`, await facePicture({ person }))),
  )
  await Promise.all(
    shipments.map((shipment, index) =>
      attempt({ destination: index % 2 === 0 ? bench.destination : guests }, shipment, new MemoryJournal()),
    ),
  )
  const faces = bench.server.identifiers().map((one) => [one.identifier_owner.name, one.picture?.sha256])
  expect(faces.toSorted()).toEqual(people.map((name, index) => [name, shipments[index]?.sha256]))
  expect(bench.server.mostUnderWay).toBe(1)
  expect(bench.server.requests.filter(({ operation }) => operation === 'create')).toHaveLength(6)
})
