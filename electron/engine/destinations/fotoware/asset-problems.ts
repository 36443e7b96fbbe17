import { retold } from '../../../../shared/problem.ts'
import { UploadError } from '../../errors.ts'
import type { HttpReply } from '../http.ts'
import { readApiError, replyError, serverWords, withoutTokens } from './problems.ts'
import { type Phrase, say } from '../../../../shared/phrase.ts'

/** Characters of the server's own words in a sentence for people. */
const WORDS_MAX = 300

/** The reply to a question about one asset, or to a change of it, as an error in words. Only this asset is to blame. */
export function assetError(reply: HttpReply, asset: string, during: Phrase): UploadError {
  switch (reply.status) {
    case 400: {
      const { description, message, heading } = readApiError(reply.text)
      const says = withoutTokens(description || message || heading || '').slice(0, WORDS_MAX)
      return refused(reply, 'metadata-refused', {
        what: say`The archive does not accept the new metadata of «${asset}».`,
        ...(says === '' ? {} : { means: say`It says: ${says}` }),
        remedy: say`Correct the value in the sidecar or the template; then use «sluice retry».`,
      })
    }
    case 403:
      return refused(reply, 'may-not-edit', {
        what: say`This account may not change the metadata of «${asset}».`,
        means: say`The asset stays as it is.`,
        remedy: say`Ask the administrator of the archive for the right «EditText»; then use «sluice retry».`,
      })
    case 404:
    case 410:
      return refused(reply, 'asset-gone', {
        what: say`The asset «${asset}» is no longer at its address: it was deleted, moved or renamed in the archive.`,
        means: say`Its metadata was not changed.`,
        remedy: say`Nothing to do if that was intended; else correct the metadata in the archive.`,
      })
    default:
      return replyError(reply, during)
  }
}

/** Only this file is to blame when the asset is gone or locked that it revises: nothing is wrong with the destination. */
export function revisionError(error: UploadError, assetUrl: string): UploadError {
  const { code } = error.problem
  if (error.kind !== 'destination' || !ABOUT_ONE_PLACE.has(code)) return error
  const asset = assetNameIn(assetUrl)
  const isForbidden = code === 'forbidden'
  const problem = retold(error.problem, {
    code: isForbidden ? 'may-not-revise' : 'asset-gone',
    what: isForbidden
      ? say`This account may not give «${asset}» a new revision.`
      : say`The asset «${asset}» is no longer at its address: it was deleted, moved or renamed in the archive.`,
    means: say`The file was not sent as a new revision of it.`,
    remedy: isForbidden
      ? say`Ask the administrator of the archive for the permission to upload there; then use «sluice retry».`
      : say`Nothing to do if that was intended; else bring the file to the archive as a new asset.`,
    isRetried: false,
  })
  return new UploadError('refused', problem)
}

/** Codes of `destination` errors that say something of one address only. */
const ABOUT_ONE_PLACE: ReadonlySet<string> = new Set([
  'destination_invalid_url',
  'destination_not_found',
  'destination_invalid_location',
  'destinationDoesNotExist',
  'forbidden',
])

function refused(
  reply: HttpReply,
  code: string,
  words: { what: Phrase; means?: Phrase; remedy: Phrase },
): UploadError {
  return new UploadError('refused', {
    code,
    ...words,
    isRetried: false,
    detail: serverWords(reply),
    ...(reply.requestId === null ? {} : { requestId: reply.requestId }),
  })
}

/** The name of an asset as people know it, from its address. */
export function assetNameIn(assetUrl: string): string {
  const last =
    assetUrl
      .replace(/[?#].*$/, '')
      .split('/')
      .at(-1) ?? ''
  const name = last.replace(/\.info$/, '')
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
