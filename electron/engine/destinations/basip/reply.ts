import type { z } from 'zod'
import type { Phrase } from '../../../../shared/phrase.ts'
import type { HttpReply } from '../http.ts'
import { unexpectedReply } from './problems.ts'

/** @throws UploadError `unexpected` when it is not JSON of this shape */
export function parsed<T extends z.ZodType>(reply: HttpReply, schema: T, during: Phrase): z.output<T> {
  try {
    return schema.parse(JSON.parse(reply.text))
  } catch {
    throw unexpectedReply(reply, during)
  }
}
