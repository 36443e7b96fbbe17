import { expect, test } from 'vitest'
import type { DeliveryRow, TemplatePreview } from '../../../shared/contract.ts'
import { archivedFiles, templateOutcome } from '../../demo/archived-metadata.ts'
import { isAsForetold, templateSum, templateTable } from '../../demo/template-table.ts'
import type { AssetRecord } from '../../servers/fotoware/asset-index.ts'
import type { MetadataSet } from '../../servers/fotoware/metadata-set.ts'
import { deliveryRow } from '../control/small-engine.ts'
import { field, preview, sentMetadata } from '../cli/some-metadata.ts'

const KEYWORDS = ['sea', 'regatta']

function asset(folder: string, filename: string, metadata: MetadataSet): AssetRecord {
  return {
    assetUrl: `/${filename}`,
    archive: '5000-Photos',
    folder,
    filename,
    sizeBytes: 1,
    mt: null,
    hasXmp: false,
    filePath: '',
    xmpPath: null,
    taskId: filename,
    metadata,
    outcomePath: null,
    metadataPlace: 'embedded',
    revision: 1,
    sourceNameRequested: filename,
    isCurrent: true,
    createdAt: '',
    modifiedAt: '',
    createdBy: '',
    comment: null,
  }
}

function delivery(path: string): DeliveryRow {
  const row = deliveryRow(1)
  const metadata = sentMetadata({
    instructions: [{ id: 25, action: 'add', value: 'regatta' }],
    fields: { '25': KEYWORDS, '105': ['not written by the template'] },
  })
  return { ...row, path, receipt: { ...row.receipt, metadata } }
}

test('the archive is held against the receipts, whatever way accents are spelled', () => {
  const rows = [delivery('2024/Grüße.jpg'.normalize('NFD'))]
  const right = templateOutcome(
    archivedFiles([asset('2024', 'Grüße.jpg', { '25': { value: KEYWORDS } })], rows),
  )
  expect(right).toEqual({ fileCount: 1, fieldCount: 1, faults: [] })
  expect(templateSum(right)).toBe(
    'The template wrote 1 field of 1 file, and the archive has every one as its receipt says.',
  )
  const wrong = templateOutcome(
    archivedFiles([asset('2024', 'Grüße.jpg', { '25': { value: ['sea'] } })], rows),
  )
  expect(templateSum(wrong)).toBe(
    'Of 1 field of 1 file, 1 is not as the receipt says. The first: 2024/Grüße.jpg: field 25 is «sea» instead of «sea · regatta».',
  )
})

test('after an update the newest receipt counts, for the fields that the template wrote before', () => {
  const update = delivery('a.jpg')
  const metadata = sentMetadata({ fields: { '25': ['sea', 'sun', 'regatta'] } })
  const rows: DeliveryRow[] = [
    { ...update, id: 2, kind: 'update', receipt: { ...update.receipt, metadata } },
    delivery('a.jpg'),
  ]
  const outcome = (values: string[]) =>
    templateOutcome(archivedFiles([asset('', 'a.jpg', { '25': { value: values } })], rows))
  expect(outcome(['sea', 'sun', 'regatta'])).toEqual({ fileCount: 1, fieldCount: 1, faults: [] })
  expect(outcome(KEYWORDS).faults).toHaveLength(1)
})

test('a file without a receipt, or to which the template did nothing, is told', () => {
  const files = archivedFiles([asset('', 'a.jpg', {})], [])
  expect(templateOutcome(files).faults).toEqual(['a.jpg: the template wrote nothing'])
})

test('what was foretold of one picture beside what the archive has', () => {
  const told: TemplatePreview = preview([
    field({
      id: 25,
      name: 'Keywords',
      final: KEYWORDS,
      steps: [{ action: 'add', value: ['regatta'], leftOut: null }],
    }),
    field({ id: 90, name: 'City', final: ['Oslo'] }),
  ])
  const metadata = { '25': { value: KEYWORDS } }
  expect(templateTable(told, metadata, 80)).toMatch(/^Keywords \(25\) +sea · regatta +equal$/m)
  expect(isAsForetold(told, metadata)).toBe(true)
  expect(templateTable(told, {}, 80)).toMatch(/^Keywords \(25\) +– +differs$/m)
  expect(isAsForetold(told, {})).toBe(false)
})
