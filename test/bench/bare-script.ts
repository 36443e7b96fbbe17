import { readdir, readFile } from 'node:fs/promises'
import http from 'node:http'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { createBody, multipartFrame } from './multipart-frame.ts'

/**
 * The yardstick for many small files: create, send, ask for the status, and nothing else. No record, no retry.
 *   node test/bench/bare-script.ts --url URL --folder DIR [--concurrency N]
 * Prints {"files","bytes","seconds","cpuSeconds"}; listing the folder and starting Node are not in the times.
 */
const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    folder: { type: 'string' },
    concurrency: { type: 'string', default: '6' },
  },
})
if (values.url === undefined || values.folder === undefined) throw new Error('Give --url and --folder.')
const { hostname, port } = new URL(values.url)
const concurrency = Number(values.concurrency)
const agent = new http.Agent({ keepAlive: true, maxSockets: concurrency })
const Task = z.object({ id: z.string(), chunkSize: z.number(), numChunks: z.number() })
const Status = z.object({ status: z.string() })
const frame = multipartFrame()

function send(
  method: string,
  where: string,
  contentType: string,
  parts: readonly (string | Uint8Array)[],
): Promise<string> {
  return new Promise((resolve, reject) => {
    const lengthBytes = parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0)
    const headers = parts.length === 0 ? {} : { 'Content-Type': contentType, 'Content-Length': lengthBytes }
    const request = http.request({ hostname, port, agent, method, path: where, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece))
      response.on('end', () => {
        const { statusCode = 0 } = response
        if (statusCode >= 300) reject(new Error(`${method} ${where} answered ${statusCode}`))
        else resolve(text)
      })
    })
    request.on('error', reject)
    for (const part of parts) request.write(part)
    request.end()
  })
}

async function deliver(filePath: string): Promise<number> {
  const content = await readFile(filePath)
  const body = createBody(path.basename(filePath), content.length)
  const task = Task.parse(JSON.parse(await send('POST', '/fotoweb/api/uploads', 'application/json', [body])))
  for (let index = 0; index < task.numChunks; index++) {
    const chunk = content.subarray(index * task.chunkSize, (index + 1) * task.chunkSize)
    const where = `/fotoweb/api/uploads/${task.id}/chunks/${index}`
    await send('POST', where, frame.contentType, [frame.head, chunk, frame.tail])
  }
  const isDone = async (): Promise<boolean> => {
    const text = await send('GET', `/fotoweb/api/uploads/${task.id}/status`, '', [])
    return Status.parse(JSON.parse(text)).status === 'done'
  }
  while (!(await isDone())) await wait(10)
  return content.length
}

const entries = await readdir(values.folder, { recursive: true, withFileTypes: true })
const files = entries
  .filter((entry) => entry.isFile())
  .map((entry) => path.join(entry.parentPath, entry.name))
let bytes = 0
const waiting = files.values()
const started = performance.now()
const cpuStarted = process.cpuUsage()
const work = async (): Promise<void> => {
  for (const file of waiting) {
    const lengthBytes = await deliver(file)
    bytes += lengthBytes
  }
}
await Promise.all(Array.from({ length: concurrency }, work))
const seconds = (performance.now() - started) / 1000
const cpu = process.cpuUsage(cpuStarted)
agent.destroy()
const cpuSeconds = (cpu.user + cpu.system) / 1e6
process.stdout.write(`${JSON.stringify({ files: files.length, bytes, seconds, cpuSeconds })}\n`)
