import type { z } from 'zod'
import type { Phrase } from '../../../../shared/phrase.ts'
import type { HttpReply } from '../http.ts'
import { unexpectedReply } from './problems.ts'

/** The address of a function below the server's own, which may lie in a sub-path (PicApport Web API). */
export function urlOf(base: URL, name: string, parameters: Record<string, string | null>): URL {
  const url = new URL(base)
  url.pathname = `${base.pathname.replace(/\/+$/, '')}/picapportapi/1.0/${name}`
  for (const [key, value] of Object.entries(parameters)) if (value !== null) url.searchParams.set(key, value)
  return url
}

/** @throws UploadError `unexpected` when the body is not JSON of this shape */
export function parseReply<T>(reply: HttpReply, schema: z.ZodType<T>, during: Phrase): T {
  try {
    return schema.parse(JSON.parse(reply.text))
  } catch {
    throw unexpectedReply(reply, during)
  }
}
