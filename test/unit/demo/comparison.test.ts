import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ArchivedFile, archiveName } from '../../demo/archived-metadata.ts'
import { compareFolders } from '../../demo/comparison.ts'
import { comparisonSum, comparisonTable } from '../../demo/comparison-table.ts'

const TAKEN = new Date('1987-07-25T10:15:30.250Z')

let root: string
let archive: Map<string, ArchivedFile>
beforeEach(async () => {
  archive = new Map()
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
  compareFolders(
    {
      source: path.join(root, 'source'),
      archive: path.join(root, 'archive'),
      sidecars: path.join(root, 'sidecars'),
    },
    archive,
  )

function xmp(headline: string, city = ''): string {
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
      photoshop:Headline="${headline}" ${city === '' ? '' : `photoshop:City="${city}"`}/></rdf:RDF></x:xmpmeta>`
}

/** What the archive tells of a file: headline (105), and which fields a template wrote. */
function tell(name: string, headline: string, written: number[] = []): void {
  const metadata = { '105': { value: headline } }
  archive.set(archiveName(name), { metadata, written: new Set(written), expected: {} })
}

test('equal: content, time to the second, accents in another spelling, sidecars of their owners', async () => {
  await deliver('a/IMG.CR2')
  await deliver('a/IMG.JPG')
  await deliver('Grüße.jpg'.normalize('NFD'))
  await put('source', 'a/IMG.xmp', xmp('of the raw'))
  await put('sidecars', 'a/IMG.CR2.xmp', xmp('of the raw'))
  tell('a/IMG.CR2', 'of the raw')
  await put('source', 'a/IMG.JPG.xmp', xmp('of the jpeg'))
  // Merged with what is embedded in the file.
  await put('sidecars', 'a/IMG.JPG.xmp', xmp('of the jpeg', 'Oslo'))
  tell('a/IMG.JPG', 'written by a template', [105])
  const whole = new Date(Math.floor(TAKEN.getTime() / 1000) * 1000)
  await utimes(path.join(root, 'archive', 'a/IMG.CR2'), whole, whole)
  const comparison = await compare()
  expect(comparison).toMatchObject({ isEqual: true, sidecarCount: 2, unexpected: [] })
  expect(comparison.files.map(({ isSidecarKept }) => isSidecarKept)).toEqual([null, true, true])
  expect(comparisonSum(comparison, 50)).toMatch(
    /^All 3 files are in the archive, each once and equal, and 2 sidecars with every field\. Sent 50 B for 30 B of files: 1\.667/,
  )
})

/** A sidecar, what came of it on its way, and an archive that has the headline «x». */
async function sidecar(source: string, archived: string): Promise<void> {
  await put('source', 'one.xmp', source)
  await put('sidecars', 'one.jpg.xmp', archived)
  tell('one.jpg', 'x')
}

const faults: [string, () => Promise<void>, RegExp][] = [
  ['other content', () => put('archive', 'one.jpg', 'two.jpg'), /✓ +– +differs$/m],
  ['no file', () => rm(path.join(root, 'archive', 'one.jpg')), / – +✗ +– +missing$/m],
  ['a wrong time', () => utimes(path.join(root, 'archive', 'one.jpg'), 1, 1), /✗ +– +differs$/m],
  ['a sidecar of nobody', () => put('sidecars', 'one.jpg.xmp', '?'), /✓ +✗ +differs$/m],
  ['a sidecar that did not come', () => put('source', 'one.xmp', 'x'), /✓ +✗ +differs$/m],
  ['a sidecar of which a field was lost', () => sidecar(xmp('x', 'Oslo'), xmp('x')), /✓ +✗ +differs$/m],
  ['a sidecar with another value', () => sidecar(xmp('y'), xmp('x')), /✓ +✗ +differs$/m],
  ['a field that the archive did not take', () => sidecar(xmp('y'), xmp('y')), /✓ +✗ +differs$/m],
  ['a sidecar that is none', () => sidecar(xmp('x'), 'x'), /✓ +✗ +differs$/m],
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
