import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { ExifTool } from 'exiftool-vendored'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import type { AssetRecord } from './asset-index.ts'
import type { MetadataSet } from './metadata-set.ts'
import type { FotowareServer } from './server.ts'
import { startFotowareServer } from './server.ts'
import { call, getStatus, postChunk, postCreate, postXmp, startForTest, upload } from './test-client.ts'
import { fileWith, keywords, wrappedXmp } from './xmp-samples.ts'

const exiftool = new ExifTool({ maxProcs: 1, taskTimeoutMillis: 60_000 })
afterAll(() => exiftool.end())

const pdf = (xmp: string) => fileWith(xmp, '%PDF-1.7\n', '\n%%EOF\n')
const last = (server: FotowareServer): AssetRecord | undefined => server.assets().at(-1)

/** The fields of an asset without those that the server adds. */
function fieldsIn(record: AssetRecord | undefined): Record<string, unknown> {
  const own = Object.entries(record?.metadata ?? {}).filter(([id]) => !['360', '361', '362'].includes(id))
  return Object.fromEntries(own.map(([id, { value }]) => [id, value]))
}

async function uploadWithSidecar(
  server: FotowareServer,
  content: Buffer,
  sidecar: string,
  changes: Record<string, unknown> = {},
) {
  const { body: task } = await postCreate(server, { fileSize: content.length, hasXmp: true, ...changes })
  expect((await postXmp(server, task.id, sidecar)).status).toBe(204)
  await postChunk(server, task.id, 0, content)
  return (await getStatus(server, task.id)).body
}

function patch(server: FotowareServer, assetUrl: string | null | undefined, metadata: unknown) {
  const headers = { 'content-type': 'application/vnd.fotoware.assetupdate+json' }
  const url = `${server.url}${assetUrl ?? ''}`
  return call<{ metadata: MetadataSet; value: string }>(url, { method: 'PATCH', json: { metadata }, headers })
}

/** What ExifTool finds in an outcome, by group and name. */
async function readBack(record: AssetRecord | undefined): Promise<Record<string, unknown>> {
  return exiftool.readRaw(record?.outcomePath ?? '', { readArgs: ['-G1', '-struct'] })
}

describe('where metadata comes from', () => {
  const embedded = fileWith(wrappedXmp(keywords('embedded'), 'photoshop:City="Oslo" acme:mark="kept"'))
  const sidecar = wrappedXmp(keywords('sidecar'), 'photoshop:Credit="NTB"')

  test('embedded XMP, then the instructions, then the server', async () => {
    const server = await startForTest()
    const fields = [
      { id: 25, value: ['added'] },
      { id: 90, action: 'append', value: ' S' },
      { id: 361, value: 'somebody else' },
    ]
    const { result } = await upload(server, embedded, { metadata: { fields } })
    expect(fieldsIn(last(server))).toEqual({ 25: ['embedded', 'added'], 90: 'Oslo S' })
    expect(result?.assetDetails?.['metadata']).toEqual(last(server)?.metadata)
    expect(last(server)?.metadata['361']?.value).toBe('Practice User')
    expect(last(server)?.outcomePath).toBe(join(server.storeDir, 'outcome', '5000-Photos', 'a.jpg.xmp'))
    expect(await readFile(last(server)?.filePath ?? '')).toEqual(embedded)
    expect(await readBack(last(server))).toMatchObject({
      'XMP-dc:Subject': ['embedded', 'added'],
      'XMP-photoshop:City': 'Oslo S',
      'XMP-acme:Mark': 'kept',
    })
  })

  test('a sidecar makes embedded XMP count for nothing', async () => {
    const server = await startForTest()
    const fields = [{ id: 110, action: 'prepend', value: 'Foto: ' }]
    const status = await uploadWithSidecar(server, embedded, sidecar, {
      folder: 'Desk',
      metadata: { fields },
    })
    expect(status.status).toBe('done')
    expect(fieldsIn(last(server))).toEqual({ 25: ['sidecar'], 110: 'Foto: NTB' })
    const { xmpPath, outcomePath } = last(server) ?? {}
    expect(await readFile(xmpPath ?? '', 'utf8')).toBe(sidecar)
    expect(outcomePath).toBe(join(server.storeDir, 'outcome', '5000-Photos', 'Desk', 'a.jpg.xmp'))
    const found = await readBack(last(server))
    expect(found).toMatchObject({ 'XMP-dc:Subject': ['sidecar'], 'XMP-photoshop:Credit': 'Foto: NTB' })
    expect(found).not.toHaveProperty('XMP-photoshop:City')
  })

  test('the documented examples', async () => {
    const server = await startForTest()
    const four = '1234'.replaceAll(
      /\d/g,
      (n) => `<practice:Field${499 + Number(n)}>E${n}</practice:Field${499 + Number(n)}>`,
    )
    const creator = '<dc:creator><rdf:Seq><rdf:li>Roadrunner</rdf:li></rdf:Seq></dc:creator>'
    const start = wrappedXmp(keywords('foo', 'bar') + creator + four).replace(
      '<x:xmpmeta ',
      '<x:xmpmeta xmlns:practice="http://practice.invalid/fields/1.0/" ',
    )
    const fields = [
      { id: 25, action: 'erase' },
      { id: 25, action: 'add', value: ['food', 'chicken'] },
      { id: 80, action: 'add', value: 'Wyle E. Coyote' },
      { id: 500, value: 'V1' },
      { id: 501, action: 'erase' },
      { id: 502, action: 'append', value: 'V3' },
      { id: 503, action: 'prepend', value: 'V4' },
    ]
    await uploadWithSidecar(server, embedded, start, { metadata: { fields } })
    expect(fieldsIn(last(server))).toEqual({
      25: ['food', 'chicken'],
      80: ['Roadrunner', 'Wyle E. Coyote'],
      500: 'V1',
      502: 'E3V3',
      503: 'V4E4',
    })
    expect(await readBack(last(server))).toMatchObject({
      'XMP-dc:Subject': ['food', 'chicken'],
      'XMP-dc:Creator': ['Roadrunner', 'Wyle E. Coyote'],
    })
  })

  test('a revision replaces all metadata, and the old outcome is kept', async () => {
    const server = await startForTest()
    const first = await upload(server, embedded)
    const again = { destination: first.result?.assetUrl, filename: null }
    const fields = [{ id: 5, value: 'T' }]
    await upload(server, fileWith(wrappedXmp('', 'photoshop:State="Troms"')), {
      ...again,
      metadata: { fields },
    })
    expect(fieldsIn(last(server))).toEqual({ 95: 'Troms', 5: 'T' })
    await upload(server, 'plain', again)
    expect(fieldsIn(last(server))).toEqual({})
    expect(last(server)?.outcomePath).toBeNull()
    const [oldest, older] = server.assets()
    expect([oldest?.isCurrent, older?.isCurrent]).toEqual([false, false])
    expect(await readBack(oldest)).toMatchObject({ 'XMP-dc:Subject': ['embedded'] })
    expect(await readBack(older)).toMatchObject({ 'XMP-photoshop:State': 'Troms', 'XMP-dc:Title': 'T' })
    expect(await readFile(oldest?.filePath ?? '')).toEqual(embedded)
  })

  test('without any metadata nothing is written', async () => {
    const server = await startForTest()
    await upload(server, 'x')
    await upload(server, '', { filename: 'empty.jpg' })
    await upload(server, 'y', { filename: 'nothing.jpg', metadata: { fields: [{ id: 25, value: [] }] } })
    expect(server.assets().map(({ outcomePath }) => outcomePath)).toEqual([null, null, null])
    expect(await readdir(server.storeDir)).not.toContain('outcome')
  })

  test('a sidecar that only the full reading finds broken fails the upload', async () => {
    const server = await startForTest()
    const { status, error } = await uploadWithSidecar(server, embedded, `\n<?xml version="1.0"?>${sidecar}`)
    expect([status, error?.value]).toEqual(['failed', 'corruptedXmp'])
    expect(server.assets()).toEqual([])
  })

  test('reading XMP can be turned off', async () => {
    const server = await startForTest({ readsMetadata: false })
    await uploadWithSidecar(server, embedded, sidecar)
    expect([fieldsIn(last(server)), last(server)?.outcomePath]).toEqual([{}, null])
    await upload(server, embedded, { filename: 'b.jpg', metadata: { fields: [{ id: 25, value: 'x' }] } })
    expect(fieldsIn(last(server))).toEqual({ 25: ['x'] })
  })

  test('what ExifTool embedded and wrote is understood', async () => {
    const server = await startForTest()
    const folder = await mkdtemp(join(tmpdir(), 'fotoware-outcome-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const path = join(folder, 'written.xmp')
    await writeFile(path, wrappedXmp(''))
    const writeArgs = [
      '-overwrite_original',
      '-XMP-dc:Title=Blåbær',
      '-XMP-dc:Subject=a',
      '-XMP-dc:Subject=b',
      '-XMP-photoshop:DateCreated=2024:05:01 12:30:00+02:00',
      '-XMP-iptcCore:CreatorWorkEmail=a@b.no',
      '-XMP-xmp:Rating=4',
    ]
    await exiftool.write(path, {}, { writeArgs })
    await upload(server, fileWith(await readFile(path, 'utf8')))
    const expected = {
      5: 'Blåbær',
      25: ['a', 'b'],
      55: '20240501',
      60: '123000+0200',
      308: 'a@b.no',
      320: '4',
    }
    expect(fieldsIn(last(server))).toEqual(expected)
  })

  test('names as long as a disk takes keep their outcome', async () => {
    const server = await startForTest()
    const filename = `${'å'.repeat(125)}.jpg`
    await uploadWithSidecar(server, embedded, sidecar, { filename })
    await uploadWithSidecar(server, embedded, sidecar, {
      filename: null,
      destination: last(server)?.assetUrl,
    })
    expect(server.assets().map(fieldsIn)).toEqual([fieldsIn(last(server)), fieldsIn(last(server))])
    for (const record of server.assets()) {
      expect(basename(record.filePath)).toBe(filename)
      expect(await readBack(record)).toMatchObject({ 'XMP-dc:Subject': ['sidecar'] })
    }
  })
})

describe('PATCH', () => {
  test('replaces, deletes and keeps the rest, also in the XMP', async () => {
    const server = await startForTest()
    const xmp = wrappedXmp(keywords('a', 'b'), 'photoshop:City="Oslo" acme:mark="kept"')
    const { result } = await upload(server, fileWith(xmp), { metadata: { fields: [{ id: 5, value: 'T' }] } })
    const changes = {
      25: { value: ['c'] },
      90: { value: [] },
      120: { value: ['Caption'] },
      500: { value: 'own' },
    }
    const { status, body } = await patch(server, result?.assetUrl, changes)
    expect([status, body.metadata]).toEqual([200, last(server)?.metadata])
    expect(fieldsIn(last(server))).toEqual({ 5: 'T', 25: ['c'], 120: 'Caption', 500: 'own' })
    const found = await readBack(last(server))
    expect(found).toMatchObject({
      'XMP-dc:Subject': ['c'],
      'XMP-dc:Title': 'T',
      'XMP-dc:Description': 'Caption',
      'XMP-acme:Mark': 'kept',
    })
    expect(found).not.toHaveProperty('XMP-photoshop:City')
  })

  test('makes an outcome where there was none, and survives a restart', async () => {
    const server = await startForTest()
    const { result } = await upload(server, 'x')
    await patch(server, result?.assetUrl, { 25: { value: ['a', 'b'] } })
    expect(await readBack(last(server))).toMatchObject({ 'XMP-dc:Subject': ['a', 'b'] })
    const before = last(server)
    await server.close()
    const again = await startFotowareServer({ storeDir: server.storeDir })
    onTestFinished(() => again.close())
    expect(again.assets()).toEqual([before])
  })

  test('several at once all count', async () => {
    const server = await startForTest()
    const { result } = await upload(server, 'x')
    const ids = Array.from({ length: 20 }, (_, index) => 200 + index)
    await Promise.all(ids.map((id) => patch(server, result?.assetUrl, { [id]: { value: `v${id}` } })))
    expect(Object.keys(fieldsIn(last(server)))).toEqual(ids.map(String))
    expect(
      Object.keys(await readBack(last(server))).filter((key) => key.includes('CustomField')),
    ).toHaveLength(20)
  })

  test('needs permission to edit, and one value for a single field', async () => {
    const archives = [{ id: '5000', name: 'Photos', setting: 'user-selection', canEdit: false }] as const
    const server = await startForTest({ archives })
    const { result } = await upload(server, 'x')
    expect(result?.assetDetails?.['permissions']).not.toContain('EditText')
    expect((await patch(server, result?.assetUrl, { 5: { value: 'T' } })).status).toBe(403)
    expect(fieldsIn(last(server))).toEqual({})
    server.settings.archives = [{ id: '5000', name: 'Photos', setting: 'user-selection' }]
    const two = await patch(server, result?.assetUrl, { 5: { value: ['a', 'b'] } })
    expect([two.status, two.body.value]).toEqual([400, 'invalid_argument'])
    expect((await patch(server, result?.assetUrl, { 5: { value: 'T' } })).status).toBe(200)
  })
})

describe('PDF', () => {
  test('keeps what was added beside it until a PATCH embeds it', async () => {
    const server = await startForTest()
    const bytes = pdf(wrappedXmp(keywords('inside')))
    const fields = [{ id: 25, value: 'added' }]
    const { result } = await upload(server, bytes, { filename: 'A.PDF', metadata: { fields } })
    expect([last(server)?.metadataPlace, fieldsIn(last(server))]).toEqual([
      'sidecar',
      { 25: ['inside', 'added'] },
    ])
    await patch(server, result?.assetUrl, { 5: { value: 'T' } })
    const { body } = await call<readonly AssetRecord[]>(`${server.url}/practice/assets`)
    expect(body).toEqual(server.assets())
    expect([body[0]?.metadataPlace, fieldsIn(body[0])]).toEqual([
      'embedded',
      { 25: ['inside', 'added'], 5: 'T' },
    ])
    expect(await readFile(body[0]?.filePath ?? '')).toEqual(bytes)
  })

  test.each([
    ['a PDF alone', 'a.pdf', false, [], 'embedded'],
    ['a PDF with a sidecar', 'a.pdf', true, [], 'sidecar'],
    ['an image with instructions', 'a.jpg', false, [{ id: 5, value: 'T' }], 'embedded'],
  ])('%s', async (_name, filename, hasXmp, fields, place) => {
    const server = await startForTest()
    const changes = { filename, metadata: { fields } }
    if (hasXmp) await uploadWithSidecar(server, pdf(''), wrappedXmp(''), changes)
    else await upload(server, pdf(''), changes)
    expect(last(server)?.metadataPlace).toBe(place)
  })
})
