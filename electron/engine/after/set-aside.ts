import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { RejectedConfig } from '../../../shared/config.ts'
import { say } from '../../../shared/phrase.ts'
import { type Problem, problemSentence } from '../../../shared/problem.ts'
import { errorCode, errorText } from '../errors.ts'
import type { ParcelRow } from '../store/parcels.ts'
import { contentIdentity } from '../upload/source-file.ts'
import type { AfterResult } from './after-delivery.ts'
import { freeNumber, type Naming, numberedName } from './free-name.ts'
import { type MovedFile, moveFile, mustBeDelivered, NotTheDeliveredFile } from './move-file.ts'

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
  const directory = path.join(path.resolve(parcel.root, rule.to), path.dirname(parcel.path))
  const name = path.basename(parcel.path)
  const naming = { stem: path.parse(name).name, first: 0 }
  try {
    const picture = await source(parcel, parcel.path, parcel.identity)
    if (picture === null) return await alreadyAside(rejected, directory, naming)
    const { sidecar_path: sidecarPath, sidecar_identity: sidecarIdentity } = parcel
    const sidecar =
      sidecarPath === null || sidecarIdentity === null
        ? null
        : await source(parcel, sidecarPath, sidecarIdentity)
    const names = [name, textName(name), ...(sidecar === null ? [] : [path.basename(sidecar.file)])]
    naming.first = await freeNumber(directory, names, naming.stem)
    // The sidecar goes first, as after a delivery: alone it would look like a new arrival.
    if (sidecar !== null) await moveFile(sidecar, directory, naming)
    const place = await moveFile(picture, directory, naming)
    await writeReason(rejected, place)
    return { state: 'done', words: say`rejected; moved to ${place}` }
  } catch (error) {
    if (error instanceof NotTheDeliveredFile)
      return { state: 'kept', words: say`kept: the file has changed since it was rejected` }
    return { state: 'kept', words: say`kept: it could not be moved (${errorText(error)})` }
  }
}

/** Null when it is gone. @throws NotTheDeliveredFile when another one stands in its place */
async function source(parcel: ParcelRow, relative: string, identity: string): Promise<MovedFile | null> {
  const file = path.join(parcel.root, relative)
  const known = contentIdentity(identity)
  try {
    await mustBeDelivered(file, known)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
  return { file, contentIdentity: known, sha256: await digest(file) }
}

/** A run that was cut off may have moved the file, and not have said why. */
async function alreadyAside(
  rejected: RejectedParcel,
  directory: string,
  naming: Naming,
): Promise<AfterResult> {
  const place = path.join(
    directory,
    numberedName(path.basename(rejected.parcel.path), naming.stem, naming.first),
  )
  const isHere = await mustBeDelivered(place, contentIdentity(rejected.parcel.identity)).then(
    () => true,
    () => false,
  )
  if (!isHere) return { state: 'done', words: say`already gone` }
  await writeReason(rejected, place)
  return { state: 'done', words: say`rejected; moved to ${place}` }
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
    'To try it again: mend the file and put it into the hot folder once more.',
  ]
  await mkdir(path.dirname(place), { recursive: true })
  await writeFile(textName(place), `${lines.join('\n')}\n`)
}

async function digest(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer)
  return hash.digest('hex')
}
