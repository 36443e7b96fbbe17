import { UploadError } from '../../errors.ts'
import { abortable } from '../abortable.ts'
import type { AssetUpdate, Confirmation, Journal, SendContext } from '../destination.ts'
import { body } from '../http-body.ts'
import type { HttpReply } from '../http.ts'
import { assetError, assetNameIn } from './asset-problems.ts'
import { type FotowareClient, parseReply } from './client.ts'
import type { KnownFields } from './metadata-view.ts'
import { fieldLabel, unseenFields } from './reported-values.ts'
import { Asset, MEDIA, type UpdateMemo } from './wire.ts'
import { noted, say } from '../../../../shared/phrase.ts'

/** An asset that does not show its new values for so long has not got them. */
const UNSEEN_MS = 60_000

/**
 * Writes new values into an asset (API overview, «Updating metadata on an asset»). They replace what is there, so the same
 * request may be sent any number of times.
 * @throws UploadError `refused`: `may-not-edit`, `asset-gone`, `metadata-refused`; and whatever a request may end with
 */
export async function updateAsset(
  client: FotowareClient,
  { assetUrl, values }: AssetUpdate,
  known: Pick<KnownFields, 'byId'>,
  context: SendContext,
): Promise<void> {
  const { journal, signal, drain, throttle } = context
  const leave = throttle?.(0)
  if (leave !== undefined) await abortable(leave, AbortSignal.any([signal, drain]))
  signal.throwIfAborted()
  drain.throwIfAborted()
  const wanted = Object.fromEntries([...values].map(([id, list]) => [String(id), [...list]]))
  const memo: UpdateMemo = { update: { assetUrl, values: wanted, unseenSinceMs: null } }
  await journal.write(memo)
  if (values.size === 0) return
  const wire = new Map<number, unknown>()
  for (const [id, list] of values) wire.set(id, wireValue(list, known.byId(id)?.isBag ?? false))
  const reply = await patchAsset(client, assetUrl, wire, { signal, drain })
  if (!isAccepted(reply)) throw assetError(reply, assetNameIn(assetUrl), UPDATING)
}

const UPDATING = say`changing the metadata of an asset`

function wireValue(list: readonly string[], isBag: boolean): string | readonly string[] {
  const [only, ...others] = list
  return isBag || only === undefined || others.length > 0 ? list : only
}

/** @param values field id → value as it goes on the wire: a list for a bag, a text for a single field, an empty list for none */
export async function patchAsset(
  client: FotowareClient,
  assetUrl: string,
  values: ReadonlyMap<number, unknown>,
  signals: { signal: AbortSignal; drain?: AbortSignal },
): Promise<HttpReply> {
  const metadata = Object.fromEntries([...values].map(([id, value]) => [String(id), { value }]))
  return await client.call({
    method: 'PATCH',
    path: assetUrl,
    accept: MEDIA.asset,
    body: body(MEDIA.assetUpdate, Buffer.from(JSON.stringify({ metadata }))),
    during: UPDATING,
    ...signals,
  })
}

export function isAccepted({ status }: HttpReply): boolean {
  return status >= 200 && status < 300
}

/**
 * Asks once whether an asset shows the values that were written into it. A value that neither the asset nor the metadata
 * view shows cannot be seen by anybody, and is told as a note.
 * @throws UploadError `server` (`metadata-not-there`) when it does not show them for a minute; `refused` (`asset-gone`)
 */
export async function confirmUpdate(
  client: FotowareClient,
  memo: UpdateMemo,
  known: KnownFields,
  journal: Journal,
  signal: AbortSignal,
): Promise<Confirmation> {
  const { assetUrl, values, unseenSinceMs } = memo.update
  const reply = await readAsset(client, assetUrl, signal)
  if (reply.status === 403) return accepted(assetUrl, reply)
  if (reply.status !== 200) throw assetError(reply, assetNameIn(assetUrl), READING)
  const asset = parseReply(reply, Asset, READING)
  const { missing, invisible } = unseenFields(asset.metadata, values, known)
  if (missing.length === 0) return confirmed(asset, invisible, known, reply.requestId)
  const nowMs = client.clock.now()
  // The wall clock may have been set back meanwhile: then the minute begins anew.
  if (unseenSinceMs === null || unseenSinceMs > nowMs) {
    await journal.write({ update: { ...memo.update, unseenSinceMs: nowMs } } satisfies UpdateMemo)
    return { kind: 'pending' }
  }
  if (nowMs - unseenSinceMs < UNSEEN_MS) return { kind: 'pending' }
  throw notThere(
    asset.filename ?? assetNameIn(assetUrl),
    missing.map((id) => fieldLabel(id, known)),
    reply.requestId,
  )
}

const READING = say`looking at the asset`

export async function readAsset(
  client: FotowareClient,
  assetUrl: string,
  signal: AbortSignal,
): Promise<HttpReply> {
  return await client.call({ method: 'GET', path: assetUrl, accept: MEDIA.asset, during: READING, signal })
}

function confirmed(
  asset: Asset,
  invisible: readonly number[],
  known: KnownFields,
  requestId: string | null,
): Confirmation {
  const notes = invisible.map(
    (id) =>
      say`The archive took the value of ${fieldLabel(id, known)} but does not show this field, so it could not be checked.`,
  )
  const assetName = asset.filename ?? null
  return {
    kind: 'confirmed',
    proof: { assetUrl: asset.href, assetName, proof: 'asset', uploadId: null, requestId, ...noted(notes) },
  }
}

/** The server took the values, and does not let this account look at the asset. */
function accepted(assetUrl: string, { requestId }: HttpReply): Confirmation {
  const notes = [
    say`The archive took the new metadata but does not show the asset, so it could not be checked.`,
  ]
  return {
    kind: 'confirmed',
    proof: { assetUrl, assetName: null, proof: 'accepted', uploadId: null, requestId, ...noted(notes) },
  }
}

function notThere(name: string, fields: readonly string[], requestId: string | null): UploadError {
  return new UploadError('server', {
    code: 'metadata-not-there',
    what: say`The archive took the new metadata of «${name}» but does not show it: ${fields.join(', ')}.`,
    remedy: say`Sluice writes it again by itself.`,
    isRetried: true,
    ...(requestId === null ? {} : { requestId }),
  })
}
