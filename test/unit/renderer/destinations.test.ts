import { expect, test } from 'vitest'
import {
  authFor,
  methodOf,
  portsFrom,
  REDIRECT_PATH,
  REDIRECT_PORTS,
  redirectAddresses,
} from '../../../renderer/views/destinations/destination-fields.ts'
import {
  secretEnv,
  secretName,
  withSecretNames,
} from '../../../renderer/views/destinations/kinds/secret-names.ts'
import { DestinationConfig } from '../../../shared/config.ts'

const browser = { name: 'press', kind: 'fotoware', auth: { method: 'browser', clientId: 'native' } }

test('the addresses to register are those that sign-ins use', () => {
  expect(redirectAddresses(browser)).toEqual([
    'http://127.0.0.1:47121/callback',
    'http://127.0.0.1:47122/callback',
    'http://127.0.0.1:47123/callback',
  ])
  const own = { kind: 'fotoware', auth: { ...browser.auth, redirectPorts: [5000], redirectPath: '/back' } }
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
  expect(methodOf({ kind: 'fotoware', auth: { method: 'password' } })).toBe('none')
  expect(methodOf({ kind: 'basip', auth: { method: 'password' } })).toBe('password')
})

test('each kind has its own ways to sign in, with keys of their own', () => {
  const app = { name: 'faces', kind: 'bioid', auth: { method: 'app', appId: '4711', secret: 'bws' } }
  expect(authFor('token-url', app)).toEqual({ method: 'token-url', url: '' })
  expect(authFor('app', { ...app, auth: { method: 'none' } })).toEqual({
    method: 'app',
    appId: '',
    secret: 'faces-secret',
  })
  const door = {
    name: 'gate',
    kind: 'basip',
    auth: { method: 'password', user: 'a', secret: { env: 'GATE' } },
  }
  expect(authFor('password', door)).toEqual(door.auth)
  expect(authFor('none', door)).toEqual({ method: 'none' })
  expect(authFor('anonymous', { ...door, kind: 'picapport' })).toEqual({ method: 'anonymous' })
})

test('a secret is known by the name that is written, or comes from the environment', () => {
  expect(secretName({ name: 'press', auth: { secret: 'mine' } }, 'auth.secret')).toBe('mine')
  expect(secretName({ name: 'press', auth: { secret: '' } }, 'auth.secret')).toBe('press-secret')
  expect(secretName({ name: 'press', apiKey: null }, 'apiKey')).toBe('press-api-key')
  expect(secretEnv({ auth: { secret: { env: 'PRESS' } } }, 'auth.secret')).toBe('PRESS')
  expect(secretEnv({ auth: { secret: 'mine' } }, 'auth.secret')).toBeNull()
})

test('the secrets of a new destination are named after it, whenever its name was written', () => {
  const fresh = { name: 'home', auth: { method: 'password', secret: '-secret' }, apiKey: { env: 'KEY' } }
  expect(withSecretNames(fresh, ['auth.secret', 'apiKey'])).toEqual({
    ...fresh,
    auth: { method: 'password', secret: 'home-secret' },
  })
})

test('ports are read as people write them, and anything else is no list of ports', () => {
  expect(portsFrom('5000, 5001;5002 5003')).toEqual([5000, 5001, 5002, 5003])
  expect(portsFrom('5000, x')).toBeNull()
  expect(portsFrom(' ')).toBeNull()
})
