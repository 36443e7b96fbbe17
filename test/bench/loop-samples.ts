import { z } from 'zod'

/** Where `loop-recorder.ts` writes; it records nothing without it. */
export const LOOP_FILE_VARIABLE = 'SLUICE_BENCH_LOOP'
export const LOOP_EVERY_MS = 10

export const LoopSample = z.object({
  /** Since 1970. */
  atMs: z.number(),
  /** Beyond the interval itself. */
  lateMs: z.number(),
  /** Since the last sample. */
  workedMs: z.number(),
  /** Since the last sample, ready to work, but others had the processors. */
  stoodMs: z.number(),
})
export type LoopSample = z.output<typeof LoopSample>
