import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { startFotowareServer } from './server.ts'
import type { FotowareServer } from './server.ts'
import type { FotowareServerOptions } from './server-options.ts'

export interface Created {
  readonly id: string
  readonly chunkSize: number
  readonly numChunks: number
  readonly hasXmp: boolean
}

export interface Reply<Body> {
  readonly status: number
  readonly headers: Headers
  readonly body: Body
}

export interface ErrorReply {
  readonly value: string
}

/** A server on its own temporary store; both vanish when the test ends. */
export async function startForTest(options: Partial<FotowareServerOptions> = {}): Promise<FotowareServer> {
  const storeDir = await mkdtemp(join(tmpdir(), 'fotoware-server-'))
  const server = await startFotowareServer({ storeDir, ...options })
  onTestFinished(async () => {
    await server.close()
    await rm(storeDir, { recursive: true, force: true })
  })
  return server
}

/** Sends JSON and reads the JSON reply; an empty or other reply gives null. */
export async function call<Body>(
  url: string,
  init: RequestInit & { json?: unknown } = {},
): Promise<Reply<Body>> {
  const { json, ...rest } = init
  const headers = new Headers(rest.headers)
  if (json !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json')
  const body = json === undefined ? rest.body : typeof json === 'string' ? json : JSON.stringify(json)
  const response = await fetch(url, { redirect: 'manual', ...rest, headers, body: body ?? null })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson ? JSON.parse(text) : null) as Body,
  }
}

/** Create request with all documented keys, changed where given. */
export function createBody(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    destination: '/fotoweb/archives/5000-Photos/',
    folder: null,
    filename: 'a.jpg',
    hasXmp: false,
    fileSize: 10,
    checkoutId: null,
    metadata: { fields: [], attributes: [] },
    comment: null,
    ...changes,
  }
}

export function postCreate<Body = Created>(server: FotowareServer, changes: Record<string, unknown> = {}) {
  return call<Body>(`${server.url}/fotoweb/api/uploads`, { method: 'POST', json: createBody(changes) })
}

/** One multipart body by hand, as the documentation shows it. */
export function multipart(
  content: Buffer | string,
  disposition = 'form-data;name="chunk";filename="chunk"',
): { body: Buffer; headers: { 'content-type': string } } {
  const boundary = randomBytes(16).toString('hex')
  const head = `--${boundary}\r\nContent-Disposition: ${disposition}\r\nContent-Type: application/octet-stream\r\n\r\n`
  return {
    body: Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data;boundary=${boundary}` },
  }
}

export function postChunk(
  server: FotowareServer,
  id: string,
  index: number | string,
  content: Buffer | string,
  headers: Record<string, string> = {},
): Promise<Reply<ErrorReply | null>> {
  const form = multipart(content)
  return call(`${server.url}/fotoweb/api/uploads/${id}/chunks/${index}`, {
    method: 'POST',
    body: new Uint8Array(form.body),
    headers: { ...form.headers, ...headers },
  })
}

export function postXmp(server: FotowareServer, id: string, xmp: string): Promise<Reply<ErrorReply | null>> {
  const form = multipart(xmp, 'form-data;name="xmp";filename="xmp"')
  return call(`${server.url}/fotoweb/api/uploads/${id}/xmp`, {
    method: 'POST',
    body: new Uint8Array(form.body),
    headers: form.headers,
  })
}

export interface StatusBody {
  readonly status: string
  readonly result: {
    readonly assetUrl: string | null
    readonly assetDetails: Record<string, unknown> | null
  } | null
  readonly error: { readonly value: string; readonly message: string } | null
}

export function getStatus(server: FotowareServer, id: string): Promise<Reply<StatusBody>> {
  return call(`${server.url}/fotoweb/api/uploads/${id}/status`)
}

/** A whole upload, chunk after chunk; gives the last status. */
export async function upload(
  server: FotowareServer,
  content: Buffer | string,
  changes: Record<string, unknown> = {},
): Promise<StatusBody & { id: string }> {
  const bytes = Buffer.from(content)
  const { body: task } = await postCreate(server, { fileSize: bytes.length, ...changes })
  for (let index = 0; index < task.numChunks; index += 1) {
    await postChunk(
      server,
      task.id,
      index,
      bytes.subarray(index * task.chunkSize, (index + 1) * task.chunkSize),
    )
  }
  return { ...(await getStatus(server, task.id)).body, id: task.id }
}

export const sampleXmp = `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>image/jpeg</dc:format>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>
`
