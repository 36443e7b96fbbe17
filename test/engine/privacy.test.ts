import { expect, onTestFinished, test } from 'vitest'
import { MemorySecrets } from '../destinations/memory-secrets.ts'
import { portrait } from '../servers/bioid/portraits.ts'
import { startBioidServer } from '../servers/bioid/server.ts'
import { EnginePlace, type PlaceOptions } from '../support/engine-place.ts'

const APP = { id: 'app-1', secret: 'VERY-SECRET' }

async function facesAndArchive(): Promise<{ place: EnginePlace; withoutFaces: PlaceOptions }> {
  const server = await startBioidServer({ apps: [APP] })
  onTestFinished(() => server.close())
  const secrets = new MemorySecrets()
  secrets.values.set('app-secret', APP.secret)
  const archive = (url: string) => ({
    name: 'archive',
    kind: 'fotoware' as const,
    url,
    auth: { method: 'none' as const },
    collection: '/fotoweb/archives/5000-Photos/',
  })
  const faces = {
    name: 'faces',
    kind: 'bioid',
    url: server.url,
    auth: { method: 'app', appId: APP.id, secret: 'app-secret' },
    storage: 'bws',
    partition: 112,
    quietMs: 500,
  } as const
  const ports = { secrets }
  const place = await EnginePlace.start({
    folder: { to: ['faces', 'archive'] },
    config: (url) => ({ destinations: [faces, archive(url)] }),
    ports,
  })
  const withoutFaces = {
    folder: { to: ['archive'] },
    config: (url: string) => ({ destinations: [archive(url)] }),
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
