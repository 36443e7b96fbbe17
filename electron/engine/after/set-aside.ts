import { readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { RejectedConfig } from '../../../shared/config.ts'
import { type Phrase, say } from '../../../shared/phrase.ts'
import { type Problem, problemSentence } from '../../../shared/problem.ts'
import { errorText } from '../errors.ts'
import type { ParcelRow } from '../store/parcels.ts'
import { reserveName } from './free-name.ts'
import { isDelivered, type MovedFile } from './move-file.ts'
import {
  type AfterResult,
  moveTogether,
  notMoved,
  sourcesOf,
  stillThere,
  targetDirectory,
} from './sources.ts'

/** Names have 255 bytes at most. */
const STEM_BYTES_MAX = 240

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
        ? await alreadyAside(sources.picture, directory)
        : await moveTogether(present, directory, [textName(name)])
    if (place === null) return { state: 'done', words: say`already gone` }
    return { state: 'done', words: await withReason(rejected, place) }
  } catch (error) {
    return notMoved(error, say`kept: the file has changed since it was rejected`)
  }
}

/**
 * A run that was cut off may have moved the file, under whatever number was free, and not have said why.
 * @returns where it is; null when it is not there
 */
async function alreadyAside({ file, contentIdentity }: MovedFile, directory: string): Promise<string | null> {
  const { name: stem, ext } = path.parse(file)
  const names = await readdir(directory).catch(() => [])
  for (const name of names.filter((each) => each.startsWith(stem) && each.endsWith(ext))) {
    const place = path.join(directory, name)
    if (await isDelivered(place, contentIdentity)) return place
  }
  return null
}

/** As long a name of the file as leaves room for the ending, and for a number. */
function textName(name: string): string {
  let stem = ''
  for (const character of name) {
    if (Buffer.byteLength(stem + character) > STEM_BYTES_MAX) break
    stem += character
  }
  return `${stem}.txt`
}

/** The file itself has its place by now: that its text finds no room is told, and takes nothing back. */
async function withReason(rejected: RejectedParcel, place: string): Promise<Phrase> {
  const { dir, base } = path.parse(place)
  const name = textName(base)
  let text: string | null = null
  try {
    text = await reserveName(dir, name, { stem: path.parse(name).name, first: 0 })
    await writeFile(text, reason(rejected))
    return say`rejected; moved to ${place}`
  } catch (error) {
    if (text !== null) await rm(text, { force: true })
    return say`rejected; moved to ${place}, without a text that says why (${errorText(error)})`
  }
}

function reason({ parcel, refusals, delivered }: RejectedParcel): string {
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
  return `${lines.join('\n')}\n`
}
