import { say } from '../../../../shared/phrase.ts'
import { UploadError } from '../../errors.ts'
import type { Random } from '../../ports.ts'
import { abortable } from '../abortable.ts'
import type { Member, Sent } from '../destination.ts'
import type { HttpReply } from '../http.ts'
import { type FormPart, partsBody } from '../multipart.ts'
import { whenAllAbort } from '../when-all-abort.ts'
import { isBrokenLine, isPassingStatus, TRIES_MAX } from './client.ts'
import {
  arrived,
  hasArrived,
  type Photo,
  type PhotoWorld,
  preparePhoto,
  sentOf,
  throwIfStopped,
} from './photo.ts'
import { asciiJson } from './photo-metadata.ts'
import {
  mayNotUpload,
  refusedInOtherWords,
  replyError,
  tooLarge,
  unexpectedReply,
  wrongType,
} from './problems.ts'
import { type ProvenFlow, provenFlow } from './proven-flow.ts'
import { type PhotoResult, readResults, verdictOf } from './upload-result.ts'

/** More than this is not sent in one request, however few photos it is. */
const REQUEST_BYTES_MAX = 100_000_000
/** Of the server's own words in a receipt. */
const WORDS_LENGTH_MAX = 300
const DURING = say`sending photos`

export interface Sender extends PhotoWorld {
  random: Random
}

/** One outcome of a member. The error is whatever ended it, so that an abort keeps its reason. */
export type Outcome = { kind: 'sent'; sent: Sent } | { kind: 'failed'; error: unknown }

/**
 * Hands photos over (PicApport Web API, «upload»), with one outcome each. A request that broke is sent again only after
 * the server was asked for every photo of it.
 */
export async function sendPhotos(sender: Sender, members: readonly Member[]): Promise<Outcome[]> {
  const outcomes = new Map<Member, Outcome>()
  for (let tries = 1; outcomes.size < members.length; tries++) {
    const open = members.filter((member) => !outcomes.has(member))
    const photos = await prepareAll(sender, open, outcomes)
    for (const request of requestsOf(photos)) {
      const isLast = tries >= TRIES_MAX
      await sendRequest(sender, request, isLast, outcomes)
    }
    const again = members.find((member) => !outcomes.has(member))
    if (again !== undefined) await rest(sender, tries, again, outcomes)
  }
  return members.map((member) => outcomes.get(member) ?? { kind: 'failed', error: new Error('No outcome') })
}

/** One after the other, so that a batch reads one file at a time. */
async function prepareAll(
  sender: Sender,
  members: readonly Member[],
  outcomes: Map<Member, Outcome>,
): Promise<Photo[]> {
  const photos: Photo[] = []
  for (const member of members) {
    try {
      const prepared = await preparePhoto(sender, member)
      if (prepared.kind === 'there') outcomes.set(member, { kind: 'sent', sent: prepared.sent })
      else photos.push(prepared.photo)
    } catch (error) {
      outcomes.set(member, { kind: 'failed', error })
    }
  }
  return photos
}

/** Split where a request would become too large. Of two with one content the second waits: it is found in the next round. */
function requestsOf(photos: readonly Photo[]): Photo[][] {
  const requests: Photo[][] = []
  let sizeBytes = 0
  for (const photo of photos) {
    const own = photo.member.shipment.source.sizeBytes
    const current = requests.at(-1)
    const isTwin = requests.flat().some(({ memo }) => memo.photoId === photo.memo.photoId)
    if (isTwin) continue
    if (current === undefined || sizeBytes + own > REQUEST_BYTES_MAX) {
      requests.push([photo])
      sizeBytes = own
    } else {
      current.push(photo)
      sizeBytes += own
    }
  }
  return requests
}

/** Those that nobody has called off while the others were made ready. */
function stillWanted(photos: readonly Photo[], outcomes: Map<Member, Outcome>): Photo[] {
  return photos.filter(({ member }) => {
    try {
      throwIfStopped(member)
      return true
    } catch (error) {
      outcomes.set(member, { kind: 'failed', error })
      return false
    }
  })
}

/** Members without an outcome afterwards are to be tried again. */
async function sendRequest(
  sender: Sender,
  prepared: readonly Photo[],
  isLast: boolean,
  outcomes: Map<Member, Outcome>,
): Promise<void> {
  const photos = stillWanted(prepared, outcomes)
  if (photos.length === 0) return
  const sent = photos.map((photo) => ({
    ...photo,
    memo: { ...photo.memo, sentAtMs: sender.client.clock.now() },
  }))
  const flows = sent.map(({ member: { shipment, context }, memo }) =>
    provenFlow(shipment.source, memo.sha256, (bytes) => {
      context.onProgress(bytes)
    }),
  )
  try {
    const reply = await post(sender, sent, flows)
    if (isPassingStatus(reply.status) && !isLast) return
    await conclude(sender, sent, reply, outcomes)
  } catch (error) {
    if (photos.length > 1 && isAboutTheRequest(error))
      for (const photo of photos) await sendRequest(sender, [photo], isLast, outcomes)
    else {
      const unsent = photos.filter((photo) => isRefusedWhole(error, photo))
      await Promise.all(unsent.map(({ member, memo }) => member.context.journal.write(memo)))
      await fail(sent, flows, error, isLast, outcomes)
    }
  }
}

/**
 * The server said no to the request itself: nothing of it has arrived. A 503 may also be the word of a proxy that has lost
 * the reply, so it proves nothing where the server can be asked.
 */
function isRefusedWhole(error: unknown, { isKnowable }: Photo): boolean {
  if (!(error instanceof UploadError)) return false
  if (error.kind === 'busy') return !isKnowable
  return ['rejected', 'refused', 'destination', 'unauthorized'].includes(error.kind)
}

/** The size of a batch may be to blame, or one of its members: alone, each shows by itself. */
function isAboutTheRequest(error: unknown): boolean {
  return error instanceof UploadError && (error.kind === 'rejected' || error.kind === 'refused')
}

async function post(
  sender: Sender,
  photos: readonly Photo[],
  flows: readonly ProvenFlow[],
): Promise<HttpReply> {
  const contexts = photos.map(({ member }) => member.context)
  const signal = whenAllAbort(contexts.map((context) => context.signal))
  const throttle = contexts[0]?.throttle
  const leave = throttle?.(0)
  const drains = contexts.map(({ drain }) => drain)
  if (leave !== undefined) await abortable(leave, AbortSignal.any([signal, ...drains]))
  signal.throwIfAborted()
  await Promise.all(photos.map(({ member, memo }) => member.context.journal.write(memo)))
  const body = partsBody(
    sender.random,
    photos.flatMap((photo, index) => partsOf(photo, flows[index])),
  )
  return await sender.client.upload({ body, throttle, during: DURING, signal })
}

/** A photoID belongs to one photo, so each has a metadata part of its own in front of it. */
function partsOf({ metadata, fileName, type }: Photo, flow: ProvenFlow | undefined): FormPart[] {
  if (flow === undefined) throw new Error('A photo without content')
  return [
    { name: 'metadata', contentType: null, content: asciiJson(metadata) },
    { name: 'photos', fileName, contentType: type.contentType, content: flow },
  ]
}

async function conclude(
  sender: Sender,
  photos: readonly Photo[],
  reply: HttpReply,
  outcomes: Map<Member, Outcome>,
): Promise<void> {
  if (reply.status === 403) {
    const { account } = await sender.state.renew(new AbortController().signal)
    throw mayNotUpload(account, reply)
  }
  if (reply.status !== 200) throw replyError(reply, DURING)
  const results = readResults(
    reply.text,
    photos.map(({ fileName, memo: { photoId } }) => ({ fileName, photoId })),
  )
  for (const [index, photo] of photos.entries()) {
    const outcome = await settled(sender, photo, results?.[index] ?? null, reply).then(
      (sent): Outcome => ({ kind: 'sent', sent }),
      (error: unknown): Outcome => ({ kind: 'failed', error }),
    )
    outcomes.set(photo.member, outcome)
  }
}

/** What became of one photo: the server's words on it, and where they say nothing, its answer when it is asked. */
async function settled(
  sender: Sender,
  photo: Photo,
  result: PhotoResult | null,
  reply: HttpReply,
): Promise<Sent> {
  const { source } = photo.member.shipment
  const verdict = result === null ? 'unknown' : verdictOf(result)
  switch (verdict) {
    case 'stored':
      return await sentOf(await arrived(sender, photo, false, result ?? undefined))
    case 'too-big': {
      const { sizeBytesMax } = await sender.state.renew(photo.member.context.signal)
      throw tooLarge(source.name, source.sizeBytes, sizeBytesMax)
    }
    case 'wrong-type':
      throw wrongType(source.name, say`a file of the type ${photo.type.contentType}`, result?.status)
    case 'unknown': {
      const check = await sender.client.checkPhoto(photo.memo.photoId, photo.member.context.signal)
      const isOurs = result === null || photo.isRepeated
      // Words that are not «OK» are no success of this upload: the photo came in another way, or with an earlier one.
      if (check !== null && hasArrived(check, photo.memo))
        return await sentOf(
          await arrived(
            sender,
            photo,
            !isOurs,
            isOurs ? {} : { words: result.status.slice(0, WORDS_LENGTH_MAX) },
          ),
        )
      throw result === null ? unexpectedReply(reply, DURING) : refusedInOtherWords(source.name, result.status)
    }
  }
}

/** A file that changed ends only its own member; the others go again without it. */
async function fail(
  photos: readonly Photo[],
  flows: readonly ProvenFlow[],
  error: unknown,
  isLast: boolean,
  outcomes: Map<Member, Outcome>,
): Promise<void> {
  const broken = photos.filter((_, index) => (flows[index]?.failure() ?? null) !== null)
  for (const { member } of broken) {
    await member.context.journal.erase()
    outcomes.set(member, {
      kind: 'failed',
      error: flows[photos.findIndex((photo) => photo.member === member)]?.failure(),
    })
  }
  if (broken.length > 0 && broken.length < photos.length) return
  if (isBrokenLine(error) && !isLast) return
  for (const { member } of photos) if (!outcomes.has(member)) outcomes.set(member, { kind: 'failed', error })
}

async function rest(
  { client }: Sender,
  tries: number,
  member: Member,
  outcomes: Map<Member, Outcome>,
): Promise<void> {
  await client.rest(tries, member.context.signal).catch((error: unknown) => {
    outcomes.set(member, { kind: 'failed', error })
  })
}
