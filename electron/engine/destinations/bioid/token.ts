import type { BioidConfig } from '../../../../shared/destination-config.ts'
import { say } from '../../../../shared/phrase.ts'
import type { HttpReply } from '../http.ts'
import { serverNowMs } from '../retry-after.ts'
import type { BioidClient } from './client.ts'
import { replyError, SECRET_AGAIN, signInNeeded, tokenRefused, wrongToken } from './problems.ts'
import { Claims, LIVE_DETECTION_FLAG, TASK_FLAGS, TASK_MASK } from './wire.ts'

/** «Valid for about ten minutes» (Token Web API), where a token does not tell. */
const LIFETIME_DEFAULT_MS = 10 * 60_000
/** The task and a slow answer must still fit in. */
const MARGIN_MS = 60_000

/** A BWS token: good for the samples of one person and one task. */
export interface Token {
  text: string
  /** The service's own name of it, which opens nothing. */
  id: string | null
  /** Nothing new is begun with it from then on (monotonic ms). */
  staleMs: number
  /** It is over (wall clock here). */
  expiresAtMs: number
  /** Samples that its task needs at least. */
  samplesMin: number
}

export type TokenRules = Pick<BioidConfig, 'task' | 'liveDetection' | 'trait'>

/**
 * Gets a token for one person (Token Web API). `livedetection` is always named, since a token demands it unless told
 * otherwise, and no request can take that back.
 *
 * @throws UploadError `unauthorized`, `refused` (this person), `destination` (a token for somebody or something else)
 */
export async function fetchToken(
  client: BioidClient,
  rules: TokenRules,
  bcid: string,
  signal: AbortSignal,
): Promise<Token> {
  const { clock } = client
  const during = say`asking for a token`
  const askedMs = clock.monotonic()
  const reply = await client.askToken(tokenQuery(rules, bcid), signal)
  if (reply.status === 401 || reply.status === 403)
    throw signInNeeded(
      reply,
      client.auth.method === 'token-url'
        ? say`Store the secret of the token address again with «sluice secret set NAME».`
        : SECRET_AGAIN,
    )
  if (reply.status === 400) throw tokenRefused(reply)
  if (reply.status !== 200) throw replyError(reply, during, clock.now())
  const text = tokenText(reply.text)
  if (text === null) throw replyError(reply, during, clock.now())
  const claims = readClaims(text)
  checkClaims(claims, rules, bcid)
  const lifetimeMs = lifetimeOf(claims, reply, clock.now())
  const demandsLiveness =
    claims?.task == null ? rules.liveDetection : (claims.task & LIVE_DETECTION_FLAG) !== 0
  return {
    text,
    id: claims?.tokenid ?? null,
    // A token that lives for less than two margins is used for half of its life.
    staleMs: askedMs + Math.max(lifetimeMs - MARGIN_MS, lifetimeMs / 2),
    expiresAtMs: clock.now() + lifetimeMs,
    samplesMin: demandsLiveness && rules.task !== 'none' ? 2 : 1,
  }
}

function tokenQuery({ task, liveDetection, trait }: TokenRules, bcid: string): Record<string, string> {
  return {
    bcid,
    // Every token lets samples be uploaded.
    task: task === 'none' ? 'verify' : task,
    livedetection: String(liveDetection),
    traits: trait,
  }
}

/**
 * Plain text by the documentation; some addresses put it into quotes or into an object. Null when it is none of these.
 */
function tokenText(text: string): string | null {
  const plain = text.trim().replace(/^"(.*)"$/s, '$1')
  const found = plain.startsWith('{') ? ownToken(plain) : plain
  return found !== null && /^[\w.~+/=-]+$/.test(found) ? found : null
}

function ownToken(json: string): string | null {
  try {
    const value = JSON.parse(json) as Record<string, unknown>
    const token = value['token'] ?? value['access_token']
    return typeof token === 'string' ? token : null
  } catch {
    return null
  }
}

/** Null for a token that is no JWT; the service may change its form. */
function readClaims(token: string): Claims | null {
  try {
    const middle = token.split('.')[1] ?? ''
    return Claims.parse(JSON.parse(Buffer.from(middle, 'base64url').toString('utf8')))
  } catch {
    return null
  }
}

/** @throws UploadError `destination` */
function checkClaims(claims: Claims | null, { task }: TokenRules, bcid: string): void {
  const person = claims?.bcid?.replaceAll('/', '.')
  if (person !== undefined && person !== '' && person !== bcid) throw wrongToken(say`for another person`)
  if (claims?.task == null || task === 'none') return
  if ((claims.task & TASK_MASK) !== TASK_FLAGS[task]) throw wrongToken(say`for another task than "${task}"`)
}

/** Counted by the server's clock where it tells, and never longer than the token itself says. */
function lifetimeOf(claims: Claims | null, reply: HttpReply, nowMs: number): number {
  if (claims?.exp == null) return LIFETIME_DEFAULT_MS
  const untilMs = claims.exp * 1000
  const sinceMs = [serverNowMs(reply.headers), claims.nbf == null ? null : claims.nbf * 1000].filter(
    (time) => time !== null,
  )
  return Math.max(1000, untilMs - (sinceMs.length === 0 ? nowMs : Math.max(...sinceMs)))
}
