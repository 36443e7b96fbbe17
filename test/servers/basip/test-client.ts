import { createHash } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { type BasipServer, type BasipServerOptions, startBasipServer } from './server.ts'

export const ADMIN = { name: 'admin', password: '123456', type: 'admin' }

/** A panel that ends with the test. */
export async function startForTest(options: BasipServerOptions = {}): Promise<BasipServer> {
  const server = await startBasipServer(options)
  onTestFinished(() => server.close())
  return server
}

export interface Reply {
  readonly status: number
  readonly text: string
  readonly body: unknown
}

export async function call(
  url: string,
  init: RequestInit & { json?: unknown; token?: string } = {},
): Promise<Reply> {
  const { json, token, ...rest } = init
  const headers = new Headers(rest.headers)
  if (json !== undefined) headers.set('content-type', 'application/json')
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
  const body = json === undefined ? (rest.body ?? null) : JSON.stringify(json)
  const reply = await fetch(url, { redirect: 'manual', ...rest, headers, body })
  const text = await reply.text()
  const isJson = reply.headers.get('content-type')?.includes('json') === true
  return { status: reply.status, text, body: isJson ? (JSON.parse(text) as unknown) : null }
}

export function md5(password: string): string {
  return createHash('md5').update(password).digest('hex').toUpperCase()
}

/** The body of «create», changed where given. */
export function order(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    identifier_owner: { name: 'Jane Roe', type: 'owner' },
    identifier_type: 'face_id',
    identifier_number: '',
    lock: 'first',
    valid: { time: { is_permanent: true }, passes: { is_permanent: true } },
    ...changes,
  }
}

export interface FormOptions {
  part?: string
  filename?: string
  type?: string
  /** Goes behind the file. */
  extra?: string
}

/** A multipart body with one picture. */
export function form(picture: Buffer, options: FormOptions = {}): RequestInit {
  const { part = 'file', filename = 'face.jpg', type = 'image/jpeg', extra = '' } = options
  const head = `--XYZ\r\nContent-Disposition: form-data; name="${part}"; filename="${filename}"\r\nContent-Type: ${type}\r\n\r\n`
  const body = Buffer.concat([Buffer.from(head), picture, Buffer.from(`${extra}\r\n--XYZ--\r\n`)])
  return {
    method: 'POST',
    body: new Uint8Array(body),
    headers: { 'content-type': 'multipart/form-data; boundary=XYZ' },
  }
}
