import { badRequest } from './errors.ts'
import { isPlainObject } from './json-values.ts'
import { isWindowsName, parseFolderPath } from './name-rules.ts'
import { parseMetadata } from './metadata-instructions.ts'
import type { MetadataRequest } from './metadata-instructions.ts'
import type { Destination } from './destinations.ts'

/** 25 binary gigabytes; the documentation says «25 GB» and leaves the unit open. */
const largestFileBytes = 25 * 2 ** 30

/** A create request whose own parts are sound; what depends on the destination is not yet checked. */
export interface CreateRequest {
  readonly destination: unknown
  readonly folder: string | null
  readonly filename: string | null
  readonly hasXmp: boolean
  readonly fileSize: number
  readonly hasMetadata: boolean
  readonly metadata: MetadataRequest
  readonly comment: string | null
}

/** Reads the body of a create request; throws the 400 values of FotoWare Upload API, section «Create». */
export function parseCreateRequest(body: unknown, bagIds: ReadonlySet<number>): CreateRequest {
  if (!isPlainObject(body)) throw badRequest('invalid_argument', 'the body is not a JSON object')
  const { fileSize, destination } = body
  const hasXmp = body['hasXmp'] ?? false
  if (typeof fileSize !== 'number' || !Number.isSafeInteger(fileSize) || fileSize < 0) {
    throw badRequest('invalid_argument', 'fileSize must be a whole number of bytes, zero or more')
  }
  if (fileSize > largestFileBytes) throw badRequest('invalid_argument', 'fileSize is above 25 GB')
  if (typeof hasXmp !== 'boolean') throw badRequest('invalid_argument', 'hasXmp must be true or false')
  if (destination === undefined) throw badRequest('invalid_argument', 'destination is missing')
  const checkoutId = body['checkoutId'] ?? null
  if (checkoutId !== null) throw badRequest('invalid_checkout_id', 'checkoutId must be null')
  return {
    destination,
    folder: textOrNull(body, 'folder'),
    filename: textOrNull(body, 'filename'),
    hasXmp,
    fileSize,
    hasMetadata: (body['metadata'] ?? null) !== null,
    metadata: parseMetadata(body['metadata'], bagIds),
    comment: textOrNull(body, 'comment'),
  }
}

/** The folder levels to create below the destination; throws `invalid_folder`. */
export function checkFolder(request: CreateRequest, destination: Destination): readonly string[] {
  if (request.folder === null) return []
  if (destination.kind !== 'collection') {
    throw badRequest('invalid_folder', 'folder needs an archive or a folder as destination')
  }
  if (destination.archive.setting !== 'user-selection') {
    throw badRequest('invalid_folder', 'this archive does not let users create folders')
  }
  const levels = parseFolderPath(request.folder)
  if (levels === null) throw badRequest('invalid_folder', 'folder holds a name that Windows does not allow')
  return levels
}

/** The name the file shall get; throws `invalid_filename`. */
export function checkFilename(request: CreateRequest, destination: Destination): string {
  const given = request.filename
  if (given === null) {
    if (destination.kind === 'asset') return destination.asset.filename
    throw badRequest('invalid_filename', 'filename is required for a new asset')
  }
  const name = given.normalize('NFC')
  if (!isWindowsName(name)) throw badRequest('invalid_filename', 'filename is not a plain legal file name')
  return name
}

function textOrNull(body: Record<string, unknown>, key: string): string | null {
  const value = body[key] ?? null
  if (value !== null && typeof value !== 'string') {
    throw badRequest('invalid_argument', `${key} must be a string or null`)
  }
  return value
}
