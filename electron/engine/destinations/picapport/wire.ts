import { z } from 'zod'

/*
 * What the PicApport Web API 1.0 says, as far as Sluice listens. Unknown members are passed over. Numbers may come as
 * texts, and members that are younger than the server are missing.
 */

/** «createWebApiSession» */
export const CreatedSession = z.object({
  apisid: z.string().min(1),
  authorised: z.boolean().catch(false),
  algorithm: z.string().nullish(),
  exponent: z.string().nullish(),
  modulus: z.string().nullish(),
})
export type CreatedSession = z.output<typeof CreatedSession>

/** «authorizeWebApiSession» */
export const AuthorizedSession = z
  .object({ apisid: z.string().nullish(), uid: z.string().nullish() })
  .refine(({ apisid, uid }) => Boolean(apisid ?? uid))

/** Spelt as a number or as a text; anything else is none. */
const Megabytes = z
  .union([z.number(), z.string().trim().min(1).transform(Number)])
  .pipe(z.number().positive())
  .nullish()
  .catch(null)

/** «getServerStatus»: since 8.3; the last two since 9.2. */
export const ServerStatus = z.object({
  version: z.string().nullish(),
  versionReady: z.boolean().nullish(),
  isValid: z.boolean().nullish(),
  uid: z.string().nullish(),
  name: z.string().nullish(),
  canUpload: z.boolean().nullish(),
  uploadMaxFilesizeMB: Megabytes,
  supportedVideoTypes: z.array(z.string()).nullish().catch(null),
})
export type ServerStatus = z.output<typeof ServerStatus>

/** «checkPhotoId»: since 8.3; `alreadySynced` since 9.1.04. */
export const PhotoCheck = z.object({ exists: z.boolean(), alreadySynced: z.boolean().nullish() })
export type PhotoCheck = z.output<typeof PhotoCheck>

/** What Sluice remembers of a photo between attempts. */
export const PhotoMemo = z.object({
  photoId: z.string(),
  sha256: z.string(),
  /** Of the file that both are of. */
  identity: z.string(),
  /** Whether the server knew the id from an earlier transfer before Sluice sent anything; null where it does not tell. */
  wasSynced: z.boolean().nullable(),
  /** Since when it may be there (wall clock); null until it was sent. */
  sentAtMs: z.number().nullable(),
  /** The server's word that it has it, in its own names, and since when. */
  arrived: z
    .object({
      photoId: z.string(),
      fileName: z.string().nullable(),
      atMs: z.number(),
      /** True when it was there without Sluice. */
      wasThere: z.boolean(),
      /** The server's words where they were not «OK» and it has the photo nevertheless. */
      words: z.string().nullable().default(null),
    })
    .nullable(),
})
export type PhotoMemo = z.output<typeof PhotoMemo>
