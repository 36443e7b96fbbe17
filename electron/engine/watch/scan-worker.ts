import { type MessagePort, parentPort } from 'node:worker_threads'
import { errorText } from '../errors.ts'
import { BATCHES_AHEAD, type ScanCommand, type ScanReport, type ScanTotals } from './scan-messages.ts'
import type { Listing } from './sighting.ts'
import { type WalkOrder, walk } from './walk.ts'

/** The worker's script: walks the disk with calls that block, so that the engine's own loop never does. */

const BATCH_ENTRIES = 2_000
const BATCH_LISTINGS = 200
const BATCH_MS = 100

/** Batches that may still be sent, and how to wake the scan that waits for leave to send one. */
interface Running {
  credit: number
  isStopped: boolean
  wake: () => void
}

const running = new Map<number, Running>()

function serve(port: MessagePort): void {
  const report = (message: ScanReport): void => port.postMessage(message)
  port.on('message', (command: ScanCommand) => {
    if (command.kind === 'start') {
      const state: Running = { credit: BATCHES_AHEAD, isStopped: false, wake: () => undefined }
      running.set(command.scan, state)
      run(command.scan, command.order, state, report)
        .catch((error: unknown) => report({ kind: 'broken', scan: command.scan, words: errorText(error) }))
        .finally(() => running.delete(command.scan))
      return
    }
    const state = running.get(command.scan)
    if (state === undefined) return
    if (command.kind === 'stop') state.isStopped = true
    else state.credit += 1
    state.wake()
  })
}

async function run(
  scan: number,
  order: WalkOrder,
  state: Running,
  report: (message: ScanReport) => void,
): Promise<void> {
  const totals: ScanTotals = { directories: 0, files: 0, failed: 0 }
  let batch: Listing[] = []
  let entries = 0
  let startedMs = performance.now()
  const send = async (): Promise<void> => {
    report({ kind: 'listings', scan, listings: batch })
    batch = []
    entries = 0
    state.credit -= 1
    await leaveToSend(state)
    startedMs = performance.now()
  }
  for await (const listing of walk(order)) {
    if (state.isStopped) return
    batch.push(listing)
    entries += listing.files.length + listing.ignored.length + listing.directories.length
    totals.files += listing.files.length
    if (listing.isLast) totals.directories += 1
    if (listing.failed !== null) totals.failed += 1
    const isFull = entries >= BATCH_ENTRIES || batch.length >= BATCH_LISTINGS
    if (isFull || performance.now() - startedMs > BATCH_MS) await send()
  }
  if (batch.length > 0) report({ kind: 'listings', scan, listings: batch })
  report({ kind: 'ended', scan, totals })
}

/** Waits for credit; always lets waiting messages in, so that a stop is heard between any two batches. */
async function leaveToSend(state: Running): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  while (state.credit <= 0 && !state.isStopped) {
    await new Promise<void>((resolve) => {
      state.wake = resolve
    })
  }
}

if (parentPort !== null) serve(parentPort)
