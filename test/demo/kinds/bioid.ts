import { counted } from '../../../electron/cli/words.ts'
import type { TaskRecord } from '../../servers/bioid/people.ts'
import { portrait } from '../../servers/bioid/portraits.ts'
import type { Entry, Foretold } from '../foretold.ts'
import { PracticeProcess } from '../practice-process.ts'
import { putPicture } from '../put-picture.ts'
import type { Cast, MakeOptions, OpenStage, ShortStory } from '../short-story.ts'
import type { Workplace } from '../workplace.ts'

const NAME = 'BioID'
const PARTITION = 112
const PEOPLE = [
  { number: 4711, name: 'Jane' },
  { number: 4712, name: 'Ben' },
  { number: 4713, name: 'Åsa' },
]
const SAMPLES = 4
/** Of Åsa's pictures this one shows a wall. */
const FACELESS = { number: 4713, sample: 3 }
const SAMPLE_COUNT = PEOPLE.length * SAMPLES
/** The first person is through, the answer to the second is withheld, and an upload of the third hangs if it comes so far. */
const FAULTS = [
  { on: 'task', kind: 'hang-after', skip: 1, times: 1 },
  { on: 'upload', kind: 'hang', skip: 2 * SAMPLES + 1, times: 1 },
]

/** Three people are enrolled, and a crash comes between an enrolment and its answer. */
export const bioidStory: ShortStory = {
  heading: 'Sluice demo: samples from a folder enrol people at BioID, with a crash on the way.',
  needsPerl: false,
  noSmall: 'The demo of bioid is small anyway; leave --small out.',
  open: async ({ place, owned }: OpenStage) => {
    const settings = JSON.stringify({ partitions: [PARTITION], delayMs: 60 })
    const args = ['--settings', settings, '--faults', JSON.stringify(FAULTS)]
    return castOf(owned.use(await PracticeProcess.start('bioid', args)), place)
  },
}

function castOf(server: PracticeProcess, place: Workplace): Cast {
  const tasks = async (): Promise<TaskRecord[]> => (await server.ask('tasks')) as TaskRecord[]
  return {
    serverWords: `A practice BioID Web Service runs at ${server.url}.`,
    destinations: [
      {
        ...{ name: NAME, kind: 'bioid', url: server.url, auth: { method: 'none' } },
        ...{ storage: 'bws', partition: PARTITION, samples: SAMPLES, quietMs: 2000 },
      },
    ],
    uploadKBps: null,
    makePictures: (options) => makeSamples(place, options),
    killWords: 'BioID has enrolled the second person and not yet said so',
    isTimeToKill: async () => (await tasks()).length === PEOPLE.length - 1,
    sceneWords: async () => {
      const done = await tasks()
      if (done.length === PEOPLE.length) throw new Error('All were enrolled before Sluice could be killed.')
      const names = done.map(({ bcid }) => bcid).join(' and ')
      return `At this moment ${names} were enrolled, and the answer about ${done.at(-1)?.bcid ?? ''} was lost.`
    },
    afterKill: async () => {
      await server.tell('faults', { clear: true })
    },
    entries: async () => entriesOf(await tasks()),
    proofWords: ({ uploadId }) => `token ${uploadId ?? '–'}`,
    sumWords: async () => {
      const told = (await tasks())
        .map(({ bcid, samples }) => `${bcid} with ${counted(samples.length, 'sample')}`)
        .toSorted()
      return `BioID itself says: ${counted(told.length, 'enrolment')}, ${told.join(', ')}.`
    },
    keepWords:
      'Folders begin with the number of a person («4714 Joe»). The practice server knows faces by their colour only, so it may find none in yours.',
  }
}

/** Every sample that went into an enrolment: a person who was enrolled twice has each of them twice. */
function entriesOf(tasks: readonly TaskRecord[]): Entry[] {
  return tasks
    .filter(({ task }) => task === 'enroll')
    .flatMap(({ tokenId, bcid, samples }) =>
      samples.map(({ sha256 }) => ({ destination: NAME, id: tokenId, sha256, label: bcid })),
    )
}

async function makeSamples(place: Workplace, { signal, onMade }: MakeOptions) {
  const foretold: Foretold[] = []
  for (const { number, name } of PEOPLE) {
    for (let sample = 1; sample <= SAMPLES; sample++) {
      signal.throwIfAborted()
      const isFaceless = number === FACELESS.number && sample === FACELESS.sample
      const path = `${String(number)} ${name}/${name} ${String(sample)}.jpg`
      const sha256 = await putPicture(place, path, await portrait({ faces: isFaceless ? 0 : 1 }))
      const end = isFaceless
        ? ({ fate: 'rejected', mark: 'no-face' } as const)
        : ({ fate: 'delivered', mark: `bws.${String(PARTITION)}.${String(number)}` } as const)
      foretold.push({ path, destination: NAME, sha256, ...end })
      onMade(foretold.length, SAMPLE_COUNT)
    }
  }
  const words = `${SAMPLE_COUNT} samples of ${PEOPLE.length} people are there, in folders that begin with the number of the person. One of them shows no face.`
  return { foretold, words }
}
