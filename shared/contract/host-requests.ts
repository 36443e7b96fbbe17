import { z } from 'zod'
import { Said } from '../phrase.ts'

const Nothing = z.object({})

/** A mistake in the configuration, with its place. */
export const ConfigMistake = z.object({
  /** For example `folders[0].settleMs`; empty for the file as a whole. */
  path: z.string(),
  words: z.string(),
  said: Said,
  line: z.number().int(),
  column: z.number().int(),
})
export type ConfigMistake = z.output<typeof ConfigMistake>

/** What a window belongs to, and what it can offer there. */
export const FaceInfo = z.object({
  kind: z.enum(['desktop', 'browser']),
  version: z.string(),
  platform: z.string(),
  dataDir: z.string(),
  /** BCP 47, from the system. */
  locale: z.string(),
  /** Whether the face has dialogs to pick files, and can show a file in its folder. */
  hasDialogs: z.boolean(),
  /** How the app comes to a newer version: by itself, by whoever installed it, or not at all. */
  updates: z.enum(['itself', 'package-manager', 'none']),
})
export type FaceInfo = z.output<typeof FaceInfo>

/** What the program around the engine answers: configuration, secrets, log, and what the face itself can do. */
export const hostRequests = {
  'config.get': {
    input: Nothing,
    output: z.object({
      file: z.string(),
      /** As it is written, without defaults; an empty object while there is none. */
      root: z.unknown(),
      /** False before the first start is through. */
      isThere: z.boolean(),
      mistakes: z.array(ConfigMistake),
    }),
  },
  /** Says what is wrong with a configuration that is not saved yet. */
  'config.check': {
    input: z.object({ root: z.unknown() }),
    output: z.object({ mistakes: z.array(ConfigMistake) }),
  },
  /** Saves the configuration and goes on with it: what is being sent is finished first. With mistakes nothing is saved. */
  'config.save': {
    input: z.object({ root: z.unknown() }),
    output: z.object({ mistakes: z.array(ConfigMistake) }),
  },
  'secrets.set': { input: z.object({ name: z.string().min(1), value: z.string() }), output: Nothing },
  /** Which of these secrets are stored; never what they are. */
  'secrets.known': {
    input: z.object({ names: z.array(z.string()) }),
    output: z.object({ known: z.array(z.string()) }),
  },
  /** The newest lines of the log, oldest first. */
  'log.tail': {
    input: z.object({ lines: z.number().int().min(1).max(5000) }),
    output: z.object({ lines: z.array(z.string()) }),
  },
  /**
   * What support needs to know, masked: the texts for looking at, and the same as a ZIP. A part that cannot be had holds
   * its reason instead.
   */
  'diagnostics.bundle': {
    input: Nothing,
    output: z.object({
      /** A name for the file. */
      name: z.string(),
      files: z.array(z.object({ name: z.string(), text: z.string() })),
      /** The finished archive, in base64. */
      zip: z.string(),
    }),
  },
  /** Folders on the computer that runs Sluice, for a face that has no dialog of its own; null begins at home. */
  'places.list': {
    input: z.object({ path: z.string().nullable() }),
    output: z.object({
      path: z.string(),
      parent: z.string().nullable(),
      folders: z.array(z.string()),
      files: z.array(z.string()),
    }),
  },
  'face.info': { input: Nothing, output: FaceInfo },
  'face.pick': {
    input: z.object({ what: z.enum(['files', 'folder']) }),
    output: z.object({ paths: z.array(z.string()) }),
  },
  /** Asks where a file is to go, and writes it there as a whole; null when the person did not want it. */
  'face.save': {
    input: z.object({ name: z.string().min(1), base64: z.base64() }),
    output: z.object({ path: z.string().nullable() }),
  },
  'face.showInFolder': { input: z.object({ path: z.string() }), output: Nothing },
  'face.openUrl': { input: z.object({ url: z.url() }), output: Nothing },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>
