import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CodeTable, findCycle, parseCodeTable } from '../../../shared/template.ts'
import { contextOf, instruction, rendered } from './example.ts'

function table(text: string, name = 'players'): CodeTable {
  return parseCodeTable(text, name)
}

function replaced(value: string, tables: CodeTable[], codeDelimiter = '=') {
  const context = contextOf({ tables: new Map(tables.map((one) => [one.name, one])) })
  const result = rendered([instruction(105, value)], context, {
    codes: tables.map(({ name }) => name),
    codeDelimiter,
  })
  return { text: result.fields.get(105)?.[0] ?? '', notes: result.notes }
}

describe('reading a table', () => {
  test('byte order mark, line ends of every kind, empty lines and remarks', () => {
    const read = table('\uFEFFa\tone\r\n\r\n// remark\tx\r\nb\ttwo\tzwei\rc\tthree\n')
    expect([...read.entries]).toEqual([
      ['a', ['one']],
      ['b', ['two', 'zwei']],
      ['c', ['three']],
    ])
    expect(read.notes).toEqual([])
  })

  test('what cannot be used is told with its line', () => {
    const read = table('a one\n\tx\na\tone\nb\ttw\uFFFD\na\tlater')
    expect(read.notes).toEqual([
      { line: 1, words: 'has no tab between a code and its replacement; it is left out' },
      { line: 2, words: 'has no code before its first tab; it is left out' },
      { line: 4, words: 'has a character that could not be read; save the file as UTF-8' },
      { line: 5, words: 'has the code "a" of line 3 again; the later line counts' },
    ])
    expect(read.entries.get('a')).toEqual(['later'])
  })

  test('names of object members are codes like others', () => {
    const read = table('constructor\tBob\n__proto__\tEve')
    expect(replaced('=constructor= =__proto__= =toString=', [read]).text).toBe('Bob Eve =toString=')
  })
})

describe('replacing', () => {
  const players = table('CC8\tDaren Bram\tBram\t\nx#2\tnamed so')

  test.each([
    ['=CC8==CC8#2=', 'Daren BramBram'],
    ['a=b=CC8=c', 'a=bDaren Bramc'],
    ['=CC8', '=CC8'],
    ['== =CC8= ==', '== Daren Bram =='],
    ['=CC8#3=|', '|'],
    ['=CC8#4= =CC8#0= =CC8#=', '=CC8#4= =CC8#0= =CC8#='],
    ['=x#2=', 'named so'],
    ['=cc8=', '=cc8='],
  ])('%s gives %s', (value, expected) => {
    expect(replaced(value, [players]).text).toBe(expected)
  })

  test('unknown codes are told once', () => {
    const { notes } = replaced('=CC9= and =CC9= at 1 = 2', [players])
    expect(notes).toEqual(['=CC9= is in no code table; it stays as it is.'])
  })

  test('the later table wins', () => {
    const other = table('CC8\tSomebody else', 'other')
    expect(replaced('=CC8=', [players, other]).text).toBe('Somebody else')
    expect(replaced('=CC8=', [other, players]).text).toBe('Daren Bram')
  })

  test('another delimiter', () => {
    expect(replaced('§CC8§ =CC8=', [players], '§').text).toBe('Daren Bram =CC8=')
  })

  test('a file whose values look like codes is safe and told', () => {
    const long = '='.repeat(100_000)
    const context = contextOf({ tables: new Map([['players', players]]), variables: { v: long } })
    const { fields } = rendered([instruction(105, 'x{v}')], context, { codes: ['players'] })
    expect(fields.get(105)?.[0]).toHaveLength(100_001)
  })
})

describe('codes inside replacements', () => {
  test('are replaced too', () => {
    expect(replaced('=a=', [table('a\t<=b=>\nb\t[=c#2=]\nc\tone\ttwo')]).text).toBe('<[two]>')
  })

  test.each([
    ['a\t=a=', ['a']],
    ['a\t=b=\nb\tx =c= y\nc\t=a=', ['a', 'b', 'c']],
    ['a\tfine\t=b=\nb\t=a#2=', ['a#2', 'b']],
  ])('a ring is found: %o', (text, chain) => {
    const cycle = findCycle([table(text)], '=')
    expect(cycle?.chain).toEqual(chain)
    expect(cycle?.words).toBe(`"${chain[0]}" leads back to itself: ${[...chain, chain[0]].join(' → ')}`)
    const { text: left, notes } = replaced(`=${chain[0]}=`, [table(text)])
    expect(left).toContain('=')
    expect(notes.join()).toContain('without end')
  })

  test('a ring across tables is found, one that a later table breaks is none', () => {
    const first = table('a\t=b=', 'first')
    expect(findCycle([first, table('b\t=a=', 'second')], '=')?.chain).toEqual(['a', 'b'])
    expect(findCycle([first, table('b\t=a=', 'second'), table('a\tx', 'third')], '=')).toBeNull()
    expect(findCycle([table('a\t=a=')], '+')).toBeNull()
  })

  test('diamonds are no rings, and long chains do not overflow', () => {
    expect(findCycle([table('a\t=b= =c=\nb\t=d=\nc\t=d=\nd\tx')], '=')).toBeNull()
    const chain = Array.from({ length: 50_000 }, (_, index) => `c${index}\t=c${index + 1}=`).join('\n')
    expect(findCycle([table(chain)], '=')).toBeNull()
    expect(findCycle([table(`${chain}\nc50000\t=c0=`)], '=')?.chain).toHaveLength(50_001)
  })

  test('replacements that double at every level come to an end', () => {
    const lines = Array.from({ length: 15 }, (_, index) => `c${index}\t${`=c${index + 1}=`.repeat(20)}`)
    const { text, notes } = replaced('=c0=', [table([...lines, 'c15\tx'].join('\n'))])
    expect(text.length).toBeLessThan(2_000_000)
    expect(notes.join()).toContain('without end')
  })

  test('any tables end, cyclic or not', () => {
    const cell = fc.stringMatching(/^[=ab#12]{0,12}$/)
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 6 }), cell, (lines, value) => {
        const read = table(lines.map((line) => line.join('\t')).join('\n'))
        findCycle([read], '=')
        replaced(`v${value}`, [read])
      }),
    )
  })
})

describe('the filter map', () => {
  const context = contextOf({
    tables: new Map([['my players', table('a\tAnna =b=\tA.\nb\tBerg', 'my players')]]),
    variables: { who: 'a;x' },
  })

  test('looks up each element and tells what is unknown', () => {
    const result = rendered([instruction(25, '{who|split:";"|map:"my players"}')], context)
    expect(result.fields.get(25)).toEqual(['Anna Berg', 'x'])
    expect(result.notes).toEqual(['The code table «my players» has nothing for «x»; it stays as it is.'])
  })

  test('replaces codes inside of what it found, with the delimiter of the template, and tells unknown ones', () => {
    const tables = new Map([['t', table('a\t+b+ =b= +c+\nb\tB', 't')]])
    const file = contextOf({ tables, variables: { who: 'a' } })
    const result = rendered([instruction(105, '{who|map:t}')], file, { codeDelimiter: '+' })
    expect(result.fields.get(105)).toEqual(['B =b= +c+'])
    expect(result.notes).toEqual(['+c+ is in no code table; it stays as it is.'])
  })

  test('takes further replacements', () => {
    const result = rendered([instruction(25, '{who|split:";"|map:"my players",2}')], context)
    expect(result.fields.get(25)).toEqual(['A.', 'x'])
  })
})
