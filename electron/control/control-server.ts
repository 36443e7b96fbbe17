import { mkdir } from 'node:fs/promises'
import net, { type Server, type Socket } from 'node:net'
import path from 'node:path'
import { errorCode, ProblemError } from '../engine/errors.ts'
import type { Log } from '../engine/ports.ts'
import { serveConnection, type ControlSource } from './connection.ts'
import {
  plainSocketPath,
  privateSocketPath,
  readEngineFile,
  removeEngineFile,
  removeSocket,
  isUsableSocketPath,
  writeEngineFile,
} from './engine-file.ts'

export interface ControlServer {
  /** Path of the socket or pipe. */
  path: string
  /** Cuts off all clients and removes the socket and `engine.json`. */
  close(): Promise<void>
}

export interface ControlServerOptions {
  dataDir: string
  version: string
  log: Log
}

const LAST_ANSWERS_MS = 1000

/** True when somebody answers at the socket. */
function isAnswered(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.connect(socketPath)
    probe.once('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.once('error', () => {
      resolve(false)
    })
  })
}

/** What an engine that was killed left behind would stand in the way of the next one. */
async function removeStale(dataDir: string): Promise<void> {
  const plain = plainSocketPath(dataDir)
  const left = (await readEngineFile(dataDir))?.socket ?? plain
  for (const socketPath of new Set([left, plain])) {
    if (await isAnswered(socketPath)) {
      throw new ProblemError({
        code: 'data-folder-in-use',
        what: 'Another Sluice is running with this data folder.',
        remedy: 'Use that one, or give this one a folder of its own with --data.',
        isRetried: false,
      })
    }
    if (process.platform !== 'win32') await removeSocket(socketPath, socketPath === plain)
  }
}

function listen(server: Server, socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.removeAllListeners('listening').removeAllListeners('error')
    server.once('error', reject)
    server.once('listening', resolve)
    // The socket is made while listen() runs: nobody else may connect, not even for a moment.
    const before = process.umask(0o177)
    server.listen(socketPath)
    process.umask(before)
  })
}

/** Listens in the data folder, or elsewhere when its path is too long or its volume has no sockets (exFAT, SMB). */
async function listenFor(server: Server, dataDir: string): Promise<string> {
  const plain = plainSocketPath(dataDir)
  if (isUsableSocketPath(plain)) {
    try {
      await listen(server, plain)
      return plain
    } catch (error) {
      if (process.platform === 'win32' || errorCode(error) === 'EADDRINUSE') throw error
    }
  }
  const elsewhere = await privateSocketPath()
  await listen(server, elsewhere)
  return elsewhere
}

/**
 * Opens the local control channel of a running engine: a socket that only this user may connect to, or a named pipe.
 * @throws ProblemError `data-folder-in-use` when another engine answers there; an errno error of the file system
 */
export async function serveControl(
  source: ControlSource,
  options: ControlServerOptions,
): Promise<ControlServer> {
  const dataDir = path.resolve(options.dataDir)
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  await removeStale(dataDir)
  const sockets = new Set<Socket>()
  const server = net.createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    serveConnection(source, socket, () => {
      options.log.warn('A reader of events was too slow and has been cut off.')
    })
  })
  const socketPath = await listenFor(server, dataDir)
  server.on('error', (error) => {
    options.log.warn('The control channel has a problem.', { code: errorCode(error) })
  })
  const engineFile = { pid: process.pid, startedMs: Date.now(), socket: socketPath, version: options.version }

  async function close(): Promise<void> {
    await removeEngineFile(dataDir, engineFile)
    const closed = new Promise<void>((resolve) => {
      server.close(() => {
        resolve()
      })
    })
    for (const socket of sockets) socket.destroySoon()
    // A client that does not read never takes its last answer.
    const deadline = setTimeout(() => {
      for (const socket of sockets) socket.destroy()
    }, LAST_ANSWERS_MS)
    await closed
    clearTimeout(deadline)
    if (process.platform !== 'win32') await removeSocket(socketPath, socketPath === plainSocketPath(dataDir))
  }

  try {
    await writeEngineFile(dataDir, engineFile)
  } catch (error) {
    await close()
    throw error
  }
  return { path: socketPath, close }
}
