import { expect, test } from 'vitest'
import type { TreeNode } from '../../../shared/contract.ts'
import { deliver } from '../attempt.ts'
import { type FotowareBench, startFotowareBench } from '../fotoware-bench.ts'
import { failureOf } from '../../support/until.ts'
import { makeFile, shipmentOf } from '../test-file.ts'

const NEVER = new AbortController().signal
const ROOMS = Array.from({ length: 12 }, (_, number) => `Room ${String(number + 1)}`)
const ARCHIVES = [
  { id: '5002', name: 'wire', setting: 'default' },
  {
    id: '5000',
    name: 'Photos',
    setting: 'user-selection',
    folders: ['Äpfel', 'zebra', '2024/Ä ö/Deep', ...ROOMS],
  },
  { id: '5003', name: 'Not for us', setting: 'user-selection', canUpload: false, folders: ['x'] },
  { id: '5001', name: 'Empty', setting: 'user-selection' },
] as const

const names = (nodes: readonly TreeNode[]): string[] => nodes.map(({ name }) => name)

async function child(bench: FotowareBench, href: string | null, name: string): Promise<TreeNode> {
  const found = (await bench.destination.browse(href, NEVER)).find((node) => node.name === name)
  if (found === undefined) throw new Error(`${name} is not there`)
  return found
}

test('the archives that may be uploaded to, sorted as people sort, with what goes into "collection"', async () => {
  const { destination } = await startFotowareBench({ settings: { archives: ARCHIVES } })
  expect(await destination.browse(null, NEVER)).toEqual([
    { name: 'Empty', href: '/fotoweb/archives/5001-Empty/', canUpload: true, hasChildren: false },
    { name: 'Photos', href: '/fotoweb/archives/5000-Photos/', canUpload: true, hasChildren: true },
    { name: 'wire', href: '/fotoweb/archives/5002-wire/', canUpload: true, hasChildren: false },
  ])
})

test('folders page by page, in one order over all pages', async () => {
  const { destination, tap } = await startFotowareBench({ settings: { archives: ARCHIVES, pageSize: 4 } })
  const found = names(await destination.browse('/fotoweb/archives/5000-Photos/', NEVER))
  expect(found).toEqual(['2024', 'Äpfel', ...ROOMS, 'zebra'])
  const lists = tap.requests.filter(({ headers }) => headers.accept?.includes('collectionlist'))
  expect(lists.map(({ path }) => path).every((path) => path.startsWith('/fotoweb/data/'))).toBe(true)
  expect(lists).toHaveLength(4)
})

test('what is found deep in the tree is taken as "collection" as it is', async () => {
  const bench = await startFotowareBench({ needsSignIn: true, settings: { archives: ARCHIVES } })
  const photos = await child(bench, null, 'Photos')
  const year = await child(bench, photos.href, '2024')
  const umlauts = await child(bench, year.href, 'Ä ö')
  expect(umlauts.hasChildren).toBe(true)
  const deep = await child(bench, umlauts.href, 'Deep')
  expect(await bench.destination.browse(deep.href, NEVER)).toEqual([])
  const there = await startFotowareBench({
    settings: { archives: ARCHIVES },
    config: { collection: deep.href },
  })
  await deliver(there, await shipmentOf(await makeFile('a.jpg', 1000)))
  expect((await there.arrivals()).map(({ folder }) => folder)).toEqual(['2024/Ä ö/Deep'])
})

test('an archive whose top takes nothing is shown for what lies below', async () => {
  const archives = [
    { id: '5000', name: 'Photos', setting: 'user-selection', showDocumentFolders: true, folders: ['in'] },
    { id: '5001', name: 'Hollow', setting: 'user-selection', showDocumentFolders: true },
  ] as const
  const { destination } = await startFotowareBench({ settings: { archives, mode: 'on-prem' } })
  const [photos, ...others] = await destination.browse(null, NEVER)
  expect(photos).toMatchObject({ name: 'Photos', canUpload: false, hasChildren: true })
  expect(others).toEqual([])
  expect(await destination.browse(photos?.href ?? '', NEVER)).toMatchObject([{ name: 'in', canUpload: true }])
})

const listOf = (data: readonly object[], next: string | null = null) => ({
  status: 200,
  body: JSON.stringify({ data, paging: next === null ? null : { next } }),
})

test('a server without upload destinations is asked for its archives; the query of a search is left out', async () => {
  const { destination, tap } = await startFotowareBench()
  const flags = { canUploadTo: true, canIngestToChildren: false }
  tap.script = ({ path }) =>
    path === '/fotoweb/me/'
      ? { status: 200, body: JSON.stringify({ archives: '/fotoweb/me/archives/', upload_to: '' }) }
      : listOf([
          {
            ...flags,
            name: 'found',
            href: '/fotoweb/archives/1-a/?q=x',
            originalURL: '/fotoweb/archives/1-a/',
          },
          { ...flags, name: 'queried', href: '/fotoweb/archives/2-b/?q=x', hasChildren: true },
          { ...flags, name: null, href: '/fotoweb/archives/3-c/' },
          { ...flags, name: 'nowhere', href: null },
          { name: 'silent', href: '/fotoweb/archives/4-d/' },
        ])
  expect(
    (await destination.browse(null, NEVER)).map(({ name, href, hasChildren }) => [name, href, hasChildren]),
  ).toEqual([
    ['/fotoweb/archives/3-c/', '/fotoweb/archives/3-c/', false],
    ['found', '/fotoweb/archives/1-a/', false],
    ['queried', '/fotoweb/archives/2-b/', false],
  ])
  expect(tap.requests.map(({ path }) => path)).toEqual(['/fotoweb/me/', '/fotoweb/me/archives/'])
})

test('pages that lead in a circle end; pages that never end are told', async () => {
  const { destination, tap } = await startFotowareBench()
  const node = { name: 'a', href: '/fotoweb/archives/1-a/', canUploadTo: true }
  tap.script = ({ path }) =>
    path === '/fotoweb/me/'
      ? { status: 200, body: JSON.stringify({ upload_to: '/list' }) }
      : listOf([node], path === '/list' ? '/list;p=1' : '/list')
  expect(await destination.browse(null, NEVER)).toHaveLength(2)
  let pages = 0
  tap.script = ({ path }) =>
    path === '/fotoweb/me/'
      ? { status: 200, body: JSON.stringify({ upload_to: '/list' }) }
      : listOf([node], `/list;p=${String(++pages)}`)
  expect(await failureOf(destination.browse(null, NEVER))).toMatchObject({
    kind: 'unexpected',
    problem: { what: expect.stringContaining('does not end') as string },
  })
})

test('no other server is asked, whoever names it', async () => {
  const { destination, tap } = await startFotowareBench()
  for (const href of ['http://127.0.0.1:1/x/', '//127.0.0.1:1/x/', 'file:///etc/passwd'])
    expect(await failureOf(destination.browse(href, NEVER))).toMatchObject({
      problem: { code: 'not-this-server' },
    })
  expect(tap.requests).toEqual([])
  tap.script = () => ({ status: 200, body: JSON.stringify({ data: 'http://127.0.0.1:1/x/' }) })
  expect(await failureOf(destination.browse('/fotoweb/archives/1-a/', NEVER))).toMatchObject({
    problem: { code: 'not-this-server' },
  })
  expect(tap.requests).toHaveLength(1)
})

test('a folder that is gone, and a sign-in that is over, are told in words', async () => {
  const bench = await startFotowareBench({ needsSignIn: true })
  const gone = await failureOf(bench.destination.browse('/fotoweb/archives/9-Gone/', NEVER))
  expect(gone).toMatchObject({ problem: { code: 'no-such-folder' } })
  bench.strike('sign-in', { kind: 'status-401' })
  bench.endSessions()
  expect(await failureOf(bench.destination.browse(null, NEVER))).toMatchObject({ kind: 'unauthorized' })
})
