import { parsePathPattern } from '../../../shared/template.ts'
import type { Origin } from '../destinations/destination.ts'

/** Where a file comes from. @param pattern the folder's `pathPattern` */
export function originOf(path: string, pattern: string | undefined): Origin {
  if (pattern === undefined) return { path, variables: {} }
  const parsed = parsePathPattern(pattern)
  return { path, variables: 'mistake' in parsed ? {} : parsed.pattern.match(path) }
}
