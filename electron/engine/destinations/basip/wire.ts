import { z } from 'zod'

/*
 * Answers of BAS-IP Android panels (developers.bas-ip.com, «Android panels»). Panels of one make answer differently from
 * firmware to firmware, so only what is needed is asked for.
 */

/** «Logs user into the system». */
export const LoginReply = z.object({
  token: z.string().min(1),
  /** `admin` may change identifiers. Old firmware may leave it out. */
  account_type: z.string().optional(),
})
export type LoginReply = z.output<typeof LoginReply>

/** /api/info, which every panel shows to everybody. */
export const PanelInfo = z.object({
  api_version: z.coerce.string().optional(),
  firmware_version: z.coerce.string().optional(),
  device_model: z.string().optional(),
  device_name: z.string().optional(),
})
export type PanelInfo = z.output<typeof PanelInfo>

/** «Create Identifier Entity»: -1 means that there is no entity. */
export const CreatedIdentifier = z.object({ uid: z.coerce.number().int().min(-1) })

/** -1 where there is no entity. */
const Uid = z.coerce.number().int()

/** Unix seconds. */
const ValidTime = z.object({
  is_permanent: z.boolean().optional(),
  from: z.number().optional().catch(undefined),
  to: z.number().optional().catch(undefined),
})

/** «Get Identifier Entity». */
export const IdentifierItem = z.object({
  identifier_owner: z.object({ name: z.string(), type: z.string().optional().catch(undefined) }).nullish(),
  identifier_type: z.string(),
  lock: z.string().optional().catch(undefined),
  valid: z.object({ time: ValidTime.optional() }).optional().catch(undefined),
  /** Of a face: what the panel has made of the picture, in base64. Of others whatever it likes. */
  identifier_number: z.string().nullish().catch(null),
})
export type IdentifierItem = z.output<typeof IdentifierItem>

/** The number goes by several names in what public clients have seen. */
const ListedIdentifier = z
  .object({
    ...IdentifierItem.shape,
    identifier_uid: Uid.optional(),
    item_uid: Uid.optional(),
    uid: Uid.optional(),
    id: Uid.optional(),
  })
  .transform((item, context) => {
    const uid = item.identifier_uid ?? item.item_uid ?? item.uid ?? item.id
    if (uid !== undefined) return { ...item, uid }
    context.addIssue({ code: 'custom', message: 'has no number' })
    return z.NEVER
  })

export type ListedIdentifier = z.output<typeof ListedIdentifier>

/** «Get access identifier items». */
export const IdentifierList = z.object({
  list_option: z
    .object({
      pagination: z
        .object({
          total_pages: z.coerce.number().int().min(1).optional().catch(undefined),
          total_items: z.number().optional().catch(undefined),
        })
        .optional(),
    })
    .optional(),
  list_items: z.array(ListedIdentifier),
})
export type IdentifierList = z.output<typeof IdentifierList>

/** Every refusal. */
export const ErrorReply = z.object({ error: z.string() })

export const Person = z.object({
  name: z.string(),
  type: z.enum(['owner', 'guest']),
  lock: z.enum(['first', 'second', 'all']),
  /** Unix seconds; null for ever. */
  valid: z.object({ from: z.number().int(), to: z.number().int() }).nullable(),
})
/** Whom a face belongs to, and what it opens. */
export type Person = z.output<typeof Person>
