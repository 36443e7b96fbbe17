import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ensurePerl } from '../../build/prepare-machine.ts'
import { bytesWords } from '../../electron/cli/words.ts'
import type { DeliveryRow, JobRow } from '../../shared/contract.ts'
import { type Foretold, outcomesOf, outcomeSum, outcomeTable, strangersIn } from './foretold.ts'
import type { Narrator } from './narrator.ts'
import type { DemoOptions } from './options.ts'
import { filesBelow } from './photo-supply.ts'
import type { Cast, ShortStory } from './short-story.ts'
import { SluiceProcess, type SluiceOptions } from './sluice-process.ts'
import { until } from './until.ts'
import { Workplace } from './workplace.ts'

const LOOK_EVERY_MS = 20
const ASIDE = '_rejected'
const ROWS_MAX = 1000

interface Stage {
  cast: Cast
  narrator: Narrator
  place: Workplace
  sluice: SluiceOptions
  signal: AbortSignal
}

/**
 * Tells and shows one of the short stories. Leaves no process and no folder behind, however it ends.
 * @param ending is aborted when somebody wants it to end
 * @returns true when every file became what was foretold
 * @throws Error with a sentence when something went wrong, or the reason of `ending`
 */
export async function tellStory(
  story: ShortStory,
  { isSmall, isKept }: DemoOptions,
  narrator: Narrator,
  ending: AbortController,
): Promise<boolean> {
  const { signal } = ending
  narrator.heading(story.heading)
  if (story.needsPerl) {
    await ensurePerl({
      say: (words) => {
        narrator.more(words)
      },
    })
  }
  signal.throwIfAborted()
  await using place = await Workplace.open()
  await using owned = new AsyncDisposableStack()
  const sluice: SluiceOptions = {
    place,
    signal,
    onUnexpectedEnd: (error) => {
      ending.abort(error)
    },
  }
  const stage: Stage = { cast: await story.open({ place, isSmall, owned }), narrator, place, sluice, signal }
  const isRight = await play(stage)
  if (isKept) await keepOn(stage)
  return isRight
}

async function play(stage: Stage): Promise<boolean> {
  const { cast, narrator, place, signal } = stage
  narrator.step(cast.serverWords)
  narrator.step('Pictures are made in the hot folder:')
  narrator.plain(`   ${place.hotFolder}`)
  const { foretold, words } = await cast.makePictures({
    signal,
    onMade: (made, all) => {
      narrator.passing(`${made} of ${all}`)
    },
  })
  narrator.more(words)
  await writeConfig(stage)
  const scene = await untilCrash(stage)
  narrator.showCursor()
  narrator.step(`Killed. ${scene} Now the same command again: it goes on where it was.`)
  narrator.plain('')
  const account = await afterCrash(stage, foretold)
  narrator.showCursor()
  const isRight = await tellOutcomes(stage, foretold, account)
  const isTold = await tellRejected(stage, foretold)
  return isRight && isTold
}

async function writeConfig({ cast, place }: Stage): Promise<void> {
  const config = {
    destinations: cast.destinations,
    folders: [
      {
        name: 'hot folder',
        path: place.hotFolder,
        to: cast.destinations.map(({ name }) => name),
        settleMs: 500,
        sidecarGraceMs: 500,
        rejected: { action: 'move', to: ASIDE },
      },
    ],
    ...(cast.uploadKBps === null ? {} : { limits: { uploadKBps: cast.uploadKBps } }),
  }
  await writeFile(place.configFile, `${JSON.stringify(config, null, 2)}\n`)
}

/** The engine at work, until it is killed. What happens is told before: the terminal then belongs to the engine. */
async function untilCrash({ cast, narrator, sluice, signal }: Stage): Promise<string> {
  const pace = cast.uploadKBps === null ? '' : `, held down to ${bytesWords(cast.uploadKBps * 1000)}/s`
  narrator.step(`Sluice starts with «sluice run»${pace}. It is killed with «kill -9» when ${cast.killWords}.`)
  narrator.plain('')
  await using engine = new SluiceProcess(sluice)
  await until('the moment of the crash', async () => ((await cast.isTimeToKill()) ? true : null), {
    signal,
    everyMs: LOOK_EVERY_MS,
  })
  await engine.kill()
  const words = await cast.sceneWords()
  await cast.afterKill()
  return words
}

/** What Sluice itself says once all is at rest. */
interface SluiceAccount {
  jobs: JobRow[]
  deliveries: DeliveryRow[]
}

async function afterCrash(
  { place, sluice, signal }: Stage,
  foretold: readonly Foretold[],
): Promise<SluiceAccount> {
  await using engine = new SluiceProcess(sluice)
  await engine.untilAtRest(foretold.length)
  const { jobs } = await engine.api.call('jobs.list', { limit: ROWS_MAX })
  const rejected = new Set(jobs.filter(({ state }) => state === 'rejected').map((job) => job.path))
  await until(
    'the rejected files to be set aside',
    async () => ((await reasonsIn(place)).length >= rejected.size ? true : null),
    { signal },
  )
  const { deliveries } = await engine.api.call('history.search', { limit: ROWS_MAX })
  await engine.end()
  return { jobs, deliveries }
}

async function tellOutcomes(
  { cast, narrator }: Stage,
  foretold: readonly Foretold[],
  { jobs, deliveries }: SluiceAccount,
): Promise<boolean> {
  narrator.step(
    'All is at rest. What every file became, with the proof that the server gave or the words of the refusal, and what the server itself has of it now:',
  )
  narrator.plain('')
  const entries = await cast.entries()
  const outcomes = outcomesOf(foretold, { jobs, deliveries, entries, proofWords: cast.proofWords })
  const strangers = strangersIn(entries, outcomes, deliveries)
  narrator.plain(outcomeTable(outcomes, narrator.columns))
  for (const { destination, label, id } of strangers)
    narrator.plain(`Nobody put this there: ${label} (${id}) at ${destination}`)
  narrator.plain('')
  narrator.heading(outcomeSum(outcomes, strangers))
  narrator.heading(await cast.sumWords())
  return strangers.length === 0 && outcomes.every(({ isAsForetold }) => isAsForetold)
}

/** Texts that say why a file was set aside, relative to the hot folder. */
async function reasonsIn(place: Workplace): Promise<string[]> {
  const names = await filesBelow(place.hotFolder)
  return names.filter((name) => name.startsWith(`${ASIDE}${path.sep}`) && name.endsWith('.txt'))
}

/** @returns true when all that was foretold to be rejected lies aside, and nothing else */
async function tellRejected({ narrator, place }: Stage, foretold: readonly Foretold[]): Promise<boolean> {
  narrator.step(
    'The rejected were set aside («"rejected": {"action":"move"}»), each with a text that says why:',
  )
  const reasons = await reasonsIn(place)
  for (const name of reasons) {
    narrator.plain(`\n   ${name}\n`)
    const text = await readFile(path.join(place.hotFolder, name), 'utf8')
    narrator.plain(text.trim().replaceAll(/^(?=.)/gm, '   | '))
  }
  const files = new Set(await filesBelow(place.hotFolder))
  const wanted = new Set(foretold.filter(({ fate }) => fate === 'rejected').map((one) => one.path))
  const isAside = [...wanted].every((name) => !files.has(name) && files.has(path.join(ASIDE, name)))
  if (isAside && reasons.length === wanted.size) return true
  narrator.heading(`This is not as foretold: ${wanted.size} should lie aside, each with its text.`)
  return false
}

/** Until somebody ends it. */
async function keepOn({ cast, narrator, place, sluice }: Stage): Promise<void> {
  narrator.step(
    `Sluice runs again and stays. Drop files of your own into the folder. ${cast.keepWords} Ctrl-C ends everything and removes it.`,
  )
  narrator.plain(`   ${place.hotFolder}\n`)
  await using engine = new SluiceProcess(sluice)
  await engine.untilAborted()
}
