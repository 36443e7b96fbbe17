import { describe, expect, test } from 'vitest'
import { servedNames } from '../../../electron/headless/served-names.ts'
import { hostInUrl, isLoopback, parseUiAddress } from '../../../electron/headless/ui-address.ts'
import { windowPlace } from '../../../electron/headless/window-place.ts'

test.each([
  [true, '127.0.0.1', 7420, false],
  ['8080', '127.0.0.1', 8080, true],
  [':8080', '127.0.0.1', 8080, true],
  ['0', '127.0.0.1', 0, true],
  ['localhost', 'localhost', 7420, false],
  ['10.0.0.7:80', '10.0.0.7', 80, true],
  ['[::1]:7421', '::1', 7421, true],
  ['[::1]', '::1', 7420, false],
  ['::1', '::1', 7420, false],
  ['station.example.org:443', 'station.example.org', 443, true],
] as const)('%s is an address', (text, host, port, isPortGiven) => {
  expect(parseUiAddress(text)).toEqual({ host, port, isPortGiven })
})

test.each([
  'a b',
  'http://127.0.0.1',
  '127.0.0.1:',
  '127.0.0.1:65536',
  '[127.0.0.1]:80',
  '-x:80',
  'a/b',
  '[::1',
])('%s is none', (text) => {
  expect(parseUiAddress(text)).toBeNull()
})

test.each([
  ['127.0.0.1', true],
  ['127.8.9.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['localhost', true],
  ['sluice.localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.0.2.1', false],
  ['::ffff:192.0.2.1', false],
  ['nowhere.invalid', false],
])('%s: only this computer %s', async (host, expected) => {
  expect(await isLoopback(host)).toBe(expected)
})

describe('Host headers', () => {
  const here = servedNames({ host: '127.0.0.1', port: 7420, names: ['Sluice.example.org'] })

  test.each(['127.0.0.1:7420', 'localhost:7420', 'LOCALHOST:7420', '[::1]:7420', 'sluice.example.org'])(
    '%s is served',
    (name) => {
      expect(here(name)).toBe(true)
    },
  )

  test.each([undefined, '', '127.0.0.1', '127.0.0.1:80', 'evil.example:7420', '127.0.0.1:7420.evil.example'])(
    '%s is not',
    (name) => {
      expect(here(name)).toBe(false)
    },
  )

  test('an IPv6 address is known as browsers write it', () => {
    const six = servedNames({ host: '2001:DB8:0:0::1', port: 7420, names: [] })
    expect(six('[2001:db8::1]:7420')).toBe(true)
    expect(hostInUrl('2001:DB8:0:0::1')).toBe('[2001:db8::1]')
    expect(hostInUrl('fe80::1%eth0')).toBe('[fe80::1%eth0]')
  })

  test('a window for the network is known by every number of the computer, and by no foreign name', () => {
    const everywhere = servedNames({ host: '0.0.0.0', port: 7420, names: [] })
    expect(everywhere('192.0.2.1:7420')).toBe(true)
    expect(everywhere('[2001:db8::1]:7420')).toBe(true)
    expect(everywhere('192.0.2.1:80')).toBe(false)
    expect(everywhere('evil.example:7420')).toBe(false)
  })
})

describe('where the window may be', () => {
  test('here without more', async () => {
    expect(await windowPlace(true, undefined)).toEqual({
      address: { host: '127.0.0.1', port: 7420, isPortGiven: false },
      names: [],
      isOpenToOthers: false,
    })
  })

  test.each(['0.0.0.0:7420', '[::]:7420', '192.0.2.1', 'nowhere.invalid:80'])(
    'at %s only when that is said',
    async (ui) => {
      expect(await windowPlace(ui, undefined)).toEqual({
        mistake: expect.stringContaining('--ui-remote') as unknown,
      })
      expect(await windowPlace(ui, true)).toMatchObject({ isOpenToOthers: true })
    },
  )

  test('under the names of a proxy', async () => {
    expect(await windowPlace(true, 'sluice.example.org, 192.0.2.1:8443')).toMatchObject({
      names: ['sluice.example.org', '192.0.2.1:8443'],
    })
    expect(await windowPlace(true, 'a b')).toEqual({ mistake: expect.stringContaining('«a b»') as unknown })
  })
})
