import { expect, test } from 'vitest'
import { maskFor } from '../../../electron/host/diagnostics/mask.ts'

const HOME = '/home/anna'

test('the home directory is written as ~, in every way in which it is spelt', () => {
  const mask = maskFor({ values: [], home: HOME })
  expect(mask('/home/anna/x "C:\\\\Users" Bearer abcdefghij')).toBe('~/x "C:\\\\Users" Bearer ***')
  expect(mask('at file:///home/anna/a.ts: /home/anna.')).toBe('at file://~/a.ts: ~.')
  expect(mask('/home/annabel /home/anna-2 /home/anna_')).toBe('/home/annabel /home/anna-2 /home/anna_')
  const windows = maskFor({ values: [], home: 'C:\\Users\\Änne' })
  expect(
    windows('{"p":"C:\\\\Users\\\\Änne\\\\x"} C:\\Users\\Änne C:/Users/Änne/x file:///C:/Users/%C3%84nne'),
  ).toBe('{"p":"~\\\\x"} ~ ~/x file:///~')
  expect(maskFor({ values: [], home: '/' })('/a')).toBe('/a')
})

test('a stored secret is masked wherever it stands, however it is written there', () => {
  const value = 'p" w/ä\\1'
  const mask = maskFor({ values: [value, 'p" w', ''], home: HOME })
  const texts = [
    value,
    JSON.stringify(value),
    encodeURIComponent(value),
    new URLSearchParams({ value }).toString(),
  ]
  expect(texts.map(mask)).toEqual(['***', '"***"', '***', 'value=***'])
  expect(mask('')).toBe('')
})

test('a secret of a few letters is no reason to make texts unreadable', () => {
  expect(maskFor({ values: ['a'], home: HOME })('a sidecar')).toBe('a sidecar')
})

test('the values of queries are masked, whatever the parameter is called', () => {
  const mask = maskFor({ values: [], home: HOME })
  expect(mask('GET https://a.example/x?id=7&hash=abc, then')).toBe(
    'GET https://a.example/x?id=***&hash=*** then',
  )
  expect(mask('{\\"url\\":\\"https://a.example/?abc\\"}')).toBe('{\\"url\\":\\"https://a.example/?***\\"}')
  const masked = mask('https://anna:pw@a.example/x?a=b#c Authorization: Basic YTpi')
  expect(masked).toBe('https://***@a.example/x?a=***#c Authorization: ***')
  expect(mask(masked)).toBe(masked)
})
