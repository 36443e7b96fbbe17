import { readFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { photoIdOf } from '../../../electron/engine/destinations/picapport/photo-id.ts'
import { counted } from '../../../electron/cli/words.ts'
import { API } from '../../servers/picapport/api-path.ts'
import type { Photo } from '../../servers/picapport/photos.ts'
import type { RequestLogEntry } from '../../servers/picapport/traffic.ts'
import { demoPhotos, makePhotos, type PhotoSpec } from '../../support/photos.ts'
import type { Foretold } from '../foretold.ts'
import { PracticeProcess } from '../practice-process.ts'
import { putPicture, sha256Of } from '../put-picture.ts'
import type { Cast, MakeOptions, OpenStage, ShortStory } from '../short-story.ts'
import type { Workplace } from '../workplace.ts'

const NAME = 'PicApport'
const ANNA: PhotoSpec[] = ['Anna am See.jpg', 'Anna und Jürgen.jpg'].map((name) => ({
  path: `family/@Anna/${name}`,
  kind: 'jpeg',
}))
/** The server has this one already, under the name that another computer gave it. */
const KNOWN = 'Kraków rynek.jpeg'
const KNOWN_AS = 'holiday.jpg'
const PNG = 'screenshot.jpg'
/** So many new photos are on the server when Sluice is killed. */
const KILL_AT = 4

/** Photos of a family, with folders as tags and persons, and a crash in the middle of an upload. */
export const picapportStory: ShortStory = {
  heading: 'Sluice demo: photos from a folder reach PicApport, with a crash on the way.',
  needsPerl: true,
  noSmall: null,
  open: async ({ place, isSmall, owned }: OpenStage) => {
    const server = owned.use(await PracticeProcess.start('picapport', ['--store', place.store]))
    return castOf(server, place, photosFor(isSmall))
  },
}

function photosFor(isSmall: boolean): PhotoSpec[] {
  const { first, later } = demoPhotos()
  const photos = (isSmall ? first : [...first, ...later]).filter(({ kind }) => kind === 'jpeg')
  return [...photos, ...ANNA]
}

function castOf(server: PracticeProcess, place: Workplace, specs: readonly PhotoSpec[]): Cast {
  const photos = async (): Promise<Photo[]> => (await server.ask('photos')) as Photo[]
  const isUploading = async (): Promise<boolean> => {
    const requests = (await server.ask('requests')) as RequestLogEntry[]
    return requests.some(({ operation, status }) => operation === 'upload' && status === 0)
  }
  return {
    serverWords: `A practice PicApport runs at ${server.url}.`,
    destinations: [{ name: NAME, kind: 'picapport', url: server.url, auth: { method: 'anonymous' } }],
    uploadKBps: 1500,
    makePictures: (options) => makePictures(server, place, specs, options),
    killWords: `${KILL_AT} photos have arrived and another one is on its way`,
    isTimeToKill: async () => (await photos()).length > KILL_AT && (await isUploading()),
    sceneWords: async () => {
      const arrived = (await photos()).length - 1
      if (arrived >= specs.length - 1) throw new Error('All photos were there before Sluice could be killed.')
      return `At this moment ${arrived} of ${specs.length - 1} photos had arrived, beside the one that was there before.`
    },
    afterKill: () => Promise.resolve(),
    entries: async () =>
      (await photos()).map(({ photoID, fileName, sha256, metadata }) => ({
        ...{ destination: NAME, id: photoID },
        ...(fileName === KNOWN_AS
          ? { sha256: null, label: fileName }
          : { sha256, label: metadata.persons?.join(', ') ?? '' }),
      })),
    proofWords: ({ uploadId }) => uploadId ?? '–',
    sumWords: async () => {
      const all = await photos()
      const tagged = all.filter(({ metadata }) => (metadata.tags ?? []).length > 0).length
      const withAnna = all.filter(({ metadata }) => metadata.persons?.includes('Anna') === true).length
      return `PicApport itself says: ${counted(all.length, 'photo')}, ${tagged} of them with tags and ${withAnna} with the person Anna.`
    },
    keepWords: 'PicApport takes JPEGs; a sub-folder becomes a tag, and one such as «@Anna» a person.',
  }
}

async function makePictures(
  server: PracticeProcess,
  place: Workplace,
  specs: readonly PhotoSpec[],
  { signal, onMade }: MakeOptions,
): Promise<{ foretold: Foretold[]; words: string }> {
  let made = 0
  await makePhotos(place.hotFolder, specs, {
    onMade: (name) => {
      signal.throwIfAborted()
      if (!name.endsWith('.xmp')) onMade(++made, specs.length)
    },
  })
  const foretold: Foretold[] = []
  for (const { path: name } of specs) {
    const bytes = await readFile(path.join(place.hotFolder, name))
    const isKnown = name === KNOWN
    if (isKnown) await uploadBefore(server, bytes)
    const end = isKnown
      ? ({ fate: 'there', mark: KNOWN_AS } as const)
      : ({ fate: 'delivered', mark: name.includes('/@Anna/') ? 'Anna' : '' } as const)
    foretold.push({ path: name, destination: NAME, sha256: sha256Of(bytes), ...end })
  }
  const canvas = { width: 640, height: 480, channels: 3, background: '#335577' } as const
  const png = await putPicture(place, PNG, await sharp({ create: canvas }).png().toBuffer())
  foretold.push({ path: PNG, destination: NAME, sha256: png, fate: 'rejected', mark: 'wrong-type' })
  const words = `${specs.length} photos are there with real EXIF, IPTC and XMP, two of them in «@Anna», and a PNG that is called ${PNG}. PicApport has ${KNOWN} already: another computer has sent it, as ${KNOWN_AS}.`
  return { foretold, words }
}

/** As Sluice on another computer would have sent it: the id comes from the content. */
async function uploadBefore(server: PracticeProcess, bytes: Buffer): Promise<void> {
  const form = new FormData()
  form.append('metadata', JSON.stringify({ photoID: photoIdOf(sha256Of(bytes)) }))
  form.append('photos', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), KNOWN_AS)
  const reply = await fetch(`${server.url}${API}/upload`, { method: 'POST', body: form })
  const text = await reply.text()
  if (!reply.ok || !text.includes('"OK"')) throw new Error(`The practice PicApport refuses a photo: ${text}`)
}
