import { positiveInteger } from './jobs.ts'

/** Collects the numbers of jobs from the command line. */
export function jobNumbers(text: string, before: number[] = []): number[] {
  return [...before, positiveInteger(text)]
}
