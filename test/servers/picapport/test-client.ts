import { constants, createPublicKey, publicEncrypt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { API } from './api-path.ts'
import type { SessionReply } from './sessions.ts'
import { type PicapportServer, startPicapportServer } from './server.ts'
import { ANNA, type Settings } from './settings.ts'

export const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xd9])

/** A server that vanishes when the running test ends. */
export async function serverFor(settings: Partial<Settings> = {}): Promise<PicapportServer> {
  const storeDir = await mkdtemp(path.join(tmpdir(), 'picapport-'))
  const server = await startPicapportServer({ storeDir, ...settings })
  onTestFinished(async () => {
    await server.close()
    await rm(storeDir, { recursive: true, force: true })
  })
  return server
}

export interface Reply<T> {
  status: number
  body: T
}

/** A function of the Web API with its parameters. */
export async function ask<T = Record<string, unknown>>(
  server: { url: string },
  name: string,
  parameters: Record<string, string> = {},
  init: RequestInit = {},
): Promise<Reply<T>> {
  const query = new URLSearchParams(parameters).toString()
  const reply = await fetch(`${server.url}${API}/${name}?${query}`, init)
  const text = await reply.text()
  return { status: reply.status, body: (text.startsWith('<') ? text : JSON.parse(text)) as T }
}

/** The password as the server wants it, made by OpenSSL. */
export function encrypted({ modulus = '', exponent = '' }: SessionReply, password: string): string {
  const part = (hex: string) => Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  const key = createPublicKey({
    key: { kty: 'RSA', n: part(modulus).toString('base64url'), e: part(exponent).toString('base64url') },
    format: 'jwk',
  })
  const padding = constants.RSA_PKCS1_PADDING
  return publicEncrypt({ key, padding }, Buffer.from(password)).toString('hex')
}

/** A session that Anna has signed in to. */
export async function signedIn(server: { url: string }, user = ANNA): Promise<string> {
  const { body } = await ask<SessionReply>(server, 'createWebApiSession')
  const pw = encrypted(body, user.password)
  await ask(server, 'authorizeWebApiSession', { apisid: body.apisid, uid: user.uid, pw })
  return body.apisid
}

export type FormPart = Record<string, unknown> | { fileName: string; type?: string; bytes: Buffer }

/** Sends parts in their order: an object is metadata. */
export async function upload<T = { photos: Record<string, unknown>[] }>(
  server: { url: string },
  apisid: string,
  ...parts: FormPart[]
): Promise<Reply<T>> {
  const form = new FormData()
  for (const part of parts) {
    if ('bytes' in part && Buffer.isBuffer(part.bytes)) {
      const {
        fileName,
        type = 'image/jpeg',
        bytes,
      } = part as { fileName: string; type?: string; bytes: Buffer }
      form.append('photos', new Blob([new Uint8Array(bytes)], { type }), fileName)
    } else form.append('metadata', JSON.stringify(part))
  }
  const request = new Request('http://x/', { method: 'POST', body: form })
  const body = await request.arrayBuffer()
  const headers = { 'content-type': request.headers.get('content-type') ?? '' }
  return await ask<T>(server, 'upload', { apisid }, { method: 'POST', body, headers })
}
