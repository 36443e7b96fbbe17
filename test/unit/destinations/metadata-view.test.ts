import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fieldsOfView } from '../../../electron/engine/destinations/fotoware/metadata-view.ts'

function described(id: number, field: object = {}, rules: object = {}) {
  return { field: { id, label: `Field ${String(id)}`, ...field }, ...rules }
}

function only(view: unknown) {
  const [field, ...others] = fieldsOfView(view)
  expect(others).toEqual([])
  return field
}

describe('a metadata view', () => {
  test('a field with all that is documented', () => {
    const full = described(
      25,
      {
        label: 'Schlagwörter',
        'data-type': 'text',
        'max-size': 64,
        'multi-instance': true,
        multiline: false,
        taxonomyHref: '/fotoweb/taxonomies/25-Keywords/',
        validation: { min: 1, max: 9, regexp: '^x' },
      },
      { isWritable: false, required: true, 'taxonomy-only': true },
    )
    expect(only({ detailRegions: [{ name: 'Content', fields: [full] }] })).toEqual({
      taxonomyHref: '/fotoweb/taxonomies/25-Keywords/',
      description: {
        id: 25,
        name: 'Schlagwörter',
        isBag: true,
        maxLength: 64,
        type: 'text',
        isRequired: true,
        isWritable: false,
        isKept: true,
        isTaxonomyOnly: true,
        min: 1,
        max: 9,
        pattern: '^x',
      },
    })
  })

  test('a field of which only the number is told forbids nothing', () => {
    expect(only({ detailRegions: [{ fields: [{ field: { id: 7 } }] }] })).toEqual({
      taxonomyHref: null,
      description: {
        id: 7,
        name: '7',
        isBag: false,
        maxLength: null,
        type: 'text',
        isRequired: false,
        isWritable: true,
        isKept: true,
        isTaxonomyOnly: false,
        min: null,
        max: null,
        pattern: null,
      },
    })
  })

  test.each([
    [{ 'max-size': 0 }, { maxLength: null }],
    [{ 'max-size': -1 }, { maxLength: null }],
    [{ 'max-size': null }, { maxLength: null }],
    [{ 'max-size': '64' }, { maxLength: 64 }],
    [{ 'max-size': '' }, { maxLength: null }],
    [{ 'max-size': 'many' }, { maxLength: null }],
    [{ 'data-type': 'date' }, { type: 'date' }],
    [{ 'data-type': 'hologram' }, { type: 'text' }],
    [{ label: '' }, { name: '5' }],
    [{ label: null }, { name: '5' }],
    [{ validation: null }, { min: null, pattern: null }],
    [{ validation: { min: '', max: '10', regexp: '' } }, { min: null, max: 10, pattern: null }],
    [{ 'multi-instance': 'yes' }, { isBag: false }],
  ])('%j is read as %j', (field, told) => {
    expect(only({ detailRegions: [{ fields: [described(5, field)] }] })?.description).toMatchObject(told)
  })

  test('regions, title bar and thumbnails are put together; the regions’ word counts, and «required» anywhere', () => {
    const fields = fieldsOfView({
      thumbnailFields: {
        label: described(5, { label: 'From the thumbnail' }, { required: true }),
        firstLine: described(105),
        secondLine: null,
        additionalFields: [described(90)],
      },
      builtinFields: { title: described(5, { label: 'From the bar' }), rating: described(320) },
      detailRegions: [
        { name: 'A', fields: [described(5, { label: 'Title' })] },
        { name: 'B', fields: [described(25)] },
      ],
    })
    expect(fields.map(({ description }) => description.id)).toEqual([5, 25, 320, 105, 90])
    expect(fields[0]?.description).toMatchObject({ name: 'Title', isRequired: true })
  })

  test('what is not understood is passed over, field by field', () => {
    const fields = [described(5), null, 7, 'x', {}, { field: null }, { field: { id: 'five' } }, described(25)]
    const view = { detailRegions: [{ fields }], builtinFields: 'none', thumbnailFields: [[[described(90)]]] }
    expect(fieldsOfView(view).map(({ description }) => description.id)).toEqual([5, 25, 90])
  })

  test('no answer makes it stumble', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(Array.isArray(fieldsOfView(value))).toBe(true)
        expect(Array.isArray(fieldsOfView({ detailRegions: value, builtinFields: value }))).toBe(true)
      }),
    )
  })
})
