import path from 'node:path'
import { Receipt } from '../../../shared/job.ts'
import type { SentMetadata } from '../../../shared/metadata.ts'
import { UploadError } from '../errors.ts'
import type { DeliveryRecord } from '../store/deliveries.ts'
import { openSource } from '../upload/source-file.ts'
import type { PreparedMetadata, UploadOrder } from '../upload/upload-job.ts'
import type { AttemptOutcome, AttemptWorld } from './attempt-world.ts'
import { doubtfulFields } from './doubtful-fields.ts'
import { catalogueField } from '../../../shared/template.ts'
import { noted, type Phrase, say } from '../../../shared/phrase.ts'

/**
 * Brings the metadata of a delivered asset up to date with a sidecar that came, or was changed, afterwards. Only fields
 * that the sidecar has changed are written, so that what was edited in the archive meanwhile stays as it is.
 *
 * @throws UploadError
 */
export async function updateJob(
  attempt: AttemptWorld,
  order: UploadOrder,
  delivered: DeliveryRecord,
  sendRevision: () => Promise<AttemptOutcome>,
): Promise<AttemptOutcome> {
  const { world, destination, job, parcel, journal, send } = attempt
  const name = path.basename(order.path)
  if (destination.abilities.metadata === 'none')
    return { kind: 'nothing-new', words: takesFilesAlone(destination.name, name) }
  if (destination.fields !== null && delivered.asset_url === null) throw assetUnknown(name)
  if (parcel.sidecar_path === null) return NO_SIDECAR
  const source = await openSource(path.join(order.root, order.path), order.identity, order.sizeBytes)
  let prepared: PreparedMetadata
  try {
    prepared = await world.prepare(job, parcel, destination, source, send.signal)
  } finally {
    await source.close()
  }
  const { metadata } = prepared
  // Sidecars may be ignored by now: without one nothing is to be changed back.
  if (metadata === null || prepared.sidecarSha256 === null) return NO_SIDECAR
  const earlier = metadataOf(delivered)
  // Without a word on the earlier delivery nothing but the file itself went.
  const earlierOthers = earlier === null ? prepared.embeddedOtherDigest : earlier.otherDigest
  const hasOthers = metadata.otherDigest !== null && metadata.otherDigest !== earlierOthers
  const { fields } = destination
  if (fields !== null && hasOthers && world.allowsRevisions(job.folder_id)) return await sendRevision()
  const values = new Map([
    ...doubtfulFields(world.store, job, parcel, metadata.fields),
    ...changedSince(earlier, prepared.embedded, metadata),
  ])
  if (values.size === 0) return { kind: 'nothing-new', words: NOTHING_NEW }
  if (fields === null) throw updatesUnknown(destination.name, name, values)
  if (delivered.asset_url === null) throw assetUnknown(name)
  await fields.update({ assetUrl: delivered.asset_url, values }, { ...send, journal })
  return {
    kind: 'sent',
    sealed: {
      sha256: delivered.sha256,
      fingerprint: delivered.fingerprint,
      renamed: [],
      modifiedAt: null,
      sidecarSha256: prepared.sidecarSha256,
      sentSidecarSha256: null,
      metadata: { ...metadata, instructions: [] },
      isUpdate: true,
      ...noted(hasOthers ? [OTHERS_STAY] : []),
    },
  }
}

const NO_SIDECAR: AttemptOutcome = {
  kind: 'nothing-new',
  words: say`The archive has this file already, and there is no sidecar to bring its metadata up to date.`,
}
const NOTHING_NEW = say`Nothing in the sidecar changes a field of the archive.`
const OTHERS_STAY = say`The sidecar also holds what has no field in the archive; it was not sent. With "sidecarRevisions" it goes along as a new revision.`

/**
 * Fields whose values are others than at the last delivery; those that are gone are emptied. When the template is another
 * one by now, only what the sidecar itself has changed counts: a template is for what is delivered with it, and never
 * goes through an archive afterwards.
 */
function changedSince(
  earlier: SentMetadata | null,
  embedded: SentMetadata['fields'],
  now: SentMetadata,
): Map<number, readonly string[]> {
  const isSameTemplate = earlier?.templateDigest === now.templateDigest
  const [was, is] = isSameTemplate
    ? [earlier.fields, now.fields]
    : [earlier === null ? embedded : withoutTemplate(earlier), withoutTemplate(now)]
  const changed = new Map<number, readonly string[]>()
  for (const id of new Set([...Object.keys(was), ...Object.keys(is)]))
    if (!isEqual(is[id] ?? [], was[id] ?? [])) changed.set(Number(id), now.fields[id] ?? [])
  return changed
}

function withoutTemplate({ fields, before }: SentMetadata): SentMetadata['fields'] {
  return { ...fields, ...before }
}

function isEqual(values: readonly string[], others: readonly string[]): boolean {
  return values.length === others.length && values.every((value, index) => value === others[index])
}

function takesFilesAlone(destination: string, name: string): Phrase {
  return say`${destination} takes nothing but the file itself, so the sidecar of ${name} changes nothing there.`
}

function updatesUnknown(
  destination: string,
  name: string,
  values: ReadonlyMap<number, readonly string[]>,
): UploadError {
  return new UploadError('refused', {
    code: 'updates-unknown',
    what: say`The sidecar of ${name} came or was changed after the delivery, and ${destination} offers no way to change what it has.`,
    means: say`The picture stays delivered as it is. Its sidecar now says: ${inWords(values)}.`,
    remedy: say`Change it in ${destination} by hand if it matters there, then cancel the job. For sidecars that come a little later than their pictures, raise "sidecarGraceMs" of the folder; "sidecars": "ignore" leaves them out.`,
    isRetried: false,
  })
}

const FIELDS_TOLD = 6
const CHARACTERS_TOLD = 120

/** Fields with their new values, as far as a person can take them in, under the names that are not FotoWare's alone. */
function inWords(values: ReadonlyMap<number, readonly string[]>): string {
  const all = [...values].map(([id, texts]) => {
    const value = texts.length === 0 ? '«»' : texts.map((text) => `«${text}»`).join(', ')
    const told = value.length > CHARACTERS_TOLD ? `${value.slice(0, CHARACTERS_TOLD)} …` : value
    const field = catalogueField(id)
    return `${field?.labels[0] ?? field?.name ?? String(id)} ${told.replaceAll(/\s+/g, ' ')}`
  })
  return [...all.slice(0, FIELDS_TOLD), ...(all.length > FIELDS_TOLD ? ['…'] : [])].join('; ')
}

function assetUnknown(name: string): UploadError {
  return new UploadError('refused', {
    code: 'asset-unknown',
    what: say`The archive did not tell where ${name} is, so its metadata cannot be brought up to date.`,
    means: say`The picture stays delivered as it is.`,
    remedy: say`Change the metadata in the archive, then cancel the job.`,
    isRetried: false,
  })
}

/** What is known of the metadata of an earlier delivery; null when nothing was read for it. */
function metadataOf(delivered: DeliveryRecord): Receipt['metadata'] {
  return Receipt.parse(JSON.parse(delivered.receipt)).metadata
}
