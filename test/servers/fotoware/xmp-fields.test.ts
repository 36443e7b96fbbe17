import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bagFieldIds, fieldProperties } from './data/field-table.ts'
import { parseMetadata } from './metadata-instructions.ts'
import { patchOutcome, uploadOutcome } from './metadata-outcome.ts'
import { XmpDocument } from './xmp-document.ts'
import { splitXmpDate, xmpDate, xmpTime } from './xmp-dates.ts'
import { fieldsOf } from './xmp-fields.ts'
import { arrayProperty, keywords, wrappedXmp } from './xmp-samples.ts'
import { xmpText } from './xmp-text.ts'

const read = (xmp: string) => fieldsOf(new XmpDocument(xmp), bagFieldIds)
const change = (xmp: string, fields: unknown) =>
  uploadOutcome(new XmpDocument(xmp), parseMetadata({ fields }).fields, {}, bagFieldIds).xmp ?? ''

describe('XMP to fields', () => {
  test.each([
    ['an attribute', '', 'photoshop:City="Oslo"', { 90: 'Oslo' }],
    ['an element', '<photoshop:City>A &amp; B</photoshop:City>', '', { 90: 'A & B' }],
    ['CDATA', '<photoshop:City><![CDATA[<A>]]></photoshop:City>', '', { 90: '<A>' }],
    ['nothing in it', '<photoshop:City/><photoshop:State> </photoshop:State>', '', { 95: ' ' }],
    ['a bag', keywords('b', 'a', 'b'), '', { 25: ['b', 'a', 'b'] }],
    ['a bag with an empty item', keywords('', 'a'), '', { 25: ['a'] }],
    ['a bag without items', keywords(), '', {}],
    ['a text where a bag should be', '<dc:subject>one</dc:subject>', '', { 25: ['one'] }],
    ['a sequence', arrayProperty('dc:creator', 'Seq', ['A', 'B']), '', { 80: ['A', 'B'] }],
    ['a list where one text should be', arrayProperty('photoshop:City', 'Seq', ['A', 'B']), '', { 90: 'A' }],
    [
      'the default language first',
      '<dc:title><rdf:Alt><rdf:li xml:lang="nb">Nei</rdf:li><rdf:li xml:lang="x-default">Ja</rdf:li></rdf:Alt></dc:title>',
      '',
      { 5: 'Ja' },
    ],
    [
      'the first language without a default',
      '<dc:rights><rdf:Alt><rdf:li xml:lang="nb">Nei</rdf:li></rdf:Alt></dc:rights>',
      '',
      { 116: 'Nei' },
    ],
    [
      'a qualified value',
      '<photoshop:Credit rdf:parseType="Resource"><rdf:value>NTB</rdf:value><acme:q>1</acme:q></photoshop:Credit>',
      '',
      { 110: 'NTB' },
    ],
    ['a reference', '<photoshop:Source rdf:resource="http://a.b/"/>', '', { 115: 'http://a.b/' }],
    [
      'custom fields',
      '<fwc:CustomField1>c</fwc:CustomField1>',
      'fwc:CustomField20="d"',
      { 200: 'c', 219: 'd' },
    ],
    ['user fields', '', 'fwu:UserDefined223="u"', { 223: 'u' }],
    ['lists of codes', arrayProperty('Iptc4xmpCore:Scene', 'Bag', ['010100']), '', { 302: ['010100'] }],
    ['urgency and rating', '', 'photoshop:Urgency="3" xmp:Rating="5"', { 10: '3', 320: '5' }],
    [
      'date and time',
      '',
      'photoshop:DateCreated="2024-05-01T12:30:15.5+02:00"',
      { 55: '20240501', 60: '123015+0200' },
    ],
    ['a date alone', '', 'photoshop:DateCreated="2024-05-01"', { 55: '20240501' }],
    ['no date', '', 'photoshop:DateCreated="in May"', {}],
    ['a structure where a text should be', '<photoshop:City acme:a="1"/>', '', {}],
    ['another namespace', '<acme:City>X</acme:City>', '', {}],
  ])('%s', (_name, elements, attributes, expected) => {
    const fields = Object.entries(read(wrappedXmp(elements, attributes)))
    expect(Object.fromEntries(fields.map(([id, { value }]) => [id, value]))).toEqual(expected)
  })

  test.each([
    [
      'attributes',
      '<Iptc4xmpCore:CreatorContactInfo Iptc4xmpCore:CiAdrCity="Oslo" Iptc4xmpCore:CiTelWork="1"/>',
    ],
    [
      'a resource',
      '<Iptc4xmpCore:CreatorContactInfo rdf:parseType="Resource"><Iptc4xmpCore:CiAdrCity>Oslo</Iptc4xmpCore:CiAdrCity><Iptc4xmpCore:CiTelWork>1</Iptc4xmpCore:CiTelWork></Iptc4xmpCore:CreatorContactInfo>',
    ],
    [
      'a description',
      '<Iptc4xmpCore:CreatorContactInfo><rdf:Description Iptc4xmpCore:CiAdrCity="Oslo"><Iptc4xmpCore:CiTelWork>1</Iptc4xmpCore:CiTelWork></rdf:Description></Iptc4xmpCore:CreatorContactInfo>',
    ],
  ])('the contact as %s, and each member changes alone', (_name, contact) => {
    const xmp = wrappedXmp(contact)
    expect(read(xmp)).toEqual({ 304: { value: 'Oslo' }, 309: { value: '1' } })
    const changed = change(xmp, [
      { id: 304, value: 'Bergen' },
      { id: 310, value: 'http://a.b/' },
      { id: 309, action: 'erase' },
    ])
    expect(read(changed)).toEqual({ 304: { value: 'Bergen' }, 310: { value: 'http://a.b/' } })
    const erased = change(changed, [
      { id: 304, action: 'erase' },
      { id: 310, action: 'erase' },
    ])
    expect(erased).not.toContain('CreatorContactInfo')
  })

  test('a prefix that means something else inside a contact', () => {
    const iptc = 'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/'
    const contact = `<z:CreatorContactInfo xmlns:z="${iptc}" xmlns:Iptc4xmpCore="urn:other" z:CiAdrCity="a"/>`
    const changed = change(wrappedXmp(contact), [{ id: 305, value: 's' }])
    expect(read(changed)).toEqual({ 304: { value: 'a' }, 305: { value: 's' } })
  })

  test('the prefixes and the place of rdf:RDF do not matter', () => {
    const xmp =
      '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:d="http://purl.org/dc/elements/1.1/">' +
      '<r:Description r:about=""/><r:Description><d:subject><r:Bag><r:li>a</r:li></r:Bag></d:subject></r:Description></r:RDF>'
    expect(read(xmp)).toEqual({ 25: { value: ['a'] } })
    expect(read(change(xmp, [{ id: 25, value: 'b' }]))).toEqual({ 25: { value: ['a', 'b'] } })
  })

  test('what is no XMP is refused', () => {
    for (const bad of ['', 'text', '<a/>', '<rdf:RDF>', '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>']) {
      expect(() => new XmpDocument(bad), bad).toThrow()
    }
  })
})

describe('fields to XMP', () => {
  test('only what changes is written, everything else stays', () => {
    const unknown =
      '<acme:list><rdf:Seq><rdf:li rdf:parseType="Resource"><acme:x>1</acme:x></rdf:li></rdf:Seq></acme:list>'
    const title =
      '<dc:title><rdf:Alt><rdf:li xml:lang="nb">Tittel</rdf:li><rdf:li xml:lang="x-default">Title</rdf:li></rdf:Alt></dc:title>'
    const xmp = wrappedXmp(`${unknown}${title}${keywords('a')}`, 'acme:mark="\u2028x" photoshop:City="Oslo"')
    const changed = change(xmp, [
      { id: 5, action: 'append', value: '!' },
      { id: 25, value: 'b <&>' },
      { id: 90, action: 'erase' },
    ])
    expect(changed).toContain(unknown)
    expect(changed).toContain('<rdf:li xml:lang="nb">Tittel</rdf:li>')
    expect(changed).toContain('acme:mark="\u2028x"')
    expect(changed).not.toContain('photoshop:City')
    expect(read(changed)).toEqual({ 5: { value: 'Title!' }, 25: { value: ['a', 'b <&>'] } })
  })

  test('nothing changes without instructions', () => {
    const xmp = wrappedXmp(keywords('a'), 'photoshop:DateCreated="2024-05-01T12:30+02:00"')
    const { xmp: after } = uploadOutcome(new XmpDocument(xmp), [], {}, bagFieldIds)
    expect(after).toBe(new XmpDocument(xmp).toText())
  })

  test.each([
    [{ id: 55, value: '20250102' }, 'DateCreated>2025-01-02T12:30:00+02:00<'],
    [{ id: 55, value: '2025-01-02' }, 'DateCreated>2025-01-02T12:30:00+02:00<'],
    [{ id: 60, value: '235959Z' }, 'DateCreated>2024-05-01T23:59:59Z<'],
    [{ id: 60, action: 'erase' }, 'DateCreated>2024-05-01<'],
    [{ id: 60, value: 'noon' }, 'Field60 xmlns:practice="http://practice.invalid/fields/1.0/">noon<'],
    [{ id: 55, value: 'May' }, 'Field55 xmlns:practice="http://practice.invalid/fields/1.0/">May<'],
  ])('date and time share a property: %j', (instruction, expected) => {
    const xmp = wrappedXmp('', 'photoshop:DateCreated="2024-05-01T12:30:00+02:00"')
    expect(change(xmp, [instruction])).toContain(expected)
  })

  test('a time without a date and then with one', () => {
    const timed = change(wrappedXmp(''), [{ id: 60, value: '120000+0100' }])
    expect(read(timed)).toEqual({ 60: { value: '120000+0100' } })
    const dated = change(timed, [{ id: 55, value: '20240229' }])
    expect(dated).toContain('2024-02-29T12:00:00+01:00')
    expect(dated).not.toContain('Field60')
  })

  test('what XML cannot hold is left out of it, not out of the fields', () => {
    const { fields } = parseMetadata({ fields: [{ id: 90, value: 'a\u0000b\r\nc\uD800' }] })
    const { metadata, xmp } = uploadOutcome(null, fields, {}, bagFieldIds)
    expect(metadata['90']?.value).toBe('a\u0000b\r\nc\uD800')
    expect(read(xmp ?? '')['90']?.value).toBe('ab\nc\uFFFD')
  })

  test('a structure is never left as a text, nor a text as a structure', () => {
    const odd = wrappedXmp('<photoshop:City acme:a="1"/>', 'Iptc4xmpCore:CreatorContactInfo="me"')
    const changed = change(odd, [
      { id: 90, value: 'Oslo' },
      { id: 304, value: 'Bergen' },
    ])
    expect(read(changed)).toEqual({ 90: { value: 'Oslo' }, 304: { value: 'Bergen' } })
  })

  test('every known field, and unknown ones, can be read back', () => {
    const ids = [...fieldProperties.keys(), 7, 230, 360, 500, 819].filter((id) => id !== 55 && id !== 60)
    const fields = ids.map((id) => ({ id, value: bagFieldIds.has(id) ? [`a${id}`, `b${id}`] : `v${id}` }))
    const { metadata, xmp } = uploadOutcome(null, parseMetadata({ fields }).fields, {}, bagFieldIds)
    expect(Object.keys(metadata)).toHaveLength(ids.length)
    expect(read(xmp ?? '')).toEqual(metadata)
  })
})

describe('dates', () => {
  test.each([
    ['2024', '20240000', null],
    ['2024-05', '20240500', null],
    ['2024-05-01', '20240501', null],
    ['2024-05-01T12:30Z', '20240501', '123000+0000'],
    ['2024-05-01T12:30:15', '20240501', '123015'],
    ['2024-05-01T12:30:15.123-0330', '20240501', '123015-0330'],
  ])('%s', (text, date, time) => {
    expect(splitXmpDate(text)).toEqual({ date, time })
    const written = [xmpDate(date), time === null ? null : xmpTime(time)].filter((part) => part !== null)
    expect(splitXmpDate(written.join('T'))).toEqual({ date, time })
  })
})

describe('bags and single fields', () => {
  const bagIds = [20, 25, 80, 302, 303]
  const singleIds = [5, 10, 90, 120, 200, 223, 304, 500]
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 })
  const instruction = fc.oneof(
    fc.record({
      id: fc.constantFrom(...bagIds),
      action: fc.constant('add'),
      value: fc.array(text, { maxLength: 3 }),
    }),
    fc.record({
      id: fc.constantFrom(...singleIds),
      action: fc.constant('add'),
      value: fc.array(text, { maxLength: 1 }),
    }),
    fc.record({
      id: fc.constantFrom(...bagIds, ...singleIds),
      action: fc.constantFrom('append', 'prepend'),
      value: text,
    }),
    fc.record({ id: fc.constantFrom(...bagIds, ...singleIds), action: fc.constant('erase') }),
  )

  test('any instructions end as one text or as a list, and the XMP says the same', () => {
    const start = wrappedXmp(keywords('foo', 'bar'), 'photoshop:City="Oslo"')
    fc.assert(
      fc.property(fc.array(instruction, { maxLength: 8 }), (fields) => {
        const parsed = parseMetadata({ fields }).fields
        const { metadata, xmp } = uploadOutcome(new XmpDocument(start), parsed, {}, bagFieldIds)
        const expected: Record<string, unknown> = {}
        for (const [id, { value }] of Object.entries(metadata)) {
          expect(Array.isArray(value)).toBe(bagFieldIds.has(Number(id)))
          const clean =
            typeof value === 'string' ? xmpText(value) : value.map(xmpText).filter((item) => item !== '')
          if (clean.length > 0) expected[id] = { value: clean }
        }
        expect(read(xmp ?? '')).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })

  test('PATCH of the same fields says the same in any number of steps', () => {
    const changes = fc.dictionary(
      fc.constantFrom(...bagIds.map(String)),
      fc.array(fc.stringMatching(/^[a-z]{1,5}$/), { maxLength: 3 }),
      { maxKeys: 3 },
    )
    fc.assert(
      fc.property(fc.array(changes, { minLength: 1, maxLength: 4 }), (steps) => {
        let metadata = {}
        let xmp: string | null = null
        const merged: Record<string, readonly string[]> = {}
        for (const step of steps) {
          const fields = Object.fromEntries(Object.entries(step).map(([id, value]) => [id, { value }]))
          const outcome = patchOutcome(metadata, xmp, fields, bagFieldIds)
          metadata = outcome.metadata
          xmp = outcome.xmp
          Object.assign(merged, step)
        }
        const kept = Object.entries(merged).filter(([, value]) => value.length > 0)
        const expected = Object.fromEntries(kept.map(([id, value]) => [id, { value }]))
        expect(metadata).toEqual(expected)
        expect(read(xmp ?? '')).toEqual(expected)
      }),
      { numRuns: 100 },
    )
  })
})
