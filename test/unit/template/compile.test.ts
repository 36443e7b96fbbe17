import { expect, test } from 'vitest'
import { compileTemplate, parseCondition, parseValue, type Vocabulary } from '../../../shared/template.ts'
import { compiled, instruction, templateOf, vocabularyOf } from './example.ts'

const VOCABULARY = vocabularyOf({ variables: ['agency'], tables: ['players', 'my teams'] })

function mistakes(config: Parameters<typeof compileTemplate>[0], vocabulary: Vocabulary = VOCABULARY) {
  const result = compileTemplate(config, vocabulary)
  return 'mistakes' in result ? result.mistakes : []
}

function message(text: string, vocabulary = VOCABULARY): string {
  const result = parseValue(text, vocabulary)
  return 'mistake' in result ? `${result.mistake.at}: ${result.mistake.message}` : 'none'
}

test('every mistake of a template is told at once, with its place', () => {
  const config = templateOf(
    [
      instruction('Headlin', '{stm}'),
      instruction(105, ['fine', '{now:q}'], { when: '{ext} == "jpg"' }),
      instruction(300, 'fine'),
      instruction(299, 'x'),
      instruction(361, 'x'),
      instruction('Upload time', undefined, { action: 'erase' }),
      instruction('25', 'x'),
    ],
    { codes: ['players', 'player'], codeDelimiter: '#' },
  )
  expect(mistakes(config).map(({ path, words, at }) => [path.join('.'), at, words])).toEqual([
    ['fields.0.field', null, 'is "Headlin", which is the name of no field; did you mean "Headline"?'],
    [
      'fields.0.value',
      1,
      'uses {stm}, which is no token and no variable of a path pattern; did you mean {stem}?',
    ],
    [
      'fields.1.when',
      7,
      'has "= "jpg"" where a token in braces, a text in double quotes or a number belongs',
    ],
    ['fields.1.value.1', 5, expect.stringContaining('has "q" in a date, which means nothing there')],
    ['fields.3.field', null, 'is 299, which is no field; below 500 only the fields of the catalogue exist'],
    [
      'fields.4.field',
      null,
      'is Uploaded by (full name) (361), which the server fills in itself; it cannot be written',
    ],
    ['fields.5.field', null, 'is Upload time (362), which the server fills in itself; it cannot be written'],
    ['codes.1', null, 'is "player", which is no code table; did you mean "players"?'],
    ['codeDelimiter', null, 'is "#", which stands between a code and the number of its replacement'],
  ])
})

test.each([
  ['{', '0: has a "{" without a name after it; write "{{" where a brace is meant'],
  ['a{}', '1: has a "{" without a name after it; write "{{" where a brace is meant'],
  ['a}b', '1: has a "}" without a "{" before it; write "}}" where a brace is meant'],
  ['{stem', '0: has a "{" that is never closed'],
  ['{stem x}', '6: has "x" where "|" or "}" belongs'],
  ['{stem|}', '6: has a "|" without the name of a filter after it'],
  ['{stem:3}', '6: has ":" in {stem}, which takes nothing after its name'],
  ['{agency:3}', '8: has ":" in {agency}, which takes nothing after its name'],
  ['{agency|upper:"x"}', '8: has ":" in the filter "upper", which takes nothing after its name'],
  [
    '{agency|split:","|join}',
    '18: has the filter "join" with something else than it takes; write for example join:", "',
  ],
  ['{agency|split:,}', '14: has a filter with nothing after its colon or comma'],
  ['{agency|split:""}', '8: has the filter "split" with an empty text'],
  ['{agency|replace:"","x"}', '8: has the filter "replace" with nothing to look for'],
  [
    '{agency|replace:"x"}',
    '8: has the filter "replace" with something else than it takes; write for example replace:"a","b"',
  ],
  [
    '{agency|default:x}',
    '8: has the filter "default" with something else than it takes; write for example default:"x"',
  ],
  ['{agency|default:"\\x"}', '17: has a backslash in quotes that means nothing; write \\\\, \\", \\n or \\t'],
  [
    '{agency|map:players,0}',
    '8: has the filter "map" without the name of a code table; write for example map:players or map:"my players",2',
  ],
  ['{exif}', '1: has {exif} without the name of a tag; write for example {exif:Model}'],
  ['{xmp:}', '5: has nothing after the colon of {xmp:'],
  ['{tag:a:b:c:d}', '1: has {tag} without the name of a tag; write for example {tag:QuickTime:Make}'],
  ['{counter:0}', '9: has {counter:0}; after the colon belongs the number of digits, 1 to 12'],
  ['{folder:0}', '8: has {folder:0}; levels are numbers: 1 is the first below the hot folder, -1 the last'],
  ['{field:499}', '7: asks for the field "499", which is not known'],
  [
    '{Agency}',
    '1: uses {Agency}, which is no token and no variable of a path pattern; did you mean {agency}?',
  ],
])('%s: %s', (text, expected) => {
  expect(message(text)).toBe(expected)
})

test('without anybody who suggests, short lists are told instead', () => {
  const { variables, tables, rules } = VOCABULARY
  const plain = { variables, tables, rules }
  expect(message('{agency|map:x}', plain)).toContain('; known here: "players", "my teams"')
  expect(message('{x}', plain)).toBe('1: uses {x}, which is no token and no variable of a path pattern')
})

test.each([
  ['', 'has nothing where a token'],
  ['{ext}', 'has nothing where a comparison belongs'],
  ['{ext} = ', 'has nothing where a token'],
  ['{ext} = jpg', 'has "jpg" where a token in braces'],
  ['{ext} = "jpg', 'double quote that is never closed'],
  ['{ext} is "jpg"', 'has "is" without "empty"'],
  ['{ext} in "jpg"', 'has "in" without a list'],
  ['{ext} in ("jpg"', 'never closed'],
  ['{ext} matches {stem}', 'has no text in quotes after "matches"'],
  ['({ext} = "a"', 'has a "(" that is never closed'],
  ['{ext} = "a" {stem} = "b"', 'after the end of the condition'],
  ['{ext} = "a" & {stem} = "b"', 'after the end of the condition'],
  ['{ext} = 1.2.3', 'where a token'],
  ['{exte} = 1', 'did you mean {ext}?'],
  [`${'('.repeat(200)}{ext} = 1${')'.repeat(200)}`, 'too many brackets'],
  [`${'not '.repeat(200)}{ext} = 1`, 'too many brackets'],
  [Array.from({ length: 2000 }, () => '{ext} = 1').join(' and '), 'longer than 10,000'],
])('the condition %s is a mistake', (text, words) => {
  expect(parseCondition(text, VOCABULARY)).toMatchObject({
    mistake: { message: expect.stringContaining(words) as string },
  })
})

test('a condition as long as it may be is read and looked at', () => {
  const text = Array.from({ length: 600 }, () => '{ext} = 1').join(' AND ')
  expect(parseCondition(text, VOCABULARY)).toHaveProperty('condition')
})

test.each([
  ['plain text', {}],
  ['{stem} {mtime} {variable}', {}],
  ['{exif:Model}', { tags: true }],
  ['{taken}', { tags: true }],
  ['{sha256}', { sha256: true }],
  ['{counter|default:"x"}', { counter: true }],
  ['{field:105}', { fields: true, tags: true }],
])('%s in a single field needs %o', (value, needs) => {
  const vocabulary = vocabularyOf({ variables: ['variable'] })
  const none = { tags: false, sha256: false, counter: false, tables: [], fields: false }
  expect(compiled(templateOf([instruction(105, value)]), vocabulary).needs).toEqual({ ...none, ...needs })
})

test.each([
  [instruction(25, 'x'), true],
  [instruction(105, 'x'), false],
  [instruction(700, 'x'), true],
  [instruction(105, 'x', { onlyIfEmpty: true }), true],
  [instruction(105, 'x', { action: 'append' }), true],
  [instruction(25, undefined, { action: 'erase' }), false],
  [instruction(105, 'x', { when: 'not ({stem} = "1" or {field:25} contains "x")' }), true],
  [instruction(105, 'x', { when: '{stem} in ({field:25}, "a")' }), true],
])('what %o needs of its field: %o', (one, expected) => {
  expect(compiled(templateOf([one])).needs.fields).toBe(expected)
})

test('the tables of codes and of |map: are named once each', () => {
  const tables = ['players', 'teams', 'places', 'unused']
  const config = templateOf(
    [
      instruction(105, '{stem|map:teams} {stem|map:"players"}'),
      instruction(5, 'x', { when: '{stem|map:places} is not empty' }),
    ],
    { codes: ['players'] },
  )
  expect(compiled(config, vocabularyOf({ tables })).needs.tables.toSorted()).toEqual([
    'places',
    'players',
    'teams',
  ])
})
