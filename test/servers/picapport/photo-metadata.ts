import { Refusal } from './refusal.ts'
import { isPhotoId } from './photo-ids.ts'

export interface PhotoMetadata {
  readonly title?: string
  readonly description?: string
  readonly rating?: number
  readonly tags?: readonly string[]
  readonly persons?: readonly string[]
  readonly photoID?: string
  readonly doSyncCheck?: boolean
}

const isText = (value: unknown): boolean => typeof value === 'string'
const isTextList = (value: unknown): boolean => Array.isArray(value) && value.every(isText)
const MEMBERS: Record<string, (value: unknown) => boolean> = {
  title: isText,
  description: isText,
  rating: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 5,
  tags: isTextList,
  persons: isTextList,
  photoID: (value) => typeof value === 'string' && isPhotoId(value),
  doSyncCheck: (value) => typeof value === 'boolean',
}

/**
 * A `metadata` part (PicApport Web API, «upload»). Read as ISO 8859-1, the default of Java servers for parts without a
 * charset: whatever is not ASCII arrives garbled.
 *
 * @throws Refusal 400
 */
export function readMetadata(bytes: Buffer): PhotoMetadata {
  const found = parsed(bytes.toString('latin1'))
  if (typeof found !== 'object' || found === null || Array.isArray(found))
    throw new Refusal(400, 'metadata is no object')
  for (const [name, value] of Object.entries(found)) {
    const isValid = Object.hasOwn(MEMBERS, name) ? MEMBERS[name] : undefined
    if (isValid?.(value) !== true) throw new Refusal(400, `metadata: ${name}`)
  }
  return found
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal(400, 'metadata is no JSON')
  }
}
