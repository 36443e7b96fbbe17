import { execFile } from 'node:child_process'
import { access, mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { createBody, type MultipartFrame, multipartFrame } from './multipart-frame.ts'

const run = promisify(execFile)
const Task = z.object({ id: z.string(), chunkSize: z.number(), numChunks: z.number() })

export interface CurlResult {
  chunks: number
  /** Body bytes with the multipart frames. */
  bytes: number
  seconds: number
  /** User and system time of curl alone. */
  cpuSeconds: number
}

/**
 * Sends one file in chunks with `curl --parallel`: the yardstick for one large file. The task is created, and the
 * bodies are prepared in memory (tmpfs where there is one), outside the times.
 * @throws Error when curl or sh is missing, or when a request fails.
 */
export async function runCurlChunks(options: {
  url: string
  filePath: string
  parallel: number
}): Promise<CurlResult> {
  await requireCurl()
  const dir = await mkdtemp(path.join(await roomyDirectory(), 'sluice-curl-'))
  try {
    const frame = multipartFrame()
    const task = await createTask(options.url, options.filePath)
    const bytes = await writeBodies(options.filePath, task.chunkSize, task.numChunks, frame, dir)
    const configPath = path.join(dir, 'curl.conf')
    await writeFile(configPath, curlConfig(options.url, task, frame, dir))
    return { chunks: task.numChunks, bytes, ...(await timedCurl(configPath, options.parallel)) }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function requireCurl(): Promise<void> {
  try {
    await run('curl', ['--version'])
  } catch (cause) {
    throw new Error('curl is missing: install it (Debian and Ubuntu: apt-get install curl) and try again.', {
      cause,
    })
  }
}

async function roomyDirectory(): Promise<string> {
  try {
    await access('/dev/shm')
    return '/dev/shm'
  } catch {
    return os.tmpdir()
  }
}

async function createTask(url: string, filePath: string): Promise<z.infer<typeof Task>> {
  const { size } = await stat(filePath)
  const response = await fetch(`${url}/fotoweb/api/uploads`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: createBody(path.basename(filePath), size),
  })
  return Task.parse(await response.json())
}

async function writeBodies(
  filePath: string,
  chunkSizeBytes: number,
  numChunks: number,
  frame: MultipartFrame,
  dir: string,
): Promise<number> {
  const source = await open(filePath)
  const chunk = Buffer.alloc(chunkSizeBytes)
  let bytes = 0
  try {
    for (let index = 0; index < numChunks; index++) {
      const { bytesRead } = await source.read(chunk, 0, chunkSizeBytes, index * chunkSizeBytes)
      const body = Buffer.concat([frame.head, chunk.subarray(0, bytesRead), frame.tail])
      await writeFile(path.join(dir, String(index)), body)
      bytes += body.length
    }
  } finally {
    await source.close()
  }
  return bytes
}

function curlConfig(url: string, task: z.infer<typeof Task>, frame: MultipartFrame, dir: string): string {
  // `upload-file` streams each body. `data-binary` sends the same bytes, but curl then reads the bodies of all
  // requests into memory before the first is sent, which made it more than five times slower: no fair yardstick.
  const operations = Array.from({ length: task.numChunks }, (_, index) =>
    [
      `url = "${url}/fotoweb/api/uploads/${task.id}/chunks/${index}"`,
      `upload-file = "${path.join(dir, String(index))}"`,
      'request = "POST"',
      `header = "Content-Type: ${frame.contentType}"`,
      'header = "Expect:"',
      'fail',
    ].join('\n'),
  )
  return operations.join('\nnext\n')
}

async function timedCurl(
  configPath: string,
  parallel: number,
): Promise<{ seconds: number; cpuSeconds: number }> {
  const flags = [
    '--parallel',
    '--parallel-immediate',
    '--parallel-max',
    String(parallel),
    '--no-progress-meter',
  ]
  // Node tells no processor time of a child; the shell's `times` does (POSIX, second line: ended children).
  const script = 'curl "$@" || exit 1; times'
  const started = performance.now()
  const { stdout } = await run('sh', ['-c', script, 'sh', ...flags, '-K', configPath])
  const seconds = (performance.now() - started) / 1000
  const ofChildren = stdout.trimEnd().split('\n').at(-1) ?? ''
  const times = [...ofChildren.matchAll(/(\d+)m([\d.,]+)s/g)]
  if (times.length !== 2) throw new Error(`The shell told no times: ${stdout}`)
  const cpuSeconds = times.reduce((sum, [, m, s]) => sum + Number(m) * 60 + Number(s?.replace(',', '.')), 0)
  return { seconds, cpuSeconds }
}
