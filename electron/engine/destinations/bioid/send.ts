import type { Member, MemberOutcome } from '../destination.ts'
import { UploadError } from '../../errors.ts'
import { type AskedMemo, Memo } from './memo.ts'
import { pause } from '../pause.ts'
import { whenAllAbort } from '../when-all-abort.ts'
import { bcidOf, groupOf, isClassId, personOf } from './person-of.ts'
import { nobody, stopped } from './problems.ts'
import { conclude, endOf, type Outcomes, runOnce, sentOutcome } from './run.ts'
import { inOrder, type Sample } from './sample.ts'
import { type Sender, StartAnew } from './sender.ts'
import { settleTask } from './task.ts'

/** How often a person starts anew in one attempt. Jobs cost money, so this ends soon. */
const ANEW_MAX = { line: 2, task: 1, member: Number.POSITIVE_INFINITY }
const DELAY_MS = 2_000

/** People one after another where they are the same, side by side where they are not. */
export type InTurn = <T>(person: string, signal: AbortSignal, work: () => Promise<T>) => Promise<T>

/**
 * Hands the samples of a person over, with one outcome each. Whose they are is what their places say now: a file may have
 * been moved to another person since its group was made.
 */
export async function sendTogether(
  sender: Sender,
  inTurn: InTurn,
  members: readonly Member[],
): Promise<readonly MemberOutcome[]> {
  const outcomes: Outcomes = new Map()
  const groups = Map.groupBy(members, ({ shipment }) => groupOf(shipment.origin))
  for (const [key, group] of groups) {
    if (isClassId(key)) await sendPerson(sender, inTurn, key, group, outcomes)
    else for (const member of group) outcomes.set(member, { kind: 'failed', error: namesNobody(member) })
  }
  return members.map((member) => {
    const outcome = outcomes.get(member)
    if (outcome === undefined) throw new Error('A sample was left without an outcome')
    return outcome
  })
}

function namesNobody({ shipment }: Member): UploadError {
  const person = personOf(shipment.origin)
  return nobody(person.kind === 'known' ? { kind: 'none' } : person)
}

async function sendPerson(
  sender: Sender,
  inTurn: InTurn,
  classId: string,
  members: readonly Member[],
  outcomes: Outcomes,
): Promise<void> {
  const open = (): Sample[] => inOrder(members).filter(({ member }) => !outcomes.has(member))
  leaveOut(open(), outcomes)
  if (open().length === 0) return
  try {
    await inTurn(classId, whenAllAbort(open().map(({ member }) => member.context.signal)), async () => {
      const left = open().map(({ member }) => member)
      await settleEarlier(sender, bcidOf(sender.rules, classId), left, outcomes)
      await sendOpen(sender, classId, open, outcomes)
    })
  } catch (error) {
    const reason = asOutcome(error, members)
    for (const { member } of open()) outcomes.set(member, { kind: 'failed', error: reason })
  }
}

/** Those that were ended from outside; nothing is begun for them. */
function leaveOut(samples: readonly Sample[], outcomes: Outcomes): void {
  for (const sample of samples) {
    const ended = endOf(sample)
    if (ended !== null) outcomes.set(sample.member, { kind: 'failed', error: stopped(ended.reason) })
  }
}

/** One token after another, until every sample has an outcome. @throws UploadError about all that have none */
async function sendOpen(
  sender: Sender,
  classId: string,
  open: () => Sample[],
  outcomes: Outcomes,
): Promise<void> {
  const bcid = bcidOf(sender.rules, classId)
  const left = { ...ANEW_MAX }
  for (let samples = open(); samples.length > 0; samples = open()) {
    const signal = whenAllAbort(samples.map(({ member }) => member.context.signal))
    try {
      await runOnce(sender, bcid, samples, outcomes, signal)
    } catch (error) {
      if (!(error instanceof StartAnew)) throw error
      for (const [{ member }, gone] of error.without) outcomes.set(member, { kind: 'failed', error: gone })
      leaveOut(open(), outcomes)
      if (left[error.why]-- <= 0) throw error.error
      // An end of Sluice does not wait for this.
      const drained = whenAllAbort(samples.map(({ member }) => member.context.drain))
      if (error.why !== 'member')
        await pause(sender.client.clock, DELAY_MS, AbortSignal.any([signal, drained]))
    }
  }
}

/** @throws what nobody foresaw */
function asOutcome(error: unknown, members: readonly Member[]): UploadError {
  if (error instanceof UploadError) return error
  const isStopped = members.some(({ context: { signal, drain } }) =>
    [signal, drain].some((one) => one.aborted && one.reason === error),
  )
  if (isStopped) return stopped(error)
  throw error
}

/**
 * What earlier attempts have asked for and not learned comes first; nothing of it is sent before that is known. What they
 * have asked for another person is no longer what this file is for: it has been moved.
 */
async function settleEarlier(
  sender: Sender,
  bcid: string,
  members: readonly Member[],
  outcomes: Outcomes,
): Promise<void> {
  const runs = new Map<string, Map<Member, AskedMemo>>()
  for (const member of members) {
    const { journal } = member.context
    const memo = Memo.safeParse(journal.memo).data
    if (memo === undefined) continue
    const memoBcid = memo.state === 'done' ? memo.proof.assetName : memo.bcid
    const isHere = memo.identity === member.shipment.source.identity && memoBcid === bcid
    if (isHere && memo.state === 'done') outcomes.set(member, sentOutcome(memo.sha256))
    else if (isHere && memo.state === 'asked' && memo.base === sender.client.base.href)
      runs.set(memo.run, (runs.get(memo.run) ?? new Map<Member, AskedMemo>()).set(member, memo))
    else await journal.erase()
  }
  for (const asked of runs.values()) await settleRun(sender, asked, outcomes)
}

/** @throws UploadError when it can be asked later: until then the person waits */
async function settleRun(
  sender: Sender,
  asked: ReadonlyMap<Member, AskedMemo>,
  outcomes: Outcomes,
): Promise<void> {
  const [memo] = asked.values()
  if (memo === undefined) return
  const signal = whenAllAbort([...asked.keys()].map(({ context }) => context.signal))
  try {
    await conclude(sender, asked, await settleTask(sender, memo, signal), outcomes)
  } catch (error) {
    // It was never carried out, so these samples go with the others.
    if (error instanceof StartAnew) return
    if (!(error instanceof UploadError) || error.problem.code !== 'unproved') throw error
    for (const member of asked.keys()) outcomes.set(member, { kind: 'failed', error })
  }
}
