import { UploadError } from '../../errors.ts'
import type { FotowareClient } from './client.ts'
import type { Target } from './task.ts'
import type { z } from 'zod'
import { type Asset, AssetList, MEDIA, type TaskMemo } from './wire.ts'
import { type Phrase, say } from '../../../../shared/phrase.ts'

/** Clocks of server and archive may differ a little. */
const CREATED_TOLERANCE_MS = 5 * 60_000
/** Times of assets come in whole seconds. */
const SECOND_MS = 1_000
/** What written metadata may add to a file, or rounding to KiB. */
const SIZE_TOLERANCE_BYTES = 256 * 1024
const PAGES_MAX = 20

/**
 * Looks in the archive for what became of an upload that its server no longer knows: an asset of the name that was asked
 * for, in the place that was asked for, which came in since the task was made.
 *
 * @throws UploadError `refused` (`unproved`) when the archive cannot be searched, or holds something that may be it or
 * may be another file of that name: then a person must look
 */
export async function findInArchive(
  client: FotowareClient,
  target: Target,
  memo: TaskMemo,
  signal: AbortSignal,
): Promise<Asset | null> {
  const name = memo.filename
  if (name === null || target.url === null || target.isRevision) throw unprovable(say`could not be searched`)
  const folder = placeOf(new URL(target.url, client.base).pathname, memo.folder)
  const likely = (await search(client, name, signal)).filter(
    (asset) =>
      isVariant(asset.filename ?? '', name) &&
      folderOf(asset.href).startsWith(folder) &&
      createdMs(asset) >= memo.createdAtMs - CREATED_TOLERANCE_MS,
  )
  const [only, ...others] = likely
  if (only === undefined) return null
  const isIt =
    others.length === 0 &&
    isSameName(only.filename ?? '', name) &&
    folderOf(only.href) === folder &&
    Number.isFinite(createdMs(only)) &&
    createdMs(only) >= memo.createdAtMs - SECOND_MS &&
    Math.abs((only.filesize ?? memo.sizeBytes) - memo.sizeBytes) <= SIZE_TOLERANCE_BYTES
  if (isIt) return only
  throw unprovable(say`holds ${only.filename ?? only.href}, which may be it or another file`)
}

/** Assets whose name begins as this one does: the archive may have added a number. */
async function search(client: FotowareClient, name: string, signal: AbortSignal): Promise<Asset[]> {
  const found: Asset[] = []
  const query = encodeURIComponent(`fn:"${stemOf(name).stem}*"`)
  let path: string | null = `/fotoweb/archives/?q=${query}`
  for (let pages = 0; path !== null && pages < PAGES_MAX; pages++) {
    const during = say`looking for the file in the archive`
    const page: z.output<typeof AssetList> = await client
      .read({ method: 'GET', path, accept: MEDIA.assetList, during, signal }, AssetList)
      .catch((error: unknown) => {
        throw isNoAnswer(error) ? unprovable(say`could not be searched`) : error
      })
    found.push(...page.data)
    path = page.paging?.next || null
  }
  if (path !== null) throw unprovable(say`holds too many files of such names to search them all`)
  return found
}

function isNoAnswer(error: unknown): boolean {
  return error instanceof UploadError && ['destination', 'unexpected', 'refused'].includes(error.kind)
}

function createdMs(asset: Asset): number {
  // An asset that does not tell its age may be a new one.
  const timeMs = Date.parse(asset.created ?? '')
  return Number.isNaN(timeMs) ? Number.POSITIVE_INFINITY : timeMs
}

function stemOf(name: string): { stem: string; extension: string } {
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? { stem: name, extension: '' } : { stem: name.slice(0, dot), extension: name.slice(dot) }
}

function isSameName(left: string, right: string): boolean {
  return comparable(left) === comparable(right)
}

/** The same name, or the name with a number that an archive adds when it is taken: «a (1).jpg», «a_2.jpg». */
function isVariant(name: string, asked: string): boolean {
  const { stem, extension } = stemOf(comparable(name))
  const wanted = stemOf(comparable(asked))
  if (extension !== wanted.extension || !stem.startsWith(wanted.stem)) return false
  return /^([ _-]?\(?\d+\)?)?$/.test(stem.slice(wanted.stem.length))
}

/** A collection's path with the folders below it, as it is compared. */
function placeOf(collectionPath: string, folder: string | null): string {
  const below = folder === null ? '' : `${folder}/`
  return comparable(`${decoded(collectionPath)}${below}`)
}

function folderOf(href: string): string {
  const path = comparable(decoded(href))
  return path.slice(0, path.lastIndexOf('/') + 1)
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function comparable(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

function unprovable(why: Phrase): UploadError {
  return new UploadError('refused', {
    code: 'unproved',
    what: say`Everything was sent and accepted, but the server no longer tells what became of it, and the archive ${why}.`,
    means: say`The file is not sent again by itself, since it may be in the archive already.`,
    remedy: say`Look for it in the archive. If it is missing, use «sluice retry»; if it is there, «sluice cancel».`,
    isRetried: false,
  })
}
