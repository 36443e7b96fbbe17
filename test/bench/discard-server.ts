import net from 'node:net'
import { parseArgs } from 'node:util'
import { type DiscardedRequest, serveDiscarding } from './discard-connection.ts'

/**
 * A partner for measurements that speaks just enough of the FotoWare Upload API and throws all bytes away:
 *   node test/bench/discard-server.ts [--chunk-size BYTES] [--delay-ms MS] [--port N]
 * Prints {"url"} when it is ready and ends on SIGTERM. GET /stats tells what arrived.
 */
const { values } = parseArgs({
  options: {
    'chunk-size': { type: 'string', default: String(4 * 1024 * 1024) },
    'delay-ms': { type: 'string', default: '0' },
    port: { type: 'string', default: '0' },
  },
})
const chunkSizeBytes = Number(values['chunk-size'])

const UPLOADS = '/fotoweb/api/uploads'
const NO_CONTENT = 'HTTP/1.1 204 No Content\r\n\r\n'
const NOT_FOUND = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'
const WAITING = { status: 'awaitingData', result: null, error: null }

interface OpenTask {
  filename: string
  missingChunks: number
  isMissingXmp: boolean
}

const tasks = new Map<string, OpenTask>()
const stats = { requests: 0, bytes: 0, creates: 0, chunks: 0, statusCalls: 0 }

function create(body: Buffer | null): string {
  const wanted: unknown = JSON.parse(String(body))
  if (typeof wanted !== 'object' || wanted === null) return NOT_FOUND
  const fileSize = 'fileSize' in wanted ? Number(wanted.fileSize) : 0
  const hasXmp = 'hasXmp' in wanted && wanted.hasXmp === true
  const filename = 'filename' in wanted ? String(wanted.filename) : 'file'
  const id = `task${String(++stats.creates).padStart(18, '0')}`
  const numChunks = Math.ceil(fileSize / chunkSizeBytes)
  tasks.set(id, { filename, missingChunks: numChunks, isMissingXmp: hasXmp })
  return json({ id, chunkSize: chunkSizeBytes, numChunks, hasXmp })
}

function status(id: string, task: OpenTask): string {
  stats.statusCalls++
  if (task.missingChunks > 0 || task.isMissingXmp) return json(WAITING)
  // A finished task is asked for once, and a long run must not pile them up.
  tasks.delete(id)
  const assetUrl = `/fotoweb/archives/5000-Photos/${encodeURIComponent(task.filename)}.info`
  return json({ status: 'done', result: { assetUrl, assetDetails: null }, error: null })
}

function answer({ method, path, body, bodyBytes }: DiscardedRequest): string {
  if (path === '/stats') return json(stats)
  stats.requests++
  if (!path.startsWith(UPLOADS)) return NOT_FOUND
  const [id = '', part] = path.slice(UPLOADS.length + 1).split('/')
  if (id === '' && method === 'POST') return create(body)
  const task = tasks.get(id)
  if (task === undefined) return NOT_FOUND
  if (part === 'status') return status(id, task)
  stats.bytes += bodyBytes
  if (part === 'xmp') task.isMissingXmp = false
  else {
    stats.chunks++
    task.missingChunks--
  }
  return NO_CONTENT
}

function json(value: unknown): string {
  const text = JSON.stringify(value)
  return `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
}

const handler = {
  keepsBody: (method: string, path: string) => method === 'POST' && path.length <= UPLOADS.length + 1,
  answer,
  delayMs: Number(values['delay-ms']),
}
const server = net.createServer({ pauseOnConnect: true }, (socket) => serveDiscarding(socket, handler))
server.listen(Number(values.port), '127.0.0.1', () => {
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.')
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${address.port}` })}\n`)
})
process.on('SIGTERM', () => process.exit(0))
