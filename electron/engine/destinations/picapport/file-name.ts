import path from 'node:path'
import { legalName } from '../legal-name.ts'
import type { PhotoType } from './file-type.ts'

/**
 * The name to send: one that every system can store, with an extension of the file's own type, since the server looks at
 * nothing else when it reads its folders.
 */
export function sentName(name: string, type: PhotoType, extension: string): string {
  const legal = legalName(name)
  const has = type.extensions.includes(path.extname(legal).toLowerCase())
  return has ? legal : legalName(`${legal.slice(0, 255 - extension.length)}${extension}`)
}
