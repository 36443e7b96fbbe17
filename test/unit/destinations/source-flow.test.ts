import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { Source } from '../../../electron/engine/destinations/destination.ts'
import { body } from '../../../electron/engine/destinations/http-body.ts'
import { base64Bytes, base64Flow, sourceFlow } from '../../../electron/engine/destinations/source-flow.ts'
import { UploadError } from '../../../electron/engine/errors.ts'
import { httpClient } from '../../destinations/network/client.ts'
import { failureOf } from '../../support/until.ts'

/** A file in memory; `brokenAt` is where reading it fails. */
function fileOf(content: Buffer, brokenAt = Number.POSITIVE_INFINITY): Source {
  return {
    name: 'a.jpg',
    sizeBytes: content.length,
    modifiedMs: 0,
    identity: 'id',
    check: () => Promise.resolve(),
    read: (into, offset) => {
      if (offset + into.byteLength > brokenAt) return Promise.reject(changed)
      content.copy(into, 0, offset, offset + into.byteLength)
      return Promise.resolve()
    },
  }
}

const changed = new UploadError('changed', {
  code: 'file-changed',
  what: 'It changed.',
  remedy: '',
  isRetried: true,
})

/** Answers with the length it was told, and what arrived. */
async function echo(): Promise<{ url: URL; received: { told: string | undefined; bytes: Buffer }[] }> {
  const received: { told: string | undefined; bytes: Buffer }[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      received.push({ told: request.headers['content-length'], bytes: Buffer.concat(parts) })
      response.end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: new URL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`), received }
}

const NEVER = new AbortController().signal

test.each([0, 1, 2, 3, 1000, 393_216, 393_217, 3_000_001])(
  'a file of %i bytes goes as it is and in base64, with the exact length told before',
  async (sizeBytes) => {
    const content = randomBytes(sizeBytes)
    const { url, received } = await echo()
    const http = httpClient()
    const plain = sourceFlow(fileOf(content))
    const coded = base64Flow(fileOf(content))
    for (const flow of [plain, coded])
      await http.exchange({
        method: 'POST',
        url,
        body: body<Uint8Array | typeof flow>('text/plain', Buffer.from('['), flow, Buffer.from(']')),
        signal: NEVER,
      })
    expect(received.map(({ told, bytes }) => [told, bytes.length])).toEqual(
      received.map(({ bytes }) => [String(bytes.length), bytes.length]),
    )
    expect(received[0]?.bytes.equals(Buffer.concat([Buffer.from('['), content, Buffer.from(']')]))).toBe(true)
    expect(received[1]?.bytes.toString('latin1')).toBe(`[${content.toString('base64')}]`)
    const sha256 = createHash('sha256').update(content).digest('hex')
    expect([plain.sha256(), coded.sha256()]).toEqual([sha256, sha256])
  },
)

test('a file that changes while it is sent ends the request with its own error, and has no digest', async () => {
  const { url, received } = await echo()
  const flow = base64Flow(fileOf(randomBytes(3_000_000), 1_500_000))
  const error = await failureOf(
    httpClient().exchange({ method: 'POST', url, body: body('text/plain', flow), signal: NEVER }),
  )
  expect(error).toBe(changed)
  expect(received).toEqual([])
  expect(() => flow.sha256()).toThrow('not read to its end')
})

test.each([0, 1, 2, 3, 393_215, 393_216, 393_217, 1_000_000])(
  'bytes in base64 (%i of them): the same as in one piece, of the length told, a piece at a time',
  async (sizeBytes) => {
    const bytes = randomBytes(sizeBytes)
    const flow = base64Bytes(bytes)
    const pieces: Uint8Array[] = []
    for await (const piece of flow.open()) pieces.push(piece)
    const text = Buffer.concat(pieces).toString('latin1')
    expect(text).toBe(bytes.toString('base64'))
    expect(flow.sizeBytes).toBe(text.length)
    expect(Math.max(0, ...pieces.map(({ byteLength }) => byteLength))).toBeLessThan(600_000)
  },
)
