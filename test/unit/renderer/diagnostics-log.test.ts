import { expect, test } from 'vitest'
import { logLine } from '../../../electron/engine/log/file-log.ts'
import { bundleText, sizeOf } from '../../../renderer/views/diagnostics/bundle.ts'
import { fittingLines, LEVELS, logLines } from '../../../renderer/views/diagnostics/log-lines.ts'

const AT = new Date('2026-01-31T12:00:00.000Z')

test('lines of the log are read as the engine writes them', () => {
  const written = LEVELS.map((level) => logLine(AT, level, 'The folder is away', { folder: 'hot' }))
  const read = logLines(written)
  expect(read.map(({ level }) => level)).toEqual([...LEVELS])
  expect(read.map(({ time }) => time)).toEqual(LEVELS.map(() => AT.toISOString()))
  expect(read[0]?.words).toBe('The folder is away folder="hot"')
})

test('what is no line of its own belongs to the one before', () => {
  const [first, second, third] = logLines([
    logLine(AT, 'error', 'It broke'),
    '    at somewhere',
    logLine(AT, 'info', 'It goes on'),
  ])
  expect([first?.level, second?.level, third?.level]).toEqual(['error', 'error', 'info'])
  expect(second).toMatchObject({ time: '', words: '    at somewhere' })
})

test('equal lines are told apart', () => {
  const line = logLine(AT, 'info', 'The same')
  expect(new Set(logLines([line, line, line]).map(({ key }) => key)).size).toBe(3)
})

test('lines are found by level and by every word', () => {
  const lines = logLines([
    logLine(AT, 'debug', 'Looked at hot'),
    logLine(AT, 'warn', 'The folder is away', { folder: 'Hot' }),
    logLine(AT, 'error', 'The disk is full'),
  ])
  const found = (least: (typeof LEVELS)[number], find: string): (string | undefined)[] =>
    fittingLines(lines, least, find).map(({ level }) => level)
  expect(found('debug', '')).toEqual(['debug', 'warn', 'error'])
  expect(found('warn', '')).toEqual(['warn', 'error'])
  expect(found('debug', 'hot  AWAY')).toEqual(['warn'])
  expect(found('error', 'hot')).toEqual([])
})

test('the text for support holds every part under its name', () => {
  const text = bundleText(
    [
      { name: 'config.json', text: '{}' },
      { name: 'logs/sluice.log', text: 'ä\n\n' },
    ],
    AT,
  )
  expect(text).toBe(
    'Sluice diagnostics, 2026-01-31T12:00:00.000Z\nHolds: config.json, logs/sluice.log\n' +
      '\n===== config.json =====\n{}\n\n===== logs/sluice.log =====\nä\n',
  )
  expect(sizeOf('ä')).toBe(2)
})
