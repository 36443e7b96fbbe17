import { expect, test } from 'vitest'
import {
  archiveRules,
  CATALOGUE,
  catalogueField,
  catalogueRules,
  partRules,
  type FieldDescription,
} from '../../../shared/template.ts'

const RULES = catalogueRules()

function described(id: number, name: string, more: Partial<FieldDescription> = {}): FieldDescription {
  return {
    id,
    name,
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
    ...more,
  }
}

test('the catalogue is ordered, without repetitions, and complete in its ranges', () => {
  const ids = CATALOGUE.map(({ id }) => id)
  expect(ids).toEqual([...new Set(ids)].sort((one, other) => one - other))
  for (let id = 200; id <= 255; id++) {
    if (id !== 221) expect(ids).toContain(id)
  }
  for (let id = 300; id <= 311; id++) expect(ids).toContain(id)
  expect(ids.length).toBeGreaterThan(100)
  expect(CATALOGUE.filter(({ isServerSet }) => isServerSet).map(({ id }) => id)).toEqual([231, 360, 361, 362])
})

test('no name or label belongs to two fields', () => {
  const names = CATALOGUE.flatMap(({ name, labels }) => [name, ...labels]).map((name) => name.toLowerCase())
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

test.each([
  ['Object Name', 5],
  ['title', 5],
  ['HEADLINE', 105],
  ['Photographer', 80],
  ['Custom Field 18', 217],
  ['user defined 255', 255],
  [' Caption ', 120],
  ['contact: city', 304],
])('%s is field %i', (name, id) => {
  expect(RULES.byName(name)?.id).toBe(id)
})

test('the fields that stand for more than one value are bags', () => {
  const bags = CATALOGUE.filter(({ isBag }) => isBag).map(({ id }) => id)
  expect(bags).toEqual([0, 20, 25, 80, 302, 303])
})

test('what PicApport holds as well', () => {
  const pairs = CATALOGUE.flatMap(({ id, picapport }) => (picapport === null ? [] : [[id, picapport]]))
  expect(pairs).toEqual([
    [0, 'persons'],
    [5, 'title'],
    [25, 'tags'],
    [120, 'description'],
    [320, 'rating'],
  ])
})

test('properties and tags say the same', () => {
  expect(catalogueField(5)).toMatchObject({ xmp: 'dc:title', tag: 'XMP-dc:Title', iim: 'ObjectName' })
  expect(catalogueField(100)).toMatchObject({
    xmp: 'Iptc4xmpCore:CountryCode',
    tag: 'XMP-iptcCore:CountryCode',
  })
  expect(catalogueField(0)).toMatchObject({ tag: 'XMP-iptcExt:PersonInImage' })
  expect(catalogueField(216)).toMatchObject({ xmp: 'fwc:CustomField17' })
  for (const { xmp, tag } of CATALOGUE) expect(tag === null).toBe(xmp === null)
})

test('customer fields are one text; other numbers are no fields', () => {
  expect(RULES.byId(501)).toMatchObject({
    id: 501,
    name: 'Field 501',
    isBag: false,
    maxLength: null,
    type: 'text',
  })
  for (const id of [-1, 1, 256, 299, 499, 500.5, Number.NaN]) expect(RULES.byId(id)).toBeNull()
  expect(RULES.byName('Shoe size')).toBeNull()
})

test('an archive names its own fields; the catalogue stands behind it', () => {
  const rules = archiveRules([
    described(80, 'Fotograf', { isBag: true, maxLength: 40 }),
    described(105, 'Title'),
    described(360, 'Uploader'),
    described(700, 'Twin'),
    described(701, 'twin'),
    described(819, 'Consent', { isRequired: true }),
  ])
  expect(rules.source).toBe('archive')
  expect(rules.all).toHaveLength(6)
  expect(rules.byName('fotograf')?.id).toBe(80)
  expect(rules.byName('Photographer')).toMatchObject({ id: 80, name: 'Fotograf', maxLength: 40 })
  expect(rules.byName('title')?.id).toBe(105)
  expect(rules.byName('TWIN')?.id).toBe(700)
  expect(rules.byId(25)).toMatchObject({ name: 'Keywords', isBag: true })
  expect(rules.byId(820)).toBeNull()
  expect(rules.byId(360)?.isWritable).toBe(false)
})

test('persons have no number in FotoWare, but an archive may have a field of that name', () => {
  expect(RULES.byName('Person shown')).toMatchObject({ id: 0, name: 'Persons', isKept: true, isBag: true })
  for (const rules of [archiveRules(null), archiveRules([described(25, 'Keywords')])]) {
    expect(rules.byName('Persons')).toMatchObject({ id: 0, isKept: false })
    expect(rules.byName('Keywords')).toMatchObject({ id: 25, isKept: true })
  }
  expect(archiveRules([described(820, 'Persons')]).byName('persons')).toMatchObject({ id: 820, isKept: true })
})

test('of an archive with a few fields the others are known, but not kept', () => {
  const rules = partRules([5, 0])
  expect(rules.all.filter(({ isKept }) => isKept).map(({ name }) => name)).toEqual(['Persons', 'Object Name'])
  expect(rules.byName('Byline')).toMatchObject({ id: 80, isKept: false })
  expect(rules.byId(612)).toMatchObject({ name: 'Field 612', isKept: false })
  expect(rules.byId(5)).toMatchObject({ maxLength: null })
  expect(rules.source).toBe('archive')
})
