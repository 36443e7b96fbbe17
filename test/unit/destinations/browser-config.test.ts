import { expect, test } from 'vitest'
import { FotowareConfig } from '../../../shared/destination-config.ts'

const parsed = (auth: Record<string, unknown>) =>
  FotowareConfig.safeParse({
    name: 'archive',
    kind: 'fotoware',
    url: 'https://archive.example',
    collection: null,
    auth: { method: 'browser', clientId: 'x', ...auth },
  })

test('only the client has to be named: ports and path are those that the documentation asks to register', () => {
  expect(parsed({}).data?.auth).toEqual({
    method: 'browser',
    clientId: 'x',
    redirectPorts: [47_121, 47_122, 47_123],
    redirectPath: '/callback',
  })
})

test.each([
  { redirectPath: 'callback' },
  { redirectPath: '/a b' },
  { redirectPath: '/a?b=c' },
  { redirectPath: '/a#b' },
  { redirectPath: 'http://127.0.0.1/x' },
  { redirectPorts: [] },
  { redirectPorts: [80] },
  { redirectPorts: [70_000] },
  { clientId: '' },
  { secret: 'x' },
])('%j is refused', (auth) => {
  expect(parsed(auth).success).toBe(false)
})

test.each([{ redirectPath: '/' }, { redirectPath: '/oauth/call-back_1.x~' }, { redirectPorts: [8080] }])(
  '%j is taken',
  (auth) => {
    expect(parsed(auth).success).toBe(true)
  },
)
