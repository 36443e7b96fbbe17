import { expect, test } from 'vitest'
import { FolderConfig } from '../../../shared/config.ts'
import { auditRows, csvName, csvRows } from '../../../renderer/views/folders/audit-csv.ts'
import {
  afterRule,
  linesOf,
  patternsOf,
  rejectedRule,
} from '../../../renderer/views/folders/folder-fields.ts'

test('names with commas, quotes and line breaks stay in one cell', () => {
  expect(csvRows([['a,b', 'say "x"', 'two\nlines', 'plain']])).toBe(
    '"a,b","say ""x""","two\nlines",plain\r\n',
  )
})

test.each(['=SUM(A1)', '+1', '-1', '@x', '\tx'])(
  'a name that a spreadsheet would run is made a text: %j',
  (name) => {
    expect(csvRows([[name]])).toBe(`'${name}\r\n`)
  },
)

test('a line of the audit becomes a row', () => {
  expect(auditRows([{ path: 'a/b.jpg', state: 'failed', words: 'too long, by 3' }])).toBe(
    'a/b.jpg,failed,"too long, by 3"\r\n',
  )
})

test('a folder of any name gives a file name that every system takes', () => {
  expect(csvName('hot: "A/B"\u0007', 'audit')).toBe('hot_ _A_B_ audit.csv')
  expect(csvName('x'.repeat(300), 'audit').length).toBeLessThan(130)
})

test('patterns are one a line, without what only looks empty', () => {
  expect(patternsOf('*.txt\n\n  drafts/** \n')).toEqual(['*.txt', 'drafts/**'])
  expect(patternsOf(linesOf(['!*.tmp', 'a b']))).toEqual(['!*.tmp', 'a b'])
})

test.each(['keep', 'trash', 'delete', 'move'])(
  '«%s» can be saved as what comes after a delivery',
  (action) => {
    const after = { ...afterRule(action), ...(action === 'move' ? { to: '/sent' } : {}) }
    const folder = {
      name: 'hot',
      path: '/hot',
      to: ['a'],
      ...(afterRule(action) === undefined ? {} : { after }),
    }
    expect(FolderConfig.parse(folder).after).toMatchObject({ action })
  },
)

test.each(['keep', 'move'])('«%s» can be saved as what becomes of rejected files', (action) => {
  const rejected = rejectedRule(action)
  const folder = { name: 'hot', path: '/hot', to: ['a'], ...(rejected === undefined ? {} : { rejected }) }
  expect(FolderConfig.parse(folder).rejected).toMatchObject({ action })
})
