import { describe, expect, test } from 'vitest'
import { call, startForTest, upload } from './test-client.ts'
import type { Reply } from './test-client.ts'

interface Described {
  readonly field: { readonly id: number; readonly label: string; readonly taxonomyHref: string | null }
  readonly required: boolean
}

interface View {
  readonly href: string
  readonly preserveModificationTime: boolean
  readonly builtinFields: Record<string, Described>
  readonly detailRegions: readonly { readonly name: string; readonly fields: readonly Described[] }[]
}

interface List {
  readonly data: readonly {
    readonly name: string
    readonly metadataEditor: { readonly href: string } | null
    readonly permissions: readonly string[]
    readonly taxonomies: readonly object[]
  }[]
}

interface Items {
  readonly data: readonly { readonly name: string; readonly value: string; readonly acl: readonly string[] }[]
  readonly paging: { readonly next: string | null } | null
}

const type = (name: string) => ({ headers: { accept: `application/vnd.fotoware.${name}+json` } })
const fieldsOf = (view: View) => view.detailRegions.flatMap(({ fields }) => fields)

describe('metadata views', () => {
  test('an archive has the standard view, one of its own or none', async () => {
    const server = await startForTest({
      archives: [
        { id: '1', name: 'Standard', setting: 'user-selection' },
        { id: '2', name: 'Sports', setting: 'user-selection', metadataEditor: 'Sports', canEdit: false },
        { id: '3', name: 'Bare', setting: 'user-selection', metadataEditor: null },
        { id: '4', name: 'Broken', setting: 'user-selection', metadataEditor: 'Gone' },
      ],
      metadataFields: { 500: { label: 'Club', maxSize: 20, isBag: true }, 5: { maxSize: 100 } },
      metadataViews: {
        Sports: {
          preserveModificationTime: false,
          fields: {
            5: { isRequired: true },
            25: { isTaxonomyOnly: true },
            501: { label: 'Arena', isReadOnly: true },
          },
        },
      },
    })
    const { body } = await call<List>(`${server.url}/fotoweb/me/archives/`)
    const views: (Reply<View> | null)[] = []
    for (const { metadataEditor } of body.data) {
      views.push(
        metadataEditor === null
          ? null
          : await call<View>(server.url + metadataEditor.href, type('metadata-set')),
      )
    }
    expect(views.map((view) => view?.status ?? null)).toEqual([200, 200, null, 404])
    expect(body.data.map(({ permissions }) => permissions.includes('EditText'))).toEqual([
      true,
      false,
      true,
      true,
    ])
    const [standard, sports] = views.map((view) => view?.body)
    if (standard === undefined || sports === undefined) throw new Error('a view is missing')
    expect(standard.href).not.toBe(sports.href)
    expect([standard.preserveModificationTime, sports.preserveModificationTime]).toEqual([true, false])
    const described = (view: View, id: number) => fieldsOf(view).find(({ field }) => field.id === id)
    expect(described(standard, 5)).toMatchObject({
      required: false,
      field: { 'max-size': 100, label: 'Title' },
    })
    expect(described(sports, 5)).toMatchObject({ required: true, field: { 'max-size': 100 } })
    expect(sports.builtinFields['title']).toEqual(described(sports, 5))
    expect(described(sports, 25)).toMatchObject({ 'taxonomy-only': true, field: { 'multi-instance': true } })
    expect(described(standard, 500)).toMatchObject({ field: { label: 'Club', 'multi-instance': true } })
    expect([described(standard, 501), described(sports, 501)]).toEqual([
      undefined,
      expect.objectContaining({ isWritable: false }),
    ])
    expect((await call(server.url + standard.href, type('asset'))).status).toBe(406)
  })

  test('a field made a bag takes several values everywhere', async () => {
    const server = await startForTest()
    const metadata = { fields: [{ id: 205, value: ['a', 'b'] }] }
    expect((await upload(server, 'x', { metadata })).status).toBeUndefined()
    server.settings.metadataFields = { 205: { isBag: true } }
    expect((await upload(server, 'x', { metadata })).status).toBe('done')
    expect(server.assets()[0]?.metadata['205']?.value).toEqual(['a', 'b'])
  })
})

describe('taxonomies', () => {
  const taxonomies = {
    25: [
      'Sport',
      'sprint',
      'Ski',
      { name: 'Ålesund', value: 'no/alesund' },
      { name: 'Skiing', isAssignable: false },
    ],
    500: ['A'],
  }

  test('are linked from the view and found by either address', async () => {
    const server = await startForTest({ taxonomies })
    const { body: list } = await call<List>(`${server.url}/fotoweb/me/archives/`)
    expect(list.data[0]?.taxonomies).toMatchObject([{ field: 25 }, { field: 500 }])
    const { body: view } = await call<View>(server.url + (list.data[0]?.metadataEditor?.href ?? ''))
    const href = view.builtinFields['tags']?.field.taxonomyHref ?? ''
    expect(href).toBe('/fotoweb/taxonomies/25-Keywords/')
    expect(view.builtinFields['title']?.field.taxonomyHref).toBeNull()
    const whole = await call<{ items: Items }>(server.url + href, type('taxonomy'))
    expect(whole.body).toMatchObject({ name: 'Keywords', field: 25, href, hasChildren: true })
    expect(whole.body.items.data.map(({ name, value, acl }) => [name, value, acl.includes('Set')])).toEqual([
      ['Sport', 'Sport', true],
      ['sprint', 'sprint', true],
      ['Ski', 'Ski', true],
      ['Ålesund', 'no/alesund', true],
      ['Skiing', 'Skiing', false],
    ])
    const other = await call(`${server.url}/fotoweb/api/taxonomies/25/`)
    expect([other.body, other.headers.get('content-type')]).toEqual([
      whole.body,
      'application/vnd.fotoware.taxonomy+json; charset=utf-8',
    ])
    const info = await call(server.url + href, type('taxonomy-info'))
    expect(info.body).not.toHaveProperty('items')
    const all = await call<{ data: readonly object[] }>(
      `${server.url}/fotoweb/taxonomies/`,
      type('taxonomy-list'),
    )
    expect(all.body.data).toHaveLength(2)
  })

  test.each([
    ['sk', ['Ski', 'Skiing']],
    ['SPR', ['sprint']],
    ['ålE', ['Ålesund']],
    ['a\u030A', ['Ålesund']],
    ['port', []],
    ['', ['Sport', 'sprint', 'Ski', 'Ålesund', 'Skiing']],
  ])('are searched: %s', async (query, expected) => {
    const server = await startForTest({ taxonomies })
    const url = `${server.url}/fotoweb/taxonomies/25-Keywords/?q=${encodeURIComponent(query)}`
    const { body } = await call<Items>(url, type('taxonomy-item-list'))
    expect(body.data.map(({ name }) => name)).toEqual(expected)
  })

  test('are paged, with and without a search', async () => {
    const server = await startForTest({ pageSize: 2, taxonomies })
    for (const query of ['', '?q=s']) {
      const names: string[] = []
      let next: string | null = `/fotoweb/taxonomies/25-Keywords/${query}`
      while (next !== null) {
        const { body }: { body: { items: Items } } = await call<{ items: Items }>(server.url + next)
        expect(body.items.data.length).toBeLessThanOrEqual(2)
        names.push(...body.items.data.map(({ name }) => name))
        next = body.items.paging?.next ?? null
      }
      expect(names).toHaveLength(query === '' ? 5 : 4)
    }
  })

  test('are not found where there are none, nor in other media types', async () => {
    const server = await startForTest({ taxonomies })
    for (const path of [
      'taxonomies/5-Title/',
      'api/taxonomies/5/',
      'taxonomies/25/',
      'taxonomies/x-Keywords/',
    ]) {
      expect((await call(`${server.url}/fotoweb/${path}`)).status, path).toBe(404)
    }
    expect((await call(`${server.url}/fotoweb/taxonomies/25-Keywords/`, type('asset'))).status).toBe(406)
  })
})
