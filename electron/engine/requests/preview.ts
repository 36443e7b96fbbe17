import { lstat, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { FolderConfig } from '../../../shared/config.ts'
import type { FieldPreview, Input, TemplatePreview } from '../../../shared/contract.ts'
import type { FieldViolation, Rendered } from '../../../shared/template.ts'
import { isSameOrInside } from '../config/config-paths.ts'
import type { Destination } from '../destinations/destination.ts'
import { digestOf } from '../destinations/digest.ts'
import type { PreparationOrder } from '../dispatch/preparing.ts'
import type { KnownFields } from '../dispatch/templates.ts'
import { ProblemError } from '../errors.ts'
import { refuseLargeSidecar } from '../metadata/sidecar-limit.ts'
import { pair } from '../pair/pairing.ts'
import { openSource, sourceError } from '../upload/source-file.ts'
import type { SightedFile } from '../watch/scan.ts'
import type { HandlerWorld } from './handler-world.ts'
import { sightWithSidecars } from './sight-with-sidecars.ts'
import { unknownName } from './unknown-name.ts'
import { say } from '../../../shared/phrase.ts'

/** A person waits for it. */
const PREVIEW_WITHIN_MS = 120_000

/**
 * What a template would do to a file: per field what is there, what is done, and what would be there. Computed by the
 * same code that prepares uploads; nothing is sent, written or counted.
 *
 * @throws ProblemError for an unknown template, destination or folder, and for what would stop an upload too
 */
export async function previewTemplate(
  world: HandlerWorld,
  input: Input<'templates.preview'>,
): Promise<TemplatePreview> {
  const file = path.resolve(input.path)
  const folder = folderOf(world.config.folders, file, input.folder)
  const destination = destinationOf(world, folder, input.destination)
  const signal = AbortSignal.timeout(PREVIEW_WITHIN_MS)
  const { order, sidecarName } = await orderFor(world, file, folder, input.template, destination, signal)
  const { composed, fields } = await world.preparing.preview(order, signal)
  if (composed?.rendered == null) throw new Error('A preview came without its template')
  const { rendered, sent, violations } = composed
  return {
    template: input.template,
    path: file,
    destination: destination?.name ?? null,
    fieldsFrom: fields.rules.source,
    sidecar: { name: sidecarName, way: sent.sidecar },
    taken: sent.taken,
    modifiedMs: order.modifiedMs,
    fields: fieldPreviews(rendered, violations, fields),
    missing: sent.missing,
    notes: sent.notes,
    said: sent.said,
  }
}

function folderOf(
  folders: readonly FolderConfig[],
  file: string,
  name: string | undefined,
): FolderConfig | null {
  if (name === undefined) return folders.find((folder) => isSameOrInside(file, folder.path)) ?? null
  const named = folders.find((folder) => folder.name === name)
  if (named !== undefined) return named
  throw unknownName('folder', name, folders)
}

function destinationOf(
  { config, delivering }: HandlerWorld,
  folder: FolderConfig | null,
  name: string | undefined,
): Destination | null {
  const only = config.destinations.length === 1 ? config.destinations[0]?.name : undefined
  const chosen = name ?? folder?.to[0] ?? only
  return chosen === undefined ? null : delivering.lane(chosen).destination
}

async function orderFor(
  { config, store }: HandlerWorld,
  file: string,
  folder: FolderConfig | null,
  template: string,
  destination: Destination | null,
  signal: AbortSignal,
): Promise<{ order: PreparationOrder; sidecarName: string | null }> {
  if (!config.templates.some(({ name }) => name === template))
    throw unknownName('template', template, config.templates)
  const stats = await lstat(file, { bigint: true }).catch((error: unknown) => {
    throw sourceError(file, error)
  })
  const [own, ...beside] = (await sightWithSidecars(file, stats.dev)) ?? []
  if (own === undefined) throw notAFile(file)
  const sidecarName = sidecarOf(own, beside)
  const isInFolder = folder !== null && isSameOrInside(file, folder.path)
  const root = isInFolder ? folder.path : path.dirname(file)
  const order: PreparationOrder = {
    root,
    path: path.relative(root, file).split(path.sep).join('/'),
    modifiedMs: Number(stats.mtimeNs / 1_000_000n),
    sidecar:
      sidecarName === null
        ? null
        : { name: sidecarName, bytes: await sidecarBytes(path.join(path.dirname(file), sidecarName)) },
    rules: folder,
    template,
    destination,
    sha256: async () => {
      const source = await openSource(file, own.identity, own.sizeBytes)
      try {
        return await digestOf(source, signal)
      } finally {
        await source.close()
      }
    },
    counter: () => Promise.resolve(store.places.nextNumber(folder?.name ?? '')),
  }
  return { order, sidecarName }
}

/** @throws UploadError `sidecar-too-large`, and what kept it from being read */
async function sidecarBytes(file: string): Promise<Buffer> {
  try {
    refuseLargeSidecar(path.basename(file), (await stat(file)).size)
    return await readFile(file)
  } catch (error) {
    throw sourceError(file, error)
  }
}

function sidecarOf(own: SightedFile, beside: readonly SightedFile[]): string | null {
  const files = [own, ...beside].map(({ name }, id) => ({
    id,
    name,
    isStable: true,
    quietSinceMs: 0,
    isTaken: false,
  }))
  const { verdicts } = pair(files, 0, { graceMs: 0, sidecars: 'merge' })
  const verdict = verdicts.find(({ file }) => file === 0)
  if (verdict?.kind !== 'parcel' || verdict.sidecar === null) return null
  return files[verdict.sidecar]?.name ?? null
}

function fieldPreviews(
  rendered: Rendered,
  found: readonly FieldViolation[],
  { rules }: KnownFields,
): FieldPreview[] {
  const ids = new Set([...rendered.steps.map(({ id }) => id), ...found.map(({ id }) => id)])
  for (const id of rendered.fields.keys()) if (rules.byId(id)?.isKept !== false) ids.add(id)
  return [...ids].map((id) => {
    const steps = rendered.steps.filter((step) => step.id === id)
    const problems = found.filter((violation) => violation.id === id)
    const final = [...(rendered.fields.get(id) ?? [])]
    return {
      id,
      name: rules.byId(id)?.name ?? `Field ${String(id)}`,
      isBag: rules.byId(id)?.isBag ?? final.length > 1,
      existing: steps[0]?.before ?? final,
      steps: steps.map(({ action, value, leftOut, said }) => ({
        action,
        value: value === undefined ? [] : [value].flat(),
        leftOut,
        ...(said === undefined ? {} : { said }),
      })),
      final,
      problems: problems.map(({ words }) => words),
      said: problems.flatMap(({ said = [] }) => said),
    }
  })
}

function notAFile(file: string): ProblemError {
  return new ProblemError({
    code: 'not-a-file',
    what: say`${file} is not an ordinary file.`,
    remedy: say`Choose a file. Symbolic links are not followed.`,
    isRetried: false,
  })
}
