import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** The page runs its own files and nothing else; it speaks to nobody but the app. Thumbnails are data: addresses. */
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Every file of the page by its address. Only these are ever read, so no address leads out of the folder. */
export async function pageFiles(dir: string, under = '/'): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const file = path.join(dir, entry.name)
    if (entry.isDirectory())
      for (const inner of await pageFiles(file, `${under}${entry.name}/`)) files.set(...inner)
    else if (entry.isFile()) files.set(`${under}${entry.name}`, file)
  }
  return files
}

/** The answer to one request of the page. */
export async function pageResponse(
  files: ReadonlyMap<string, string>,
  address: string,
  method: string,
): Promise<Response> {
  const url = new URL(address)
  if (method !== 'GET') return refused(405)
  // Node's URL gives schemes of one's own no origin.
  if (url.protocol !== 'app:' || url.host !== 'sluice') return refused(404)
  const file = files.get(url.pathname === '/' ? '/index.html' : url.pathname)
  if (file === undefined) return refused(404)
  return new Response(await readFile(file), {
    headers: {
      'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
      'content-security-policy': CONTENT_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-cache',
    },
  })
}

function refused(status: 404 | 405): Response {
  return new Response('', { status, headers: { 'content-security-policy': CONTENT_POLICY } })
}
