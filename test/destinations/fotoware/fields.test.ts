import { describe, expect, test } from 'vitest'
import type { FieldDescription } from '../../../shared/template/field-description.ts'
import { uploadFailure } from '../attempt.ts'
import {
  type FotowareBench,
  type FotowareBenchOptions,
  PHOTOS,
  startFotowareBench,
} from '../fotoware-bench.ts'
import { deliveredAsset, fieldsOf, json, NEVER } from './asset.ts'

const VIEW = /^\/fotoweb\/editors\//
const TAXONOMY = /^\/fotoweb\/taxonomies\//

async function described(options: FotowareBenchOptions = {}): Promise<readonly FieldDescription[] | null> {
  return await fieldsOf(await startFotowareBench(options)).describe(NEVER)
}

function asked(bench: FotowareBench, path: RegExp): number {
  return bench.tap.requests.filter((request) => path.test(request.path)).length
}

function answering(bench: FotowareBench, path: RegExp, reply: ReturnType<typeof json>): void {
  bench.tap.script = (request) => (path.test(request.path) ? reply : null)
}

describe('the fields of an archive', () => {
  test('are those of its metadata view, each once', async () => {
    const metadataFields = {
      5: { isRequired: true },
      611: { label: 'Access', isBag: true, isTaxonomyOnly: true, maxSize: 20 },
    }
    const bench = await startFotowareBench({ settings: { metadataFields } })
    const fields = (await fieldsOf(bench).describe(NEVER)) ?? []
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length)
    const byId = new Map(fields.map((field) => [field.id, field]))
    expect(byId.get(5)).toEqual({
      id: 5,
      name: 'Title',
      isBag: false,
      maxLength: 64,
      type: 'text',
      isRequired: true,
      isWritable: true,
      isKept: true,
      isTaxonomyOnly: false,
      min: null,
      max: null,
      pattern: null,
    })
    expect(byId.get(611)).toMatchObject({ name: 'Access', isBag: true, isTaxonomyOnly: true, maxLength: 20 })
    expect(byId.get(25)).toMatchObject({ name: 'Keywords', isBag: true })
    expect(byId.get(100)).toMatchObject({ pattern: '^[A-Z]{3}$' })
    expect(byId.get(360)).toMatchObject({ isWritable: false })
    expect(byId.get(55)?.type).toBe('date')
    // Used by the title bar only, in no region.
    expect(byId.has(320)).toBe(true)
    const request = bench.tap.requests.find(({ path }) => VIEW.test(path))
    expect(request?.headers.accept).toBe('application/vnd.fotoware.metadata-set+json')
  })

  test('differ from archive to archive', async () => {
    const archives = [
      { id: '1', name: 'News', setting: 'user-selection' as const, metadataEditor: 'news' },
      { id: '2', name: 'Bare', setting: 'user-selection' as const, metadataEditor: null },
    ]
    const settings = { archives, metadataViews: { news: { fields: { 120: { isRequired: true } } } } }
    const news = await described({ settings, config: { collection: '/fotoweb/archives/1-News/' } })
    expect(news?.filter(({ isRequired }) => isRequired).map(({ id }) => id)).toEqual([120])
    expect(await described({ settings, config: { collection: '/fotoweb/archives/2-Bare/' } })).toBeNull()
  })

  test('are not told for the upload area', async () => {
    const bench = await startFotowareBench({ settings: { mode: 'on-prem' }, config: { collection: null } })
    expect(await fieldsOf(bench).describe(NEVER)).toBeNull()
    expect(bench.tap.requests).toEqual([])
  })

  test('are found by the other name of the link too', async () => {
    const bench = await startFotowareBench()
    const view = { detailRegions: [{ fields: [{ field: { id: 5, label: 'Title' } }] }] }
    bench.tap.script = ({ path }) =>
      VIEW.test(path) ? json(view) : json({ name: 'Photos', metadata: { href: '/fotoweb/editors/1' } })
    expect(await fieldsOf(bench).describe(NEVER)).not.toBeNull()
  })

  test('of an asset as destination are those of its archive', async () => {
    const first = await startFotowareBench()
    const collection = await deliveredAsset(first)
    const config = { url: first.server.url, collection }
    expect((await described({ config }))?.some(({ id }) => id === 25)).toBe(true)
    expect(await described({ config: { ...config, collection: `${PHOTOS}gone.jpg.info` } })).toBeNull()
  })

  test.each([401, 403, 404, 405, 406, 410] as const)(
    'are not told when the view or the collection is answered with %i',
    async (status) => {
      for (const path of [VIEW, /\/fotoweb\/archives\//]) {
        const bench = await startFotowareBench({ needsSignIn: false })
        answering(bench, path, { status })
        const work = fieldsOf(bench).describe(NEVER)
        if (status === 401) expect((await uploadFailure(work)).kind).toBe('unauthorized')
        else expect(await work).toBeNull()
      }
    },
  )

  test('are asked for by one request however many want to know, and remembered', async () => {
    const bench = await startFotowareBench({ clockSpeed: 1 })
    const fields = fieldsOf(bench)
    const all = await Promise.all([1, 2, 3, 4, 5].map(() => fields.describe(NEVER)))
    expect(new Set(all.map((list) => list?.length)).size).toBe(1)
    await fields.describe(NEVER)
    expect([asked(bench, VIEW), asked(bench, /archives/)]).toEqual([1, 1])
  })

  test('«there is none» is remembered too', async () => {
    const bench = await startFotowareBench({ clockSpeed: 1 })
    answering(bench, VIEW, { status: 404 })
    for (let time = 0; time < 3; time++) expect(await fieldsOf(bench).describe(NEVER)).toBeNull()
    expect(asked(bench, VIEW)).toBe(1)
  })

  test.each([
    ['reset-before', 'offline'],
    ['status-503', 'busy'],
    ['status-429', 'busy'],
    ['status-500', 'server'],
    ['html', 'unexpected'],
  ] as const)('%s is thrown as %s, and not remembered', async (kind, told) => {
    const bench = await startFotowareBench()
    bench.server.faults.add({ on: 'browse', kind, skip: 1, times: 1 })
    expect((await uploadFailure(fieldsOf(bench).describe(NEVER))).kind).toBe(told)
    expect(await fieldsOf(bench).describe(NEVER)).not.toBeNull()
  })

  test('who stops waiting does not end it for the others', async () => {
    const bench = await startFotowareBench()
    const abort = new AbortController()
    const mine = fieldsOf(bench).describe(abort.signal)
    const others = fieldsOf(bench).describe(NEVER)
    abort.abort(new Error('enough'))
    await expect(mine).rejects.toThrow('enough')
    expect(await others).not.toBeNull()
    expect(asked(bench, VIEW)).toBe(1)
  })

  test('a view of another shape tells nothing', async () => {
    for (const body of [{}, [], 'x', null, { detailRegions: 'none' }, { detailRegions: [{ fields: [1] }] }]) {
      const bench = await startFotowareBench()
      answering(bench, VIEW, json(body))
      expect(await fieldsOf(bench).describe(NEVER)).toBeNull()
    }
  })

  test('whether values are checked is said by the configuration', async () => {
    for (const checkFields of [true, false])
      expect(fieldsOf(await startFotowareBench({ config: { checkFields } })).isChecked).toBe(checkFields)
  })
})

describe('the list of values of a field', () => {
  const settings = {
    pageSize: 2,
    taxonomies: {
      25: [
        'sport',
        'sporthalle',
        'Sportler',
        'sportlich',
        'Zürich',
        { name: 'Places', isAssignable: false },
        { name: 'Switzerland', value: 'CH' },
      ],
    },
  }
  const listed = async (value: string, fieldId = 25, bench?: FotowareBench): Promise<boolean> =>
    await fieldsOf(bench ?? (await startFotowareBench({ settings }))).isListed(fieldId, value, NEVER)

  test.each([
    ['sport', true],
    ['sportlich', true],
    ['Zu\u0308rich', true],
    ['Z\u00fcrich', true],
    ['CH', true],
    ['SPORT', false],
    ['spor', false],
    ['Places', false],
    ['Switzerland', false],
    ['a & b=c?#/', false],
    ['', false],
  ])('«%s»: %s', async (value, isThere) => {
    expect(await listed(value)).toBe(isThere)
  })

  test('a field without a list takes anything, and nothing is asked for', async () => {
    const bench = await startFotowareBench({ settings })
    expect(await listed('anything', 105, bench)).toBe(true)
    expect(await listed('anything', 4711, bench)).toBe(true)
    expect(asked(bench, TAXONOMY)).toBe(0)
  })

  test('an archive without a view has no lists', async () => {
    const bench = await startFotowareBench({ settings })
    answering(bench, VIEW, { status: 403 })
    expect(await listed('anything', 25, bench)).toBe(true)
  })

  test('the answer is remembered by value, for all who ask', async () => {
    const bench = await startFotowareBench({ settings, clockSpeed: 1 })
    for (let time = 0; time < 3; time++) {
      const both = await Promise.all([listed('sport', 25, bench), listed('sport', 25, bench)])
      expect(both).toEqual([true, true])
    }
    expect(asked(bench, TAXONOMY)).toBe(1)
    await listed('Zürich', 25, bench)
    expect(asked(bench, TAXONOMY)).toBe(2)
    await listed('Zu\u0308rich', 25, bench)
    expect(asked(bench, TAXONOMY)).toBe(2)
  })

  test.each([{ status: 404 }, { status: 403 }, { status: 400 }, json({ other: 'shape' })])(
    'that cannot be read forbids nothing: %o',
    async (reply) => {
      const bench = await startFotowareBench({ settings })
      answering(bench, TAXONOMY, reply)
      expect(await listed('anything', 25, bench)).toBe(true)
    },
  )

  test('trouble is thrown, and not remembered', async () => {
    const bench = await startFotowareBench({ settings })
    answering(bench, TAXONOMY, { status: 503 })
    expect((await uploadFailure(listed('sport', 25, bench))).kind).toBe('busy')
    bench.tap.script = null
    expect(await listed('sport', 25, bench)).toBe(true)
  })

  test('without an end forbids nothing either', async () => {
    const bench = await startFotowareBench({ settings })
    answering(
      bench,
      TAXONOMY,
      json({ data: [{ name: 'x' }], paging: { next: '/fotoweb/taxonomies/25-Keywords/;p=1' } }),
    )
    expect(await listed('sport', 25, bench)).toBe(true)
    expect(asked(bench, TAXONOMY)).toBe(20)
  })

  test('may nest, leave out rights, and tell values by name alone', async () => {
    const bench = await startFotowareBench({ settings })
    const data = [
      {
        name: 'Europe',
        value: '',
        acl: ['Query'],
        children: [
          { name: 'Bern', acl: null },
          { name: 'Rom', acl: [] },
        ],
      },
    ]
    answering(bench, TAXONOMY, json({ items: { data, paging: null } }))
    expect(await listed('Bern', 25, bench)).toBe(true)
    expect(await listed('Rom', 25, bench)).toBe(false)
    expect(await listed('Europe', 25, bench)).toBe(false)
  })
})
