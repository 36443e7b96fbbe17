import { say } from '../../../../shared/phrase.ts'
import { abortable } from '../abortable.ts'
import type { Member, Sent } from '../destination.ts'
import { digestOf } from '../digest.ts'
import type { PicapportClient } from './client.ts'
import { sentName } from './file-name.ts'
import { type PhotoType, takenExtensions, typeOf } from './file-type.ts'
import { photoIdOf } from './photo-id.ts'
import { type FolderRules, metadataOf, type PhotoMetadata } from './photo-metadata.ts'
import { mayNotUpload, notReady, outcomeUnknown, removedThere, tooLarge, wrongType } from './problems.ts'
import type { ServerFacts, ServerState } from './server-facts.ts'
import { type PhotoCheck, PhotoMemo } from './wire.ts'

/** A new photo is found by its id within this time, even where indexing lags behind. */
export const INDEXED_MS = 15_000
const POLL_MS = 1_000

export interface PhotoWorld {
  client: PicapportClient
  state: ServerState
  rules: FolderRules & { uploadRemovedAgain: boolean }
}

/** A photo that is to be sent, with all that goes along. */
export interface Photo {
  member: Member
  type: PhotoType
  fileName: string
  renamed: Sent['renamed']
  metadata: PhotoMetadata
  memo: PhotoMemo
  /** Whether the server can be asked for it, and knows its id. */
  isKnowable: boolean
  /** It was sent before, and what became of that is not known: it may be there already by that. */
  isRepeated: boolean
}

export type Preparation = { kind: 'to-send'; photo: Photo } | { kind: 'there'; sent: Sent }

/**
 * Finds out whether a file has to be sent at all: rights, limits and type before its content is read, then whether the
 * server has it already (PicApport Web API, «checkPhotoId»).
 *
 * @throws UploadError, and the reason of the member's signals
 */
export async function preparePhoto(world: PhotoWorld, member: Member): Promise<Preparation> {
  const { shipment, context } = member
  const { source } = shipment
  throwIfStopped(member)
  const facts = await world.state.get(context.signal)
  throwIfUnfit(facts, member)
  const { type, extensions } = await takenType(facts, member)
  const fileName = sentName(source.name, extensions)
  const renamed = fileName === source.name.normalize('NFC') ? [] : [{ from: source.name, to: fileName }]
  const memo = rememberedMemo(member) ?? (await newMemo(member))
  const photo: Photo = {
    ...{ member, type, fileName, renamed, memo, isKnowable: true, isRepeated: memo.sentAtMs !== null },
    metadata: { ...metadataOf(shipment, world.rules), photoID: memo.photoId },
  }
  if (memo.arrived !== null) return await there(photo)
  return await lookedUp(world, photo)
}

/** What the server says of a photo before it is sent, or sent again. */
async function lookedUp(world: PhotoWorld, photo: Photo): Promise<Preparation> {
  const { memo, member } = photo
  const { signal, drain } = member.context
  const wasSent = memo.sentAtMs !== null
  // Counted from here: when the last byte of a request got through whose reply was lost, nobody knows.
  const beganMs = world.client.clock.monotonic()
  for (;;) {
    throwIfStopped(member)
    const check = await world.client.checkPhoto(memo.photoId, signal, drain)
    if (check === null) return await unanswered(photo)
    if (hasArrived(check, memo)) return await there(await arrived(world, photo, !wasSent))
    const isCertain = check.alreadySynced === false || !wasSent
    if (!isCertain && world.client.clock.monotonic() - beganMs < INDEXED_MS) {
      await world.client.wait(POLL_MS, AbortSignal.any([signal, drain]))
      continue
    }
    return toSend(world, photo, check)
  }
}

function toSend(world: PhotoWorld, photo: Photo, { alreadySynced }: PhotoCheck): Preparation {
  const { memo, metadata, member } = photo
  // Where it does not tell, the server itself refuses what was there once.
  const isRemoved = alreadySynced === true
  if (isRemoved && !world.rules.uploadRemovedAgain) throw removedThere(member.shipment.source.name)
  const wasSynced = memo.sentAtMs === null ? (alreadySynced ?? null) : memo.wasSynced
  // Not for others: while the index lags behind this check alone keeps a photo from coming twice.
  const again: Pick<PhotoMetadata, 'doSyncCheck'> = isRemoved ? { doSyncCheck: false } : {}
  return {
    kind: 'to-send',
    photo: { ...photo, memo: { ...memo, wasSynced }, metadata: { ...metadata, ...again } },
  }
}

/** Servers before 8.3 know no ids: what may be there already is not sent again by itself. */
async function unanswered(photo: Photo): Promise<Preparation> {
  const { memo, member } = photo
  if (memo.sentAtMs === null) return { kind: 'to-send', photo: { ...photo, isKnowable: false } }
  await member.context.journal.erase()
  throw outcomeUnknown(member.shipment.source.name)
}

/**
 * Whether the server has a photo that was sent: it says so, or its id is among those that were transferred and was not
 * before, whatever the index says yet.
 */
export function hasArrived({ exists, alreadySynced }: PhotoCheck, memo: PhotoMemo): boolean {
  return exists || (alreadySynced === true && memo.wasSynced === false && memo.sentAtMs !== null)
}

/** Writes down that the server has it. @param wasThere without Sluice */
export async function arrived(
  { client }: PhotoWorld,
  photo: Photo,
  wasThere: boolean,
  told: Partial<Pick<NonNullable<PhotoMemo['arrived']>, 'fileName' | 'words'>> & {
    photoId?: string | null
  } = {},
): Promise<Photo> {
  const memo: PhotoMemo = {
    ...photo.memo,
    arrived: {
      photoId: told.photoId ?? photo.memo.photoId,
      fileName: told.fileName ?? null,
      atMs: client.clock.now(),
      wasThere,
      words: told.words ?? null,
    },
  }
  await photo.member.context.journal.write(memo)
  return { ...photo, memo }
}

/** The server has it, and the file is still the one that it has. */
async function there(photo: Photo): Promise<Preparation> {
  return { kind: 'there', sent: await sentOf(photo) }
}

/** @throws UploadError `changed`, `missing` */
export async function sentOf({ member, memo, renamed }: Photo): Promise<Sent> {
  const { source } = member.shipment
  member.context.onProgress(source.sizeBytes)
  await source.check()
  // Nothing was named where nothing was sent.
  const names = memo.arrived?.wasThere === true ? [] : renamed
  return { sha256: memo.sha256, renamed: names, modifiedAt: null }
}

export function throwIfStopped({ context: { signal, drain } }: Member): void {
  signal.throwIfAborted()
  drain.throwIfAborted()
}

function throwIfUnfit(facts: ServerFacts, { shipment: { source } }: Member): void {
  if (!facts.isReady) throw notReady(facts.version)
  if (facts.canUpload === false) throw mayNotUpload(facts.account)
  if (facts.sizeBytesMax !== null && source.sizeBytes > facts.sizeBytesMax)
    throw tooLarge(source.name, source.sizeBytes, facts.sizeBytesMax)
}

async function takenType({ videoTypes }: ServerFacts, { shipment: { source }, context }: Member) {
  const found = await abortable(typeOf(source), context.signal)
  if ('words' in found) throw wrongType(source.name, found.words)
  const extensions = takenExtensions(found.type, videoTypes)
  if (extensions.length === 0) throw wrongType(source.name, say`a video (${found.type.contentType})`)
  return { type: found.type, extensions }
}

function rememberedMemo({ shipment: { source }, context: { journal } }: Member): PhotoMemo | null {
  const memo = PhotoMemo.safeParse(journal.memo)
  return memo.success && memo.data.identity === source.identity ? memo.data : null
}

async function newMemo({ shipment: { source }, context: { signal } }: Member): Promise<PhotoMemo> {
  const sha256 = await digestOf(source, signal)
  await source.check()
  return {
    ...{ photoId: photoIdOf(sha256), sha256, identity: source.identity },
    ...{ wasSynced: null, sentAtMs: null, arrived: null },
  }
}
