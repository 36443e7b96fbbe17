import { expect, test } from 'vitest'
import { parseMetadata } from './metadata-instructions.ts'
import { applyInstructions } from './metadata-set.ts'
import type { MetadataSet } from './metadata-set.ts'
import { call, startForTest, upload } from './test-client.ts'

const before: MetadataSet = {
  25: { value: ['foo', 'bar'] },
  80: { value: ['Roadrunner'] },
  500: { value: 'E1' },
  501: { value: 'E2' },
  502: { value: 'E3' },
  503: { value: 'E4' },
}

test.each([
  [
    'erase and add replace a bag',
    [
      { id: 25, action: 'erase' },
      { id: 25, value: ['food', 'chicken'] },
    ],
    25,
    ['food', 'chicken'],
  ],
  [
    'add goes into a bag',
    [{ id: 80, action: 'add', value: 'Wyle E. Coyote' }],
    80,
    ['Roadrunner', 'Wyle E. Coyote'],
  ],
  ['a bag keeps duplicates', [{ id: 25, value: ['foo'] }], 25, ['foo', 'bar', 'foo']],
  ['add replaces a single value', [{ id: 500, value: 'V1' }], 500, 'V1'],
  ['add of one value in a list', [{ id: 500, value: ['V1'] }], 500, 'V1'],
  ['add of nothing does nothing', [{ id: 500, value: [] }], 500, 'E1'],
  ['erase', [{ id: 501, action: 'erase' }], 501, undefined],
  ['append', [{ id: 502, action: 'append', value: 'V3' }], 502, 'E3V3'],
  ['prepend', [{ id: 503, action: 'prepend', value: 'V4' }], 503, 'V4E4'],
  ['append to the first of a bag', [{ id: 25, action: 'append', value: '!' }], 25, ['foo!', 'bar']],
  ['prepend to the first of a bag', [{ id: 25, action: 'prepend', value: '!' }], 25, ['!foo', 'bar']],
  ['append to an empty field', [{ id: 5, action: 'append', value: 'x' }], 5, 'x'],
  ['prepend to an empty bag', [{ id: 20, action: 'prepend', value: 'x' }], 20, ['x']],
])('%s', (_name, fields, id, expected) => {
  const after = applyInstructions(before, parseMetadata({ fields }).fields)
  expect(after[String(id)]?.value).toEqual(expected)
})

test('instructions, server fields and PATCH show in the asset', async () => {
  const server = await startForTest({ now: () => Date.parse('2026-01-01T00:00:00Z') })
  const { result } = await upload(server, 'x', {
    metadata: {
      fields: [
        { id: 25, value: ['a', 'b'] },
        { id: 5, value: 'T' },
      ],
    },
  })
  const server360 = {
    360: { value: 'practice' },
    361: { value: 'Practice User' },
    362: { value: '2026-01-01T00:00:00.000Z' },
  }
  const fields = { 25: { value: ['a', 'b'] }, 5: { value: 'T' } }
  expect(result?.assetDetails?.['metadata']).toEqual({ ...fields, ...server360 })
  const url = server.url + (result?.assetUrl ?? '')
  const headers = { 'content-type': 'application/vnd.fotoware.assetupdate+json' }
  const json = { metadata: { 5: { value: [] }, 25: { value: ['c'] }, 120: { value: 'Caption' } } }
  const patched = await call<{ metadata: MetadataSet }>(url, { method: 'PATCH', json, headers })
  expect(patched.body.metadata).toEqual({ 25: { value: ['c'] }, 120: { value: 'Caption' }, ...server360 })
  expect((await call<{ metadata: MetadataSet }>(url)).body.metadata).toEqual(patched.body.metadata)
  expect((await call(url, { method: 'PATCH', json })).status).toBe(415)
  expect(
    (await call(url, { method: 'PATCH', json: { metadata: { x: { value: 'y' } } }, headers })).status,
  ).toBe(400)
})
