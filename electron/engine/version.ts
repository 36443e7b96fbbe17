import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const Package = z.object({ name: z.literal('sluice'), version: z.string() })

let known: string | null = null

/** The version in package.json, looked for from this file upwards: a packed program lies at another depth. */
export function sluiceVersion(): string {
  for (let dir = import.meta.dirname; known === null; dir = path.dirname(dir)) {
    try {
      known = Package.parse(JSON.parse(readFileSync(path.join(dir, 'package.json'), 'utf8'))).version
    } catch {
      if (dir === path.dirname(dir)) return 'unknown'
    }
  }
  return known
}
