import { writeFileSync } from 'node:fs'
import { errorCode, errorText } from '../errors.ts'
import type { DiskTrouble } from './group-commit.ts'
import { isDamage, suspectFile } from './open-file.ts'

/** Functions that run statements. */
type Statements = Record<string, (...parameters: never[]) => unknown>

/**
 * Damage of the disk may show only when a page is needed, hours after the start. It is told once, and noted beside the
 * database, so that the next start checks the whole of it and mends it.
 *
 * @returns a wrapper for the parts of the store that passes every call on and looks at what is thrown
 */
export function damageWatch(file: string, trouble: DiskTrouble): <T extends Statements>(part: T) => T {
  let isKnown = false
  const look = (error: unknown): void => {
    if (isKnown || !isDamage(error)) return
    isKnown = true
    trouble.onTrouble(errorCode(error), errorText(error))
    try {
      writeFileSync(suspectFile(file), '')
    } catch {
      // Without the note a small database is checked all the same, a large one when it shows again.
    }
  }
  return <T extends Statements>(part: T): T => {
    const watched = Object.entries(part).map(([name, run]) => [
      name,
      (...parameters: never[]): unknown => {
        try {
          return run(...parameters)
        } catch (error) {
          look(error)
          throw error
        }
      },
    ])
    return Object.fromEntries(watched) as T
  }
}
