import { abortable } from '../abortable.ts'
import type { BioidConfig } from '../../../../shared/destination-config.ts'
import { type Phrase, say } from '../../../../shared/phrase.ts'
import { UploadError } from '../../errors.ts'
import type { HttpReply } from '../http.ts'
import { noFaceInBox, sampleRefused, sampleUnreadable, warningNote } from './codes.ts'
import { pause } from '../pause.ts'
import { replyError, serverWords, stopped, tokenNotHonoured, withoutTokens } from './problems.ts'
import { type Payload, payloadOf, type Sample } from './sample.ts'
import { type Sender, StartAnew } from './sender.ts'
import type { Token } from './token.ts'
import { ErrorBody, parsed, UploadResult } from './wire.ts'

/** Tries for one sample with one token. */
const TRIES_MAX = 4
/** «500 Internal Server Error» may be about this one sample. */
const SERVER_ERRORS_MAX = 3
const DELAY_MS = 2_000
const DELAY_MAX_MS = 60_000
const TRAITS = {
  face: 'Face',
  periocular: 'Periocular',
  'face,periocular': 'Face,Periocular',
  voice: 'Voice',
} as const

/** What the server said to a sample. */
export type Verdict =
  | { kind: 'accepted'; sha256: string; notes: Phrase[] }
  /** Of this sample alone; the others of the person go on. */
  | { kind: 'failed'; error: UploadError }

/**
 * Sends one sample (Upload Web API). A crop around the middle without a face is sent once more as a whole, since the head
 * may have been cut off. Around a box it is not: a face elsewhere may be that of somebody who only stands by.
 *
 * @throws StartAnew when the server may have the sample without having said so, or does not take the token
 * @throws UploadError about the person or the destination as a whole
 */
export async function uploadSample(
  sender: Sender,
  token: Token,
  sample: Sample,
  signal: AbortSignal,
): Promise<Verdict> {
  const { prepare } = sender.rules
  const verdict = await uploadPrepared(sender, token, sample, prepare, signal)
  const isFaceless = verdict.kind === 'failed' && verdict.error.problem.code === 'no-face'
  if (prepare === null || !isFaceless) return verdict
  if (prepare.box !== null) return { kind: 'failed', error: noFaceInBox() }
  if (prepare.crop === null) return verdict
  const whole = await uploadPrepared(sender, token, sample, { ...prepare, crop: null }, signal)
  if (whole.kind === 'failed') return whole
  return { ...whole, notes: [...whole.notes, say`There was no face in the crop, so it was sent uncropped.`] }
}

/** What may pass: the server asks for patience, or the connection broke before all was sent. */
interface Later {
  kind: 'later'
  error: UploadError
}

async function uploadPrepared(
  sender: Sender,
  token: Token,
  sample: Sample,
  prepare: BioidConfig['prepare'],
  signal: AbortSignal,
): Promise<Verdict> {
  const { clock } = sender.client
  for (let tries = 1; ; tries++) {
    const outcome = await uploadOnce(sender, token, sample, prepare, signal)
    if (outcome.kind !== 'later') return outcome
    const { error } = outcome
    const waitMs = error.retryAfterMs ?? Math.min(DELAY_MAX_MS, DELAY_MS * 2 ** (tries - 1))
    const isAboutSample = error.kind === 'server'
    const isLate = clock.monotonic() + waitMs >= token.staleMs
    if (tries >= (isAboutSample ? SERVER_ERRORS_MAX : TRIES_MAX) || waitMs > DELAY_MAX_MS || isLate) {
      if (isAboutSample) return { kind: 'failed', error }
      throw error
    }
    try {
      await pause(clock, waitMs, signal)
    } catch (error) {
      return stoppedAlone(error, sample)
    }
  }
}

/** @throws the error when it ends more than this sample */
function stoppedAlone(error: unknown, { member }: Sample): Verdict {
  const { signal } = member.context
  if (!signal.aborted) throw error
  return { kind: 'failed', error: stopped(signal.reason) }
}

async function uploadOnce(
  sender: Sender,
  token: Token,
  sample: Sample,
  prepare: BioidConfig['prepare'],
  signal: AbortSignal,
): Promise<Verdict | Later> {
  const { client, rules, pace } = sender
  const { context } = sample.member
  let payload: Payload | null = null
  try {
    const hours = context.throttle?.(0)
    if (hours !== undefined) await abortable(hours, AbortSignal.any([signal, context.drain]))
    payload = await payloadOf(sample, rules.trait, prepare, signal)
    const beganMs = client.clock.monotonic()
    const reply = await client.withToken(token.text, {
      method: 'POST',
      name: 'upload',
      query: queryOf(sample, rules.trait),
      body: payload.body,
      signal,
      ...(context.throttle === undefined ? {} : { throttle: context.throttle }),
    })
    const outcome = judged(reply, payload, client.clock.now())
    if (outcome.kind === 'accepted') pace.learn(payload.body.sizeBytes, client.clock.monotonic() - beganMs)
    return outcome
  } catch (error) {
    return withoutAnswer(error, payload, sample)
  }
}

/** What an attempt without an answer means. @throws what ends more than this sample */
function withoutAnswer(error: unknown, payload: Payload | null, sample: Sample): Verdict | Later {
  const { signal } = sample.member.context
  const mayBeThere = payload?.isThrough() === true
  if (signal.aborted) {
    const ended = stopped(signal.reason)
    if (mayBeThere) throw new StartAnew('member', ended, new Map([[sample, ended]]))
    return { kind: 'failed', error: ended }
  }
  if (!(error instanceof UploadError)) throw error
  if (ABOUT_FILE.has(error.kind)) return { kind: 'failed', error }
  if (mayBeThere) throw new StartAnew('line', error)
  if (error.kind === 'offline') return { kind: 'later', error }
  throw error
}

const ABOUT_FILE = new Set<UploadError['kind']>(['changed', 'missing', 'unreadable', 'rejected'])

/** Upload Web API, «Response HTTP Status Codes». @throws StartAnew, and UploadError about the destination */
function judged(reply: HttpReply, payload: Payload, nowMs: number): Verdict | Later {
  const { status } = reply
  const error = (): UploadError => replyError(reply, say`sending a sample`, nowMs)
  switch (status) {
    case 200:
      return accepted(reply, payload, error)
    case 400:
    case 415:
      return { kind: 'failed', error: sampleUnreadable(messageOf(reply)) }
    case 413:
      return { kind: 'failed', error: tooLarge(reply) }
    case 401:
    case 403:
      throw new StartAnew('line', tokenNotHonoured(serverWords(reply)))
    case 429:
    case 500:
    case 503:
      return { kind: 'later', error: error() }
    case 408:
    case 502:
    case 504:
      throw new StartAnew('line', error())
    default:
      throw error()
  }
}

function accepted(reply: HttpReply, payload: Payload, error: () => UploadError): Verdict {
  const result = parsed(UploadResult, reply.text)
  // Nobody knows who has answered, and whether the sample went through.
  if (result === null) throw new StartAnew('line', error())
  if (!result.accepted) return { kind: 'failed', error: sampleRefused(result.error ?? null) }
  const notes = [...payload.notes, ...(result.warnings ?? []).map(warningNote)]
  return { kind: 'accepted', sha256: payload.sha256(), notes }
}

function queryOf({ index, tag }: Sample, trait: BioidConfig['trait']): Record<string, string> {
  return { index: String(index), trait: TRAITS[trait], ...(tag === null ? {} : { tag }) }
}

function messageOf(reply: HttpReply): string {
  const message = parsed(ErrorBody, reply.text)?.message
  return message === undefined ? serverWords(reply) : withoutTokens(message)
}

function tooLarge(reply: HttpReply): UploadError {
  return new UploadError('rejected', {
    code: 'sample-too-large',
    what: say`This file is larger than BioID takes.`,
    remedy: say`Set "prepare" with "maxWidth" and "maxHeight" in this destination, or make the picture smaller.`,
    isRetried: false,
    detail: serverWords(reply),
  })
}
