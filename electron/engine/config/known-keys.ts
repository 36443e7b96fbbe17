import { z } from 'zod'
import { Config } from '../../../shared/config.ts'
import type { ConfigPath } from './config-error.ts'

/** JSON Schema of the configuration file, as `sluice config schema` prints it for editors. */
export function configJsonSchema(): z.core.JSONSchema.BaseSchema {
  return { title: 'Sluice configuration', ...z.toJSONSchema(Config, { io: 'input' }) }
}

const Branch = z.object({
  const: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  oneOf: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
})
type Branch = z.output<typeof Branch>

/** The value at a path of parsed JSON; undefined where there is none. */
export function valueAt(root: unknown, path: ConfigPath): unknown {
  return path.reduce<unknown>((value, part) => {
    if (typeof value !== 'object' || value === null) return undefined
    return Object.entries(value).find(([key]) => key === String(part))?.[1]
  }, root)
}

/** Of the variants of a union, those whose constants (`kind`, `method`, `action`) agree with the value. */
function branches(schema: unknown, value: unknown): Branch[] {
  const branch = Branch.parse(schema)
  const variants = branch.oneOf ?? branch.anyOf
  if (variants !== undefined) return variants.flatMap((variant) => branches(variant, value))
  const isOther = Object.entries(branch.properties ?? {}).some(([key, property]) => {
    const wanted = Branch.parse(property).const
    return wanted !== undefined && wanted !== valueAt(value, [key])
  })
  return isOther ? [] : [branch]
}

/** The keys that the object at `path` may have. */
export function knownKeys(root: unknown, path: ConfigPath): string[] {
  let found = branches(configJsonSchema(), root)
  for (const [index, part] of path.entries()) {
    const value = valueAt(root, path.slice(0, index + 1))
    found = found
      .map((branch) => (typeof part === 'number' ? branch.items : branch.properties?.[part]))
      .filter((schema) => schema !== undefined)
      .flatMap((schema) => branches(schema, value))
  }
  return [...new Set(found.flatMap((branch) => Object.keys(branch.properties ?? {})))]
}
