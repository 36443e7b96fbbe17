import { z } from 'zod'
import { Phrase } from '../../../../shared/phrase.ts'
import { Person } from './wire.ts'

/** What is remembered of one enrolment. */
export const EnrolMemo = z.object({
  kind: z.literal('basip'),
  /** The content that was sent. */
  identity: z.string(),
  person: Person,
  /**
   * - `creating`: an identifier was asked for, perhaps in vain
   * - `uploading`: it is there and waits for its picture
   * - `stored`: the panel has the face; what it replaces may still be there
   * - `done`: nothing is left to do
   */
  stage: z.enum(['creating', 'uploading', 'stored', 'done']),
  uid: z.number().int().nullable(),
  /** Where the identifier can be looked at, once all is done. */
  path: z.string().nullable(),
  /** A picture was sent to `uid`; the answer may be lost. */
  mayBeStored: z.boolean(),
  /** Faces under this name that were there before. */
  known: z.array(z.number().int()),
  /** Made by earlier attempts for what has changed since. */
  leftovers: z.array(z.object({ uid: z.number().int(), name: z.string() })),
  isSkipped: z.boolean(),
  notes: z.array(Phrase),
})
export type EnrolMemo = z.output<typeof EnrolMemo>

/**
 * What to go on with: the memo of an earlier attempt, if it was about this content and person, else a new one.
 *
 * @param journaled what the journal holds, perhaps of another content or person, whose identifier is then to be removed
 * @param replaced the identifier that an earlier delivery from the same path was given
 */
export function memoFor(
  wanted: Pick<EnrolMemo, 'identity' | 'person' | 'notes'>,
  journaled: unknown,
  replaced: number | null,
): { memo: EnrolMemo; isTakenUp: boolean } {
  const earlier = EnrolMemo.safeParse(journaled).data ?? null
  if (earlier !== null && earlier.identity === wanted.identity && isSame(earlier.person, wanted.person))
    return { memo: earlier, isTakenUp: true }
  const left = earlier === null || earlier.uid === null || earlier.isSkipped ? [] : [earlier.uid]
  const memo: EnrolMemo = {
    ...wanted,
    kind: 'basip',
    stage: 'creating',
    uid: null,
    path: null,
    mayBeStored: false,
    known: [],
    leftovers: [
      ...(earlier?.leftovers ?? []),
      ...left.map((uid) => ({ uid, name: earlier?.person.name ?? '' })),
      ...(replaced === null ? [] : [{ uid: replaced, name: wanted.person.name }]),
    ],
    isSkipped: false,
  }
  return { memo, isTakenUp: false }
}

function isSame(person: Person, other: Person): boolean {
  return (
    person.name === other.name &&
    person.type === other.type &&
    person.lock === other.lock &&
    person.valid?.from === other.valid?.from &&
    person.valid?.to === other.valid?.to
  )
}
