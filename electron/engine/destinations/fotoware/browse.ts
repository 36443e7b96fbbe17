import type { TreeNode } from '../../../../shared/contract.ts'
import { ProblemError, UploadError } from '../../errors.ts'
import type { FotowareClient } from './client.ts'
import { Collection, CollectionList, Descriptor, MEDIA } from './wire.ts'
import { say } from '../../../../shared/phrase.ts'

/** Far more than anybody can pick from; a server that goes on and on is not followed further. */
const PAGES_MAX = 500

const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/**
 * One level of the destination tree (API overview, «Upload destinations», «Paging»).
 * @param href of the collection whose children are wanted; null for the top
 * @throws UploadError; ProblemError `not-this-server`, `no-such-folder`
 */
export async function browse(
  client: FotowareClient,
  href: string | null,
  signal: AbortSignal,
): Promise<TreeNode[]> {
  const start = href === null ? await topList(client, signal) : await childList(client, href, signal)
  const collections = await allPages(client, start, signal)
  return collections
    .map(nodeOf)
    .filter((node) => node !== null)
    .toSorted((a, b) => byName.compare(a.name, b.name))
}

/** Servers without a list of upload destinations have one of archives, whose flags tell the same. */
async function topList(client: FotowareClient, signal: AbortSignal): Promise<string> {
  const during = say`asking for the archives`
  const call = { method: 'GET', path: '/fotoweb/me/', accept: MEDIA.descriptor, during, signal } as const
  const me = await client.read(call, Descriptor)
  return [me.upload_to, me.archives].find(isGiven) ?? '/fotoweb/me/archives/'
}

/** Children are listed by `data`, an address for this user alone; what is remembered of a place is its `href`. */
async function childList(client: FotowareClient, href: string, signal: AbortSignal): Promise<string> {
  const during = say`looking at a folder`
  const path = onServer(client, href)
  const call = { method: 'GET', path, accept: MEDIA.collectionInfo, during, signal } as const
  const { data } = await client.read(call, Collection).catch(asGone)
  return isGiven(data) ? data : path
}

/** What is missing here is the folder: this server has listed it. */
function asGone(error: unknown): never {
  const isGone = error instanceof UploadError && error.problem.code === 'no-upload-api'
  if (!isGone) throw error
  throw new ProblemError(
    {
      code: 'no-such-folder',
      what: say`The archive or folder does not exist any more, or this account may not see it.`,
      remedy: say`Look through the list again from the top.`,
      isRetried: false,
    },
    { cause: error },
  )
}

async function allPages(
  client: FotowareClient,
  start: string,
  signal: AbortSignal,
): Promise<readonly Collection[]> {
  const found: Collection[] = []
  const seen = new Set<string>()
  let next: string | null = start
  while (next !== null && !seen.has(next)) {
    if (seen.size >= PAGES_MAX) throw endless(client.base)
    seen.add(next)
    const path = onServer(client, next)
    const during = say`listing folders`
    const call = { method: 'GET', path, accept: MEDIA.collectionList, during, signal } as const
    const list: CollectionList = await client.read(call, CollectionList)
    found.push(...list.data)
    // Servers mark the last page by null and by an empty text.
    next = isGiven(list.paging?.next) ? list.paging.next : null
  }
  return found
}

/** Null for a place that cannot be uploaded to and leads nowhere. */
function nodeOf(collection: Collection): TreeNode | null {
  const { name, href, originalURL, canUploadTo, canIngestToChildren, hasChildren } = collection
  const canUpload = canUploadTo === true
  const leadsOn = canIngestToChildren !== false && hasChildren === true
  const place = placeOf(href, originalURL)
  if (place === null || (!canUpload && !leadsOn)) return null
  return { name: isGiven(name) ? name : place, href: place, canUpload, hasChildren: leadsOn }
}

/** What is found by a search has its query in `href`; the plain address is then in `originalURL`. */
function placeOf(href: string | null | undefined, originalUrl: string | null | undefined): string | null {
  const given = [href, originalUrl].filter(isGiven)
  const plain = given.find((address) => !/[?#]/.test(address)) ?? given[0]
  return plain?.replace(/[?#].*$/s, '') ?? null
}

/** @throws ProblemError `not-this-server`: a face may ask for any address, but nothing else than this server is asked */
function onServer(client: FotowareClient, href: string): string {
  if (URL.parse(href, client.base.href)?.origin === client.base.origin) return href
  throw new ProblemError({
    code: 'not-this-server',
    what: say`The folder is not at ${client.base.host}.`,
    remedy: say`Choose a folder from the list of this destination.`,
    isRetried: false,
  })
}

function endless(base: URL): UploadError {
  return new UploadError('unexpected', {
    code: 'unexpected-answer',
    what: say`${base.host} gave a list of folders that does not end.`,
    remedy: say`Write the address of the archive or folder into "collection" by hand.`,
    isRetried: false,
  })
}

function isGiven(text: string | null | undefined): text is string {
  return text !== null && text !== undefined && text !== ''
}
