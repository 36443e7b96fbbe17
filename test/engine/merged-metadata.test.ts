import { copyFile, mkdtemp, readFile, rm, stat, utimes } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { FolderConfig } from '../../shared/config.ts'
import { EnginePlace } from '../support/engine-place.ts'
import { makeMedia, MEDIA_NAMES, type MediaName } from '../support/media/media-files.ts'
import { exifTool, writeMetadata } from '../support/media/tool.ts'
import { packet } from '../support/media/xmp.ts'

let workshop = ''
const media = new Map<MediaName, string>()
const TAKEN = new Date('2026-05-01T12:00:01Z')

beforeAll(async () => {
  workshop = await mkdtemp(path.join(os.tmpdir(), 'sluice-merged-'))
  for (const name of MEDIA_NAMES) {
    const file = await makeMedia(workshop, name)
    await writeMetadata(file, '-XMP-photoshop:Headline=Embedded', '-XMP-photoshop:City=Hamburg')
    await utimes(file, TAKEN, TAKEN)
    media.set(name, file)
  }
  return () => rm(workshop, { recursive: true, force: true })
}, 120_000)

/** A sidecar that says something else of the headline, and something that nobody knows. */
const SIDECAR = packet(
  '<photoshop:Headline>From the sidecar</photoshop:Headline><my:secret>kept</my:secret>' +
    '<dc:subject><rdf:Bag><rdf:li>one</rdf:li><rdf:li>two</rdf:li></rdf:Bag></dc:subject>',
)

async function delivered(
  names: readonly MediaName[],
  sidecars: FolderConfig['sidecars'],
  withSidecar: readonly MediaName[],
): Promise<EnginePlace> {
  const place = await EnginePlace.open({ folder: { sidecars, duplicates: 'send' } })
  for (const name of names) {
    await copyFile(media.get(name) ?? '', place.at(name))
    await utimes(place.at(name), TAKEN, TAKEN)
    if (withSidecar.includes(name)) await place.drop(`${name}.xmp`, SIDECAR)
  }
  await place.engine.start()
  for (const name of names) await place.told('done', name, 1, 60_000)
  for (const name of names) {
    expect(await readFile(place.at(name))).toEqual(await readFile(media.get(name) ?? ''))
    expect((await stat(place.at(name))).mtimeMs).toBe(TAKEN.getTime())
  }
  return place
}

/** What the archive has in the end, read by ExifTool from the XMP it keeps. */
async function archived(place: EnginePlace, name: string): Promise<Record<string, string>> {
  const asset = place.server.assets().find(({ filename }) => filename === name)
  if (asset?.outcomePath == null) return {}
  const names = ['-XMP-photoshop:Headline', '-XMP-photoshop:City', '-XMP-dc:Subject', '-XMP-my:all']
  const [found] = Read.parse(JSON.parse(await exifTool('-j', '-sep', ',', ...names, asset.outcomePath)))
  return found ?? {}
}

/** Without the name of the file, which ExifTool always tells. */
const Read = z.array(
  z
    .record(z.string(), z.string())
    .transform((read) => Object.fromEntries(Object.entries(read).filter(([name]) => name !== 'SourceFile'))),
)

const EMBEDDED = { Headline: 'Embedded', City: 'Hamburg' }
const BESIDE = { Headline: 'From the sidecar', Subject: 'one,two', Secret: 'kept' }

test('every kind of file keeps its embedded metadata, and a sidecar is merged with it and wins', async () => {
  const beside = MEDIA_NAMES.filter((_name, index) => index % 2 === 0)
  const place = await delivered(MEDIA_NAMES, 'merge', beside)
  for (const name of MEDIA_NAMES) {
    const expected = beside.includes(name) ? { City: 'Hamburg', ...BESIDE } : EMBEDDED
    expect([name, await archived(place, name)]).toEqual([name, expected])
  }
}, 120_000)

test('as it is: the archive has what the sidecar says, and nothing else', async () => {
  const place = await delivered(['plain.jpg', 'plain.png'], 'as-is', ['plain.jpg'])
  expect(await archived(place, 'plain.jpg')).toEqual(BESIDE)
  expect(await archived(place, 'plain.png')).toEqual(EMBEDDED)
  const asset = place.server.assets().find(({ filename }) => filename === 'plain.jpg')
  expect(await readFile(asset?.xmpPath ?? '', 'utf8')).toBe(SIDECAR)
})

test('ignored: only what is embedded counts', async () => {
  const place = await delivered(['plain.jpg'], 'ignore', ['plain.jpg'])
  expect(await archived(place, 'plain.jpg')).toEqual(EMBEDDED)
})

test('extract: what the server cannot read in a file goes along as a sidecar', async () => {
  const place = await EnginePlace.open({ folder: { sidecars: 'extract' } })
  const bare = path.join(workshop, 'iptc')
  await copyFile(await makeMedia(workshop, 'plain.tif'), `${bare}.tif`)
  await writeMetadata(
    `${bare}.tif`,
    '-XMP:all=',
    '-IPTC:Headline=Only in IPTC',
    '-IPTC:Keywords=old',
    '-IPTC:Keywords=wire',
  )
  await copyFile(`${bare}.tif`, place.at('iptc.tif'))
  await place.engine.start()
  await place.told('done', 'iptc.tif')
  expect(await archived(place, 'iptc.tif')).toEqual({ Headline: 'Only in IPTC', Subject: 'old,wire' })
  const { deliveries } = await place.engine.call('history.search', { limit: 1 })
  expect(deliveries[0]?.receipt.metadata?.sidecar).toBe('extracted')
})
