import type { ToldProblem } from '../../../../shared/problem.ts'
import { UploadError, type UploadErrorKind } from '../../errors.ts'
import type { HttpReply } from '../http.ts'
import { ApiError } from './wire.ts'
import { type Phrase, say } from '../../../../shared/phrase.ts'

/*
 * Every documented status and error value of the FotoWare Upload API, in words, with what it decides:
 *   refused      this file is given up, the line goes on
 *   destination  nothing can be delivered as it is set up: the destination locks until a person has changed it
 *   server       worth another try with a new task
 *   changed      the file is taken again when it is quiet
 */
interface Words {
  kind: UploadErrorKind
  what: Phrase
  remedy: Phrase
}

const ASK_ADMIN = say`Ask the administrator of the archive.`
const REPORT = say`Please report this with the diagnostics file; «sluice retry» tries the file again.`

/** 400 on «create upload task» (section «Create»), on chunks and on XMP. */
const REFUSED: Record<string, Words> = {
  invalid_argument: {
    kind: 'refused',
    what: say`The archive does not accept the description of this file.`,
    remedy: REPORT,
  },
  metadata_not_allowed: {
    kind: 'refused',
    what: say`The archive does not allow metadata or a sidecar with this upload.`,
    remedy: say`Set "sidecars": "ignore" and "preserveModificationTime": false for this folder and give it no template, or ask the administrator of the archive to allow metadata.`,
  },
  destination_invalid_url: {
    kind: 'destination',
    what: say`The archive does not understand the address in "collection".`,
    remedy: say`Correct "collection" of this destination: it is the address of an archive or folder, for example /fotoweb/archives/5000-Photos/.`,
  },
  destination_not_found: {
    kind: 'destination',
    what: say`The archive or folder named in "collection" does not exist, or the archive is switched off.`,
    remedy: say`Correct "collection" of this destination. An archive that was renamed has a new address.`,
  },
  destination_invalid_asset: {
    kind: 'refused',
    what: say`The file cannot become a new revision: its type does not suit the asset.`,
    remedy: say`Send a file of the same type, or choose a collection instead of an asset.`,
  },
  destination_invalid_location: {
    kind: 'destination',
    what: say`Files cannot be uploaded to the place named in "collection".`,
    remedy: say`Choose an archive or folder that accepts uploads. If it is an archive with fixed storage, set "subfolders": "flatten".`,
  },
  invalid_filename: {
    kind: 'refused',
    what: say`The archive does not accept the name of this file.`,
    remedy: say`Rename the file; it is then taken again.`,
  },
  invalid_folder: {
    kind: 'refused',
    what: say`The archive does not accept the folder for this file.`,
    remedy: say`Rename the folder, or set "subfolders": "flatten" if the archive does not let folders be created.`,
  },
  invalid_checkout_id: {
    kind: 'refused',
    what: say`The archive refused the check-out number.`,
    remedy: REPORT,
  },
  invalid_chunk_index: {
    kind: 'server',
    what: say`The archive refused a part of this file by its number.`,
    remedy: REPORT,
  },
  invalid_chunk_size: {
    kind: 'server',
    what: say`The archive refused a part of this file by its size.`,
    remedy: REPORT,
  },
  invalid_number_of_files: {
    kind: 'server',
    what: say`The archive could not read a part of this file.`,
    remedy: REPORT,
  },
  invalid_metadata: {
    kind: 'refused',
    what: say`The sidecar of this file is not well-formed XMP.`,
    remedy: say`Save the metadata again in the program that wrote the sidecar, or remove the sidecar; then retry.`,
  },
}

/** `error.value` of a failed upload (section «Status»). */
const FAILED: Record<string, Words> = {
  uploadFailed: {
    kind: 'server',
    what: say`The archive could not process the file.`,
    remedy: say`Sluice sends it again by itself.`,
  },
  destinationDoesNotExist: {
    kind: 'destination',
    what: say`The folder or archive was gone when the upload was complete.`,
    remedy: say`Correct "collection" of this destination, or have the archive restored.`,
  },
  forbidden: {
    kind: 'destination',
    what: say`The permission to upload was lost before the upload was complete.`,
    remedy: ASK_ADMIN,
  },
  corruptedXmp: {
    kind: 'refused',
    what: say`The archive could not read the sidecar of this file.`,
    remedy: say`Save the metadata again in the program that wrote the sidecar, or remove the sidecar; then retry.`,
  },
  rejected: {
    kind: 'refused',
    what: say`The archive rejected the file: a filter for file types or another safeguard is set there.`,
    remedy: say`${ASK_ADMIN} They can see which filter it was.`,
  },
}

/** The reply of the server as an error in words. */
export function replyError(reply: HttpReply, during: Phrase): UploadError {
  const error = readApiError(reply.text)
  const detail = serverWords(reply)
  if (reply.status === 400 || reply.status === 409) {
    const words = own(REFUSED, error.value) ?? {
      kind: 'refused' as const,
      what: say`The archive refused the file while ${during}.`,
      remedy: REPORT,
    }
    return uploadError(words, error.value ?? 'bad-request', detail, reply)
  }
  if (reply.status === 403) {
    const words: Words = {
      kind: 'destination',
      what: say`This account may not upload to the archive.`,
      remedy: say`Ask the administrator for upload permission in this archive, or choose another one.`,
    }
    return uploadError(words, 'forbidden', detail, reply)
  }
  if (reply.status === 404) {
    const words: Words = {
      kind: 'destination',
      what: say`The server does not offer the FotoWare upload interface.`,
      remedy: say`Check "url" of this destination. On-Premises servers need a version with the Upload API.`,
    }
    return uploadError(words, 'no-upload-api', detail, reply)
  }
  if (reply.status === 502 || reply.status === 504) {
    const words: Words = {
      kind: 'offline',
      what: say`A server in between cannot reach the archive (${String(reply.status)}).`,
      remedy: say`Sluice goes on by itself when the archive answers again.`,
    }
    return uploadError(words, 'gateway', detail, reply)
  }
  if (reply.status >= 500 || reply.status === 408) {
    const words: Words = {
      kind: 'server',
      what: say`The server had an error (${String(reply.status)}) while ${during}.`,
      remedy: say`Sluice tries again by itself.`,
    }
    return uploadError(words, 'server-error', detail, reply)
  }
  if (reply.status === 413) {
    const words: Words = {
      kind: 'destination',
      what: say`A server in between does not let requests of this size through (413).`,
      remedy: say`Ask the administrator to raise the limit for request bodies, for example client_max_body_size of nginx.`,
    }
    return uploadError(words, 'body-too-large', detail, reply)
  }
  return unexpectedReply(reply, during)
}

/** Uploads are never redirected: the body would have to be sent twice, and the sign-in to somebody else. */
export function redirectError(reply: HttpReply, during: Phrase): UploadError {
  const words: Words = {
    kind: 'destination',
    what: say`The server sends uploads elsewhere (to ${withoutQuery(reply.headers['location'])}) while ${during}.`,
    remedy: say`Put the address that the server names into "url" of this destination.`,
  }
  return uploadError(words, 'redirected', `status ${String(reply.status)}`, reply)
}

/** An answer that makes no sense here: a web page, another shape, an unknown status. */
export function unexpectedReply(reply: HttpReply, during: Phrase): UploadError {
  const isPage = /^\s*(<!doctype|<html)/i.test(reply.text)
  const words: Words = {
    kind: 'unexpected',
    what: isPage
      ? say`The server answered with a web page instead of data while ${during}.`
      : say`The server gave an answer that Sluice does not understand while ${during} (status ${String(reply.status)}).`,
    remedy: say`Check "url" of this destination, and whether a proxy or a sign-in page stands in between.`,
  }
  return uploadError(words, 'unexpected-answer', reply.text.slice(0, 300), reply)
}

/** A status of `failed`, by its error value. Unknown values get another try, a limited number of times. */
export function failureError(
  value: string | null,
  message: string | null,
  requestId: string | null,
): UploadError {
  const words = own(FAILED, value) ?? FAILED['uploadFailed']
  if (words === undefined) throw new Error('The table of failures has lost its default')
  return new UploadError(words.kind, {
    code: value ?? 'uploadFailed',
    what: words.what,
    remedy: words.remedy,
    isRetried: words.kind === 'server',
    detail: [value, message].filter((part) => part !== null && part !== '').join(': '),
    ...(requestId === null ? {} : { requestId }),
  })
}

export function readApiError(text: string): ApiError {
  try {
    return ApiError.parse(JSON.parse(text))
  } catch {
    return {}
  }
}

/** The entry of that very name: a server may well say "constructor". */
function own(table: Record<string, Words>, value: string | null | undefined): Words | undefined {
  return value !== null && value !== undefined && Object.hasOwn(table, value) ? table[value] : undefined
}

/** Error pages may repeat the request with all its headers. */
export function withoutTokens(detail: string): string {
  return detail.replace(/\bBearer\s+[^\s"'<,;]+/gi, 'Bearer ***')
}

/** Queries may hold tokens. */
function withoutQuery(location: string | string[] | undefined): Phrase | string {
  const text = String(location ?? '').replace(/[?#].*$/s, '')
  return text === '' ? say`an unknown address` : text
}

/** The answer in the server's own words, for support. */
export function serverWords(reply: HttpReply): string {
  const error = readApiError(reply.text)
  const parts = [error.value, error.heading, error.description, error.message, error.technicalInfo]
  const words = parts.filter((part) => part !== undefined && part !== null && part !== '')
  const told = words.length > 0 ? words.join(' · ') : reply.text.slice(0, 300)
  return withoutTokens(`${String(reply.status)} ${told}`.trim())
}

function uploadError(words: Words, code: string, detail: string, reply: HttpReply): UploadError {
  const problem: ToldProblem = {
    code,
    what: words.what,
    remedy: words.remedy,
    isRetried: ['server', 'unexpected', 'offline'].includes(words.kind),
    detail: withoutTokens(detail),
    ...(reply.requestId === null ? {} : { requestId: reply.requestId }),
  }
  return new UploadError(words.kind, problem)
}
