import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { PeopleList } from '../../../../electron/engine/destinations/basip/people-list.ts'
import {
  parsePeopleTable,
  type PeopleTable,
} from '../../../../electron/engine/destinations/basip/people-table.ts'
import { personOf } from '../../../../electron/engine/destinations/basip/person.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { failureOf } from '../../../support/until.ts'

const USUAL = { type: 'owner', lock: 'first' } as const

function table(text: string): PeopleTable {
  const parsed = parsePeopleTable(text)
  if ('text' in parsed) throw new Error(parsed.text)
  return parsed
}

const mistakes = (text: string) => table(text).mistakes.map(({ line, words }) => `${line}: ${words.text}`)

describe('whom a file shows', () => {
  const of = (file: string, variables: Record<string, string> = {}) =>
    personOf({ path: file, variables }, USUAL, null)

  test.each([
    ['Jane Roe.jpg', { name: 'Jane Roe', type: 'owner', lock: 'first', valid: null }],
    ['north/Jane Roe.jpg', { name: 'Jane Roe' }],
    ['Jane Roe__guest__second.jpg', { name: 'Jane Roe', type: 'guest', lock: 'second' }],
    ['Jane Roe__ALL.jpeg', { name: 'Jane Roe', type: 'owner', lock: 'all' }],
    [' Mu\u0308ller  Ann .jpg', { name: 'M\u00fcller Ann' }],
    ['Dr. J. Roe.jpg', { name: 'Dr. J. Roe' }],
  ])('%s', async (file, person) => {
    expect(await of(file)).toMatchObject(person)
  })

  test('by the pattern of the folder, whatever the file is called', async () => {
    expect(await of('Jane Roe/01__x.jpg', { person: 'Jane Roe' })).toMatchObject({ name: 'Jane Roe' })
    const variables = { name: 'Ann', type: 'guest', lock: 'all' }
    expect(await of('guest/Ann/1.jpg', variables)).toMatchObject(variables)
  })

  test.each([
    ['Jane__Roe.jpg', {}],
    ['Jane Roe__guest__third.jpg', {}],
    ['__guest.jpg', {}],
    ['Jane Roe__first__all.jpg', {}],
    ['Jane Roe__guest__owner.jpg', {}],
    ['Jane\u0007.jpg', {}],
    ['a.jpg', { person: 'Ann', lock: 'garage' }],
  ])('%j is not guessed', async (file, variables) => {
    expect(await failureOf(of(file, variables))).toMatchObject({
      kind: 'refused',
      problem: { code: 'person-unclear', isRetried: false },
    })
  })
})

describe('a list of people', () => {
  test('as spreadsheets write it', () => {
    const text =
      '\uFEFFfile;name;type;lock;from;to\r\n' +
      'a.jpg;"Roe; Jane";guest;Second;2026-03-01;2026-03-31\r\n' +
      '\r\n' +
      'north\\b.jpg;"Ben ""Big"" Ng";;;2026-03-01T08:00Z;2026-03-01 09:30+00:00\r\n'
    const { entries } = table(text)
    const day = (date: string, time: string) => new Date(`${date}T${time}`).getTime() / 1000
    expect([...entries]).toEqual([
      [
        'a.jpg',
        {
          name: 'Roe; Jane',
          type: 'guest',
          lock: 'second',
          valid: { from: day('2026-03-01', '00:00:00'), to: day('2026-03-31', '23:59:59') },
        },
      ],
      [
        'north/b.jpg',
        {
          name: 'Ben "Big" Ng',
          valid: { from: Date.UTC(2026, 2, 1, 8) / 1000, to: Date.UTC(2026, 2, 1, 9, 30) / 1000 },
        },
      ],
    ])
  })

  test('commas and tabs, columns in any order, and a name over two lines', () => {
    expect([...table('name,file\n"Jane\nRoe",a.jpg\n').entries]).toEqual([
      ['a.jpg', { name: 'Jane Roe', valid: null }],
    ])
    expect([...table('lock\tname\tfile\nall\tAnn\ta.jpg').entries]).toEqual([
      ['a.jpg', { name: 'Ann', valid: null, lock: 'all' }],
    ])
  })

  test('mistakes are told with their lines', () => {
    const text = [
      'file,name,type,lock,from,to',
      'a.jpg,,,,,',
      ',Ann,,,,',
      'b.jpg,Ann,boss,,,',
      '"c.jpg","Ann\nRoe",,garage,,',
      'd.jpg,Ann,,,2026-03-01,',
      'e.jpg,Ann,,,2026-02-30,2026-03-31',
      'f.jpg,Ann,,,2026-03-02,2026-03-01',
      'g.jpg,Ann,,,,,,',
      'h.jpg,Ann,,,,',
      'h.jpg,Ben,,,,',
    ].join('\n')
    expect(mistakes(text)).toEqual([
      '2: the name of the person is missing',
      '3: the name of the picture is missing',
      '4: «boss» is no type; there are owner and guest',
      '5: «garage» is no lock; there are first, second and all',
      '7: "from" and "to" belong together',
      '8: «2026-02-30» is no date; write 2026-03-01 or 2026-03-01 08:00',
      '9: it ends («2026-03-01») before it begins («2026-03-02»)',
      '10: there are more values than columns',
      '12: «h.jpg» stands in line 11 already',
    ])
    expect(table(text).entries.size).toBe(0)
  })

  test.each([
    ['', 'It is empty.'],
    ['file,name,door\n', 'Line 1: «door» is no column; there are file, name, type, lock, from, to.'],
    ['file,type\n', 'Line 1: the column «name» is missing.'],
    ['file,name,file\n', 'Line 1: the column «file» is there twice.'],
    ['file,name\na.jpg,"Ann\nb.jpg,Ben\n', 'Line 2: a quotation mark is never closed.'],
  ])('%j cannot be used', (text, words) => {
    expect(parsePeopleTable(text)).toMatchObject({ text: words })
  })

  test('it is read anew when it changes; a picture without a line waits', async () => {
    const file = path.join(await temporaryFolder(), 'people.csv')
    const list = new PeopleList(file)
    const of = (picture: string) => personOf({ path: picture, variables: {} }, USUAL, list)
    const trouble = async (picture: string) => (await failureOf(of(picture))) as { problem: { what: string } }
    expect(await trouble('a.jpg')).toMatchObject({
      kind: 'tool',
      problem: { code: 'people-list', isRetried: true },
    })
    await writeFile(file, 'file,name\na.jpg,Ann\n')
    expect(await of('north/a.jpg')).toEqual({ name: 'Ann', type: 'owner', lock: 'first', valid: null })
    expect((await trouble('b.jpg')).problem.what).toContain('no line for this picture')
    await writeFile(file, 'file,name,lock\na.jpg,Ann,all\nb.jpg,Ben,third\nnorth/a.jpg,Anna,\n')
    expect(await of('a.jpg')).toMatchObject({ name: 'Ann', lock: 'all' })
    expect(await of('north/a.jpg')).toMatchObject({ name: 'Anna', lock: 'first' })
    expect((await trouble('b.jpg')).problem.what).toContain('Line 3: «third» is no lock')
    expect((await trouble('c.jpg')).problem.what).toContain('Line 3')
    await writeFile(file, Buffer.from('file,name\na.jpg,M\xfcller\n', 'latin1'))
    expect((await trouble('a.jpg')).problem.what).toContain('UTF-8')
    await rm(file)
    expect((await trouble('a.jpg')).problem.what).toContain('not there')
  })
})
