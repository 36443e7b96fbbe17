import path from 'node:path'
import { legalName } from '../legal-name.ts'

/**
 * The name to send: one that every system can store, with an extension under which the server takes the file's type, since
 * it looks at nothing else when it reads its folders.
 *
 * @param extensions with their dot, in small letters, the usual one first
 */
export function sentName(name: string, extensions: readonly string[]): string {
  const legal = legalName(name)
  const [extension = ''] = extensions
  return extensions.includes(path.extname(legal).toLowerCase())
    ? legal
    : legalName(`${legal.slice(0, 255 - extension.length)}${extension}`)
}
