import { z } from 'zod'

/*
 * What the BWS says, as far as Sluice listens (BioID «classic» BWS, Web API). The names of keys count without regard to
 * case; unknown keys are passed over; what may be missing may also be null.
 */

/** Why not; an empty one is none. */
const Code = z
  .string()
  .nullish()
  .transform((code) => (code === '' ? null : code))

/** Answer to an upload (Upload Web API, «UploadResult»). 200 does not mean that the sample was accepted. */
export const UploadResult = caseless(
  z.object({
    accepted: z.boolean(),
    error: Code,
    warnings: z.array(z.string()).nullish().catch(null),
  }),
)

/** Answer of a task, and of «result» (Enroll, Verify, Identify and Livenessdetection Web API). */
export const TaskResult = caseless(
  z.object({
    success: z.boolean(),
    error: Code,
    matches: z
      .array(
        caseless(
          z.object({
            score: z.number(),
            storage: z.string().nullish(),
            partition: z.coerce.string().nullish(),
            classid: z.coerce.string(),
          }),
        ),
      )
      .nullish()
      .catch(null),
    action: z.string().nullish().catch(null),
    bcid: z.string().nullish().catch(null),
  }),
)
export type TaskResult = z.output<typeof TaskResult>

/** Body of answers other than 200. */
export const ErrorBody = caseless(z.object({ message: z.string() }))

/** Answer of «status». Its kinds of values are not documented, so all of them may be anything. */
export const ServiceStatus = caseless(
  z.object({
    version: z.coerce.string().nullish().catch(null),
    label: z.string().nullish().catch(null),
    features: z
      .array(
        caseless(
          z.object({
            name: z.coerce.string(),
            storage: z.string().nullish().catch(null),
            partitions: z.unknown(),
          }),
        ),
      )
      .nullish()
      .catch(null),
  }),
)
export type ServiceStatus = z.output<typeof ServiceStatus>

/** The middle part of a BWS token (Token Web API; `app`, `clnt` and others are of no use here). */
export const Claims = z.object({
  tokenid: z.string().nullish().catch(null),
  bcid: z.string().nullish().catch(null),
  task: z.coerce.number().int().nullish().catch(null),
  nbf: z.coerce.number().nullish().catch(null),
  exp: z.coerce.number().nullish().catch(null),
})
export type Claims = z.output<typeof Claims>

/** Flags of the claim `task`. */
export const TASK_FLAGS = { verify: 0, identify: 0x10, enroll: 0x20, livenessdetection: 0x80 } as const
export const TASK_MASK = 0xf0
export const LIVE_DETECTION_FLAG = 0x100

function caseless<T extends z.ZodType>(schema: T) {
  return z.preprocess(
    (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value).map(([key, inner]) => [key.toLowerCase(), inner as unknown]),
          )
        : value,
    schema,
  )
}

/** The answer as that shape; null when it is not. */
export function parsed<T extends z.ZodType>(schema: T, text: string): z.output<T> | null {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
