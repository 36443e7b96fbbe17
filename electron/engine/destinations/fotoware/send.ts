import { UploadError } from '../../errors.ts'
import type { Random } from '../../ports.ts'
import type { SendContext, Sent, Shipment } from '../destination.ts'
import { onePartBody } from '../multipart.ts'
import { ChunkSender, TaskGone } from './chunk-sender.ts'
import type { FotowareClient } from './client.ts'
import { sentNames } from './names.ts'
import { replyError } from './problems.ts'
import { createTask, resumableTask, type Target, taskPath, utcSeconds } from './task.ts'
import type { TaskMemo } from './wire.ts'

/** New tasks in one attempt, if the server forgets them while they are used. */
const TASKS_MAX = 3

export interface Sender {
  client: FotowareClient
  random: Random
  target: Target
  parallel: number
}

/**
 * Hands one file over: task, sidecar, chunks (FotoWare Upload API, steps 1 to 3). The sidecar goes first, so that a
 * malformed one is found before gigabytes are sent.
 */
export async function send(sender: Sender, shipment: Shipment, context: SendContext): Promise<Sent> {
  const names = sentNames(shipment.folder, shipment.source.name)
  let task = await resumableTask(context.journal, shipment)
  for (let tasks = 1; ; tasks++) {
    task ??= await createTask(sender.client, sender.target, names, shipment, context.journal, context.signal)
    try {
      const sha256 = await deliver(sender, task, shipment, context)
      await context.journal.write({ ...task, isComplete: true, sha256 } satisfies TaskMemo)
      return {
        sha256,
        renamed: sender.target.isRevision ? [] : names.renamed,
        modifiedAt: shipment.modifiedAt === null ? null : utcSeconds(shipment.modifiedAt),
      }
    } catch (error) {
      if (!(error instanceof TaskGone)) throw error
      await context.journal.erase()
      task = null
      if (tasks >= TASKS_MAX) throw forgetful()
    }
  }
}

async function deliver(
  sender: Sender,
  task: TaskMemo,
  shipment: Shipment,
  context: SendContext,
): Promise<string> {
  if (shipment.sidecar !== null) await sendSidecar(sender, task, shipment.sidecar, context)
  return await new ChunkSender(sender, task, shipment.source, context).run()
}

/** Section «XMP»: 409 means that the server has it already. */
async function sendSidecar(
  sender: Sender,
  task: TaskMemo,
  sidecar: Uint8Array,
  context: SendContext,
): Promise<void> {
  const during = 'sending the sidecar'
  const body = onePartBody(sender.random, 'xmp', sidecar)
  const path = taskPath(task.uploadId, 'xmp')
  const { signal, throttle } = context
  const reply = await sender.client.call({ method: 'POST', path, body, during, signal, throttle })
  if (reply.status === 204 || reply.status === 200 || reply.status === 409) return
  if (reply.status === 404) throw new TaskGone(during)
  throw replyError(reply, during)
}

function forgetful(): UploadError {
  return new UploadError('server', {
    code: 'task-lost',
    what: 'The server forgets uploads while they are being sent.',
    remedy: 'Sluice tries again by itself. If it stays so, ask the administrator of the archive.',
    isRetried: true,
  })
}
