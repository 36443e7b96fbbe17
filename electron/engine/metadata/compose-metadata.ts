import { createHash } from 'node:crypto'
import type { SentMetadata, Tags } from '../../../shared/metadata.ts'
import { UploadError } from '../errors.ts'
import {
  type CompiledTemplate,
  embeddedElsewhere,
  type FieldRules,
  fieldsFromTags,
  type FieldViolation,
  type Rendered,
  renderTemplate,
  taxonomyQuestions,
  type TemplateContext,
  violations,
} from '../../../shared/template.ts'
import type { FileMetadata, Reader } from './exiftool.ts'
import { otherProperties } from './other-properties.ts'
import { prepareSidecar, type SidecarMode } from './sidecar-making.ts'
import { noted, phraseOf, say, told } from '../../../shared/phrase.ts'
import { whatOf } from '../../../shared/problem.ts'

/** What is to be known of a file before it is sent, and what is to go along with it. */
export interface MetadataOrder {
  /** Absolute. Only ever read. */
  file: string
  mode: SidecarMode
  sidecar: { bytes: Buffer; name: string } | null
  template: CompiledTemplate | null
  /** Tells this state of the template from any other; null without one. */
  templateDigest: string | null
  /** Reads the file even where nothing asks for it. */
  readsAlways: boolean
  /** What the template may ask for beyond the tags of the file. */
  context: Omit<TemplateContext, 'tags' | 'taken' | 'existing' | 'existingElsewhere'>
  /** Whether a value stands in the archive's own list for a field; null where values are not checked. */
  isListed: ((fieldId: number, value: string) => Promise<boolean>) | null
}

/** What goes along with one file. */
export interface ComposedMetadata {
  /** The sidecar as it is to be sent. */
  sidecar: Buffer | null
  /** For the receipt. */
  sent: SentMetadata
  /** What became of each instruction; null without a template. */
  rendered: Rendered | null
  /** What the archive would not take. Empty when values are not checked. */
  violations: FieldViolation[]
  /** Field id → values that the file brings by itself, and a digest of what has no field. */
  embedded: SentMetadata['fields']
  embeddedOtherDigest: string | null
}

/**
 * Reads a file and makes ready what goes along with it: the sidecar merged with what is embedded, the template filled
 * in, and everything held against the archive's rules.
 *
 * @returns null when nothing asks for metadata
 * @throws UploadError `refused` for a sidecar that is no XMP, `tool` when ExifTool cannot run, `unreadable` when it cannot
 *   cope with this file
 */
export async function composeMetadata(
  order: MetadataOrder,
  reader: Reader,
  signal: AbortSignal,
): Promise<ComposedMetadata | null> {
  const hasSidecar = order.sidecar !== null && order.mode !== 'ignore'
  if (order.template === null && !hasSidecar && order.mode !== 'extract' && !order.readsAlways) return null
  const { file, mode, sidecar } = order
  const { rules } = order.context
  const isForTheRecord = order.template === null && !hasSidecar && mode !== 'extract'
  const read = await reader.read(file, signal).catch((error: unknown) => {
    // Nothing of what is sent depends on it, so the file goes on without it.
    if (isForTheRecord && error instanceof UploadError && error.kind !== 'missing') return unread(error)
    throw error
  })
  const made = await prepareSidecar({ file, mode, sidecar, metadata: read }, reader, signal)
  // What the archive will know: it does not look into the file as soon as there is a sidecar.
  const tags =
    made.bytes === null ? read.tags : withXmp(read.tags, (await reader.readXmp(made.bytes, signal)).tags)
  const existing = fieldsFromTags(tags)
  const rendered = order.template === null ? null : render(order, order.template, read.taken, tags, existing)
  return {
    sidecar: made.bytes,
    rendered,
    violations: rendered === null || order.isListed === null ? [] : await check(rendered, order),
    embedded: fieldRecord(fieldsFromTags(read.tags), rules),
    embeddedOtherDigest: otherDigest(read.tags, rules),
    sent: {
      template: order.template?.name ?? null,
      sidecar: made.way,
      instructions: rendered?.instructions ?? [],
      fields: fieldRecord(rendered?.fields ?? existing, rules),
      before: fieldRecord(written(rendered, existing), rules),
      templateDigest: order.templateDigest,
      otherDigest: otherDigest(tags, rules),
      missing: rendered?.missing ?? [],
      taken: read.taken,
      ...noted([
        ...(read.complaint === null ? [] : [say`ExifTool: ${read.complaint}`]),
        ...(made.way === 'none' ? read.notes : made.notes),
        ...(rendered?.notes ?? []).map((note) => phraseOf(note, rendered?.said)),
      ]),
    },
  }
}

function render(
  order: MetadataOrder,
  template: CompiledTemplate,
  taken: TemplateContext['taken'],
  tags: Tags,
  existing: TemplateContext['existing'],
): Rendered {
  return renderTemplate(template, {
    ...order.context,
    tags,
    taken,
    existing,
    existingElsewhere: embeddedElsewhere(tags),
  })
}

async function check(rendered: Rendered, { context, isListed }: MetadataOrder): Promise<FieldViolation[]> {
  const found = violations(rendered, context.rules)
  for (const { id, name, value } of taxonomyQuestions(rendered, context.rules)) {
    if (isListed === null || (await isListed(id, value))) continue
    found.push({
      id,
      name,
      value,
      ...told(say`${name} (${String(id)}) is «${value}», which is not in the archive's list for this field`),
    })
  }
  return found
}

function unread(error: UploadError): FileMetadata {
  return { tags: [], taken: null, complaint: whatOf(error.problem), packets: [], notes: [] }
}

/** What the fields that a template has written had before. */
function written(rendered: Rendered | null, existing: TemplateContext['existing']) {
  const ids = rendered?.instructions.map(({ id }) => id) ?? []
  return new Map(ids.map((id) => [id, existing.get(id) ?? []]))
}

function withXmp(tags: Tags, xmp: Tags): Tags {
  return [...tags.filter(({ family }) => family !== 'xmp'), ...xmp.filter(({ family }) => family === 'xmp')]
}

/** Of the fields that the archive has. */
function fieldRecord(
  fields: ReadonlyMap<number, readonly string[]>,
  rules: FieldRules,
): SentMetadata['fields'] {
  const kept = [...fields].filter(([id]) => rules.byId(id)?.isKept !== false)
  return Object.fromEntries(kept.map(([id, values]) => [String(id), [...values]]))
}

function otherDigest(tags: Tags, rules: FieldRules): string | null {
  const others = otherProperties(tags, rules)
  if (others.length === 0) return null
  return createHash('sha256').update(JSON.stringify(others)).digest('base64url').slice(0, 22)
}
