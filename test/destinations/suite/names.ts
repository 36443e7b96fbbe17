import { expect, test } from 'vitest'
import { deliver } from '../attempt.ts'
import type { BenchMaker } from '../bench.ts'
import { makeTaken, shipmentOf } from '../test-file.ts'

const LONG = `${'ü'.repeat(125)}x.jpg`

/** What a photographer calls a file, and what must be at the archive afterwards (null: not told here). */
const NAMES: readonly (readonly [what: string, name: string, arrives: string | null])[] = [
  ['spaces', ' two  spaces .jpg', ' two  spaces .jpg'],
  ['a composed umlaut', 'M\u00fcnchen.jpg', 'M\u00fcnchen.jpg'],
  ['a decomposed umlaut', 'Mu\u0308nchen.jpg', 'M\u00fcnchen.jpg'],
  ['an emoji', '🏔️ Gipfel 👩‍👩‍👧.jpg', '🏔️ Gipfel 👩‍👩‍👧.jpg'],
  ['255 bytes', LONG, LONG],
  ['a per cent sign and a plus', '100%25+1&x=#y;.jpg', '100%25+1&x=#y;.jpg'],
  ['quotes and brackets', `it's (1) [2] {3}.jpg`, `it's (1) [2] {3}.jpg`],
  ['what Windows does not allow', 'a<b>c:d"e|f?g*h\\i.jpg', null],
  ['control characters', 'line\nbreak\ttab\u007f.jpg', null],
  ['a reserved name', 'CON.jpg', null],
  ['a dot at the end', 'report.', null],
  ['a space at the end', 'report ', null],
  ['a dot at the beginning', '.hidden', '.hidden'],
  ['another script', '写真_фото_صورة.jpg', '写真_фото_صورة.jpg'],
]

export function nameCases(maker: BenchMaker): void {
  const { fileNames, hasFolders } = maker.traits
  test.each(NAMES)('a name with %s arrives', async (_what, name, arrives) => {
    const bench = await maker.start()
    const file = await makeTaken(maker, name, 1000)
    const { sent, proof } = await deliver(bench, await shipmentOf(file))
    const [arrival] = await bench.arrivals()
    expect(arrival?.sha256).toBe(file.sha256)
    if (fileNames === 'none') return
    const isTold = arrives !== null && (fileNames === 'any' || arrives.endsWith('.jpg'))
    if (isTold) expect(arrival?.name).toBe(arrives)
    // A receipt must never tell another name than the archive has.
    const told = sent.renamed.find(({ from }) => from === name)?.to ?? name.normalize('NFC')
    expect(arrival?.name).toBe(told)
    expect(proof.assetName ?? told).toBe(arrival?.name)
  })

  test.skipIf(!hasFolders)('sub-folders keep their names and order', async () => {
    const bench = await maker.start()
    const file = await makeTaken(maker, 'a.jpg', 1000)
    await deliver(bench, await shipmentOf(file, { folder: '2025/Mu\u0308nchen Süd/tag 1' }))
    const [arrival] = await bench.arrivals()
    expect(arrival).toMatchObject({ sha256: file.sha256, folder: '2025/München Süd/tag 1' })
  })
}
