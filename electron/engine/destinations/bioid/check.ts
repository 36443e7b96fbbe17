import { UploadError } from '../../errors.ts'
import { type Phrase, say, span } from '../../../../shared/phrase.ts'
import { type Problem, tellProblem } from '../../../../shared/problem.ts'
import type { Check } from '../destination.ts'
import type { BioidClient } from './client.ts'
import { bcidOf } from './person-of.ts'
import { replyError, SECRET_AGAIN, signInNeeded } from './problems.ts'
import type { Sender } from './sender.ts'
import { fetchToken } from './token.ts'
import { parsed, ServiceStatus } from './wire.ts'

/** No person: only whether a token is handed out is asked. */
const NOBODY = 0

type Rules = Sender['rules'] & { samples: number; quietMs: number }

/** Tests a destination step by step and says what each step found. */
export async function check(client: BioidClient, rules: Rules, signal: AbortSignal): Promise<Check> {
  const words: Phrase[] = []
  try {
    const problem = client.canAsk
      ? await checkService(client, rules, words, signal)
      : await checkTokenAddress(client, rules, words, signal)
    words.push(...rulesInWords(rules))
    return { words, account: null, problem }
  } catch (error) {
    if (error instanceof UploadError) return { words, account: null, problem: error.problem }
    throw error
  }
}

/** «status»: version, and the features with their storages (BWS command line client). */
async function checkService(
  client: BioidClient,
  rules: Rules,
  words: Phrase[],
  signal: AbortSignal,
): Promise<Problem | null> {
  const reply = await client.ask('status', {}, signal)
  if (reply.status === 401 || reply.status === 403) throw signInNeeded(reply, SECRET_AGAIN)
  const status = reply.status === 200 ? parsed(ServiceStatus, reply.text) : null
  if (status === null) throw replyError(reply, say`asking for the state of the service`, client.clock.now())
  const label = [status.label, status.version].filter((part) => part != null && part !== '').join(', ')
  words.push(label === '' ? say`${client.base.host} answers.` : say`${client.base.host} answers (${label}).`)
  const features = status.features ?? []
  const names = [...new Set(features.map(({ name }) => name))]
  if (names.length > 0) words.push(say`It offers: ${names.join(', ')}.`)
  return placeProblem(features, rules)
}

/** Whether the storage and partition are among those that the service names; nothing when it names none. */
function placeProblem(
  features: NonNullable<ServiceStatus['features']>,
  { storage, partition }: Rules,
): Problem | null {
  const storages = features.flatMap((feature) => (feature.storage == null ? [] : [feature.storage]))
  const here = features.filter((feature) => feature.storage?.toLowerCase() === storage.toLowerCase())
  const partitions = here.flatMap((feature) => numbersIn(feature.partitions))
  const isStorage = storages.length === 0 || here.length > 0
  if (isStorage && (partitions.length === 0 || partitions.includes(partition))) return null
  const known = isStorage
    ? say`partitions ${[...new Set(partitions)].join(', ')}`
    : say`storage «${[...new Set(storages)].join('», «')}»`
  return tellProblem({
    code: 'unknown-partition',
    what: say`BioID knows no partition ${String(partition)} in a storage «${storage}» for this application.`,
    remedy: say`Correct "storage" and "partition" of this destination: the service names ${known}.`,
    isRetried: false,
  })
}

/** A list, one number, or a text with numbers: the documentation does not say. */
function numbersIn(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(numbersIn)
  return typeof value === 'number'
    ? [value]
    : typeof value === 'string'
      ? (value.match(/\d+/g) ?? []).map(Number)
      : []
}

/** The service itself cannot be asked without App-ID and secret. */
async function checkTokenAddress(
  client: BioidClient,
  rules: Rules,
  words: Phrase[],
  signal: AbortSignal,
): Promise<Problem | null> {
  const bcid = bcidOf(rules, String(NOBODY))
  try {
    await fetchToken(client, rules, bcid, signal)
    words.push(say`The token address hands out tokens.`)
  } catch (error) {
    if (!(error instanceof UploadError) || error.kind !== 'refused') throw error
    words.push(say`The token address answers. Whether it hands out tokens is seen with the first person.`)
  }
  words.push(
    say`Without App-ID and secret, BioID cannot be asked for the outcome of a task whose answer was lost.`,
  )
  return null
}

function rulesInWords({ task, liveDetection, samples, quietMs, trait, prepare }: Rules): Phrase[] {
  if (task === 'none')
    return [
      say`Warning: "task" is "none", so samples are only uploaded. BioID forgets them within minutes, and nobody is enrolled.`,
    ]
  const quiet = span(quietMs, `${(quietMs / 1000).toString()} s`)
  return [
    say`A person is sent (${task}) with ${samples} samples, or with fewer after ${quiet} without a new one.`,
    ...(liveDetection
      ? [
          say`Live detection is on: it needs two or more pictures of a person in motion, and refuses still photos.`,
        ]
      : []),
    ...(trait === 'voice' && prepare !== null
      ? [say`"prepare" is for pictures; recordings go as they are.`]
      : []),
  ]
}
