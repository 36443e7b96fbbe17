import { describe, expect, test } from 'vitest'
import type { FotowareServerOptions } from './server-options.ts'
import { call, createBody, postCreate, startForTest, upload } from './test-client.ts'
import type { ErrorReply } from './test-client.ts'

const archives = [
  { id: '5000', name: 'Photos', setting: 'user-selection', folders: ['Blå/Æ 😀'] },
  { id: '5001', name: 'Wire', setting: 'default', folders: ['In'] },
  { id: '5002', name: 'Plain', setting: 'user-selection', metadataNotAllowed: true },
  { id: '5003', name: 'Closed', setting: 'user-selection', canUpload: false },
  { id: '5004', name: 'Shown', setting: 'user-selection', showDocumentFolders: true, folders: ['Desk'] },
  { id: '5005', name: 'Custom', setting: 'file-system' },
] as const

const photos = '/fotoweb/archives/5000-Photos/'
const field = (instruction: object) => ({ metadata: { fields: [instruction], attributes: [] } })
const attribute = (key: string, value: unknown) => ({
  metadata: { fields: [], attributes: [{ key, value }] },
})
const big = 25 * 2 ** 30

const refused: readonly (readonly [string, string, Record<string, unknown>])[] = [
  ['a negative size', 'invalid_argument', { fileSize: -1 }],
  ['a size with a fraction', 'invalid_argument', { fileSize: 1.5 }],
  ['a size as text', 'invalid_argument', { fileSize: '10' }],
  ['no size', 'invalid_argument', { fileSize: undefined }],
  ['more than 25 GB', 'invalid_argument', { fileSize: big + 1 }],
  ['hasXmp as text', 'invalid_argument', { hasXmp: 'yes' }],
  ['no destination key', 'invalid_argument', { destination: undefined }],
  ['a comment that is a number', 'invalid_argument', { comment: 1 }],
  ['a checkout id', 'invalid_checkout_id', { checkoutId: 'x' }],
  ['a destination that is a number', 'destination_invalid_url', { destination: 5 }],
  ['a relative destination', 'destination_invalid_url', { destination: 'archives/5000-Photos/' }],
  [
    'another host',
    'destination_invalid_url',
    { destination: 'http://example.org/fotoweb/archives/5000-Photos/' },
  ],
  ['a destination with a query', 'destination_invalid_url', { destination: `${photos}?q=x` }],
  ['a data URL', 'destination_invalid_url', { destination: '/fotoweb/data/a/5000.x/' }],
  ['broken percent-encoding', 'destination_invalid_url', { destination: `${photos}%E5/` }],
  ['letters that are not encoded', 'destination_invalid_url', { destination: `${photos}Blå/` }],
  ['an unknown archive', 'destination_not_found', { destination: '/fotoweb/archives/4999-Photos/' }],
  ['a renamed archive', 'destination_not_found', { destination: '/fotoweb/archives/5000-Bilder/' }],
  ['a lost slash', 'destination_not_found', { destination: '/fotoweb/archives/5000-Photos' }],
  ['an unknown folder', 'destination_not_found', { destination: `${photos}Nowhere/` }],
  ['an unknown asset', 'destination_not_found', { destination: `${photos}none.jpg.info` }],
  ['another resource', 'destination_not_found', { destination: '/fotoweb/me/' }],
  ['no destination on SaaS', 'destination_invalid_location', { destination: null }],
  [
    'a folder of a Default archive',
    'destination_invalid_location',
    { destination: '/fotoweb/archives/5001-Wire/In/' },
  ],
  ['no file name', 'invalid_filename', { filename: null }],
  ...[
    '',
    '.',
    '..',
    'a/b.jpg',
    'a\\b.jpg',
    'a:b',
    'a?',
    'a*',
    'a|b',
    '<a>',
    '"a"',
    'a.',
    'a ',
    'CON',
    'nul.txt',
    'a\nb',
  ].map((filename) => [`file name ${JSON.stringify(filename)}`, 'invalid_filename', { filename }] as const),
  ['a file name too long', 'invalid_filename', { filename: `${'a'.repeat(252)}.jpg` }],
  ...['..', 'a/../b', './a', 'a:b', 'a/b?', 'lpt1', 'a/b./c', 'a\\b', 'a /b'].map(
    (folder) => [`folder ${JSON.stringify(folder)}`, 'invalid_folder', { folder }] as const,
  ),
  [
    'a folder in a Default archive',
    'invalid_folder',
    { destination: '/fotoweb/archives/5001-Wire/', folder: 'a' },
  ],
  ['metadata where it may not be', 'metadata_not_allowed', { destination: '/fotoweb/archives/5002-Plain/' }],
  [
    'a sidecar where it may not be',
    'metadata_not_allowed',
    { destination: '/fotoweb/archives/5002-Plain/', metadata: null, hasXmp: true },
  ],
  ['metadata that is a list', 'invalid_argument', { metadata: [] }],
  ['fields that are an object', 'invalid_argument', { metadata: { fields: {} } }],
  ['an instruction without id', 'invalid_argument', field({ value: 'x' })],
  ['an id as text', 'invalid_argument', field({ id: '25', value: 'x' })],
  ['an unknown action', 'invalid_argument', field({ id: 25, action: 'Add', value: 'x' })],
  ['add without value', 'invalid_argument', field({ id: 25 })],
  ['append without value', 'invalid_argument', field({ id: 25, action: 'append' })],
  ['append of a list', 'invalid_argument', field({ id: 25, action: 'append', value: ['x'] })],
  ['prepend of a list', 'invalid_argument', field({ id: 25, action: 'prepend', value: ['x'] })],
  ['two values for one', 'invalid_argument', field({ id: 5, value: ['a', 'b'] })],
  ['a value that is a number', 'invalid_argument', field({ id: 25, value: [1] })],
  ['an unknown attribute', 'invalid_argument', attribute('ct', '2022-12-24T11:22:33Z')],
  ['a time with an offset', 'invalid_argument', attribute('mt', '2022-12-24T11:22:33+01:00')],
  ['a time without zone', 'invalid_argument', attribute('mt', '2022-12-24T11:22:33')],
  ['no real time', 'invalid_argument', attribute('mt', '2022-13-24T11:22:33Z')],
]

describe('refused create requests', () => {
  test.each(refused)('%s: %s', async (_name, value, changes) => {
    const server = await startForTest({ archives })
    const reply = await postCreate<ErrorReply>(server, changes)
    expect([reply.status, reply.body.value]).toEqual([400, value])
    expect(Object.keys(reply.body)).toEqual(['value', 'heading', 'description', 'technicalInfo'])
    expect(reply.headers.get('x-requestid')).toMatch(/^[A-Za-z0-9_-]{22}$/)
    expect(reply.headers.get('fotoweb-server')).toContain('Product-Version')
    expect(server.tasks()).toEqual([])
  })

  test.each([
    ['no JSON', '{"a":', 'application/json', 400],
    ['JSON of another kind', '[]', 'application/json', 400],
    ['another content type', JSON.stringify(createBody()), 'text/plain', 415],
  ])('%s', async (_name, json, contentType, status) => {
    const server = await startForTest()
    const headers = { 'content-type': contentType }
    expect((await call(`${server.url}/fotoweb/api/uploads/`, { method: 'POST', json, headers })).status).toBe(
      status,
    )
  })

  test('an archive without upload permission gives 403, a reply nobody can read 406', async () => {
    const server = await startForTest({ archives })
    expect((await postCreate(server, { destination: '/fotoweb/archives/5003-Closed/' })).status).toBe(403)
    const headers = { accept: 'text/html' }
    const reply = await call(`${server.url}/fotoweb/api/uploads`, {
      method: 'POST',
      json: createBody(),
      headers,
    })
    expect(reply.status).toBe(406)
  })
})

const onPremises: Partial<FotowareServerOptions> = { mode: 'on-prem', archives }

test.each([
  [
    'folder of the archive',
    {},
    { destination: '/fotoweb/archives/5000-Photos/Bl%C3%A5/%C3%86%20%F0%9F%98%80/' },
  ],
  ['new folders', {}, { folder: '/2026//Café 😀/' }],
  ['25 GB', {}, { fileSize: big }],
  ['no metadata', {}, { metadata: null }],
  ['only attributes', {}, attribute('mt', '2022-12-24T11:22:33Z')],
  ['an empty add', {}, field({ id: 5, value: [] })],
  ['an erase', {}, field({ id: 5, action: 'erase' })],
  ['unknown keys', {}, { IgnoreMetadata: true }],
  ['the Default archive', {}, { destination: '/fotoweb/archives/5001-Wire/' }],
  ['metadata null where none may be', {}, { destination: '/fotoweb/archives/5002-Plain/', metadata: null }],
  ['the upload area', onPremises, { destination: null }],
  ['a shown document folder', onPremises, { destination: '/fotoweb/archives/5004-Shown/Desk/' }],
  ['the archive root on SaaS', {}, { destination: '/fotoweb/archives/5004-Shown/' }],
])('accepted: %s', async (_name, options, changes) => {
  const server = await startForTest({ archives, ...options })
  const reply = await postCreate(server, changes)
  expect(reply.status).toBe(200)
})

test.each([
  [
    'archive root with shown folders',
    {},
    { destination: '/fotoweb/archives/5004-Shown/' },
    'destination_invalid_location',
  ],
  [
    'upload area that is off',
    { hasUploadArea: false },
    { destination: null },
    'destination_invalid_location',
  ],
  ['folder in the upload area', {}, { destination: null, folder: 'a' }, 'invalid_folder'],
])('on-premises refuses: %s', async (_name, options, changes, value) => {
  const server = await startForTest({ ...onPremises, ...options })
  expect((await postCreate<ErrorReply>(server, changes)).body.value).toBe(value)
})

test.each(['/fotoweb/archives/5005-Custom/', null])('no asset URL is told for %s', async (destination) => {
  const server = await startForTest({ ...onPremises })
  const status = await upload(server, 'hello', { destination })
  expect(status).toMatchObject({
    status: 'done',
    result: { assetUrl: null, assetDetails: null },
    error: null,
  })
  expect(server.assets()).toHaveLength(1)
})

test('the number of chunks is the size over the chunk size, rounded up', async () => {
  const server = await startForTest()
  expect((await postCreate(server, { fileSize: 5_368_709_120 })).body.numChunks).toBe(1280)
  server.settings.chunkSize = 1000
  for (const [fileSize, numChunks] of [
    [0, 0],
    [1, 1],
    [1000, 1],
    [1001, 2],
  ] as const) {
    expect((await postCreate(server, { fileSize })).body).toMatchObject({ chunkSize: 1000, numChunks })
  }
})
