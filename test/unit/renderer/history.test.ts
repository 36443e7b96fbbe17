import { expect, test } from 'vitest'
import { assetAddress, pathParts } from '../../../renderer/views/history/asset-address.ts'
import type { DeliveryRow } from '../../../shared/contract.ts'
import { csvRow } from '../../../shared/csv.ts'
import { csvHead, csvLine } from '../../../shared/delivery-csv.ts'
import { Receipt } from '../../../shared/job.ts'

const ROW: DeliveryRow = {
  id: 7,
  kind: 'update',
  jobId: 9,
  folder: null,
  path: '=SUM(A1), "Grüße".jpg',
  destination: 'Press archive',
  deliveredMs: Date.UTC(2026, 4, 1, 12),
  after: 'kept',
  receipt: Receipt.parse({
    assetUrl: '/fotoweb/archives/5000/a.jpg.info',
    assetName: 'a.jpg',
    proof: 'asset',
    sha256: 'ab',
    sizeBytes: 12,
    sidecarSha256: null,
    modifiedAt: '2026-05-01T12:00:00Z',
    renamed: [],
    uploadId: 'u',
    requestId: null,
    finishedAtMs: 1,
    notes: ['Renamed by the server.'],
    metadata: {
      template: 'press',
      sidecar: 'merged',
      instructions: [],
      fields: {},
      otherDigest: null,
      missing: ['{exif:Artist}'],
      taken: { local: '2026-05-01T12:00:00', zone: '+02:00', tag: 'EXIF:DateTimeOriginal', zoneFrom: null },
      notes: ['A note.'],
    },
  }),
}

test('a delivery is one line, with its metadata at the end', () => {
  const { receipt } = ROW
  const cells = [
    7,
    9,
    '2026-05-01T12:00:00.000Z',
    null,
    ROW.path,
    'Press archive',
    receipt.assetUrl,
    'a.jpg',
    'asset',
    'ab',
    12,
    null,
    receipt.modifiedAt,
    'u',
    null,
    'kept',
    ...['update', '2026-05-01T12:00:00+02:00', 'EXIF:DateTimeOriginal', 'press', 'merged'],
    'Renamed by the server. · A note. · The file has no value for {exif:Artist}.',
  ]
  expect(csvHead().split(',')).toHaveLength(cells.length)
  expect(csvLine(ROW)).toBe(csvRow(cells))
  expect(csvLine(ROW)).toContain(`"'=SUM(A1), ""Grüße"".jpg"`)
})

test('a delivery without metadata has empty cells', () => {
  const row = { ...ROW, receipt: { ...ROW.receipt, metadata: null, notes: [] } }
  expect(csvLine(row).endsWith(',kept,update,,,,,\r\n')).toBe(true)
  expect(csvLine(row)).toBe(csvLine(row).trim() + '\r\n')
})

test('where an asset is counts from the address of its destination', () => {
  const destinations = [{ name: 'a', url: 'https://acme.example/base/' }, { name: 'b' }]
  expect(assetAddress('/x/y.info', 'a', destinations)).toBe('https://acme.example/x/y.info')
  expect(assetAddress('https://other.example/z', 'b', destinations)).toBe('https://other.example/z')
  for (const [asset, name] of [
    ['/x', 'b'],
    ['/x', 'gone'],
    ['javascript:alert(1)', 'a'],
    [null, 'a'],
  ] as const)
    expect(assetAddress(asset, name, destinations)).toBeNull()
  expect(pathParts('a/b/c.jpg')).toEqual({ above: 'a/b', name: 'c.jpg' })
  expect(pathParts('c.jpg')).toEqual({ above: '', name: 'c.jpg' })
})
