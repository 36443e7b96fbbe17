import { describe, expect, test } from 'vitest'
import type { Instruction } from '../../../shared/metadata.ts'
import { applyInstruction, archiveRules, catalogueRules, partRules } from '../../../shared/template.ts'
import { contextOf, instruction, rendered, tag } from './example.ts'

describe('actions, as FotoWare documents them', () => {
  const fields = new Map([
    [25, ['foo', 'bar']],
    [80, ['Roadrunner']],
    [500, ['E1']],
    [501, ['E2']],
    [502, ['E3']],
    [503, ['E4']],
  ])

  test('the worked examples', () => {
    const result = rendered(
      [
        instruction(25, undefined, { action: 'erase' }),
        instruction(25, ['food', 'chicken']),
        instruction(80, 'Wyle E. Coyote'),
        instruction(500, 'V1'),
        instruction(501, undefined, { action: 'erase' }),
        instruction(502, 'V3', { action: 'append' }),
        instruction(503, 'V4', { action: 'prepend' }),
      ],
      contextOf({ existing: fields }),
    )
    expect([...result.fields]).toEqual([
      [25, ['food', 'chicken']],
      [80, ['Roadrunner', 'Wyle E. Coyote']],
      [500, ['V1']],
      [501, []],
      [502, ['E3V3']],
      [503, ['V4E4']],
    ])
    expect(result.instructions).toEqual([
      { id: 25, action: 'erase' },
      { id: 25, action: 'add', value: ['food', 'chicken'] },
      { id: 80, action: 'add', value: 'Wyle E. Coyote' },
      { id: 500, action: 'add', value: 'V1' },
      { id: 501, action: 'erase' },
      { id: 502, action: 'append', value: 'V3' },
      { id: 503, action: 'prepend', value: 'V4' },
    ])
  })

  const add = (value: string | string[]): Instruction => ({ id: 1, action: 'add', value })
  test.each<[string[], Instruction, boolean, string[]]>([
    [['a'], add('b'), false, ['b']],
    [['a'], add('b'), true, ['a', 'b']],
    [['a'], add('a'), true, ['a', 'a']],
    [['a'], add([]), false, ['a']],
    [['a'], add([]), true, ['a']],
    [['a'], add(['b']), false, ['b']],
    [['a', 'c'], { id: 1, action: 'append', value: 'b' }, true, ['ab', 'c']],
    [['a', 'c'], { id: 1, action: 'prepend', value: 'b' }, true, ['ba', 'c']],
    [[], { id: 1, action: 'append', value: 'b' }, true, ['b']],
    [[], { id: 1, action: 'prepend', value: 'b' }, false, ['b']],
    [['a', 'c'], { id: 1, action: 'erase' }, true, []],
  ])('%j and %j', (existing, one, isBag, expected) => {
    expect(applyInstruction(existing, one, isBag)).toEqual(expected)
  })

  test.each<Instruction>([
    add(['a', 'b']),
    { id: 1, action: 'append', value: ['a'] },
    { id: 1, action: 'prepend' },
    { id: 1, action: 'add' },
  ])('the server refuses %j', (one) => {
    expect(() => applyInstruction(['x'], one, false)).toThrow(RangeError)
  })
})

describe('steps', () => {
  test('later ones see what earlier ones did', () => {
    const { steps, fields } = rendered([
      instruction(105, 'One'),
      instruction(105, 'Two', { onlyIfEmpty: true }),
      instruction(120, '{field:105}!'),
      instruction(105, undefined, { action: 'erase' }),
      instruction(105, 'Three', { onlyIfEmpty: true }),
      instruction(5, 'x', { when: '{field:Headline} = "Three"' }),
    ])
    expect(steps.map(({ leftOut }) => leftOut)).toEqual([
      null,
      'the field has a value already: «One»',
      null,
      null,
      null,
      null,
    ])
    expect(fields).toEqual(
      new Map([
        [105, ['Three']],
        [120, ['One!']],
        [5, ['x']],
      ]),
    )
  })

  test('what is left out says why, and nothing of it is sent', () => {
    const context = contextOf({
      existing: new Map([
        [25, ['a', 'b']],
        [105, ['Given']],
      ]),
      existingElsewhere: new Set([5]),
      tags: [tag('exif', 'IFD0', 'Artist', '  ')],
    })
    const result = rendered(
      [
        instruction(90, 'x', { when: '{ext} = "png"' }),
        instruction(105, 'x', { onlyIfEmpty: true }),
        instruction(5, 'x', { onlyIfEmpty: true }),
        instruction(80, '{exif:Artist}'),
        instruction(80, ['{exif:Artist}', '{exif:Owner}']),
        instruction(90, ''),
        instruction(25, ['b', 'a', 'b']),
        instruction(25, []),
      ],
      context,
    )
    expect(result.steps.map(({ leftOut }) => leftOut)).toEqual([
      'the condition does not hold: {ext} = "png"',
      'the field has a value already: «Given»',
      'the file brings a value of its own, which stands in its IPTC block',
      'nothing to add because {exif:Artist} is missing',
      'nothing to add because {exif:Artist}, {exif:Owner} are missing',
      'nothing to add: the value is empty',
      'already there',
      'nothing to add: the value is empty',
    ])
    expect(result.instructions).toEqual([])
    expect(result.fields).toEqual(context.existing)
    expect(result.missing).toEqual(['{exif:Artist}', '{exif:Owner}'])
  })

  test('a value in the IPTC block counts until an earlier step empties the field', () => {
    const { instructions } = rendered(
      [instruction(5, undefined, { action: 'erase' }), instruction(5, 'x', { onlyIfEmpty: true })],
      contextOf({ existingElsewhere: new Set([5]) }),
    )
    expect(instructions).toHaveLength(2)
  })

  test('they tell what was there before and after', () => {
    const { steps } = rendered(
      [instruction('Keywords', ['b', 'c'])],
      contextOf({ existing: new Map([[25, ['a', 'b']]]) }),
    )
    expect(steps).toEqual([
      {
        id: 25,
        name: 'Keywords',
        action: 'add',
        value: 'c',
        before: ['a', 'b'],
        after: ['a', 'b', 'c'],
        leftOut: null,
      },
    ])
  })

  test('the archive says what its field is called and whether it takes several values', () => {
    const keywords = catalogueRules().byId(25)
    if (keywords === null) throw new Error('25 is in the catalogue')
    const rules = archiveRules([{ ...keywords, id: 820, name: 'Persons' }])
    const { steps } = rendered(
      [instruction('persons', 'B')],
      contextOf({ rules, existing: new Map([[820, ['A']]]) }),
    )
    expect(steps[0]).toMatchObject({ id: 820, name: 'Persons', after: ['A', 'B'] })
  })

  test('what the destination has no field for is left out and told, but can be read', () => {
    const result = rendered(
      [instruction('Byline', 'Jane'), instruction('City', 'Oslo'), instruction('Title', '{field:Byline}')],
      contextOf({ rules: partRules([5]), existing: new Map([[80, ['Anna']]]) }),
    )
    expect(result.instructions).toEqual([{ id: 5, action: 'add', value: 'Anna' }])
    expect(result.steps.map(({ leftOut }) => leftOut)).toEqual([
      'the destination has no such field',
      'the destination has no such field',
      null,
    ])
    expect(result.notes).toEqual([
      'The destination has no field for Byline, City; what the template has for it was left out.',
    ])
  })

  test('several values for a single field stay to be seen', () => {
    const { fields, instructions } = rendered([instruction(105, ['a', 'b'])])
    expect(fields.get(105)).toEqual(['a', 'b'])
    expect(instructions).toEqual([{ id: 105, action: 'add', value: ['a', 'b'] }])
  })

  test('a list becomes one text where one is asked for', () => {
    const tags = [tag('iptc', 'IPTC', 'Keywords', 'a', 'b')]
    const { fields } = rendered(
      [instruction(105, '{iptc:Keywords}', { action: 'append' }), instruction(25, 'all: {iptc:Keywords}')],
      contextOf({ tags }),
    )
    expect(fields).toEqual(
      new Map([
        [105, ['a, b']],
        [25, ['all: a, b']],
      ]),
    )
  })
})

describe('values', () => {
  test('are in composed form, and compared in it', () => {
    const composed = 'Caf\u00E9'
    const decomposed = composed.normalize('NFD')
    const context = contextOf({ path: `${decomposed}.jpg`, existing: new Map([[25, [decomposed]]]) })
    const { steps, fields } = rendered(
      [instruction(25, '{stem}'), instruction(105, '{stem}', { when: `{stem} = "${decomposed}"` })],
      context,
    )
    expect(steps[0]?.leftOut).toBe('already there')
    expect(fields.get(105)).toEqual([composed])
  })

  test.each([
    ['x.jpg', 'x', 'jpg', 'Incoming'],
    ['a/.hidden', '.hidden', '', 'a'],
    ['a/b/x.tar.gz', 'x.tar', 'gz', 'b'],
    ['a/x', 'x', '', 'a'],
    ['a/x.', 'x', '', 'a'],
  ])('%s: stem %s, extension %s, folder %s', (path, stem, ext, folder) => {
    const context = contextOf({ path })
    const of = (value: string) => rendered([instruction(105, value)], context).fields.get(105)?.[0] ?? ''
    expect([of('{stem}'), of('{ext}'), of('{folder}')]).toEqual([stem, ext, folder])
  })

  test('the small picture inside a file is asked last', () => {
    const tags = [tag('exif', 'IFD1', 'Make', 'small'), tag('exif', 'IFD0', 'Make', 'big')]
    expect(rendered([instruction(105, '{exif:Make}')], contextOf({ tags })).fields.get(105)).toEqual(['big'])
    expect(rendered([instruction(105, '{exif:IFD1:Make}')], contextOf({ tags })).fields.get(105)).toEqual([
      'small',
    ])
  })

  test.each([
    ['{xmp:Iptc4xmpCore:Location}', 'Hall'],
    ['{xmp:iptcCore:location}', 'Hall'],
    ['{xmp:XMP-iptcCore:Location}', 'Hall'],
    ['{tag:XMP:Location}', 'Hall'],
    ['{tag:XMP:iptcCore:Location}', 'Hall'],
    ['{tag:Keys:Make}', 'Phone'],
    ['{tag:QuickTime:Keys:Make}', 'Phone'],
    ['{tag:quicktime:make}', 'Phone'],
    ['{exif:Make}', undefined],
  ])('%s is %s', (value, expected) => {
    const tags = [tag('xmp', 'XMP-iptcCore', 'Location', 'Hall'), tag('quicktime', 'Keys', 'Make', 'Phone')]
    expect(rendered([instruction(105, value)], contextOf({ tags })).fields.get(105)?.[0]).toBe(expected)
  })

  test('names of object members are variables like others', () => {
    const variables = { constructor: 'x' }
    expect(rendered([instruction(105, '{constructor}')], contextOf({ variables })).fields.get(105)).toEqual([
      'x',
    ])
    const result = rendered([instruction(105, '{toString}')], contextOf({ variables: { toString: '' } }))
    expect(result.missing).toEqual(['{toString}'])
  })

  test('empty pieces are dropped between filters', () => {
    const variables = { list: ' a,, ,b,' }
    const { fields } = rendered([instruction(105, '{list|split:","|join:"-"}')], contextOf({ variables }))
    expect(fields.get(105)).toEqual(['a-b'])
  })

  test('a missing token is told unless a filter fills it in', () => {
    const { missing } = rendered([
      instruction(105, '{exif:A} {exif:B|default:"x"} {exif:A|upper} {folder:9}'),
      instruction(5, 'x', { when: '{exif:C} is empty' }),
    ])
    expect(missing).toEqual(['{exif:A}', '{folder:9}'])
  })

  test('a text that grows without bound is cut and told', () => {
    const value = `{stem|replace:"I","${'I'.repeat(1000)}"|replace:"I","${'I'.repeat(1000)}"|replace:"I","II"}`
    const { fields, notes } = rendered([instruction(105, value)])
    expect(fields.get(105)?.[0]?.length).toBeLessThanOrEqual(1_000_000)
    expect(notes).toEqual(['A value grew beyond 1,000,000 characters and was cut there.'])
  })

  test('a thousand notes are fifty', () => {
    const many = Array.from({ length: 1000 }, (_, index) => `k${index}`)
    const tables = new Map([['t', { name: 't', entries: new Map(), notes: [] }]])
    const context = contextOf({ tables, tags: [tag('iptc', 'IPTC', 'Keywords', ...many)] })
    const { notes } = rendered([instruction(25, '{iptc:Keywords|map:t}')], context)
    expect(notes).toHaveLength(51)
    expect(notes.at(-1)).toBe('And 950 notes more.')
  })
})
