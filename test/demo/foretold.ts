import { clippedTo, shortenedTo } from '../../electron/cli/columns.ts'
import { tableText } from '../../electron/cli/table.ts'
import { counted } from '../../electron/cli/words.ts'
import type { DeliveryRow, JobRow } from '../../shared/contract.ts'
import type { Receipt } from '../../shared/job.ts'

/** What is to become of one file at one destination. */
export interface Foretold {
  path: string
  destination: string
  sha256: string
  fate: 'delivered' | 'there' | 'rejected'
  /** `label` of the server's entry; the code of the problem where it is rejected. */
  mark: string
}

/** One thing that a server says it has. */
export interface Entry {
  destination: string
  /** As receipts name it. */
  id: string
  /** Of its bytes; null where it was there before. */
  sha256: string | null
  /** Whose or what it is, in the server's words. */
  label: string
}

/** What became of one file at one destination. */
export interface Outcome {
  foretold: Foretold
  became: string
  /** The proof; else the server's words, or the code where the server was not even asked. */
  words: string
  /** So often the server has it. */
  times: number
  label: string
  isAsForetold: boolean
}

export interface Account {
  jobs: readonly JobRow[]
  deliveries: readonly DeliveryRow[]
  entries: readonly Entry[]
  proofWords: (receipt: Receipt) => string
}

/** Holds what became of every file against what was foretold, by states and codes and by what the server says. */
export function outcomesOf(foretold: readonly Foretold[], account: Account): Outcome[] {
  return foretold.map((one) => outcomeOf(one, account))
}

function outcomeOf(foretold: Foretold, { jobs, deliveries, entries, proofWords }: Account): Outcome {
  const isThis = ({ path, destination }: { path: string; destination: string }): boolean =>
    path.normalize('NFC') === foretold.path.normalize('NFC') && destination === foretold.destination
  const [job, ...otherJobs] = jobs.filter(isThis)
  const [delivery, ...otherDeliveries] = deliveries.filter(isThis)
  const receipt = delivery?.receipt ?? null
  const here = entries.filter(({ destination }) => destination === foretold.destination)
  const named = here.filter(({ id, sha256 }) => id === receipt?.uploadId && sha256 !== null)
  const known = here.filter(({ id, sha256 }) => id === receipt?.uploadId && sha256 === null)
  const same = here.filter(({ sha256 }) => sha256 === foretold.sha256)
  const found = known.length > 0 ? known : same
  const label = found[0]?.label ?? ''
  const became =
    job?.state === 'done' ? (known.length > 0 ? 'there' : 'delivered') : (job?.state ?? 'unknown')
  const isOnce = otherJobs.length === 0 && otherDeliveries.length === 0
  const isProved =
    foretold.fate === 'rejected'
      ? receipt === null && found.length === 0 && job?.problem?.code === foretold.mark
      : found.length === 1 &&
        label === foretold.mark &&
        (known.length > 0 || named.includes(found[0] as Entry))
  const problem = job?.problem
  return {
    foretold,
    became,
    words: receipt === null ? (problem?.detail ?? problem?.code ?? '–') : proofWords(receipt),
    times: found.length,
    label,
    isAsForetold: became === foretold.fate && isOnce && isProved,
  }
}

/** What the servers have although no file accounts for it. */
export function strangersIn(
  entries: readonly Entry[],
  outcomes: readonly Outcome[],
  receipts: readonly DeliveryRow[],
): Entry[] {
  return entries.filter(
    (entry) =>
      !outcomes.some(
        ({ foretold: { destination, sha256 } }) =>
          destination === entry.destination && sha256 === entry.sha256,
      ) &&
      !receipts.some(
        ({ destination, receipt }) => destination === entry.destination && receipt.uploadId === entry.id,
      ),
  )
}

const BECAME: Readonly<Record<string, string>> = { there: 'already there' }
const WORDS_COLUMNS_MIN = 22
const NAME_COLUMNS_MAX = 28
/** All columns but the file, the label and the words, with the gaps between them. */
const OTHER_COLUMNS = 32
/** What the head of the label's column needs anyway. */
const LABEL_COLUMNS_MIN = 6

/** Every file with what became of it, in so many columns. */
export function outcomeTable(outcomes: readonly Outcome[], columns: number): string {
  const destinations = new Set(outcomes.map(({ foretold }) => foretold.destination))
  const isOne = destinations.size === 1
  const widest = (texts: readonly string[], max: number): number =>
    Math.min(max, Math.max(...texts.map(({ length }) => length)))
  const names = widest(
    outcomes.map(({ foretold }) => foretold.path),
    NAME_COLUMNS_MAX,
  )
  const labels = widest(
    outcomes.map(({ label }) => label),
    NAME_COLUMNS_MAX,
  )
  const places = isOne ? 0 : widest([...destinations], NAME_COLUMNS_MAX) + 2
  const wordColumns = Math.max(
    WORDS_COLUMNS_MIN,
    columns - names - Math.max(labels, LABEL_COLUMNS_MIN) - places - OTHER_COLUMNS,
  )
  const rows = outcomes.map((outcome) => {
    const { foretold, became, words, times, label, isAsForetold } = outcome
    return [
      clippedTo(names, foretold.path),
      ...(isOne ? [] : [foretold.destination]),
      BECAME[became] ?? became,
      shortenedTo(wordColumns, words),
      times === 0 ? '–' : `${times} × ${clippedTo(labels, label)}`.trimEnd(),
      isAsForetold ? 'right' : 'WRONG',
    ]
  })
  const head = ['File', ...(isOne ? [] : ['To']), 'Became', 'Proof, or why not', 'Server has', 'Verdict']
  return tableText(head, rows)
}

/** The whole in a sentence. */
export function outcomeSum(outcomes: readonly Outcome[], strangers: readonly Entry[]): string {
  const wrong = outcomes.filter(({ isAsForetold }) => !isAsForetold).length
  if (wrong > 0 || strangers.length > 0)
    return `Not all is as foretold: ${counted(wrong, 'line')} of ${outcomes.length} wrong, and ${counted(strangers.length, 'thing')} at the server that no file accounts for.`
  const count = (fate: Foretold['fate']): number =>
    outcomes.filter(({ foretold }) => foretold.fate === fate).length
  const there = count('there') === 0 ? '' : `, ${count('there')} already there`
  return `All is as foretold: ${count('delivered')} delivered${there}, ${count('rejected')} rejected. Every picture that was not rejected is at its server exactly once, the crash included.`
}
