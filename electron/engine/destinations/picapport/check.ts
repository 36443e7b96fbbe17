import prettyBytes from 'pretty-bytes'
import type { Problem } from '../../../../shared/problem.ts'
import { UploadError } from '../../errors.ts'
import type { Check } from '../destination.ts'
import type { PicapportClient } from './client.ts'
import { mayNotUpload, notReady } from './problems.ts'
import type { ServerFacts, ServerState } from './server-facts.ts'

/** Tests a destination and says what it found (PicApport Web API, «getServerStatus»). */
export async function check(
  client: PicapportClient,
  state: ServerState,
  signal: AbortSignal,
): Promise<Check> {
  try {
    const facts = await state.renew(signal)
    return { words: wordsOf(client.host, facts), account: facts.account, problem: problemOf(facts) }
  } catch (error) {
    if (error instanceof UploadError) return { words: [], account: null, problem: error.problem }
    throw error
  }
}

function wordsOf(host: string, { version, account, sizeBytesMax, videoTypes }: ServerFacts): string[] {
  if (version === null)
    return [
      `${host} answers. It is older than PicApport 8.3 and tells neither its limits nor which photos it has.`,
    ]
  return [
    `${host} answers (PicApport ${version}).`,
    ...(account === null ? [] : [`Uploads go in as ${account}.`]),
    ...(sizeBytesMax === null ? [] : [`It takes files of up to ${prettyBytes(sizeBytesMax)}.`]),
    videoTypes.length === 0
      ? 'It takes JPEG photos and no videos.'
      : `It takes JPEG photos and videos (${videoTypes.join(', ')}).`,
  ]
}

function problemOf({ isReady, canUpload, version, account }: ServerFacts): Problem | null {
  if (!isReady) return notReady(version).problem
  return canUpload === false ? mayNotUpload(account).problem : null
}
