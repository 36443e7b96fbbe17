import { counted } from '../../../electron/cli/words.ts'
import type { Identifier } from '../../servers/basip/panel.ts'
import { blankPicture, facePicture } from '../../servers/basip/pictures.ts'
import type { RequestLogEntry } from '../../servers/basip/traffic.ts'
import type { Foretold } from '../foretold.ts'
import { PracticeProcess } from '../practice-process.ts'
import { putPicture } from '../put-picture.ts'
import type { Cast, MakeOptions, OpenStage, ShortStory } from '../short-story.ts'
import type { Workplace } from '../workplace.ts'

const PANELS = [
  { name: 'front door', onExisting: 'replace' },
  { name: 'back door', onExisting: 'skip' },
] as const
const PEOPLE = ['Ada', 'Åsa Lind', 'Ben Ng', 'Çağla', 'Ed Moe', 'Jane Roe', 'María Peña', 'Tomasz']
/** Both panels have a face of hers from before: one has it replaced, the other keeps it. */
const KNOWN = 'Jane Roe'
const WALL = 'Wall'
/** So many faces are new on the first panel when Sluice is killed. */
const KILL_AT = 3
/** How long a panel looks at a picture: long enough for a kill in the middle. */
const LOADING_MS = 300

interface Panel {
  name: string
  onExisting: 'replace' | 'skip'
  server: PracticeProcess
}

/** Eight people get a face on two panels, and a crash comes while the panels look at pictures. */
export const basipStory: ShortStory = {
  heading: 'Sluice demo: pictures from a folder become faces on two BAS-IP panels, with a crash on the way.',
  needsPerl: false,
  noSmall: 'The demo of basip is small anyway; leave --small out.',
  open: async ({ place, owned }: OpenStage) => {
    const panels: Panel[] = []
    for (const panel of PANELS) {
      const args = ['--settings', JSON.stringify({ loadingMs: LOADING_MS })]
      panels.push({ ...panel, server: owned.use(await PracticeProcess.start('basip', args)) })
    }
    return castOf(panels, place)
  },
}

async function facesOf({ server }: Panel): Promise<Identifier[]> {
  return (await server.ask('identifiers')) as Identifier[]
}

/** A picture that the panel is looking at. */
async function isLooking({ server }: Panel): Promise<boolean> {
  const requests = (await server.ask('requests')) as RequestLogEntry[]
  return requests.some(({ operation, status }) => operation === 'upload' && status === 0)
}

function castOf(panels: readonly Panel[], place: Workplace): Cast {
  const counts = async (): Promise<string> => {
    const words = await Promise.all(
      panels.map(async (panel) => `${counted((await facesOf(panel)).length, 'face')} on the ${panel.name}`),
    )
    return words.join(', ')
  }
  return {
    serverWords: `Practice panels run, ${panels.map(({ name, server }) => `the ${name} at ${server.url}`).join(' and ')}.`,
    destinations: panels.map(({ name, onExisting, server }) => ({
      ...{ name, kind: 'basip', url: server.url, auth: { method: 'none' }, onExisting },
    })),
    uploadKBps: null,
    makePictures: (options) => makePictures(panels, place, options),
    killWords: `${KILL_AT} new faces are on the ${PANELS[0].name} and it is looking at another picture`,
    isTimeToKill: async () => {
      const [front] = panels
      if (front === undefined) return false
      return (await isLooking(front)) && (await facesOf(front)).length >= KILL_AT + 1
    },
    sceneWords: async () => {
      const lists = await Promise.all(panels.map(facesOf))
      if (lists.every(({ length }) => length >= PEOPLE.length))
        throw new Error('All faces were there before Sluice could be killed.')
      return `At this moment there were ${await counts()}, the one from before included.`
    },
    afterKill: () => Promise.resolve(),
    entries: async () => {
      const lists = await Promise.all(panels.map(async (panel) => ({ panel, faces: await facesOf(panel) })))
      return lists.flatMap(({ panel, faces }) =>
        faces.map(({ uid, picture, identifier_owner: { name } }) => ({
          ...{ destination: panel.name, id: String(uid), label: name },
          sha256: picture?.sha256 || null,
        })),
      )
    },
    proofWords: ({ uploadId, proof }) =>
      `identifier ${uploadId ?? '–'}${proof === 'asset' ? ', looked up' : ', kept'}`,
    sumWords: async () => `The panels themselves say: ${await counts()}.`,
    keepWords: 'The name of a file is the name of the person («Joe Bloggs.jpg»).',
  }
}

async function makePictures(
  panels: readonly Panel[],
  place: Workplace,
  { signal, onMade }: MakeOptions,
): Promise<{ foretold: Foretold[]; words: string }> {
  const foretold: Foretold[] = []
  for (const [index, name] of [...PEOPLE, WALL].entries()) {
    signal.throwIfAborted()
    const isWall = name === WALL
    const path = `${name}.jpg`
    const picture = isWall ? await blankPicture() : await facePicture({ person: index })
    const sha256 = await putPicture(place, path, picture)
    for (const { name: destination, onExisting } of panels) {
      const isKept = name === KNOWN && onExisting === 'skip'
      const end = isWall
        ? ({ fate: 'rejected', mark: 'no-face' } as const)
        : ({ fate: isKept ? 'there' : 'delivered', mark: name } as const)
      foretold.push({ path, destination, sha256, ...end })
    }
    onMade(index + 1, PEOPLE.length + 1)
  }
  for (const { server } of panels) await server.tell('faces', { name: KNOWN })
  const words = `${PEOPLE.length} people are there, each goes to both panels, and one picture shows a wall. Both panels know ${KNOWN} already: on the ${PANELS[0].name} the new picture replaces the old one, on the ${PANELS[1].name} the old one stays.`
  return { foretold, words }
}
