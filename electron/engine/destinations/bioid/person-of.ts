import type { Origin } from '../destination.ts'

/** Whose sample a file is. */
export type PersonOf =
  | { kind: 'known'; classId: string }
  /** Nothing names a person. */
  | { kind: 'none' }
  /** Folders name several: which one is meant is not for a program to guess. */
  | { kind: 'several'; classIds: readonly string[] }

/** Variables of a folder's `pathPattern` that name the person, whatever their case. */
const VARIABLES = ['person', 'classid']
/** Class ids are integers (BWS reference, «BCID»); longer ones than any integer type holds are none. */
const DIGITS_MAX = 18
/** `2026-05-01`, `2026-05`, `20260501`, `20260501120000` and `2026` are dates: nobody's number, as far as can be told. */
const DATE = /^(19|20)\d\d((0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(\d{6})?)?$/

/**
 * Whose sample a file is, by the first of these that says something:
 *
 * 1. the variable `person` or `classid` of the folder's `pathPattern`: a number, or words that begin with one
 * 2. folders below the hot folder whose name begins with a number: `4711`, `4711 Jane`, `4711-Jane`. If several folders
 *    on the way name different numbers, none is taken
 * 3. a file name that begins with a number and goes on: `4711_01.jpg`, `4711-up.jpg`. A counter (`0001.jpg`, `01_up.jpg`)
 *    is none
 *
 * Dates and years name nobody in 2 and 3. All this is strict because samples of two people under one number spoil that
 * person's template for good.
 */
export function personOf({ path, variables }: Origin): PersonOf {
  const named = Object.entries(variables).filter(([name]) => VARIABLES.includes(name.toLowerCase()))
  if (named.length > 0) return oneOf(named.map(([, value]) => leadingNumber(value)))
  const levels = path.split('/')
  const name = levels.pop() ?? ''
  const byFolder = oneOf(levels.map(leadingNumber).filter((number) => number === null || !DATE.test(number)))
  return byFolder.kind === 'none' ? oneOf([numberOfFile(name)]) : byFolder
}

/** The key of a file's group: the class id, or a group of its own that can only be rejected. */
export function groupOf(origin: Origin): string {
  const person = personOf(origin)
  return person.kind === 'known' ? person.classId : `?${origin.path}`
}

/** BioID's name of a person (Web API, «BCID»): storage, partition and class id. */
export function bcidOf(
  { storage, partition }: { storage: string; partition: number },
  classId: string,
): string {
  return `${storage}.${String(partition)}.${classId}`
}

/** Whether a key of `groupOf` is a person. */
export function isClassId(groupKey: string): boolean {
  return /^\d+$/.test(groupKey)
}

function oneOf(found: readonly (string | null)[]): PersonOf {
  const classIds = [...new Set(found.filter((one) => one !== null))]
  const [first] = classIds
  if (first === undefined) return { kind: 'none' }
  return classIds.length === 1 ? { kind: 'known', classId: first } : { kind: 'several', classIds }
}

/** `0815` is 815: one person, however many zeros are written. */
function leadingNumber(text: string): string | null {
  const digits = /^\d+(?=$|[\s_.,-])/.exec(text.trim())?.[0]
  return digits === undefined || digits.length > DIGITS_MAX ? null : String(BigInt(digits))
}

function numberOfFile(name: string): string | null {
  const digits = /^([1-9]\d*)[\s_-]\S/.exec(name)?.[1]
  return digits === undefined || digits.length > DIGITS_MAX || DATE.test(digits) ? null : digits
}
