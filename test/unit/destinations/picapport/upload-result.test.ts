import { expect, test } from 'vitest'
import { readResults, verdictOf } from '../../../../electron/engine/destinations/picapport/upload-result.ts'

const ok = (fileName: string, more: object = {}) => ({ fileName, photoID: 'id', status: 'OK', ...more })
const photos = (names: string[]) =>
  names.map((fileName, index) => ({ fileName, photoId: `p${String(index)}` }))
const read = (reply: unknown, names: string[]) => readResults(JSON.stringify(reply), photos(names))

test.each([
  ['a list under any name', { apisid: 's', photos: [ok('a.jpg')] }],
  ['another name', { apisid: 's', results: [ok('a.jpg')] }],
  ['the list itself', [ok('a.jpg')]],
  ['beside an empty list', { errors: [], files: [ok('a.jpg')] }],
  ['members with other letter cases', [{ filename: 'a.jpg', photoId: 'id', Status: 'OK' }]],
  ['another name of the status', [{ fileName: 'a.jpg', photoID: 'id', result: 'OK' }]],
  ['an unknown name of the status', [{ fileName: 'a.jpg', photoID: 'id', outcome: ' OK ' }]],
])('%s', (_what, reply) => {
  expect(read(reply, ['a.jpg'])).toEqual([{ fileName: 'a.jpg', photoId: 'id', status: 'OK' }])
})

test('a file whose name reads like a status is no status', () => {
  expect(read([{ fileName: 'OK', photoID: 'OK', size: 3 }], ['OK'])).toEqual([null])
  expect(read([{ fileName: 'Server Error.jpg', outcome: 'OK' }], ['x'])).toMatchObject([{ status: 'OK' }])
})

test('results are told apart by their place, and by their names when some are missing', () => {
  const renamed = { photos: [ok('a-1.jpg'), ok('b.jpg')] }
  expect(read(renamed, ['a.jpg', 'b.jpg'])?.map((one) => one?.fileName)).toEqual(['a-1.jpg', 'b.jpg'])
  expect(read([ok('b.jpg')], ['a.jpg', 'b.jpg'])).toEqual([null, expect.anything()])
  expect(read([ok('B.JPEG')], ['a.jpg', 'b.jpg'])).toEqual([null, expect.anything()])
  expect(read([ok('x.jpg')], ['a.jpg', 'b.jpg'])).toEqual([null, null])
  expect(read([], ['a.jpg'])).toEqual([null])
})

test('an id that was given tells whose result it is, in whatever order and number', () => {
  const [first, second] = [ok('x.jpg', { photoID: 'p0' }), ok('a.jpg', { photoID: 'p1', status: 'no' })]
  const told = (reply: unknown, names: string[]) => read(reply, names)?.map((one) => one?.photoId)
  expect(told([second, first], ['a.jpg', 'b.jpg'])).toEqual(['p0', 'p1'])
  expect(told([second], ['a.jpg', 'a.jpg'])).toEqual([undefined, 'p1'])
  expect(told([second, ok('b.jpg')], ['a.jpg', 'b.jpg'])).toEqual([undefined, 'p1'])
})

test('a name that two photos have, or two results, tells nothing', () => {
  expect(read([ok('a.jpg')], ['a.jpg', 'a.jpg'])).toEqual([null, null])
  expect(read([ok('a.jpg')], ['a.jpg', 'a.jpeg'])).toEqual([expect.anything(), null])
  expect(read([ok('a-1.jpg'), ok('b.jpg'), ok('b.jpg')], ['a.jpg', 'b.jpg'])).toEqual([null, null])
})

test('what is no answer', () => {
  for (const text of ['<html>', '', '3', 'null', '"OK"', '{}', '{"status":"OK"}'])
    expect(readResults(text, photos(['a.jpg']))).toBeNull()
  expect(read({ unexpected: [{ shape: true }] }, ['a.jpg'])).toEqual([null])
})

test.each([
  ['OK', 'stored'],
  ['Ok.', 'stored'],
  ['Server Error: File too big.', 'too-big'],
  ['Server Error: File too big', 'too-big'],
  ['Server Error: Invalid content type', 'wrong-type'],
  ['Server Error: Photo already exists', 'unknown'],
  ['', 'unknown'],
])('«%s» means %s', (status, verdict) => {
  expect(verdictOf({ fileName: null, photoId: null, status })).toBe(verdict)
})
