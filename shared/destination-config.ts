import { z } from 'zod'
import { say } from './phrase.ts'

/** The kinds of archive that Sluice delivers to. */
export const DESTINATION_KINDS = ['fotoware', 'picapport', 'bioid', 'basip'] as const

/** Names are typed on the command line and shown in lists, so nothing invisible may hide in them. */
export const Name = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, { error: say`must not hold control characters or line breaks`.text })
  .refine((name) => name.trim() === name, { error: say`must not begin or end with a space`.text })

/** A name in the secret store, or `{"env": "NAME"}` for machines without one. Never the secret itself. */
export const SecretRef = z.union([Name, z.strictObject({ env: z.string().min(1) })], {
  error: say`must be a name in the secret store or {"env": "NAME"}`.text,
})
export type SecretRef = z.output<typeof SecretRef>

function parsedUrl(text: unknown): URL | null {
  return typeof text === 'string' ? URL.parse(text) : null
}

/** True for addresses that never leave this machine. */
export function isLoopbackHost(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(hostname)
}

/** True when secrets and photos would cross a network in the clear. */
export function isInsecureUrl(text: unknown): boolean {
  const url = parsedUrl(text)
  return url !== null && url.protocol === 'http:' && !isLoopbackHost(url.hostname)
}

const ServerUrl = z.string().superRefine((text, context) => {
  const url = parsedUrl(text)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    context.addIssue({ code: 'custom', message: say`must be a web address that begins with https://`.text })
  } else if (url.username !== '' || url.password !== '') {
    context.addIssue({
      code: 'custom',
      message: say`must not hold a user name or password; name them in "auth"`.text,
    })
  } else if (url.search !== '' || url.hash !== '') {
    context.addIssue({ code: 'custom', message: say`must not have anything after "?" or "#"`.text })
  }
})

const everyServer = {
  name: Name,
  url: ServerUrl,
  /** Allows http:// to a machine other than this one. */
  allowInsecure: z.boolean().default(false),
  /** PEM file with the certificate authority of a server of one's own. Relative to the configuration file. */
  ca: z.string().min(1).optional(),
  /** Gives up an attempt after this long without any progress. */
  timeoutSeconds: z.number().int().min(5).max(3600).default(60),
}

const INSECURE = {
  path: ['url'],
  error: say`sends everything unencrypted; use https:// or set "allowInsecure": true`.text,
  // Runs beside other mistakes in the same destination, so that all of them are told at once.
  when: () => true,
}

function isSecureEnough(destination: unknown): boolean {
  if (typeof destination !== 'object' || destination === null || !('url' in destination)) return true
  const isAllowed = 'allowInsecure' in destination && destination.allowInsecure === true
  return isAllowed || !isInsecureUrl(destination.url)
}

const NoAuth = z.strictObject({ method: z.literal('none') })

const FotowareAuth = z.discriminatedUnion('method', [
  NoAuth,
  z.strictObject({ method: z.literal('client-credentials'), clientId: z.string().min(1), secret: SecretRef }),
  z.strictObject({
    /** A person signs in through the browser; the client is registered at the archive as a native application. */
    method: z.literal('browser'),
    clientId: z.string().min(1),
    /**
     * Ports of the redirect addresses http://127.0.0.1:PORT/callback that are registered for this client; the first free
     * one is used. Several, because another program may use one of them.
     */
    redirectPorts: z
      .array(z.number().int().min(1024).max(65_535))
      .min(1)
      .max(20)
      .default([47_121, 47_122, 47_123]),
    /** The path of those addresses, exactly as it is registered. */
    redirectPath: z
      .string()
      .regex(/^\/[\w.~/-]*$/, {
        error: say`must begin with "/" and hold only letters, digits and . _ ~ - /`.text,
      })
      .default('/callback'),
  }),
])

const CollectionUrl = z
  .string()
  .regex(/^(\/|https?:\/\/)/, { error: say`must be the address of a collection and begin with "/"`.text })

export const FotowareConfig = z
  .strictObject({
    ...everyServer,
    kind: z.literal('fotoware'),
    auth: FotowareAuth,
    /** URL of a collection; an asset's URL (ends in .info) makes revisions; null is the upload area (On-Premises). */
    collection: CollectionUrl.nullable(),
    /** Files at the same time. */
    files: z.number().int().min(1).max(8).default(2),
    /** Chunks of one file at the same time. */
    chunks: z.number().int().min(1).max(16).default(3),
    /** Revision comment of every file. */
    comment: z.string().max(2000).optional(),
    /** PDFs are touched once more after a delivery with metadata, so that the server writes it into the file. */
    touchPdf: z.boolean().default(false),
    /** Whether the archive's own rules for fields (required, lists, lengths) are checked before a file is sent. */
    checkFields: z.boolean().default(true),
  })
  .refine(isSecureEnough, INSECURE)
export type FotowareConfig = z.output<typeof FotowareConfig>

export const PicapportConfig = z
  .strictObject({
    ...everyServer,
    kind: z.literal('picapport'),
    auth: z.discriminatedUnion('method', [
      z.strictObject({ method: z.literal('password'), user: z.string().min(1), secret: SecretRef }),
      z.strictObject({ method: z.literal('anonymous') }),
      NoAuth,
    ]),
    apiKey: SecretRef.nullable().default(null),
    /** The names of the sub-folders become tags. */
    folderTags: z.boolean().default(true),
    /** Sub-folders whose name begins with this are persons; null for none. */
    personFolders: z.string().min(1).nullable().default('@'),
    /** Photos in one request. */
    batch: z.number().int().min(1).max(10).default(1),
    /** Requests with photos at the same time. */
    files: z.number().int().min(1).max(4).default(2),
    /** Whether a photo is sent again that was uploaded before and then removed at the server. */
    uploadRemovedAgain: z.boolean().default(false),
    /** Sends the password as it is over http:// if the server wants no encryption. Over https it always may go so. */
    allowClearPassword: z.boolean().default(false),
  })
  .refine(isSecureEnough, INSECURE)
export type PicapportConfig = z.output<typeof PicapportConfig>

/** A part of a picture in hundredths of the upright whole, so that it fits pictures of every size. */
const Box = z
  .strictObject({
    left: z.number().int().min(0).max(99),
    top: z.number().int().min(0).max(99),
    width: z.number().int().min(1).max(100),
    height: z.number().int().min(1).max(100),
  })
  .refine(({ left, width }) => left + width <= 100, {
    path: ['width'],
    error: say`reaches past the right edge: "left" and "width" are at most 100 together`.text,
  })
  .refine(({ top, height }) => top + height <= 100, {
    path: ['height'],
    error: say`reaches past the lower edge: "top" and "height" are at most 100 together`.text,
  })
export type BoxConfig = z.output<typeof Box>

/** How a picture is made ready for a face engine; null sends the file as it is. */
const Prepare = z
  .strictObject({
    /** Width to height, for example "3:4"; null keeps the whole picture. */
    crop: z
      .string()
      .regex(/^[1-9]\d?:[1-9]\d?$/, { error: say`must be a ratio such as "3:4"`.text })
      .nullable()
      .default(null),
    /** Where the head is. What is sent holds it, in the shape of `crop`; null is the middle. */
    box: Box.nullable().default(null),
    format: z.enum(['jpeg', 'png']).default('jpeg'),
    maxWidth: z.number().int().min(64).max(20_000).optional(),
    maxHeight: z.number().int().min(64).max(20_000).optional(),
  })
  .nullable()
  .default(null)
export type PrepareConfig = z.output<typeof Prepare>

const TokenUrl = ServerUrl.refine((url) => !isInsecureUrl(url), {
  error: say`sends the token unencrypted; use https://`.text,
})

export const BioidConfig = z
  .strictObject({
    ...everyServer,
    kind: z.literal('bioid'),
    auth: z.discriminatedUnion('method', [
      z.strictObject({ method: z.literal('app'), appId: z.string().min(1), secret: SecretRef }),
      /** The customer's own address that hands out tokens. */
      z.strictObject({ method: z.literal('token-url'), url: TokenUrl, secret: SecretRef.optional() }),
      NoAuth,
    ]),
    storage: z
      .string()
      .regex(/^[^\s./]+$/, { error: say`must be the name of a storage, without "." and "/"`.text }),
    partition: z.number().int().min(0),
    task: z.enum(['enroll', 'verify', 'identify', 'livenessdetection', 'none']).default('enroll'),
    liveDetection: z.boolean().default(false),
    /** Samples of one person that make a task. */
    samples: z.number().int().min(1).max(100).default(4),
    /** A person with fewer samples is sent after this long without a new one. */
    quietMs: z.number().int().min(200).max(3_600_000).default(5000),
    /** Several as BioID writes them: one picture then counts for all. */
    trait: z.enum(['face', 'periocular', 'face,periocular', 'voice']).default('face'),
    prepare: Prepare,
    /** Larger files are not sent. The service names no limit. */
    maxFileBytes: z.number().int().min(10_000).max(1_000_000_000).default(50_000_000),
  })
  .refine(isSecureEnough, INSECURE)
  .refine(({ liveDetection, samples }) => !liveDetection || samples >= 2, {
    path: ['samples'],
    error: say`must be at least 2 with "liveDetection"`.text,
  })
export type BioidConfig = z.output<typeof BioidConfig>

export const BasipConfig = z
  .strictObject({
    ...everyServer,
    kind: z.literal('basip'),
    auth: z.discriminatedUnion('method', [
      z.strictObject({ method: z.literal('password'), user: z.string().min(1), secret: SecretRef }),
      NoAuth,
    ]),
    /** Name of the file part; panels differ. */
    partName: z.enum(['file', 'status']).default('file'),
    ownerType: z.enum(['owner', 'guest']).default('owner'),
    lock: z.enum(['first', 'second', 'all']).default('first'),
    /** When the panel already knows a face under this name. */
    onExisting: z.enum(['replace', 'skip', 'add']).default('replace'),
    /**
     * CSV file with a line for each picture (`file`, `name`, and if wanted `type`, `lock`, `from`, `to`), in place of names taken
     * from files and folders. Relative to the configuration file.
     */
    people: z.string().min(1).nullable().default(null),
    prepare: Prepare.refine((rule) => rule?.format !== 'png', {
      error: say`must have the format "jpeg": panels take nothing else`.text,
    }),
  })
  .refine(isSecureEnough, INSECURE)
export type BasipConfig = z.output<typeof BasipConfig>

export const DestinationConfig = z.discriminatedUnion('kind', [
  FotowareConfig,
  PicapportConfig,
  BioidConfig,
  BasipConfig,
])
export type DestinationConfig = z.output<typeof DestinationConfig>
