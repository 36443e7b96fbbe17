import type { BioidConfig } from '../../../../shared/destination-config.ts'
import { say } from '../../../../shared/phrase.ts'
import { UploadError } from '../../errors.ts'
import type { HttpReply } from '../http.ts'
import type { BioidClient } from './client.ts'
import { type AskedMemo, openToken } from './memo.ts'
import { pause } from '../pause.ts'
import { replyError, serverWords, stillUnknown, unproved } from './problems.ts'
import { parsed, TaskResult } from './wire.ts'

/** Questions in one attempt about a task whose answer was lost. */
const ROUNDS_MAX = 4
const DELAY_MS = 2_000

export type TaskAnswer =
  | { kind: 'answered'; result: TaskResult; requestId: string | null; isInferred: boolean }
  /** It was not carried out, and never will be with this token. */
  | { kind: 'untouched'; why: 'token' | 'refused'; words: string }

/** What one question told; `nothing` when the answer may be lost, `taken` when there are no samples for the task. */
type Told = TaskAnswer | { kind: 'taken'; words: string } | { kind: 'nothing'; error: UploadError | null }

export interface Settler {
  client: BioidClient
  trait: BioidConfig['trait']
  /** Whether another sending has enrolled that person from here since (wall clock); then «isenrolled» proves nothing. */
  isEnrolledSince(bcid: string, sinceMs: number): boolean
}

/**
 * Asks for the task (Enroll, Verify, Identify, Livenessdetection Web API). Where no clear answer comes, it is settled.
 *
 * @throws UploadError when nobody can tell now; the memo says how to go on
 */
export async function askTask(settler: Settler, memo: AskedMemo, signal: AbortSignal): Promise<TaskAnswer> {
  const token = openToken(memo.token, await settler.client.secret())
  const told: Told =
    token === null ? { kind: 'nothing', error: null } : await tryTask(settler.client, memo, token, signal)
  if (told.kind === 'nothing') return await settleTask(settler, memo, signal)
  // A new token whose samples are gone: nobody but this attempt knows it, so no task has had them.
  return told.kind === 'taken' ? { kind: 'untouched', why: 'refused', words: told.words } : told
}

/**
 * Finds out what became of a task whose answer was lost, without anything being done twice. The samples of a token are
 * «fetched and removed» by its first task whatever comes of it, so asking for the task again with the same token
 * does nothing when it was done, and does it when the request was lost. When the token has expired, only
 * «isenrolled» is left, which proves something when the person was not enrolled before.
 *
 * @throws UploadError `refused` (`unproved`) when nobody can tell any more, `server` (`task-unanswered`) when it can
 *   still be asked later, and what the questions themselves throw
 */
export async function settleTask(
  settler: Settler,
  memo: AskedMemo,
  signal: AbortSignal,
): Promise<TaskAnswer> {
  const { client } = settler
  const token = openToken(memo.token, await client.secret())
  if (token === null) {
    // Its first request may still be under way there, and nobody here can ask with it.
    if (memo.task === 'enroll' && client.clock.now() < memo.expiresAtMs) throw stillUnknown()
    return await settleLate(settler, memo, signal)
  }
  let trouble: UploadError | null = null
  for (let round = 1; round <= ROUNDS_MAX; round++) {
    const result = await askResult(client, token, signal)
    if (result.kind === 'answered') return result
    const isOver = client.clock.now() >= memo.expiresAtMs
    const told: Told = isOver
      ? { kind: 'untouched', why: 'token', words: '' }
      : await tryTask(client, memo, token, signal)
    if (told.kind === 'answered') return told
    // The token opens nothing any more: what has not happened by now never will.
    if (told.kind === 'untouched' && told.why === 'token') {
      const last = await askResult(client, token, signal)
      return last.kind === 'answered' ? last : await settleLate(settler, memo, signal)
    }
    trouble = troubleOf(told) ?? troubleOf(result)
    if (round < ROUNDS_MAX) await pause(client.clock, DELAY_MS * 2 ** (round - 1), signal)
  }
  throw trouble ?? stillUnknown()
}

function troubleOf(told: Told): UploadError | null {
  return told.kind === 'nothing' ? told.error : null
}

/** The token is of no use any more. */
async function settleLate(
  settler: Settler,
  { task, bcid, wasEnrolled, askedAtMs }: AskedMemo,
  signal: AbortSignal,
): Promise<TaskAnswer> {
  // The other tasks leave nothing behind, so they may be asked for once more.
  if (task !== 'enroll') return { kind: 'untouched', why: 'token', words: '' }
  const isEnrolled = await askEnrolled(settler, bcid, signal)
  if (isEnrolled === false) return { kind: 'untouched', why: 'token', words: '' }
  if (isEnrolled !== true || wasEnrolled !== false || settler.isEnrolledSince(bcid, askedAtMs))
    throw unproved()
  return { kind: 'answered', result: { success: true, error: null }, requestId: null, isInferred: true }
}

/**
 * Whether the service has a template of the person; null when it cannot be asked by this destination.
 * @throws UploadError when it could be asked later
 */
export async function askEnrolled(
  { client, trait }: Pick<Settler, 'client' | 'trait'>,
  bcid: string,
  signal: AbortSignal,
): Promise<boolean | null> {
  if (!client.canAsk) return null
  // One of several: they are enrolled by the same task.
  const [one = trait] = trait.split(',')
  const reply = await client.ask('isenrolled', { bcid, trait: one }, signal)
  // A page comes from somebody else, however it begins.
  if (/^\s*</.test(reply.text)) throw stillUnknown()
  if (reply.status === 200) return true
  if (reply.status === 404) return false
  if (reply.status === 429 || reply.status >= 500)
    throw replyError(reply, say`asking whether the person is enrolled`, client.clock.now())
  return null
}

/** «result» (BWS command line client): 204 while there is none. */
async function askResult(client: BioidClient, token: string, signal: AbortSignal): Promise<Told> {
  if (!client.canAsk) return { kind: 'nothing', error: null }
  return await listened(signal, async () => {
    const reply = await client.ask('result', { access_token: token }, signal)
    return reply.status === 200 ? answered(reply) : { kind: 'nothing', error: null }
  })
}

/** @throws UploadError `destination` */
async function tryTask(
  client: BioidClient,
  { task }: AskedMemo,
  token: string,
  signal: AbortSignal,
): Promise<Told> {
  return await listened(signal, async () => {
    const reply = await client.withToken(token, { method: 'GET', name: task, signal })
    switch (reply.status) {
      case 200:
        return answered(reply)
      case 400:
        return { kind: 'taken', words: serverWords(reply) }
      case 401:
        return { kind: 'untouched', why: 'token', words: serverWords(reply) }
      case 403:
        return { kind: 'untouched', why: 'refused', words: serverWords(reply) }
      default:
        throw replyError(reply, say`asking for the task`, client.clock.now())
    }
  })
}

/** Trouble that may pass is no answer; what a person must mend, and what ends the attempt, goes on its way. */
async function listened(signal: AbortSignal, ask: () => Promise<Told>): Promise<Told> {
  try {
    return await ask()
  } catch (error) {
    const isPassing = error instanceof UploadError && !['destination', 'unauthorized'].includes(error.kind)
    if (!isPassing || signal.aborted) throw error
    return { kind: 'nothing', error }
  }
}

function answered(reply: HttpReply): Told {
  const result = parsed(TaskResult, reply.text)
  if (result === null) return { kind: 'nothing', error: null }
  return { kind: 'answered', result, requestId: reply.requestId, isInferred: false }
}
