import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { RejectedConfig } from '../../../shared/config.ts'
import { say } from '../../../shared/phrase.ts'
import { type Problem, problemSentence } from '../../../shared/problem.ts'
import type { ParcelRow } from '../store/parcels.ts'
import { type MovedFile, mustBeDelivered } from './move-file.ts'
import {
  type AfterResult,
  moveTogether,
  notMoved,
  sourcesOf,
  stillThere,
  targetDirectory,
} from './sources.ts'

/** A parcel that at least one destination has refused for good, and that none still wants. */
export interface RejectedParcel {
  parcel: ParcelRow
  /** Who has refused it, and why. */
  refusals: readonly { destination: string; problem: Problem; atMs: number }[]
  /** Who has it nevertheless. */
  delivered: readonly string[]
}

/**
 * Moves the source of a rejected parcel aside, its sidecar along with it, with a text beside it that says why; if both
 * are still the files that were refused. Never throws: what could not be done is kept and told.
 */
export async function setAside(rejected: RejectedParcel, rule: RejectedConfig): Promise<AfterResult> {
  if (rule.action === 'keep') return { state: 'kept', words: say`kept: rejected` }
  const { parcel } = rejected
  const directory = targetDirectory(path.resolve(parcel.root, rule.to), parcel.path)
  const sources = sourcesOf(parcel, { picture: null, sidecar: null })
  const name = path.basename(parcel.path)
  try {
    const present = await stillThere(sources)
    const place =
      present === null
        ? await alreadyAside(sources.picture, path.join(directory, name))
        : await moveTogether(present, directory, [textName(name)])
    if (place === null) return { state: 'done', words: say`already gone` }
    await writeReason(rejected, place)
    return { state: 'done', words: say`rejected; moved to ${place}` }
  } catch (error) {
    return notMoved(error, say`kept: the file has changed since it was rejected`)
  }
}

/** A run that was cut off may have moved the file, and not have said why. @returns `place` if it is there, else null */
async function alreadyAside({ contentIdentity }: MovedFile, place: string): Promise<string | null> {
  return await mustBeDelivered(place, contentIdentity).then(
    () => place,
    () => null,
  )
}

function textName(name: string): string {
  return `${name}.txt`
}

async function writeReason({ parcel, refusals, delivered }: RejectedParcel, place: string): Promise<void> {
  const lines = [
    `${parcel.path} was not taken.`,
    '',
    ...refusals.flatMap(({ destination, problem, atMs }) => [
      `${destination}, ${new Date(atMs).toISOString()}: ${problemSentence(problem)}`,
      `  ${[problem.code, problem.detail].filter((part) => part !== undefined && part !== '').join(': ')}`,
    ]),
    ...(delivered.length === 0 ? [] : ['', `It was delivered to: ${delivered.join(', ')}.`]),
    '',
    'To try it again: mend what was wrong and put it into the hot folder once more.',
  ]
  await writeFile(textName(place), `${lines.join('\n')}\n`)
}
