import { describe, expect, test } from 'vitest'
import { call, startForTest, upload } from './test-client.ts'

interface Item {
  readonly name: string
  readonly filename: string
  readonly href: string
  readonly data: string
  readonly canUploadTo: boolean
  readonly canCreateFolders: boolean
  readonly canIngestToChildren: boolean
  readonly metadataEditor: { readonly href: string }
}

interface List {
  readonly data: readonly Item[]
  readonly paging: { readonly next: string | null; readonly prev: string | null } | null
}

const type = (name: string) => ({ accept: `application/vnd.fotoware.${name}+json` })

test('entry points by media type', async () => {
  const server = await startForTest()
  const full = await call<{ upload_to: string }>(`${server.url}/fotoweb/me/`, {
    headers: type('full-api-descriptor'),
  })
  expect(full.headers.get('content-type')).toContain('application/vnd.fotoware.full-api-descriptor+json')
  expect(full.body).toMatchObject({
    server: 'FotoWeb Core',
    searchURL: '/fotoweb/archives/{?q}',
    isVersioningEnabled: true,
  })
  expect((await call(`${server.url}/fotoweb/`, { headers: type('full-api-descriptor') })).status).toBe(406)
  expect((await call(`${server.url}/fotoweb/`, { headers: { accept: 'application/json' } })).status).toBe(200)
  const moved = await call(`${server.url}/fotoweb/me`)
  expect([moved.status, moved.headers.get('location')]).toEqual([302, '/fotoweb/me/'])
  expect((await call(`${server.url}/fotoweb/me/upload-to/`, { headers: type('asset') })).status).toBe(406)
  expect((await call(`${server.url}/fotoweb/nothing`)).status).toBe(404)
})

test('upload destinations carry flags that follow the archive settings', async () => {
  const server = await startForTest({
    mode: 'on-prem',
    archives: [
      { id: '1', name: 'User selection', setting: 'user-selection' },
      { id: '2', name: 'Default', setting: 'default' },
      { id: '3', name: 'Input', setting: 'file-system' },
      { id: '4', name: 'Read only', setting: 'user-selection', canUpload: false },
      { id: '5', name: 'Shown', setting: 'user-selection', showDocumentFolders: true, folders: ['Desk'] },
    ],
  })
  const { body } = await call<List>(`${server.url}/fotoweb/me/upload-to/`, {
    headers: type('collectionlist'),
  })
  const flags = body.data.map((item) => [
    item.href,
    item.canUploadTo,
    item.canCreateFolders,
    item.canIngestToChildren,
  ])
  expect(flags).toEqual([
    ['/fotoweb/archives/1-User-selection/', true, true, true],
    ['/fotoweb/archives/2-Default/', true, false, false],
    ['/fotoweb/archives/3-Input/', true, false, false],
    ['/fotoweb/archives/5-Shown/', false, false, true],
  ])
  expect(body.paging).toBeNull()
  expect((await call<List>(`${server.url}/fotoweb/me/archives/`)).body.data).toHaveLength(5)
  const desk = await call<List>(server.url + (body.data[3]?.data ?? ''), { headers: type('collectionlist') })
  expect(desk.body.data[0]).toMatchObject({ href: '/fotoweb/archives/5-Shown/Desk/', canUploadTo: true })
})

describe('a folder tree', () => {
  const folders = ['Blå/Æ 😀', ...Array.from({ length: 7 }, (_, index) => `Folder ${index}`)]
  const options = {
    pageSize: 3,
    archives: [{ id: '5000', name: 'All files', setting: 'user-selection', folders }],
  } as const

  test('is read through data links and pages', async () => {
    const server = await startForTest(options)
    const top = (await call<List>(`${server.url}/fotoweb/me/upload-to/`)).body.data[0]
    expect(top?.href).toBe('/fotoweb/archives/5000-All-files/')
    const names: string[] = []
    let next: string | null = top?.data ?? null
    let pageCount = 0
    while (next !== null) {
      const { body }: { body: List } = await call<List>(server.url + next, {
        headers: type('collectionlist'),
      })
      names.push(...body.data.map(({ name }) => name))
      next = body.paging?.next ?? null
      pageCount += 1
      expect(body.paging?.prev === '').toBe(pageCount === 1)
    }
    expect(names).toEqual(['Blå', ...Array.from({ length: 7 }, (_, index) => `Folder ${index}`)])
    expect(pageCount).toBe(3)
  })

  test('addresses of folders are percent-encoded and lead to the collection', async () => {
    const server = await startForTest(options)
    const href = '/fotoweb/archives/5000-All-files/Bl%C3%A5/%C3%86%20%F0%9F%98%80/'
    const info = await call<Item>(server.url + href, { headers: type('collectioninfo') })
    expect(info.body).toMatchObject({ name: 'Æ 😀', href, type: 'folder', canUploadTo: true })
    const same = await call<Item>(server.url + info.body.data, { headers: type('collectioninfo') })
    expect(same.body).toEqual(info.body)
    const { result } = await upload(server, 'x', { destination: href, filename: 'ø 1.jpg' })
    expect(result?.assetUrl).toBe(`${href}%C3%B8%201.jpg.info`)
    const whole = await call<{ assets: List; children: List }>(server.url + href, {
      headers: type('collection'),
    })
    expect(whole.body.assets.data.map(({ filename }) => filename)).toEqual(['ø 1.jpg'])
    expect((await call(`${server.url}${href};p=1`, { headers: type('collection') })).status).toBe(406)
    expect((await call(`${server.url}/fotoweb/data/a/5000.forged/`)).status).toBe(404)
    expect((await call(`${server.url}/fotoweb/archives/5000-All-files/None/`)).status).toBe(404)
    expect((await call(`${server.url}/fotoweb/archives/5000-All-files/%E5/`)).status).toBe(400)
  })
})

test('the metadata view describes its fields', async () => {
  const server = await startForTest()
  const { body } = await call<List>(`${server.url}/fotoweb/me/upload-to/`)
  const view = await call<{ builtinFields: Record<string, unknown>; detailRegions: readonly unknown[] }>(
    server.url + (body.data[0]?.metadataEditor.href ?? ''),
    { headers: type('metadata-set') },
  )
  expect(view.headers.get('cache-control')).toContain('max-age=60')
  expect(view.body.builtinFields['tags']).toMatchObject({
    field: { id: 25, 'multi-instance': true, 'max-size': 64 },
  })
  expect(view.body.detailRegions).toHaveLength(3)
})

test('assets are found by name, field and archive', async () => {
  const server = await startForTest({ pageSize: 2 })
  const tagged = { metadata: { fields: [{ id: 25, value: ['football'] }] } }
  await upload(server, '1', { filename: 'Ærø (1).jpg', ...tagged })
  await upload(server, '2', { filename: 'b.jpg', folder: 'Deep', ...tagged })
  await upload(server, '3', { filename: 'c.png', destination: '/fotoweb/archives/5001-Wire/' })
  const search = async (query: string, path = '/fotoweb/archives/') => {
    const url = `${server.url}${path}?q=${encodeURIComponent(query)}`
    const { body } = await call<List>(url, { headers: type('assetlist') })
    return body.data.map(({ filename }) => filename)
  }
  expect(await search('fn:ærø (1).jpg')).toEqual(['Ærø (1).jpg'])
  expect(await search('fn:none.jpg')).toEqual([])
  expect(await search('fn:*.jpg AND NOT fn:b.jpg')).toEqual(['Ærø (1).jpg'])
  expect(await search('25:foot AND b')).toEqual(['b.jpg'])
  expect(await search('fn:b.jpg', '/fotoweb/archives/5000-Photos/')).toEqual(['b.jpg'])
  expect(await search('fn:b.jpg', '/fotoweb/archives/5001-Wire/')).toEqual([])
  const all = await call<List>(`${server.url}/fotoweb/archives/?q=fn%3A*`, { headers: type('assetlist') })
  expect(all.body.data).toHaveLength(2)
  const rest = await call<List>(server.url + (all.body.paging?.next ?? ''), { headers: type('assetlist') })
  expect(rest.body.data.map(({ filename }) => filename)).toEqual(['c.png'])
  const places = await call<List>(`${server.url}/fotoweb/archives/?q=fn%3Ac.png`, {
    headers: type('collectionlist'),
  })
  expect(places.body.data.map(({ name }) => name)).toEqual(['Wire'])
})
