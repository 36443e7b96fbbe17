import path from 'node:path'
import { errorCode, errorText, isPassing, UploadError } from '../errors.ts'
import { type PhraseValue, say, size, span } from '../../../shared/phrase.ts'

const RETRY_LATER = say`Nothing to do: Sluice tries again by itself.`

/** ExifTool itself cannot run: perl is not there, or it ends as soon as it is started. */
export function toolMissing(detail: string): UploadError {
  const isPerl = /perl/i.test(detail)
  return new UploadError('tool', {
    code: 'exiftool-missing',
    what: isPerl
      ? say`ExifTool cannot be started: perl is missing or incomplete.`
      : say`ExifTool cannot be started: it ends at once.`,
    means: say`Without it no metadata can be read, so nothing was sent.`,
    remedy: say`Install perl (Debian, Ubuntu: apt-get install perl). Sluice tries again by itself.`,
    isRetried: true,
    detail,
  })
}

export function isToolMissing(error: unknown): boolean {
  return error instanceof UploadError && error.problem.code === 'exiftool-missing'
}

/** The process that read a file was gone twice before it was done. */
export function toolDied(file: string, error: unknown): UploadError {
  return new UploadError('unreadable', {
    code: 'exiftool-died',
    what: say`ExifTool ended twice while it read «${path.basename(file)}».`,
    means: say`Its metadata is not known, so nothing was sent.`,
    remedy: say`${RETRY_LATER} If it happens again, look for a lack of memory, or save the file anew.`,
    isRetried: true,
    detail: errorText(error),
  })
}

export function toolTimeout(file: string, waitedMs: number): UploadError {
  return new UploadError('unreadable', {
    code: 'exiftool-timeout',
    what: say`ExifTool was not done with «${path.basename(file)}» after ${span(waitedMs, `${Math.round(waitedMs / 1000)} s`)} and was ended.`,
    means: say`Its metadata is not known, so nothing was sent.`,
    remedy: say`${RETRY_LATER} If it happens again, look whether the disk is slow, or save the file anew.`,
    isRetried: true,
  })
}

/** The folder for temporary files cannot be used, most likely since the disk is full. */
export function workFolderProblem(error: unknown): UploadError {
  if (error instanceof UploadError) return error
  return new UploadError('tool', {
    code: 'metadata-work-folder',
    what: say`The folder in which Sluice prepares metadata cannot be written to.`,
    means: say`The sidecar would be incomplete, so nothing was sent.`,
    remedy: say`Look whether the disk with the data of Sluice is full. Sluice tries again by itself.`,
    isRetried: true,
    detail: errorText(error),
  })
}

/** Somebody closes Sluice; the attempt is taken up again after the next start. */
export function toolClosed(): UploadError {
  return new UploadError('tool', {
    code: 'exiftool-closed',
    what: say`ExifTool was ended because Sluice stops.`,
    remedy: say`Nothing to do: it goes on after the next start.`,
    isRetried: true,
  })
}

/** A system error about a file whose metadata is wanted, in words. */
export function fileProblem(file: string, error: unknown): UploadError {
  if (error instanceof UploadError) return error
  const code = errorCode(error)
  const name = path.basename(file)
  const detail = errorText(error)
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new UploadError('missing', {
      code: 'file-missing',
      what: say`«${name}» is no longer there.`,
      remedy: say`Nothing to do, unless it should be: put it back and it is taken again.`,
      isRetried: false,
      detail,
    })
  }
  return new UploadError('unreadable', {
    code: 'file-unreadable',
    what: say`«${name}» cannot be read.`,
    remedy: say`Check the disk, its permissions and what else may be using the file, then retry the job.`,
    isRetried: isPassing(code),
    detail,
  })
}

/** XMP so large that reading it could take the memory of the whole machine. */
export function xmpTooLarge(name: string, sizeBytes: number, limitBytes: number): UploadError {
  return new UploadError('refused', {
    code: 'sidecar-too-large',
    what: say`«${name}» holds ${megabytes(sizeBytes)} of XMP; Sluice reads at most ${megabytes(limitBytes)}.`,
    means: say`Nothing was sent.`,
    remedy: say`Save the metadata without previews, masks or history in the program that wrote it, then retry the job.`,
    isRetried: false,
  })
}

function megabytes(bytes: number): PhraseValue {
  return size(bytes, `${Math.ceil(bytes / 1_000_000)} MB`)
}
