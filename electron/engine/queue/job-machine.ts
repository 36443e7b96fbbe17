import type { JobStateName, Receipt } from '../../../shared/job.ts'
import type { Problem } from '../../../shared/problem.ts'

/*
            claimed               sent                confirmed
  waiting ───────────▶ uploading ──────▶ confirming ────────────▶ done
   ▲ ▲ ▲                │     │            │     │
   │ │ └── postponed ───┘     │            │     │
   │ └──── postponed ─────────┼────────────┘     │
   │                          │ gaveUp           │ gaveUp
   │                          ▼                  │
   └──── requeued ───────── failed ◀─────────────┘      (requeued by a person, or when its file comes under another path)
  rejected ◀── from where failed is reached, and left in the same way: the server has said no to the content for good
  cancelled ◀── from every state but done

  Backing off is `waiting` with a later `notBeforeMs`; a destination that wants quiet or a sign-in is a state of the
  destination, and its jobs are not claimed. `done` is reached only through `confirming`, with a receipt.
*/

export type JobState =
  | { name: 'waiting'; attempt: number; notBeforeMs: number; problem: Problem | null }
  | { name: 'uploading'; attempt: number }
  | { name: 'confirming'; attempt: number; notBeforeMs: number }
  | { name: 'done'; receipt: Receipt }
  | { name: 'failed'; attempt: number; problem: Problem }
  | { name: 'rejected'; attempt: number; problem: Problem }
  | { name: 'cancelled'; problem: Problem | null }

export type JobEvent =
  | { name: 'claimed' }
  | { name: 'sent'; atMs: number }
  | { name: 'confirmed'; receipt: Receipt }
  /** `isAttempt` false: the file is not to blame (sign-in, a busy server, a stopped engine), so the attempt is given back. */
  | { name: 'postponed'; notBeforeMs: number; problem: Problem | null; isAttempt: boolean }
  | { name: 'gaveUp'; problem: Problem }
  | { name: 'rejected'; problem: Problem }
  | { name: 'requeued'; atMs: number }
  | { name: 'cancelled'; problem: Problem | null }

export type JobEventName = JobEvent['name']
type StateOf<N extends JobStateName> = Extract<JobState, { name: N }>
type EventOf<N extends JobEventName> = Extract<JobEvent, { name: N }>

/** Which event leads from which state to which. Nothing else is possible. */
export const TRANSITIONS = {
  waiting: { claimed: 'uploading', cancelled: 'cancelled' },
  uploading: {
    sent: 'confirming',
    postponed: 'waiting',
    gaveUp: 'failed',
    rejected: 'rejected',
    cancelled: 'cancelled',
  },
  confirming: {
    confirmed: 'done',
    postponed: 'waiting',
    gaveUp: 'failed',
    rejected: 'rejected',
    cancelled: 'cancelled',
  },
  failed: { requeued: 'waiting', cancelled: 'cancelled' },
  rejected: { requeued: 'waiting', cancelled: 'cancelled' },
  done: {},
  cancelled: {},
} as const satisfies Record<JobStateName, Partial<Record<JobEventName, JobStateName>>>

type Table = typeof TRANSITIONS
/** Computed from the table: a missing arrow, one too many, or a target without its data does not compile. */
type Builders = {
  [S in JobStateName]: {
    [E in keyof Table[S]]: (
      state: StateOf<S>,
      event: EventOf<E & JobEventName>,
    ) => Table[S][E] extends JobStateName ? StateOf<Table[S][E]> : never
  } & { [E in Exclude<JobEventName, keyof Table[S]>]?: never }
}

const postpone = (state: { attempt: number }, event: EventOf<'postponed'>): StateOf<'waiting'> => ({
  name: 'waiting',
  attempt: event.isAttempt ? state.attempt : Math.max(0, state.attempt - 1),
  notBeforeMs: event.notBeforeMs,
  problem: event.problem,
})
const giveUp = (state: { attempt: number }, event: EventOf<'gaveUp'>): StateOf<'failed'> => ({
  name: 'failed',
  attempt: state.attempt,
  problem: event.problem,
})
const reject = (state: { attempt: number }, event: EventOf<'rejected'>): StateOf<'rejected'> => ({
  name: 'rejected',
  attempt: state.attempt,
  problem: event.problem,
})
const requeue = (_state: JobState, event: EventOf<'requeued'>): StateOf<'waiting'> => ({
  name: 'waiting',
  attempt: 0,
  notBeforeMs: event.atMs,
  problem: null,
})
const cancel = (_state: JobState, event: EventOf<'cancelled'>): StateOf<'cancelled'> => ({
  name: 'cancelled',
  problem: event.problem,
})

const BUILDERS: Builders = {
  waiting: {
    // Counted when it begins, so that a file which kills the process runs out of attempts.
    claimed: (state) => ({ name: 'uploading', attempt: state.attempt + 1 }),
    cancelled: cancel,
  },
  uploading: {
    sent: (state, event) => ({ name: 'confirming', attempt: state.attempt, notBeforeMs: event.atMs }),
    postponed: postpone,
    gaveUp: giveUp,
    rejected: reject,
    cancelled: cancel,
  },
  confirming: {
    confirmed: (_state, event) => ({ name: 'done', receipt: event.receipt }),
    postponed: postpone,
    gaveUp: giveUp,
    rejected: reject,
    cancelled: cancel,
  },
  failed: { requeued: requeue, cancelled: cancel },
  rejected: { requeued: requeue, cancelled: cancel },
  done: {},
  cancelled: {},
}

export class IllegalTransition extends Error {
  override readonly name = 'IllegalTransition'
  readonly from: JobStateName
  readonly event: JobEventName

  constructor(from: JobStateName, event: JobEventName) {
    super(`A job that is ${from} cannot be ${event}`)
    this.from = from
    this.event = event
  }
}

/** The state after `event`. Throws IllegalTransition for a pair that the table does not know. */
export function step(state: JobState, event: JobEvent): JobState {
  const builders: Partial<Record<JobEventName, (state: never, event: never) => JobState>> =
    BUILDERS[state.name]
  const build = builders[event.name]
  if (build === undefined) throw new IllegalTransition(state.name, event.name)
  return build(state as never, event as never)
}
