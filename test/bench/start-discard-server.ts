import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const Ready = z.object({ url: z.string() })
const Stats = z.object({
  requests: z.number(),
  /** Body bytes of all chunks and XMP packets, with the multipart frame. */
  bytes: z.number(),
  creates: z.number(),
  chunks: z.number(),
  statusCalls: z.number(),
})

export type DiscardStats = z.infer<typeof Stats>

export interface DiscardServer {
  url: string
  pid: number
  stats(): Promise<DiscardStats>
  stop(): Promise<void>
}

/** Starts discard-server.ts as a process of its own and waits until it is ready. */
export async function startDiscardServer(
  options: { chunkSizeBytes?: number; delayMs?: number } = {},
): Promise<DiscardServer> {
  const args = [fileURLToPath(new URL('discard-server.ts', import.meta.url))]
  if (options.chunkSizeBytes !== undefined) args.push('--chunk-size', String(options.chunkSizeBytes))
  if (options.delayMs !== undefined) args.push('--delay-ms', String(options.delayMs))
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const firstLine = once(createInterface(child.stdout), 'line')
  const [line]: unknown[] = await Promise.race([firstLine, exited.then(() => [null])])
  if (typeof line !== 'string' || child.pid === undefined)
    throw new Error('The discard server did not start.')
  const { url } = Ready.parse(JSON.parse(line))
  return {
    url,
    pid: child.pid,
    stats: async () => Stats.parse(await (await fetch(`${url}/stats`)).json()),
    stop: async () => {
      child.kill('SIGTERM')
      await exited
    },
  }
}
