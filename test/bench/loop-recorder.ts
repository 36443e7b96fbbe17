import { readFileSync, writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
import { LOOP_EVERY_MS, LOOP_FILE_VARIABLE, type LoopSample } from './loop-samples.ts'

/**
 * Notes how late a timer of the main thread is, beside what the thread did meanwhile: worked, or stood in line for a
 * processor that others used. Comes before Sluice by `--import` and writes its samples at the exit. A timer instead of
 * `monitorEventLoopDelay`, whose histogram tells neither when a delay was nor why.
 */
const file = process.env[LOOP_FILE_VARIABLE]
if (isMainThread && file !== undefined) record(file)

function record(target: string): void {
  const samples: LoopSample[] = []
  let lastMs = performance.now()
  let last = threadTimes()
  setInterval(() => {
    const nowMs = performance.now()
    const now = threadTimes()
    const lateMs = Math.max(0, nowMs - lastMs - LOOP_EVERY_MS)
    samples.push({
      atMs: performance.timeOrigin + nowMs,
      lateMs,
      workedMs: now.workedMs - last.workedMs,
      stoodMs: now.stoodMs - last.stoodMs,
    })
    lastMs = nowMs
    last = now
  }, LOOP_EVERY_MS).unref()
  process.once('exit', () => {
    writeFileSync(target, JSON.stringify(samples))
  })
}

/** Of the main thread since it began; Linux tells both (Documentation/scheduler/sched-stats.rst). */
function threadTimes(): { workedMs: number; stoodMs: number } {
  const [workedNs = 0, stoodNs = 0] = readFileSync('/proc/self/schedstat', 'utf8').split(' ').map(Number)
  return { workedMs: workedNs / 1e6, stoodMs: stoodNs / 1e6 }
}
