import { createHash } from 'node:crypto'
import type { BioidConfig } from '../../../../shared/destination-config.ts'
import { type Phrase, say } from '../../../../shared/phrase.ts'
import type { Member, Source } from '../destination.ts'
import { body, type Body, type Flow, type Part } from '../http-body.ts'
import { preparePicture } from '../prepare-picture.ts'
import { base64Bytes, base64Flow } from '../source-flow.ts'
import { sampleRefused } from './codes.ts'

/** One file of a person, with its place among the others. */
export interface Sample {
  readonly member: Member
  /** From 1; only the order counts (Upload Web API, `index`). */
  readonly index: number
  /** Head movements that the file name tells; null without. */
  readonly tag: string | null
}

/** A sample as it is sent. */
export interface Payload {
  body: Body<Part>
  /** SHA-256 (hex) of the file, as it was read for this. @throws Error when it was not read to its end */
  sha256(): string
  /** Whether everything was handed to the line, so that the server may have it even if no answer comes. */
  isThrough(): boolean
  /** What was done to it, for the receipt. */
  notes: Phrase[]
}

const CONTENT_TYPE = 'text/plain; charset=utf-8'
const MAGIC_BYTES = 12
const WAV = 'audio/wav'
const NATURAL = new Intl.Collator('en', { numeric: true })

/** The media types that vendor clients send, by the first bytes of a file (hex). */
const MAGIC: readonly (readonly [type: string, pattern: RegExp])[] = [
  ['image/jpeg', /^ffd8ff/],
  ['image/png', /^89504e470d0a1a0a/],
  ['image/gif', /^47494638/],
  ['image/tiff', /^(49492a00|4d4d002a)/],
  ['image/bmp', /^424d/],
  [WAV, /^52494646.{8}57415645/],
]

/** The samples of a person in the order of their paths, numbers by their value: the same whenever they are sent. */
export function inOrder(members: readonly Member[]): Sample[] {
  return [...members]
    .sort((one, other) => {
      const [a, b] = [one.shipment.origin.path, other.shipment.origin.path]
      return NATURAL.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)
    })
    .map((member, at) => ({ member, index: at + 1, tag: tagOf(member.shipment.source.name) }))
}

/** `4711_01-up.jpg` is `up`; `…-up-left.jpg` is both, with the comma that the documentation leaves open (Upload Web API, `tag`). */
export function tagOf(name: string): string | null {
  const stem = name.replace(/\.[^.]*$/, '')
  const tags = /(?:[-_](?:up|down|left|right))+$/i.exec(stem)?.[0]
  return tags === undefined ? null : tags.slice(1).toLowerCase().replaceAll(/[-_]/g, ',')
}

/**
 * A sample as one data URL (RFC 2397), with its length known before it is read.
 *
 * @param prepare how pictures are made ready; null sends the file as it is, streamed
 * @throws UploadError `rejected` for what is no sample of this trait, and what reading throws
 */
export async function payloadOf(
  { member: { shipment } }: Sample,
  trait: BioidConfig['trait'],
  prepare: BioidConfig['prepare'],
  signal: AbortSignal,
): Promise<Payload> {
  const { source } = shipment
  if (prepare !== null && trait !== 'voice') return await prepared(source, prepare, signal)
  const type = await mediaType(source)
  if (type === null || (type === WAV) !== (trait === 'voice')) throw sampleRefused('SampleNotOfExpectedType')
  const file = base64Flow(source)
  return payload(type, file, () => file.sha256(), [])
}

async function prepared(
  source: Source,
  prepare: NonNullable<BioidConfig['prepare']>,
  signal: AbortSignal,
): Promise<Payload> {
  let sha256: string | null = null
  const hashed: Source = {
    name: source.name,
    sizeBytes: source.sizeBytes,
    modifiedMs: source.modifiedMs,
    identity: source.identity,
    check: () => source.check(),
    async read(into, offsetBytes) {
      await source.read(into, offsetBytes)
      if (offsetBytes === 0 && into.byteLength === source.sizeBytes)
        sha256 = createHash('sha256').update(into).digest('hex')
    },
  }
  const { bytes, type, width, height } = await preparePicture(hashed, prepare, signal)
  const note = say`Sent as ${type === 'image/png' ? 'PNG' : 'JPEG'} of ${String(width)} × ${String(height)}, made for BioID.`
  const digest = (): string => {
    if (sha256 === null) throw new Error('The file was not read in one piece')
    return sha256
  }
  return payload(type, base64Bytes(bytes), digest, [note])
}

function payload(type: string, coded: Flow, sha256: () => string, notes: Phrase[]): Payload {
  let isThrough = false
  const watched: Flow = {
    sizeBytes: coded.sizeBytes,
    async *open() {
      let left = coded.sizeBytes
      for await (const piece of coded.open()) {
        left -= piece.byteLength
        // Before it is handed over: afterwards would be too late to know.
        isThrough = left <= 0
        yield piece
      }
    },
  }
  const head = Buffer.from(`data:${type};base64,`)
  return { body: body<Part>(CONTENT_TYPE, head, watched), sha256, isThrough: () => isThrough, notes }
}

/** By the content, since names lie; null for what BioID does not take. */
async function mediaType(source: Source): Promise<string | null> {
  const head = Buffer.alloc(Math.min(MAGIC_BYTES, source.sizeBytes))
  await source.read(head, 0)
  const text = head.toString('hex')
  return MAGIC.find(([, pattern]) => pattern.test(text))?.[0] ?? null
}
