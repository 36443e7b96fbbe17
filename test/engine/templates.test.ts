import { createHash } from 'node:crypto'
import { appendFile, copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import type { Config, TemplateConfig } from '../../shared/config.ts'
import type { Receipt } from '../../shared/job.ts'
import { EnginePlace, type PlaceOptions } from '../support/engine-place.ts'
import { makeMedia } from '../support/media/media-files.ts'
import { exifTool, writeMetadata } from '../support/media/tool.ts'
import { until } from '../support/until.ts'

type Template = z.input<typeof TemplateConfig>

let workshop = ''
let press = ''

beforeAll(async () => {
  workshop = await mkdtemp(path.join(os.tmpdir(), 'sluice-templates-'))
  press = await makeMedia(workshop, 'plain.jpg')
  await writeMetadata(
    press,
    '-EXIF:Artist=Jane Doe',
    '-EXIF:DateTimeOriginal=2026:05:01 14:05:09',
    '-EXIF:OffsetTimeOriginal=+02:00',
    '-XMP-dc:Subject=derby',
    '-XMP-photoshop:Headline=As shot',
    '-XMP-dc:Description=Kick-off.',
  )
  return () => rm(workshop, { recursive: true, force: true })
})

const withTemplate = (
  fields: Template['fields'],
  more: Partial<z.input<typeof Config>> = {},
): PlaceOptions => ({
  folder: { template: 'press' },
  config: () => ({ templates: [{ name: 'press', fields }], ...more }),
})

async function dropPress(place: EnginePlace, name: string): Promise<void> {
  await mkdir(path.dirname(place.at(name)), { recursive: true })
  await copyFile(press, place.at(name))
  // No two pictures have the same content, or one would be a duplicate.
  await appendFile(place.at(name), name)
}

const archived = (place: EnginePlace, filename: string): Record<string, unknown> => {
  const asset = place.server.assets().find((one) => one.isCurrent && one.filename === filename)
  return Object.fromEntries(Object.entries(asset?.metadata ?? {}).map(([id, { value }]) => [id, value]))
}

async function receiptOf(place: EnginePlace, name: string): Promise<Receipt> {
  const { deliveries } = await place.engine.call('history.search', { find: name, limit: 10 })
  const [newest] = deliveries
  if (newest === undefined) throw new Error(`${name} has no delivery`)
  return newest.receipt
}

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

test('a template is filled in from the file and its path; the original stays as it is', async () => {
  const options = withTemplate([
    { field: 'Byline', value: '{exif:Artist}' },
    { field: 'Keywords', value: ['derby', '{agency}', '{ext|lower}'] },
    { field: 105, value: '{event}, {taken:d MMMM yyyy}' },
    { field: 120, action: 'append', value: ' Photo: {exif:Artist}/{agency}' },
    { field: 116, value: '{xmp:Rights}' },
    { field: 90, value: 'Hamburg', onlyIfEmpty: true },
  ])
  const pattern = '{agency}/{event}/*'
  const place = await EnginePlace.open({ ...options, folder: { template: 'press', pathPattern: pattern } })
  await dropPress(place, 'AFP/Derby/IMG_1.JPG')
  const [before, times] = [
    await readFile(place.at('AFP/Derby/IMG_1.JPG')),
    await stat(place.at('AFP/Derby/IMG_1.JPG')),
  ]
  await place.engine.start()
  await place.told('done', 'AFP/Derby/IMG_1.JPG')
  expect(archived(place, 'IMG_1.JPG')).toMatchObject({
    80: ['Jane Doe'],
    25: ['derby', 'AFP', 'jpg'],
    105: 'Derby, 1 May 2026',
    120: 'Kick-off. Photo: Jane Doe/AFP',
    90: 'Hamburg',
  })
  const { metadata } = await receiptOf(place, 'IMG_1.JPG')
  expect(metadata).toMatchObject({ template: 'press', sidecar: 'none', missing: ['{xmp:Rights}'] })
  expect(metadata?.taken).toMatchObject({ local: '2026-05-01T14:05:09', zone: '+02:00' })
  const [asset] = place.server.assets()
  expect(digest(await readFile(asset?.filePath ?? ''))).toBe(digest(before))
  expect(await readFile(place.at('AFP/Derby/IMG_1.JPG'))).toEqual(before)
  expect((await stat(place.at('AFP/Derby/IMG_1.JPG'), { bigint: true })).mtimeMs).toBe(
    BigInt(Math.trunc(times.mtimeMs)),
  )
  const written = await exifTool('-s3', '-XMP-photoshop:Headline', asset?.outcomePath ?? '')
  expect(written.trim()).toBe('Derby, 1 May 2026')
})

test('the preview tells what the archive then has, and counts nothing', async () => {
  const place = await EnginePlace.open(
    withTemplate([
      { field: 'Headline', value: '{stem} no. {counter:3}' },
      { field: 'Keywords', value: ['{iptc:Keywords|default:"none"}', '{exif:LensModel}'] },
      { field: 'Caption', action: 'prepend', value: 'HAMBURG - ' },
    ]),
  )
  await dropPress(place, 'a.jpg')
  const ask = () => place.engine.call('templates.preview', { template: 'press', path: place.at('a.jpg') })
  const preview = await ask()
  expect(await ask()).toEqual(preview)
  expect(preview).toMatchObject({
    destination: 'archive',
    fieldsFrom: 'archive',
    missing: ['{exif:LensModel}'],
  })
  expect(preview.fields.find(({ id }) => id === 105)).toMatchObject({
    existing: ['As shot'],
    steps: [{ action: 'add', value: ['a no. 001'] }],
    final: ['a no. 001'],
    problems: [],
  })
  await place.engine.start()
  await place.told('done', 'a.jpg')
  const has = archived(place, 'a.jpg')
  for (const { id, final } of preview.fields) expect([id, [has[id] ?? []].flat()]).toEqual([id, final])
})

test('numbers are given once, and an upload that goes on after a restart sends what it began with', async () => {
  const place = await EnginePlace.open({
    ...withTemplate([{ field: 105, value: '{counter:2} at {now:HH:mm:ss.SSS}' }]),
    server: { chunkSize: 1000 },
  })
  for (const name of ['a.jpg', 'b.jpg']) await dropPress(place, name)
  place.server.faults.add({ on: 'chunk', kind: 'status-503', skip: 1 })
  await place.engine.start()
  await until(
    () => place.server.tasks().some(({ storedChunks }) => storedChunks.length > 0),
    'something is sent',
  )
  await place.restart(() => {
    place.server.faults.clear()
    return Promise.resolve()
  })
  for (const name of ['a.jpg', 'b.jpg']) await place.told('done', name)
  expect(place.server.requests.filter(({ operation }) => operation === 'create')).toHaveLength(2)
  const numbers = ['a.jpg', 'b.jpg'].map((name) => String(archived(place, name)[105]).slice(0, 2))
  expect(numbers.toSorted()).toEqual(['01', '02'])
})

test('what the archive would not take is told before anything is sent, field, value and rule by name', async () => {
  const place = await EnginePlace.open({
    ...withTemplate([{ field: 105, value: '{xmp:Description} {stem}' }]),
    server: { metadataFields: { 105: { maxSize: 12 }, 90: { isRequired: true } } },
  })
  await dropPress(place, 'long-name.jpg')
  await place.drop('plain.txt', 'no metadata at all')
  await place.engine.start()
  const { problem } = await place.told('failed', 'long-name.jpg')
  expect(problem?.code).toBe('metadata-refused')
  expect(problem?.what).toContain('Headline (105)')
  expect(problem?.what).toContain('12')
  expect(problem?.what).toContain('City (90)')
  expect((await place.told('failed', 'plain.txt')).problem?.what).toContain('City (90)')
  expect(place.server.requests.filter(({ operation }) => operation === 'create')).toEqual([])
})

test('values of a list are asked from the archive', async () => {
  const place = await EnginePlace.open({
    ...withTemplate([{ field: 'Keywords', value: ['{stem}'] }]),
    server: { metadataFields: { 25: { isTaxonomyOnly: true } }, taxonomies: { 25: ['football', 'derby'] } },
  })
  await place.drop('football.txt', 'one')
  await place.drop('chess.txt', 'two')
  await place.engine.start()
  await place.told('done', 'football.txt')
  expect((await place.told('failed', 'chess.txt')).problem?.what).toContain('«chess»')
})

test('code tables are read anew when they change, and a broken one holds files back with words', async () => {
  const tables = path.join(workshop, 'players.txt')
  await writeFile(tables, 'CC8\tDaren Bram\n')
  const options = withTemplate([], {})
  const place = await EnginePlace.start({
    ...options,
    config: () => ({
      codeTables: [{ name: 'players', path: tables }],
      templates: [
        {
          name: 'press',
          codes: ['players'],
          fields: [{ field: 105, value: 'Goal by =CC8= ({stem|map:players})' }],
        },
      ],
    }),
  })
  await place.drop('CC8.txt', 'one')
  await place.told('done', 'CC8.txt')
  expect(archived(place, 'CC8.txt')[105]).toBe('Goal by Daren Bram (Daren Bram)')
  await writeFile(tables, 'CC8\t=CC9=\nCC9\t=CC8=\n')
  await place.drop('CC9.txt', 'two')
  await until(
    () =>
      place.events.some(
        ({ path: name, problem }) => name === 'CC9.txt' && problem?.what.includes('circle') === true,
      ),
    'the circle is told',
  )
  await writeFile(tables, 'CC8\tBram\nCC9\tGreen\n')
  await place.engine.call('jobs.retry', { ids: [(await place.job('CC9.txt')).id] })
  await place.told('done', 'CC9.txt')
  expect(archived(place, 'CC9.txt')[105]).toBe('Goal by Bram (Green)')
})

test('a modification time before 1970 or in the future goes as it is, or not at all by rule', async () => {
  const early = new Date('1965-03-04T05:06:07Z')
  const late = new Date(Date.now() + 400 * 86_400_000)
  const place = await EnginePlace.open()
  await place.drop('early.txt', 'early', early)
  await place.drop('late.txt', 'late', late)
  await place.engine.start()
  for (const name of ['early.txt', 'late.txt']) await place.told('done', name)
  expect((await receiptOf(place, 'early')).modifiedAt).toBe('1965-03-04T05:06:07Z')
  await place.restart(
    async () => {
      await place.drop('early2.txt', 'early 2', early)
      await place.drop('late2.txt', 'late 2', late)
    },
    { folder: { unlikelyTimes: 'leave-out' } },
  )
  for (const name of ['early2.txt', 'late2.txt']) {
    await place.told('done', name)
    const receipt = await receiptOf(place, name)
    expect(receipt.modifiedAt).toBeNull()
    expect(receipt.notes.join()).toContain('was left out')
  }
})

test('persons have no field in FotoWare: nothing is sent, a late sidecar with them changes nothing, and both are told', async () => {
  const place = await EnginePlace.open(
    withTemplate([
      { field: 'Persons', value: 'Anna' },
      { field: 'Keywords', value: '{field:Persons}' },
    ]),
  )
  await dropPress(place, 'a.jpg')
  await place.engine.start()
  await place.told('done', 'a.jpg')
  expect(Object.keys(archived(place, 'a.jpg'))).not.toContain('0')
  const receipt = await receiptOf(place, 'a.jpg')
  expect(receipt.metadata?.notes).toContain(
    'The destination has no field for Persons; what the template has for it was left out.',
  )
  expect(Object.keys(receipt.metadata?.fields ?? {})).not.toContain('0')
  await writeMetadata(
    place.at('a.xmp'),
    ...['-XMP-iptcExt:PersonInImage=Jo', '-XMP-dc:Subject=derby', '-XMP-photoshop:Headline=Final'],
    '-XMP-dc:Description=Kick-off.',
  )
  await place.told('done', 'a.jpg', 2)
  const update = await receiptOf(place, 'a.jpg')
  expect(update.notes.join(' ')).toContain('also holds what has no field in the archive')
  expect(archived(place, 'a.jpg')).toMatchObject({ 105: 'Final' })
  expect(Object.keys(archived(place, 'a.jpg'))).not.toContain('0')
})
