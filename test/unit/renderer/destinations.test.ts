import { expect, test } from 'vitest'
import {
  authFor,
  methodOf,
  portsFrom,
  REDIRECT_PATH,
  REDIRECT_PORTS,
  redirectAddresses,
  secretEnv,
  secretName,
} from '../../../renderer/views/destinations/destination-fields.ts'
import { DestinationConfig } from '../../../shared/config.ts'

const browser = { name: 'press', auth: { method: 'browser', clientId: 'native' } }

test('the addresses to register are those that sign-ins use', () => {
  expect(redirectAddresses(browser)).toEqual([
    'http://127.0.0.1:47121/callback',
    'http://127.0.0.1:47122/callback',
    'http://127.0.0.1:47123/callback',
  ])
  const own = { auth: { ...browser.auth, redirectPorts: [5000], redirectPath: '/back' } }
  expect(redirectAddresses(own)).toEqual(['http://127.0.0.1:5000/back'])
  const standard = DestinationConfig.parse({
    ...browser,
    kind: 'fotoware',
    url: 'https://acme.example',
    collection: null,
  })
  expect(standard.auth).toMatchObject({
    redirectPorts: [...REDIRECT_PORTS],
    redirectPath: REDIRECT_PATH,
  })
})

test('another way to sign in takes the client along and nothing that it may not have', () => {
  expect(authFor('client-credentials', browser)).toEqual({
    method: 'client-credentials',
    clientId: 'native',
    secret: 'press-secret',
  })
  expect(authFor('none', browser)).toEqual({ method: 'none' })
  expect(methodOf({ auth: { method: 'password' } })).toBe('none')
})

test('a secret is known by the name that is written, or comes from the environment', () => {
  expect(secretName({ name: 'press', auth: { secret: 'mine' } })).toBe('mine')
  expect(secretEnv({ auth: { secret: { env: 'PRESS' } } })).toBe('PRESS')
  expect(secretEnv({ auth: { secret: 'mine' } })).toBeNull()
})

test('ports are read as people write them, and anything else is no list of ports', () => {
  expect(portsFrom('5000, 5001;5002 5003')).toEqual([5000, 5001, 5002, 5003])
  expect(portsFrom('5000, x')).toBeNull()
  expect(portsFrom(' ')).toBeNull()
})
