import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { compareFolders } from '../../demo/comparison.ts'
import { comparisonSum, comparisonTable } from '../../demo/comparison-table.ts'

const TAKEN = new Date('1987-07-25T10:15:30.250Z')

let root: string
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'sluice-comparison-'))
  for (const folder of ['source', 'archive', 'sidecars']) await mkdir(path.join(root, folder))
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function put(place: 'source' | 'archive' | 'sidecars', name: string, text: string): Promise<void> {
  const file = path.join(root, place, name)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, text)
  await utimes(file, TAKEN, TAKEN)
}

async function deliver(name: string, text = name): Promise<void> {
  await put('source', name, text)
  await put('archive', name.normalize('NFC'), text)
}

const compare = () =>
  compareFolders({
    source: path.join(root, 'source'),
    archive: path.join(root, 'archive'),
    sidecars: path.join(root, 'sidecars'),
  })

test('equal: content, time to the second, accents in another spelling, sidecars of their owners', async () => {
  await deliver('a/IMG.CR2')
  await deliver('a/IMG.JPG')
  await deliver('Grüße.jpg'.normalize('NFD'))
  await put('source', 'a/IMG.xmp', 'of the raw')
  await put('sidecars', 'a/IMG.CR2.xmp', 'of the raw')
  await put('source', 'a/IMG.JPG.xmp', 'of the jpeg')
  await put('sidecars', 'a/IMG.JPG.xmp', 'of the jpeg')
  const whole = new Date(Math.floor(TAKEN.getTime() / 1000) * 1000)
  await utimes(path.join(root, 'archive', 'a/IMG.CR2'), whole, whole)
  const comparison = await compare()
  expect(comparison).toMatchObject({ isEqual: true, sidecarCount: 2, unexpected: [] })
  expect(comparison.files.map(({ isSidecarEqual }) => isSidecarEqual)).toEqual([null, true, true])
  expect(comparisonSum(comparison, 50)).toMatch(
    /^All 3 files and 2 sidecars are in the archive, each once and equal\. Sent 50 B for 30 B of files: 1\.667/,
  )
})

const faults: [string, () => Promise<void>, RegExp][] = [
  ['other content', () => put('archive', 'one.jpg', 'two.jpg'), /✓ +– +differs$/m],
  ['no file', () => rm(path.join(root, 'archive', 'one.jpg')), / – +✗ +– +missing$/m],
  ['a wrong time', () => utimes(path.join(root, 'archive', 'one.jpg'), 1, 1), /✗ +– +differs$/m],
  ['a sidecar of nobody', () => put('sidecars', 'one.jpg.xmp', '?'), /✓ +✗ +differs$/m],
  ['a sidecar that did not come', () => put('source', 'one.xmp', 'x'), /✓ +✗ +differs$/m],
  ['a file twice', () => put('archive', 'one (2).jpg', 'one.jpg'), /^one \(2\)\.jpg .*unexpected$/m],
]
test.each(faults)('not equal: %s', async (_what, spoil, row) => {
  await deliver('one.jpg')
  await spoil()
  const comparison = await compare()
  expect(comparison.isEqual).toBe(false)
  expect(comparisonTable(comparison, 80)).toMatch(row)
  expect(comparisonSum(comparison, 1)).toMatch(
    /^Not all is equal: [01] of 1 file as it should be, [01] unexpected\. /,
  )
})

test('a sidecar without an owner is not passed over', async () => {
  await deliver('one.jpg')
  await put('source', 'other.xmp', 'x')
  expect((await compare()).isEqual).toBe(false)
})
