import { describe, expect, test } from 'vitest'
import { csvRow } from '../../../shared/csv.ts'
import { JobTally } from '../../../electron/cli/job-tally.ts'
import { progressLines, type ProgressView } from '../../../electron/cli/progress.ts'
import { eventLine } from '../../../electron/cli/report.ts'
import { tableText } from '../../../electron/cli/table.ts'
import { bytesWords, counted, durationWords, timeWords, zonedTimeWords } from '../../../electron/cli/words.ts'
import { jobRow } from '../control/small-engine.ts'
import { printable } from '../../../electron/engine/node-ports.ts'

const plain = (_colour: string, text: string): string => text

describe('words', () => {
  test.each([
    [0, '0 s'],
    [59.6, '1 min 0 s'],
    [200, '3 min 20 s'],
    [7500, '2 h 5 min'],
    [180_000, '2 d 2 h'],
  ])('%s seconds', (seconds, words) => {
    expect(durationWords(seconds)).toBe(words)
  })

  test('a time with its zone means the same moment', () => {
    for (const ms of [1_700_000_000_000, 1_720_000_000_000, -500_000_000_000]) {
      expect(zonedTimeWords(ms).startsWith(timeWords(ms))).toBe(true)
      expect(Date.parse(zonedTimeWords(ms).replace(' ', 'T').replace(' ', ''))).toBe(ms)
    }
  })

  test('sizes, counts and names', () => {
    expect(bytesWords(12_345_678)).toBe('12.3 MB')
    expect([counted(1, 'job'), counted(2, 'job'), counted(0, 'delivery', 'deliveries')]).toEqual([
      '1 job',
      '2 jobs',
      '0 deliveries',
    ])
    expect(printable('a\u001b[31mb\nc\u007fd\u0085e ü 📷')).toBe('a\\u001b[31mb\\nc\\u007fd\\u0085e ü 📷')
  })
})

test.each([
  [['a', 1, null, 'b'], 'a,1,,b\r\n'],
  [['say "x", ü'], '"say ""x"", ü"\r\n'],
  [['two\nlines'], '"two\nlines"\r\n'],
  [['=1+1'], "'=1+1\r\n"],
  [['+1', '-1', '@a', '\tx', -5], "'+1,'-1,'@a,'\tx,-5\r\n"],
])('a row of a file for spreadsheets: %j', (cells, row) => {
  expect(csvRow(cells)).toBe(row)
})

describe('live display', () => {
  const view: ProgressView = {
    filesDone: 3,
    filesTotal: 12,
    filesFailed: 1,
    filesRejected: 0,
    bytesDone: 25_000_000,
    bytesTotal: 100_000_000,
    rateBps: 5_000_000,
    etaSeconds: 15,
    uploading: [{ path: '/hot/IMG_1.jpg', destination: 'archive', sentBytes: 450, sizeBytes: 1000 }],
    filesArriving: 0,
    isLooking: false,
  }

  test('the whole, and a line for each file', () => {
    expect(progressLines(view, 80, plain)).toEqual([
      '██████░░░░░░░░░░░░░░░░░░  25 %  1 failed',
      '3 of 12 files · 25 MB of 100 MB · 5 MB/s · about 15 s left',
      '  IMG_1.jpg                                         45 % █████░░░░░ → archive',
    ])
  })

  test('what was rejected has not failed', () => {
    const [first] = progressLines({ ...view, filesFailed: 0, filesRejected: 2 }, 40, plain)
    expect(first).toBe(' 25 %  2 rejected')
    expect(progressLines({ ...view, filesRejected: 2 }, 40, plain)[0]).toBe(' 25 %  1 failed, 2 rejected')
  })

  test('a narrow terminal keeps the numbers', () => {
    expect(progressLines(view, 40, plain)).toEqual([
      ' 25 %  1 failed',
      '3 of 12 files · 25 MB of 100 MB · 5 MB/s',
    ])
  })

  test('nothing known, nothing to send, too many files', () => {
    const empty = {
      ...view,
      filesDone: 0,
      filesTotal: 0,
      filesFailed: 0,
      bytesDone: 0,
      bytesTotal: 0,
      rateBps: 0,
      etaSeconds: null,
    }
    const idle = (change: Partial<ProgressView>): string[] =>
      progressLines({ ...empty, uploading: [], ...change }, 80, plain)
    expect(idle({})).toEqual(['Nothing to send.'])
    expect(idle({ isLooking: true })).toEqual(['Looking through the folders.'])
    expect(idle({ filesArriving: 1 })).toEqual(['1 file arriving: waiting until it is complete.'])
    expect(idle({ filesArriving: 2 })).toEqual(['2 files arriving: waiting until they are complete.'])
    expect(progressLines({ ...view, filesArriving: 2 }, 80, plain)[1]).toMatch(/left · 2 arriving$/)
    const many = Array.from({ length: 10 }, (_, index) => ({
      path: `/hot/${'long '.repeat(20)}${index}\u001b.jpg`,
      destination: 'archive',
      sentBytes: 2000,
      sizeBytes: 0,
    }))
    const lines = progressLines({ ...empty, uploading: many }, 80, plain)
    expect(lines).toHaveLength(2 + 8 + 1)
    expect(lines[2]).toMatch(/^ {2}….*0\\u001b\.jpg +0 % ░{10} → archive$/)
    expect(lines.at(-1)).toBe('  and 2 more')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
  })
})

describe('following jobs', () => {
  test('until each is at rest, whatever comes twice, late or from others', () => {
    const tally = new JobTally([1, 2, 3])
    tally.row(jobRow(1, 'waiting'))
    tally.row(jobRow(2, 'waiting', { sizeBytes: 3000 }))
    tally.event({ event: 'failed', job: 9, path: '/other' })
    expect(tally.view(0)).toMatchObject({ filesTotal: 3, bytesTotal: 4000, bytesDone: 0, etaSeconds: null })
    tally.event({ event: 'uploading', job: 2, path: '/2', sentBytes: 0 })
    tally.event({ event: 'progress', job: 2, path: '/2', sentBytes: 1000 })
    expect(tally.view(1000)).toMatchObject({ bytesDone: 1000, rateBps: 1000, etaSeconds: 3 })
    tally.event({ event: 'done', job: 1, path: '/1' })
    tally.event({ event: 'done', job: 1, path: '/1' })
    expect(tally.row(jobRow(1, 'uploading'))).toBeNull()
    tally.event({ event: 'duplicate', job: 2, path: '/2' })
    expect(tally.isAtRest).toBe(false)
    expect(tally.row(jobRow(3, 'failed'))).toBe('failed')
    expect(tally.isAtRest).toBe(true)
    tally.event({ event: 'waiting', job: 3, path: '/3' })
    expect(tally.isAtRest).toBe(false)
    expect([tally.count('done'), tally.count('duplicate'), tally.count('failed')]).toEqual([1, 1, 0])
  })

  test('a job that turns into an update of metadata has the size of its sidecar', () => {
    const tally = new JobTally([1])
    tally.row(jobRow(1, 'uploading', { sizeBytes: 300_000 }))
    tally.event({ event: 'progress', job: 1, path: '/1', sentBytes: 5000, sizeBytes: 300_000 })
    tally.event({ event: 'waiting', job: 1, path: '/1', sizeBytes: 300_000 })
    tally.event({ event: 'uploading', job: 1, path: '/1', sizeBytes: 1300 })
    expect(tally.view(0)).toMatchObject({ bytesTotal: 1300, bytesDone: 0 })
    tally.event({ event: 'confirming', job: 1, path: '/1', sizeBytes: 1300 })
    expect(tally.view(1)).toMatchObject({ bytesTotal: 1300, bytesDone: 1300 })
    tally.event({ event: 'done', job: 1, path: '/1', sizeBytes: 1300 })
    expect(tally.view(2)).toMatchObject({ bytesTotal: 1300, bytesDone: 1300, filesDone: 1 })
  })

  test('nothing to follow is at rest', () => {
    expect(new JobTally([]).isAtRest).toBe(true)
  })
})

test('steps on the way are no lines', () => {
  expect(eventLine({ event: 'uploading', path: '/a' })).toBeNull()
  expect(eventLine({ event: 'waiting', path: '/a' })).toBeNull()
  expect(eventLine({ event: 'ignored', path: '/a\n', words: 'temporary file' })).toBe(
    'ignored   /a\\n: temporary file',
  )
})

test('a table has no lines and no trailing spaces', () => {
  expect(
    tableText(
      ['A', 'LONGER'],
      [
        ['x', 'y'],
        ['wide cell', ''],
      ],
    ),
  ).toBe('A          LONGER\nx          y\nwide cell')
})
