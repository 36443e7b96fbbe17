import { expect, test } from 'vitest'
import { portrait } from '../servers/bioid/portraits.ts'
import { EnginePlace, type PlaceOptions } from '../support/engine-place.ts'
import { practiceArchive } from '../support/practice-archive.ts'
import { faceService } from './face-service.ts'

async function facesAndArchive(): Promise<{ place: EnginePlace; withoutFaces: PlaceOptions }> {
  const { secrets, faces } = await faceService()
  const ports = { secrets }
  const place = await EnginePlace.start({
    folder: { to: ['faces', 'archive'] },
    config: (url) => ({ destinations: [faces, practiceArchive(url)] }),
    ports,
  })
  const withoutFaces = {
    folder: { to: ['archive'] },
    config: (url: string) => ({ destinations: [practiceArchive(url)] }),
    ports,
  }
  return { place, withoutFaces }
}

async function bundle({ engine }: EnginePlace): Promise<string> {
  const { files } = await engine.call('diagnostics.collect', {})
  return files.map(({ name, text }) => `${name}\n${text}`).join('\n')
}

test('the bundle names nobody, whichever destination has a problem with the file', async () => {
  const { place, withoutFaces } = await facesAndArchive()
  await place.drop('4711-Jane.xmp', '<x:xmpmeta not well formed')
  await place.drop('4711-Jane.jpg', await portrait())
  await place.drop('4712 Joan.xmp', '<x/>')
  await place.told('failed', '4711-Jane.jpg')
  await place.rest()
  const text = await bundle(place)
  expect(text).toContain('"destination": "archive"')
  expect(text).not.toMatch(/Jane|Joan/)
  // The faces are no longer set up, and their names as little to be told as before.
  await place.restart(undefined, withoutFaces)
  expect(await bundle(place)).not.toContain('Jane')
})
