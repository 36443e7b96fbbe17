import { readFile } from 'node:fs/promises'
import { withSource } from './byte-source.ts'
import { findEmbeddedXmp } from './embedded-xmp.ts'
import type { FieldInstruction } from './metadata-instructions.ts'
import { applyInstructions, replaceFields } from './metadata-set.ts'
import type { MetadataSet } from './metadata-set.ts'
import { XmpDocument } from './xmp-document.ts'
import { fieldsOf, writeFields } from './xmp-fields.ts'

/** What the metadata of an asset has become. */
export interface MetadataOutcome {
  readonly metadata: MetadataSet
  /** The complete XMP; null when neither the file nor the request brought any metadata. */
  readonly xmp: string | null
}

/** Files that metadata can come from; a sidecar makes the embedded XMP count for nothing. */
export interface MetadataFiles {
  readonly dataPath: string
  readonly sizeBytes: number
  readonly sidecarPath: string | null
}

/** The XMP that counts for an upload, or null; throws an Error when a sidecar cannot be read as XMP. */
export async function effectiveXmp(files: MetadataFiles): Promise<XmpDocument | null> {
  if (files.sidecarPath !== null) {
    const bytes = await readFile(files.sidecarPath)
    return new XmpDocument(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  }
  return files.sizeBytes === 0 ? null : withSource(files.dataPath, files.sizeBytes, findEmbeddedXmp)
}

/** XMP, then the instructions in their order, then the server's own fields; FotoWare Upload API, «Metadata». */
export function uploadOutcome(
  effective: XmpDocument | null,
  instructions: readonly FieldInstruction[],
  serverFields: MetadataSet,
  bagIds: ReadonlySet<number>,
): MetadataOutcome {
  const before = effective === null ? {} : fieldsOf(effective, bagIds)
  const given = applyInstructions(before, instructions, bagIds)
  const metadata = { ...given, ...serverFields }
  if (effective === null && Object.keys(given).length === 0) return { metadata, xmp: null }
  const document = effective ?? new XmpDocument()
  writeFields(document, before, metadata, bagIds)
  return { metadata, xmp: document.toText() }
}

/** Replaces fields of a stored asset as PATCH does; `xmp` is its complete XMP so far, null for none. */
export function patchOutcome(
  before: MetadataSet,
  xmp: string | null,
  changes: MetadataSet,
  bagIds: ReadonlySet<number>,
): MetadataOutcome & { readonly xmp: string } {
  const metadata = replaceFields(before, changes, bagIds)
  const document = xmp === null ? new XmpDocument() : new XmpDocument(xmp)
  writeFields(document, xmp === null ? {} : before, metadata, bagIds)
  return { metadata, xmp: document.toText() }
}
