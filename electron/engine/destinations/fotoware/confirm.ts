import { UploadError } from '../../errors.ts'
import type { Confirmation, Journal } from '../destination.ts'
import { type FotowareClient, parseReply } from './client.ts'
import { findInArchive } from './find-in-archive.ts'
import { failureError, replyError } from './problems.ts'
import { type Target, taskPath } from './task.ts'
import { TaskMemo, type UploadStatus, UploadStatus as Status } from './wire.ts'

/** Asks the server once what became of an upload (section «Status»). */
export async function confirm(
  client: FotowareClient,
  target: Target,
  journal: Journal,
  signal: AbortSignal,
): Promise<Confirmation> {
  const memo = TaskMemo.parse(journal.memo)
  const during = 'asking for the result'
  const reply = await client.call({ method: 'GET', path: taskPath(memo.uploadId, 'status'), during, signal })
  // The status of a task that the server no longer knows is 403 (or 404): it may have been finished long ago.
  if (reply.status === 403 || reply.status === 404) return await lookUp(client, target, memo, journal, signal)
  if (reply.status !== 200) throw replyError(reply, during)
  return await judge(parseReply(reply, Status, during), memo, journal, reply.requestId)
}

async function judge(
  status: UploadStatus,
  memo: TaskMemo,
  journal: Journal,
  requestId: string | null,
): Promise<Confirmation> {
  switch (status.status) {
    case 'pending':
    case 'inProgress':
      return { kind: 'pending' }
    case 'awaitingData':
      // Accepted chunks were lost on the other side. Which ones cannot be asked, so all go to a new task.
      await journal.erase()
      throw incomplete(requestId)
    case 'failed':
      await journal.erase()
      throw failureError(status.error?.value ?? null, status.error?.message ?? null, requestId)
    case 'done':
      return {
        kind: 'confirmed',
        proof: {
          // Null where the archive's input is a folder of its own: a success all the same (section «Status»).
          assetUrl: status.result?.assetUrl ?? null,
          assetName: status.result?.assetDetails?.filename ?? null,
          proof: status.result?.assetUrl ? 'asset' : 'accepted',
          uploadId: memo.uploadId,
          requestId,
        },
      }
  }
}

/** The server has forgotten a task that was complete: the archive is searched before anything is sent a second time. */
async function lookUp(
  client: FotowareClient,
  target: Target,
  memo: TaskMemo,
  journal: Journal,
  signal: AbortSignal,
): Promise<Confirmation> {
  const found = await findInArchive(client, target, memo, signal)
  if (found === null) {
    await journal.erase()
    throw forgotten()
  }
  return {
    kind: 'confirmed',
    proof: {
      assetUrl: found.href,
      assetName: found.filename ?? null,
      proof: 'asset',
      uploadId: memo.uploadId,
      requestId: null,
    },
  }
}

function incomplete(requestId: string | null): UploadError {
  return new UploadError('server', {
    code: 'upload-incomplete',
    what: 'The server lacks parts of the file that it had accepted.',
    remedy: 'Sluice sends the file again by itself.',
    isRetried: true,
    ...(requestId === null ? {} : { requestId }),
  })
}

function forgotten(): UploadError {
  return new UploadError('server', {
    code: 'upload-forgotten',
    what: 'The server no longer knows the upload, and the file is not in the archive.',
    remedy: 'Sluice sends the file again by itself.',
    isRetried: true,
  })
}
