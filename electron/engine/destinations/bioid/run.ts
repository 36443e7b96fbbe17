import { UploadError } from '../../errors.ts'
import type { Member, MemberOutcome, Sent } from '../destination.ts'
import { taskFailed } from './codes.ts'
import { type AskedMemo, type DoneMemo, sealToken } from './memo.ts'
import { stopped, taskNotAllowed, tokenNotHonoured, tooFew } from './problems.ts'
import { taskProof, uploadProof } from './proof.ts'
import type { Sample } from './sample.ts'
import { type Sender, StartAnew } from './sender.ts'
import { askEnrolled, askTask, type TaskAnswer } from './task.ts'
import { fetchToken, type Token } from './token.ts'
import { uploadSample, type Verdict } from './upload.ts'

/** «At most two at the same time»: what the vendor's own capture page does by default. */
const PARALLEL_MAX = 2

type Accepted = Extract<Verdict, { kind: 'accepted' }>
export type Outcomes = Map<Member, MemberOutcome>

/**
 * One token's life: the samples of one person go up, and one task takes them. What does not fit into that life is left
 * without an outcome, for the next one.
 *
 * @param outcomes is filled in
 * @throws StartAnew when all samples without an outcome must be sent again with another token
 * @throws UploadError about the person or the destination as a whole
 */
export async function runOnce(
  sender: Sender,
  bcid: string,
  samples: readonly Sample[],
  outcomes: Outcomes,
  signal: AbortSignal,
): Promise<void> {
  const { client, rules, tokens } = sender
  const wasEnrolled = rules.task === 'enroll' ? await enrolledBefore(sender, bcid, signal) : null
  const token = await fetchToken(client, rules, bcid, signal)
  tokens.use(token, bcid)
  const accepted = await uploadAll(sender, token, samples, outcomes, signal)
  if (accepted.size === 0) {
    tokens.emptied(token)
    return
  }
  await lookAgain(accepted)
  if (accepted.size < token.samplesMin) {
    settleTooFew(samples, accepted, token, outcomes)
    return
  }
  if (rules.task === 'none') await keepUploads(accepted, bcid, token, outcomes)
  else {
    const asked = await writeAsked(sender, { bcid, wasEnrolled, token, task: rules.task }, accepted)
    const answer = await askFirst(sender, asked, signal)
    if (answer.kind === 'answered') tokens.emptied(token)
    await conclude(sender, asked, answer, outcomes)
  }
}

/** Only good for settling a lost answer later, so trouble with this question alone holds nobody up. */
async function enrolledBefore(sender: Sender, bcid: string, signal: AbortSignal): Promise<boolean | null> {
  try {
    return await askEnrolled(sender, bcid, signal)
  } catch (error) {
    if (error instanceof UploadError && error.kind === 'server') return null
    throw error
  }
}

async function uploadAll(
  sender: Sender,
  token: Token,
  samples: readonly Sample[],
  outcomes: Outcomes,
  signal: AbortSignal,
): Promise<Map<Sample, Accepted>> {
  const accepted = new Map<Sample, Accepted>()
  const trouble: unknown[] = []
  const abort = new AbortController()
  const all = AbortSignal.any([signal, abort.signal])
  const queue = [...samples]
  let begun = 0
  const worker = async (): Promise<void> => {
    for (let sample = queue.shift(); sample !== undefined; sample = queue.shift()) {
      const ended = endOf(sample)
      if (ended !== null) {
        outcomes.set(sample.member, { kind: 'failed', error: stopped(ended.reason) })
        continue
      }
      // The first is always tried: it is what the pace is learned from.
      if (begun > 0 && !fits(sender, token, sample)) return
      begun++
      const verdict = await sender.uploads.run(all, () =>
        uploadSample(sender, token, sample, AbortSignal.any([all, sample.member.context.signal])),
      )
      if (verdict.kind === 'accepted') {
        accepted.set(sample, verdict)
        sample.member.context.onProgress(sample.member.shipment.source.sizeBytes)
      } else outcomes.set(sample.member, verdict)
    }
  }
  await Promise.all(
    Array.from({ length: PARALLEL_MAX }, () =>
      worker().catch((error: unknown) => {
        trouble.push(error)
        abort.abort(error)
      }),
    ),
  )
  // The first is the reason of the others.
  if (trouble.length > 0) throw trouble[0]
  return accepted
}

/** Whether it would get through, and the task after it, before the token is over. */
function fits({ client, pace }: Sender, { staleMs }: Token, { member }: Sample): boolean {
  const codedBytes = (member.shipment.source.sizeBytes * 4) / 3
  return client.clock.monotonic() + pace.estimateMs(codedBytes) < staleMs
}

/** The signal that ends this member, if one does. Until the task nothing is worth being finished. */
export function endOf({ member: { context } }: Pick<Sample, 'member'>): AbortSignal | null {
  return [context.signal, context.drain].find((signal) => signal.aborted) ?? null
}

/** Files that changed meanwhile, and those that were taken out, must not be among the samples of the task. */
async function lookAgain(accepted: ReadonlyMap<Sample, Accepted>): Promise<void> {
  const without = new Map<Sample, UploadError>()
  for (const sample of accepted.keys()) {
    const ended = endOf(sample)
    if (ended !== null) without.set(sample, stopped(ended.reason))
    else
      await sample.member.shipment.source.check().catch((error: unknown) => {
        if (!(error instanceof UploadError)) throw error
        without.set(sample, error)
      })
  }
  const [first] = without.values()
  if (first !== undefined) throw new StartAnew('member', first, without)
}

/**
 * Samples were refused, and the rest is not enough. Without live detection one is enough for BioID, so a person is
 * enrolled with what was accepted: pictures that come later train the template further.
 */
function settleTooFew(
  samples: readonly Sample[],
  accepted: ReadonlyMap<Sample, Accepted>,
  { samplesMin }: Token,
  outcomes: Outcomes,
): void {
  const error = tooFew(accepted.size, samplesMin)
  const hasMore = samples.some((sample) => !accepted.has(sample) && !outcomes.has(sample.member))
  if (hasMore) throw new StartAnew('line', error)
  for (const { member } of accepted.keys()) outcomes.set(member, { kind: 'failed', error })
}

/** For `"task": "none"`. */
async function keepUploads(
  accepted: ReadonlyMap<Sample, Accepted>,
  bcid: string,
  token: Token,
  outcomes: Outcomes,
): Promise<void> {
  for (const [{ member }, { sha256, notes }] of accepted) {
    const proof = uploadProof(bcid, token.id, notes)
    const { identity } = member.shipment.source
    await member.context.journal.write({ state: 'done', identity, sha256, proof } satisfies DoneMemo)
    outcomes.set(member, sentOutcome(sha256))
  }
}

async function writeAsked(
  { client, random }: Sender,
  about: Pick<AskedMemo, 'bcid' | 'wasEnrolled' | 'task'> & { token: Token },
  accepted: ReadonlyMap<Sample, Accepted>,
): Promise<Map<Member, AskedMemo>> {
  const { token, ...rest } = about
  const common = {
    state: 'asked' as const,
    run: random.token(16),
    base: client.base.href,
    token: sealToken(token.text, await client.secret()),
    tokenId: token.id,
    expiresAtMs: token.expiresAtMs,
    askedAtMs: client.clock.now(),
    count: accepted.size,
    ...rest,
  }
  const memos = new Map<Member, AskedMemo>()
  for (const [{ member }, { sha256, notes }] of accepted)
    memos.set(member, { ...common, identity: member.shipment.source.identity, sha256, notes })
  await remember(memos)
  return memos
}

/** All or none: a task that only some of its members know of would be asked for again with the samples of the others. */
async function remember(memos: ReadonlyMap<Member, AskedMemo | DoneMemo>): Promise<void> {
  const [first] = memos.keys()
  await first?.context.journal.writeTogether(
    new Map([...memos].map(([{ context }, memo]) => [context.journal, memo])),
  )
}

async function askFirst(
  sender: Sender,
  asked: ReadonlyMap<Member, AskedMemo>,
  signal: AbortSignal,
): Promise<TaskAnswer> {
  const [memo] = asked.values()
  if (memo === undefined) throw new Error('A task without samples')
  return await askTask(sender, memo, signal)
}

/**
 * Writes down what a task has come to, for all its members. Also of a task that an earlier attempt has asked for.
 *
 * @throws StartAnew when it was not carried out
 */
export async function conclude(
  { noteEnrolled }: Pick<Sender, 'noteEnrolled'>,
  asked: ReadonlyMap<Member, AskedMemo>,
  answer: TaskAnswer,
  outcomes: Outcomes,
): Promise<void> {
  if (answer.kind === 'answered' && answer.result.success) {
    const done = new Map<Member, DoneMemo>()
    for (const [member, memo] of asked) {
      if (memo.task === 'enroll' && !answer.isInferred) noteEnrolled(memo.bcid)
      const proof = taskProof(memo, answer.result, answer.requestId, answer.isInferred)
      const { identity, sha256 } = memo
      done.set(member, { state: 'done', identity, sha256, proof })
    }
    await remember(done)
    for (const [member, { sha256 }] of done) {
      member.context.onProgress(member.shipment.source.sizeBytes)
      outcomes.set(member, sentOutcome(sha256))
    }
    return
  }
  await Promise.all([...asked.keys()].map(({ context }) => context.journal.erase()))
  if (answer.kind === 'untouched')
    throw answer.why === 'token'
      ? new StartAnew('line', tokenNotHonoured(answer.words))
      : new StartAnew('task', taskNotAllowed(answer.words))
  for (const [member, { task }] of asked)
    outcomes.set(member, { kind: 'failed', error: taskFailed(answer.result.error ?? null, task) })
}

export function sentOutcome(sha256: string): { kind: 'sent'; sent: Sent } {
  return { kind: 'sent', sent: { sha256, renamed: [], modifiedAt: null } }
}
