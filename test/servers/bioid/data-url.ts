import { Refusal } from './refusal.ts'

const TYPES: Record<string, (bytes: Buffer) => boolean> = {
  'image/png': (bytes) => starts(bytes, '89504e470d0a1a0a'),
  'image/jpeg': (bytes) => starts(bytes, 'ffd8ff'),
  'image/bmp': (bytes) => starts(bytes, '424d'),
  'image/gif': (bytes) => starts(bytes, '47494638'),
  'image/tiff': (bytes) => starts(bytes, '49492a00') || starts(bytes, '4d4d002a'),
  'audio/wav': (bytes) => starts(bytes, '52494646') && bytes.toString('latin1', 8, 12) === 'WAVE',
}
const HEAD_BYTES_MAX = 64

export interface Sample {
  readonly type: string
  readonly bytes: Buffer
}

/** The one data URL (RFC 2397) that a body must be, and nothing else. @throws Refusal 400 */
export function parseDataUrl(body: Buffer): Sample {
  const comma = body.subarray(0, HEAD_BYTES_MAX).indexOf(',')
  const head = /^data:([a-z]+\/[a-z]+);base64$/.exec(body.toString('latin1', 0, Math.max(0, comma)))
  if (head?.[1] === undefined) throw new Refusal(400, 'MissingData')
  const text = body.toString('latin1', comma + 1)
  if (text.length === 0 || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text))
    throw new Refusal(400, 'The data is not valid base64.')
  const bytes = Buffer.from(text, 'base64')
  const isType = Object.hasOwn(TYPES, head[1]) ? TYPES[head[1]] : undefined
  if (isType?.(bytes) !== true) throw new Refusal(400, 'SampleNotOfExpectedType')
  return { type: head[1], bytes }
}

function starts(bytes: Buffer, hex: string): boolean {
  return bytes.subarray(0, hex.length / 2).toString('hex') === hex
}
