import { UploadError } from '../../errors.ts'
import type { Random } from '../../ports.ts'
import type { Journal, SendContext, Sent, Shipment } from '../destination.ts'
import { digestOf } from '../digest.ts'
import { onePartBody } from '../multipart.ts'
import { ChunkSender, TaskGone } from './chunk-sender.ts'
import { parseReply } from './client.ts'
import { findInArchive } from './find-in-archive.ts'
import { type SentNames, sentNames } from './names.ts'
import { replyError } from './problems.ts'
import {
  createRequest,
  createTask,
  orderDigest,
  resumableTask,
  sentTime,
  shipmentTarget,
  type TaskMaker,
  taskPath,
} from './task.ts'
import { TaskMemo, UploadStatus } from './wire.ts'
import { say } from '../../../../shared/phrase.ts'

/** New tasks in one attempt, if the server forgets them while they are used. */
const TASKS_MAX = 3

export interface Sender extends TaskMaker {
  random: Random
  parallel: number
}

/**
 * Hands one file over: task, sidecar, chunks (FotoWare Upload API, steps 1 to 3). The sidecar goes first, so that a
 * malformed one is found before gigabytes are sent.
 */
export async function send(sender: Sender, shipment: Shipment, context: SendContext): Promise<Sent> {
  context.signal.throwIfAborted()
  context.drain.throwIfAborted()
  const names = sentNames(shipment.folder, shipment.source.name)
  const sha256 = await handOver(sender, names, shipment, context)
  const renamed = shipmentTarget(sender.target, shipment.revisionOf).isRevision ? [] : names.renamed
  return { sha256, renamed, modifiedAt: sentTime(shipment) }
}

/** @returns SHA-256 (hex) of the file */
async function handOver(
  sender: Sender,
  names: SentNames,
  shipment: Shipment,
  context: SendContext,
): Promise<string> {
  const { client } = sender
  const { journal } = context
  const target = shipmentTarget(sender.target, shipment.revisionOf)
  let task = await resumableTask(journal, shipment)
  if (task?.mayBeComplete === true) {
    const standing = await standingOf(sender, task, context)
    if (standing === 'over') return await readThrough(shipment, context)
    if (standing === 'gone') task = await forget(journal)
  }
  const order = orderDigest(client.base, createRequest(target, names, shipment))
  if (task !== null && task.order !== order) task = await forget(journal)
  for (let tasks = 1; ; tasks++) {
    task ??= await createTask(sender, names, shipment, context)
    try {
      return await deliver(sender, task, shipment, context)
    } catch (error) {
      if (!(error instanceof TaskGone)) throw error
      if (await isInArchive(sender, TaskMemo.parse(journal.memo), context))
        return await readThrough(shipment, context)
      task = await forget(journal)
      if (tasks >= TASKS_MAX) throw forgetful()
    }
  }
}

/**
 * How a task stands that may be complete, since the reply to its last request was lost: `open` for more, `over` (the
 * server has everything), or `gone` without a trace.
 */
async function standingOf(
  sender: Sender,
  task: TaskMemo,
  context: SendContext,
): Promise<'open' | 'over' | 'gone'> {
  const { signal, drain } = context
  const during = say`asking how far the upload is`
  const path = taskPath(task.uploadId, 'status')
  const reply = await sender.client.call({ method: 'GET', path, during, signal, drain })
  if (reply.status === 403 || reply.status === 404)
    return (await isInArchive(sender, task, context)) ? 'over' : 'gone'
  if (reply.status !== 200) throw replyError(reply, during)
  const { status } = parseReply(reply, UploadStatus, during)
  return status === 'awaitingData' ? 'open' : 'over'
}

/** Nothing is sent to another task before the archive was searched for what a vanished one may have brought there. */
async function isInArchive(sender: Sender, task: TaskMemo, { signal }: SendContext): Promise<boolean> {
  if (!task.mayBeComplete) return false
  const target = shipmentTarget(sender.target, task.revisionOf)
  return (await findInArchive(sender.client, target, task, signal)) !== null
}

/** The server has it all; what the receipt needs is read from the file, which is still the same. */
async function readThrough({ source }: Shipment, context: SendContext): Promise<string> {
  const sha256 = await digestOf(source, context.signal)
  await source.check()
  context.onProgress(source.sizeBytes)
  return sha256
}

async function forget(journal: Journal): Promise<null> {
  await journal.erase()
  return null
}

async function deliver(
  sender: Sender,
  task: TaskMemo,
  shipment: Shipment,
  context: SendContext,
): Promise<string> {
  if (shipment.sidecar !== null) await sendSidecar(sender, task, shipment.sidecar, context)
  return await new ChunkSender(sender, task, shipment.source, context).run(async () => {
    if (!task.mayBeComplete) await context.journal.write({ ...task, mayBeComplete: true } satisfies TaskMemo)
  })
}

/** Section «XMP»: 409 means that the server has it already. */
async function sendSidecar(
  sender: Sender,
  task: TaskMemo,
  sidecar: Uint8Array,
  context: SendContext,
): Promise<void> {
  const during = say`sending the sidecar`
  const body = onePartBody(sender.random, 'xmp', sidecar)
  const path = taskPath(task.uploadId, 'xmp')
  const { signal, drain, throttle } = context
  const reply = await sender.client.call({ method: 'POST', path, body, during, signal, drain, throttle })
  if (reply.status === 204 || reply.status === 200 || reply.status === 409) return
  if (reply.status === 404) throw new TaskGone(during.text)
  throw replyError(reply, during)
}

function forgetful(): UploadError {
  return new UploadError('server', {
    code: 'task-lost',
    what: say`The server forgets uploads while they are being sent.`,
    remedy: say`Sluice tries again by itself. If it stays so, ask the administrator of the archive.`,
    isRetried: true,
  })
}
