import { expect, test } from 'vitest'
import { memoryStore, someDelivery } from './rows.ts'

test('the history is searched by parts of path, address and destination, and by a whole digest', () => {
  const { deliveries } = memoryStore()
  const umlaut = deliveries.insert(someDelivery(1, { path: 'Zürich/Straße_100%.jpg' }))
  const other = deliveries.insert(someDelivery(2, { path: 'Zurich/StrasseX1000.jpg', asset_url: null }))
  const backup = deliveries.insert(someDelivery(3, { destination: 'backup', folder: null }))
  const find = (text: string | undefined): number[] =>
    deliveries.search(text, undefined, 10).map(({ id }) => id)
  expect(find(undefined)).toEqual([backup, other, umlaut])
  expect(find('')).toEqual([backup, other, umlaut])
  expect(find('Straße_1')).toEqual([umlaut])
  expect(find('100%')).toEqual([umlaut])
  expect(find('_100')).toEqual([umlaut])
  expect(find('!')).toEqual([])
  expect(find('img_2.cr2.info')).toEqual([])
  expect(find('IMG_3.CR2.info')).toEqual([backup])
  expect(find('backup')).toEqual([backup])
  expect(find(someDelivery(2).sha256.toUpperCase())).toEqual([other])
  expect(find("'; DROP TABLE delivery; --")).toEqual([])
})

test('pages go on where the last one ended', () => {
  const { deliveries } = memoryStore()
  for (let number = 1; number <= 9; number++) deliveries.insert(someDelivery(number))
  const first = deliveries.search('IMG', undefined, 4).map(({ id }) => id)
  const second = deliveries.search('IMG', first.at(-1), 4).map(({ id }) => id)
  const third = deliveries.search(undefined, second.at(-1), 4).map(({ id }) => id)
  expect([first, second, third]).toEqual([[9, 8, 7, 6], [5, 4, 3, 2], [1]])
})

test('twins are looked for at one destination only', () => {
  const { deliveries } = memoryStore()
  const { fingerprint } = someDelivery(1)
  deliveries.insert(someDelivery(1))
  deliveries.insert(someDelivery(2, { fingerprint }))
  deliveries.insert(someDelivery(3, { fingerprint, destination: 'backup' }))
  expect(
    deliveries
      .twins('archive', fingerprint)
      .map(({ job_id }) => job_id)
      .toSorted(),
  ).toEqual([1, 2])
  expect(deliveries.twins('archive', 'other')).toEqual([])
})

test('a job is delivered once: a second row for it is refused', () => {
  const { deliveries } = memoryStore()
  deliveries.insert(someDelivery(1))
  expect(() => deliveries.insert(someDelivery(1))).toThrow('UNIQUE')
})

test('deliveries since a moment are found without looking at older ones, wherever ids are missing', () => {
  const { deliveries, database } = memoryStore()
  for (let number = 1; number <= 9; number++)
    deliveries.insert(someDelivery(number, { delivered_ms: number * 1000 }))
  database.exec('DELETE FROM delivery WHERE id IN (1, 5, 6)')
  const last = (timeMs: number): number => deliveries.lastBefore(timeMs)
  // Everything up to there is older, everything after it is not.
  expect([last(0), last(2000), last(2001), last(4001), last(7001), last(99_000)]).toEqual([0, 0, 2, 4, 7, 9])
})

test('uploads are counted by folder in slices; updates of metadata are no files', () => {
  const { deliveries } = memoryStore()
  deliveries.insert(someDelivery(1, { folder: 'hot' }))
  deliveries.insert(someDelivery(2, { folder: null }))
  deliveries.insert(someDelivery(3, { folder: 'hot', kind: 'update' }))
  deliveries.insert(someDelivery(4, { folder: 'hot' }))
  expect(deliveries.uploadsAfter(1, 2)).toEqual({ last: 3, rows: 2, folders: new Map([[null, 1]]) })
  expect(deliveries.uploadsAfter(3, 2)).toEqual({ last: 4, rows: 1, folders: new Map([['hot', 1]]) })
  expect(deliveries.uploadsAfter(4, 2)).toEqual({ last: 4, rows: 0, folders: new Map() })
})
