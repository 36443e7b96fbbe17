import { say } from '../../../../shared/phrase.ts'
import { z } from 'zod'
import type { HttpReply } from '../http.ts'
import { type Call, type FotowareClient, parseReply } from './client.ts'
import { fieldsOfView, type ViewField } from './metadata-view.ts'
import { replyError } from './problems.ts'
import type { Target } from './task.ts'
import { Asset, Collection, MEDIA } from './wire.ts'

/**
 * The metadata view of the place that files are sent to (API overview, «Metadata views»); null when there is none, or when
 * this account may not see it.
 * @throws UploadError
 */
export async function readView(
  client: FotowareClient,
  target: Target,
  signal: AbortSignal,
): Promise<readonly ViewField[] | null> {
  if (target.url === null) return null
  const href = target.isRevision
    ? await viewOfAsset(client, target.url, signal)
    : await viewOfCollection(client, target.url, signal)
  if (href === null) return null
  const view = await readIfTold(
    client,
    { method: 'GET', path: href, accept: MEDIA.metadataView, during: say`reading the metadata view`, signal },
    z.unknown(),
  )
  const fields = fieldsOfView(view)
  return fields.length === 0 ? null : fields
}

async function viewOfAsset(
  client: FotowareClient,
  path: string,
  signal: AbortSignal,
): Promise<string | null> {
  const during = say`looking at the asset`
  const asset = await readIfTold(client, { method: 'GET', path, accept: MEDIA.asset, during, signal }, Asset)
  if (asset === null) return null
  const ofCollection = asset.archiveHREF ? await viewOfCollection(client, asset.archiveHREF, signal) : null
  return ofCollection ?? asset.metadataEditor?.href ?? null
}

async function viewOfCollection(
  client: FotowareClient,
  path: string,
  signal: AbortSignal,
): Promise<string | null> {
  const during = say`looking at the collection`
  const call: Call = { method: 'GET', path, accept: MEDIA.collectionInfo, during, signal }
  const collection = await readIfTold(client, call, Collection)
  return collection?.metadataEditor?.href ?? collection?.metadata?.href ?? null
}

/** Null when the server does not give it to this account. @throws UploadError */
export async function readIfTold<T extends z.ZodType>(
  client: FotowareClient,
  call: Call,
  schema: T,
): Promise<z.output<T> | null> {
  const reply = await client.look(call)
  if (isUntold(reply)) return null
  if (reply.status !== 200) throw replyError(reply, call.during)
  return parseReply(reply, schema, call.during)
}

/** Refused, not there, or not in this form: asking again would not help. */
function isUntold({ status }: HttpReply): boolean {
  return status >= 400 && status < 500 && status !== 408
}
