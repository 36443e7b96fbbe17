import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, rmdir } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { parsedJson } from './wire.ts'

/** Who runs the engine of a data folder and where it listens: `<data>/engine.json`, there while the engine runs. */
export const EngineFile = z.object({
  pid: z.number().int(),
  startedMs: z.number(),
  socket: z.string(),
  version: z.string(),
})
export type EngineFile = z.output<typeof EngineFile>

/** The kernel keeps 104 (macOS) or 108 (Linux) bytes for the path of a socket and cuts off the rest without a word. */
const MAX_SOCKET_PATH_BYTES = 100
const SOCKET_NAME = 'control.sock'

function engineFilePath(dataDir: string): string {
  return path.join(dataDir, 'engine.json')
}

/** The socket that belongs to a data folder, where its path is short enough. */
export function plainSocketPath(dataDir: string): string {
  if (process.platform !== 'win32') return path.join(path.resolve(dataDir), SOCKET_NAME)
  const name = createHash('sha256').update(path.resolve(dataDir).toLowerCase()).digest('hex').slice(0, 24)
  return `\\\\.\\pipe\\sluice-${name}`
}

const PRIVATE_PREFIX = 'sluice-'

/** False when the kernel would cut the path off. */
export function isUsableSocketPath(socketPath: string): boolean {
  return process.platform === 'win32' || Buffer.byteLength(socketPath) <= MAX_SOCKET_PATH_BYTES
}

/** A socket in a new private folder among the temporary files, for a data folder that cannot hold one. */
export async function privateSocketPath(): Promise<string> {
  const inTmp = path.join(os.tmpdir(), `${PRIVATE_PREFIX}123456`, SOCKET_NAME)
  const tmp = isUsableSocketPath(inTmp) ? os.tmpdir() : '/tmp'
  return path.join(await mkdtemp(path.join(tmp, PRIVATE_PREFIX)), SOCKET_NAME)
}

/** Removes a socket that nobody listens on, and the private folder that was made for it. */
export async function removeSocket(socketPath: string, isInDataFolder: boolean): Promise<void> {
  if (path.basename(socketPath) !== SOCKET_NAME) return
  await rm(socketPath, { force: true })
  const dir = path.dirname(socketPath)
  // Only an empty folder goes: whatever else may be in it is not ours.
  if (!isInDataFolder && path.basename(dir).startsWith(PRIVATE_PREFIX))
    await rmdir(dir).catch(() => undefined)
}

/** Null when there is none or it makes no sense. It may be left over from an engine that was killed. */
export async function readEngineFile(dataDir: string): Promise<EngineFile | null> {
  const text = await readFile(engineFilePath(dataDir), 'utf8').catch(() => '')
  const parsed = EngineFile.safeParse(parsedJson(text))
  return parsed.success ? parsed.data : null
}

export async function writeEngineFile(dataDir: string, content: EngineFile): Promise<void> {
  await writeFileAtomic(engineFilePath(dataDir), `${JSON.stringify(content)}\n`, { mode: 0o600 })
}

/** Removes the file unless a later engine has written its own. */
export async function removeEngineFile(dataDir: string, { pid, startedMs }: EngineFile): Promise<void> {
  const found = await readEngineFile(dataDir)
  if (found?.pid === pid && found.startedMs === startedMs) await rm(engineFilePath(dataDir), { force: true })
}
