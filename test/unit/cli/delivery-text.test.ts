import { expect, test } from 'vitest'
import { deliveryText } from '../../../electron/cli/delivery-text.ts'
import { takenFrom, takenWords } from '../../../electron/cli/metadata-words.ts'
import { timeWords } from '../../../electron/cli/words.ts'
import type { DeliveryRow } from '../../../shared/contract.ts'
import { deliveryRow } from '../control/small-engine.ts'
import { sentMetadata, TAKEN } from './some-metadata.ts'

const AT = timeWords(1_700_000_000_001)

function row(receipt: Partial<DeliveryRow['receipt']>, changes: Partial<DeliveryRow> = {}): DeliveryRow {
  const plain = deliveryRow(1)
  return { ...plain, ...changes, receipt: { ...plain.receipt, ...receipt } }
}

test('a delivery without metadata: two lines', () => {
  expect(deliveryText(row({}))).toBe(
    `${AT}  /hot/IMG_1.jpg → archive\n  /fotoweb/archives/5000-Photos/IMG_1.jpg.info · source kept`,
  )
  expect(deliveryText(row({ assetUrl: null, assetName: null }))).toContain('  accepted by the server, which')
})

test('with metadata: capture time, template, sidecar and notes', () => {
  const full = row({
    metadata: sentMetadata({ missing: ['{event}'], notes: ['ExifTool: odd\nthings'] }),
    notes: ['The name was taken.'],
  })
  expect(deliveryText(full).split('\n').slice(2)).toEqual([
    '  taken 2024-06-22 12:15:30 +02:00, from EXIF:DateTimeOriginal, zone from EXIF:OffsetTimeOriginal',
    '  template «press» · sidecar merged with the metadata in the file',
    '  note: The name was taken.',
    '  note: ExifTool: odd\\nthings',
    '  note: The file has no value for {event}.',
  ])
})

test('an update says that it is one, and nothing of the source', () => {
  const metadata = sentMetadata({ template: null, taken: null, sidecar: 'as-is' })
  const update = row({ metadata }, { kind: 'update' })
  expect(deliveryText(update)).toBe(
    `${AT}  /hot/IMG_1.jpg → archive (metadata update)\n  /fotoweb/archives/5000-Photos/IMG_1.jpg.info\n  sidecar sent as it is`,
  )
})

test('metadata that says nothing takes no line', () => {
  const metadata = sentMetadata({ template: null, taken: null, sidecar: 'none' })
  expect(deliveryText(row({ metadata })).split('\n')).toHaveLength(2)
})

test.each([
  [{}, '2024-06-22 12:15:30 +02:00', 'from EXIF:DateTimeOriginal, zone from EXIF:OffsetTimeOriginal'],
  [{ zone: null, zoneFrom: null }, '2024-06-22 12:15:30, zone unknown', 'from EXIF:DateTimeOriginal'],
  [{ zone: 'Z', zoneFrom: 'EXIF:DateTimeOriginal' }, '2024-06-22 12:15:30 UTC', 'from EXIF:DateTimeOriginal'],
  [
    { local: '2024-06-22T12:15:30.250', zoneFrom: 'known otherwise' },
    '2024-06-22 12:15:30.250 +02:00',
    'from EXIF:DateTimeOriginal; known otherwise',
  ],
])('a capture time in words: %j', (changes, words, from) => {
  expect(takenWords({ ...TAKEN, ...changes })).toBe(words)
  expect(takenFrom({ ...TAKEN, ...changes })).toBe(from)
})
