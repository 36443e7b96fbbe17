import { expect, test } from 'vitest'
import { isOpenable, isOwnFrame, isOwnPage, isPermitted } from '../../../electron/shell/own-page.ts'

test('only the main frame of the own page is answered', () => {
  expect(isOwnFrame({ origin: 'app://sluice', parent: null })).toBe(true)
  expect(isOwnFrame({ origin: 'app://sluice', parent: {} })).toBe(false)
  for (const origin of ['https://sluice', 'app://other', 'app://sluice.example.org', 'null', ''])
    expect(isOwnFrame({ origin, parent: null })).toBe(false)
  // Electron gives no frame once it has gone elsewhere.
  expect(isOwnFrame(null)).toBe(false)
})

test('only addresses of the own page are gone to', () => {
  expect(isOwnPage('app://sluice/index.html#queue')).toBe(true)
  for (const address of [
    'app://sluice.example.org/',
    'app://other/',
    'https://sluice/',
    'file:///',
    'nonsense',
  ])
    expect(isOwnPage(address)).toBe(false)
})

test('the system opens https, and http on this computer only', () => {
  for (const address of ['https://archive.example.org/x', 'http://localhost:8080/', 'http://[::1]:1/'])
    expect(isOpenable(address)).toBe(true)
  for (const address of [
    'http://archive.example.org/',
    'http://localhost.example.org/',
    'file:///etc/passwd',
    'smb://server/share',
    'ms-msdt:/id',
    'javascript:alert(1)',
    'nonsense',
  ])
    expect(isOpenable(address)).toBe(false)
})

test('the only permission is to copy words', () => {
  expect(isPermitted('clipboard-sanitized-write', 'app://sluice')).toBe(true)
  expect(isPermitted('clipboard-sanitized-write', 'app://sluice/')).toBe(true)
  expect(isPermitted('clipboard-sanitized-write', 'https://example.org/')).toBe(false)
  expect(isPermitted('media', 'app://sluice/')).toBe(false)
})
