import { UploadError } from '../../errors.ts'
import type { Confirmation, Journal, ServerProof } from '../destination.ts'
import { revisionError } from './asset-problems.ts'
import { type FotowareClient, parseReply } from './client.ts'
import type { FotowareFields } from './field-service.ts'
import { findInArchive } from './find-in-archive.ts'
import { failureError, replyError } from './problems.ts'
import { touchPdf } from './pdf-touch.ts'
import { shipmentTarget, type Target, taskPath } from './task.ts'
import { TaskMemo, UpdateMemo, type UploadStatus, UploadStatus as Status } from './wire.ts'
import { say } from '../../../../shared/phrase.ts'

export interface Confirmer {
  client: FotowareClient
  fields: FotowareFields
  /** The place of the destination. */
  target: Target
}

/** Asks the server once what became of an upload, or of new values for an asset. */
export async function confirm(
  { client, fields, target }: Confirmer,
  journal: Journal,
  signal: AbortSignal,
): Promise<Confirmation> {
  const update = UpdateMemo.safeParse(journal.memo)
  if (update.success) return await fields.confirm(update.data, journal, signal)
  const memo = TaskMemo.parse(journal.memo)
  const proof = memo.delivered?.proof ?? (await proofOf(client, target, memo, journal, signal))
  return proof === null ? { kind: 'pending' } : await touchPdf(client, fields, memo, proof, journal, signal)
}

/** The server's word on an upload (section «Status»); null while it is not through with it. */
async function proofOf(
  client: FotowareClient,
  target: Target,
  memo: TaskMemo,
  journal: Journal,
  signal: AbortSignal,
): Promise<ServerProof | null> {
  const during = say`asking for the result`
  const reply = await client.call({ method: 'GET', path: taskPath(memo.uploadId, 'status'), during, signal })
  // The status of a task that the server no longer knows is 403 (or 404): it may have been finished long ago.
  if (reply.status === 403 || reply.status === 404)
    return await lookUp(client, shipmentTarget(target, memo.revisionOf), memo, journal, signal)
  if (reply.status !== 200) throw replyError(reply, during)
  return await judge(parseReply(reply, Status, during), memo, journal, reply.requestId)
}

async function judge(
  status: UploadStatus,
  memo: TaskMemo,
  journal: Journal,
  requestId: string | null,
): Promise<ServerProof | null> {
  switch (status.status) {
    case 'pending':
    case 'inProgress':
      return null
    case 'awaitingData':
      // Accepted chunks were lost on the other side. Which ones cannot be asked, so all go to a new task.
      await journal.erase()
      throw incomplete(requestId)
    case 'failed':
      await journal.erase()
      throw failure(status, memo, requestId)
    case 'done':
      return {
        // Null where the archive's input is a folder of its own: a success all the same (section «Status»).
        assetUrl: status.result?.assetUrl ?? null,
        assetName: status.result?.assetDetails?.filename ?? null,
        proof: status.result?.assetUrl ? 'asset' : 'accepted',
        uploadId: memo.uploadId,
        requestId,
        notes: [],
      }
  }
}

function failure({ error }: UploadStatus, memo: TaskMemo, requestId: string | null): UploadError {
  const failed = failureError(error?.value ?? null, error?.message ?? null, requestId)
  return memo.revisionOf === null ? failed : revisionError(failed, memo.revisionOf)
}

/** The server has forgotten a task that was complete: the archive is searched before anything is sent a second time. */
async function lookUp(
  client: FotowareClient,
  target: Target,
  memo: TaskMemo,
  journal: Journal,
  signal: AbortSignal,
): Promise<ServerProof> {
  const found = await findInArchive(client, target, memo, signal)
  if (found === null) {
    await journal.erase()
    throw forgotten()
  }
  return {
    assetUrl: found.href,
    assetName: found.filename ?? null,
    proof: 'asset',
    uploadId: memo.uploadId,
    requestId: null,
    notes: [],
  }
}

function incomplete(requestId: string | null): UploadError {
  return new UploadError('server', {
    code: 'upload-incomplete',
    what: say`The server lacks parts of the file that it had accepted.`,
    remedy: say`Sluice sends the file again by itself.`,
    isRetried: true,
    ...(requestId === null ? {} : { requestId }),
  })
}

function forgotten(): UploadError {
  return new UploadError('server', {
    code: 'upload-forgotten',
    what: say`The server no longer knows the upload, and the file is not in the archive.`,
    remedy: say`Sluice sends the file again by itself.`,
    isRetried: true,
  })
}
