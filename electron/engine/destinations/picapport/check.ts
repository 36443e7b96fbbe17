import prettyBytes from 'pretty-bytes'
import { type Phrase, say, size } from '../../../../shared/phrase.ts'
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

function wordsOf(host: string, { version, account, sizeBytesMax, videoTypes }: ServerFacts): Phrase[] {
  if (version === null)
    return [
      say`${host} answers. It is older than PicApport 8.3 and tells neither its limits nor which photos it has.`,
    ]
  return [
    say`${host} answers (PicApport ${version}).`,
    ...(account === null ? [] : [say`Uploads go in as ${account}.`]),
    ...(sizeBytesMax === null
      ? []
      : [say`It takes files of up to ${size(sizeBytesMax, prettyBytes(sizeBytesMax))}.`]),
    videoTypes.length === 0
      ? say`It takes JPEG photos and no videos.`
      : say`It takes JPEG photos and videos (${videoTypes.join(', ')}).`,
  ]
}

function problemOf({ isReady, canUpload, version, account }: ServerFacts): Problem | null {
  if (!isReady) return notReady(version).problem
  return canUpload === false ? mayNotUpload(account).problem : null
}
