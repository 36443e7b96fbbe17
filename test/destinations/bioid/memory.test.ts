import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { portrait } from '../../servers/bioid/portraits.ts'
import { startBioidServer } from '../../servers/bioid/server.ts'
import { bioidOn, inShort, memberOf, together } from '../bioid-bench.ts'
import { makeFile } from '../test-file.ts'

const MB = 1_000_000

/** Takes what it gets, and tells after each piece how much of the body has come. */
async function startTaker(onReceived: (bytes: number) => void) {
  const told: { length: number; received: number }[] = []
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://127.0.0.1')
    let received = 0
    request.on('data', (piece: Buffer) => {
      received += piece.length
      onReceived(received)
    })
    request.on('end', () => {
      if (request.method === 'POST')
        told.push({ length: Number(request.headers['content-length']), received })
      response.statusCode = pathname.endsWith('isenrolled') ? 404 : 200
      response.end(
        { '/extension/token': 'opaque', '/extension/upload': '{"Accepted":true}' }[pathname] ??
          '{"Success":true}',
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, told }
}

test('a sample is read only as fast as the server takes it: what lies between is bounded, and its length exact', async () => {
  const sizeBytes = 60 * MB + 1
  const content = Buffer.alloc(sizeBytes, 7)
  Buffer.from('BM').copy(content)
  let readBytes = 0
  let between = 0
  const taker = await startTaker((received) => {
    between = Math.max(between, (readBytes * 4) / 3 - received)
  })
  const hooks = {
    after: (offsetBytes: number): void => {
      readBytes = Math.max(readBytes, offsetBytes)
    },
  }
  const member = await memberOf('4711/large.bmp', content, { hooks })
  const bench = bioidOn(taker.url, { clockSpeed: 1, config: { auth: { method: 'none' } } })
  expect(inShort(await together(bench, [member]))).toEqual(['sent'])
  const length = 'data:image/bmp;base64,'.length + Math.ceil(sizeBytes / 3) * 4
  expect(taker.told).toEqual([{ length, received: length }])
  expect(readBytes).toBeGreaterThan(59 * MB)
  // The system's own buffers hold some of it: a few MB, by far not the body of 80 MB.
  expect(between).toBeLessThan(45 * MB)
})

test('a process that sends a large sample holds a fraction of it', async () => {
  const server = await startBioidServer()
  onTestFinished(() => server.close())
  const file = await makeFile('large.tif', await portrait({ format: 'tiff', width: 3600, height: 4800 }))
  expect(file.sizeBytes).toBeGreaterThan(60 * MB)
  const program = path.join(import.meta.dirname, 'memory-program.ts')
  const child = spawn(process.execPath, [program, server.url, file.path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = once(child, 'exit')
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  expect((await ended)[0]).toBe(0)
  const { externalBytes } = z.object({ externalBytes: z.number() }).parse(JSON.parse(line))
  expect(server.people.tasks[0]?.samples).toMatchObject([{ sha256: file.sha256 }])
  // File and data URL as a whole would be 160 MB.
  expect(externalBytes).toBeLessThan(100 * MB)
})
