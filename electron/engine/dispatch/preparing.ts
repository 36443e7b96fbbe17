import { createHash } from 'node:crypto'
import path from 'node:path'
import type { Config, FolderConfig } from '../../../shared/config.ts'
import { z } from 'zod'
import { Instruction, SentMetadata } from '../../../shared/metadata.ts'
import type { CompiledTemplate } from '../../../shared/template.ts'
import { digestOf } from '../destinations/digest.ts'
import type { Destination } from '../destinations/destination.ts'
import { CodeTableFiles, type LoadedTables } from '../config/code-table-files.ts'
import { composeMetadata, type ComposedMetadata, type MetadataOrder } from '../metadata/compose-metadata.ts'
import type { MetadataReader } from '../metadata/exiftool.ts'
import { refuseLargeSidecar } from '../metadata/sidecar-limit.ts'
import type { Ports } from '../ports.ts'
import type { JobRecord } from '../store/jobs.ts'
import type { ParcelRow } from '../store/parcels.ts'
import type { Store } from '../store/store.ts'
import { contentIdentity, type OpenSource, readSidecar } from '../upload/source-file.ts'
import { NOTHING_PREPARED, type PreparedMetadata } from '../upload/upload-job.ts'
import { violationError } from './field-problems.ts'
import { originOf } from './origin.ts'
import { type KnownFields, Templates } from './templates.ts'

/** What a folder asks of metadata. Hand-picked files have no folder and get what folders get by default. */
export type MetadataRules = Pick<FolderConfig, 'sidecars' | 'pathPattern' | 'readMetadata' | 'timeZone'>
const HAND_PICKED: MetadataRules = { sidecars: 'merge', readMetadata: 'when-needed' }

/** One file with all that has to be known to make its metadata ready. */
export interface PreparationOrder {
  root: string
  /** Below the root, with forward slashes. */
  path: string
  modifiedMs: number
  sidecar: { bytes: Buffer; name: string } | null
  rules: MetadataRules | null
  template: string | null
  /** Null: no archive is asked, the catalogue counts. */
  destination: Destination | null
  sha256: () => Promise<string>
  counter: () => Promise<number>
}

export interface PreparingOptions {
  config: Config
  store: Store
  ports: Ports
  reader: MetadataReader
}

/** Kept in SQLite until the job is through. */
const Kept = z.object({
  instructions: z.array(Instruction),
  metadata: SentMetadata,
  embedded: SentMetadata.shape.fields,
  embeddedOtherDigest: z.string().nullable(),
  sidecarSha256: z.string().nullable(),
})

/** Makes metadata ready for jobs, and remembers it until they are through. */
export class Preparing {
  readonly #options: PreparingOptions
  readonly #templates: Templates
  readonly #tables: CodeTableFiles

  constructor(options: PreparingOptions) {
    this.#options = options
    this.#templates = new Templates(options.config)
    this.#tables = new CodeTableFiles(options.config.codeTables)
  }

  /**
   * What goes along with a job's file. The same until the job is through, even over a restart, as long as file, sidecar,
   * template and the archive's fields are the same.
   *
   * @throws UploadError
   */
  async prepare(
    job: JobRecord,
    parcel: ParcelRow,
    rules: MetadataRules | null,
    destination: Destination,
    source: OpenSource,
    signal: AbortSignal,
  ): Promise<PreparedMetadata> {
    // Nothing but the file goes there: what it says of itself is nobody's business.
    if (destination.abilities.metadata === 'none') return NOTHING_PREPARED
    const { store } = this.#options
    const { sidecars, readMetadata } = rules ?? HAND_PICKED
    const hasSidecar = parcel.sidecar_path !== null && sidecars !== 'ignore'
    if (job.template === null && !hasSidecar && sidecars !== 'extract' && readMetadata !== 'always')
      return NOTHING_PREPARED
    const sidecar = hasSidecar ? await sidecarOf(parcel) : null
    const order: PreparationOrder = {
      root: parcel.root,
      path: parcel.path,
      modifiedMs: source.modifiedMs,
      sidecar,
      rules,
      template: job.template,
      destination,
      sha256: () => digestOf(source, signal),
      // An update must not change what the sidecar did not: the picture keeps its number.
      counter: () => store.write(() => store.parcels.number(parcel.update_of ?? parcel.id)),
    }
    const world = await this.#worldOf(order, signal)
    const inputs = inputsDigest(order, source.identity, world)
    const kept = this.#kept(job.id, inputs)
    if (kept !== null) return kept
    const composed = await composeMetadata(
      await this.#metadataOrder(order, world),
      this.#options.reader,
      signal,
    )
    // What ExifTool has read must be what is sent.
    await source.check()
    if (composed === null) return NOTHING_PREPARED
    if (composed.violations.length > 0)
      throw violationError(path.basename(order.path), composed, order.template, world.fields.rules.source)
    return await this.#keep(job.id, inputs, composed, sidecar?.bytes ?? null)
  }

  /** The same for the eye only: nothing is kept, refused or counted. @throws UploadError */
  async preview(
    order: PreparationOrder,
    signal: AbortSignal,
  ): Promise<{ composed: ComposedMetadata | null; fields: KnownFields }> {
    const world = await this.#worldOf(order, signal)
    const composed = await composeMetadata(
      await this.#metadataOrder(order, world),
      this.#options.reader,
      signal,
    )
    return { composed, fields: world.fields }
  }

  async #worldOf(order: PreparationOrder, signal: AbortSignal): Promise<PreparationWorld> {
    const service = order.destination?.fields ?? null
    const fields = this.#templates.fields(
      order.template === null || service === null ? null : await service.describe(signal),
      order.destination?.abilities.fieldIds ?? null,
    )
    const template =
      order.template === null
        ? null
        : this.#templates.get(order.template, order.destination?.name ?? '', fields)
    const tables = template === null ? NO_TABLES : await this.#tables.load(template.needs.tables, template)
    return {
      fields,
      template,
      templateDigest: template === null ? null : this.#templateDigest(template.name, tables),
      tables,
      isListed:
        service?.isChecked === false
          ? null
          : async (id, value) => (await service?.isListed(id, value, signal)) ?? true,
    }
  }

  async #metadataOrder(order: PreparationOrder, world: PreparationWorld): Promise<MetadataOrder> {
    const { machine, clock } = this.#options.ports
    const rules = order.rules ?? HAND_PICKED
    const { template } = world
    const context: MetadataOrder['context'] = {
      path: order.path,
      folderName: path.basename(order.root),
      modifiedMs: order.modifiedMs,
      nowMs: clock.now(),
      timeZone: rules.timeZone ?? machine.timeZone,
      variables: originOf(order.path, rules.pathPattern).variables,
      sha256: template?.needs.sha256 === true ? await order.sha256() : null,
      counter: template?.needs.counter === true ? await order.counter() : null,
      user: machine.user,
      host: machine.host,
      tables: world.tables.tables,
      rules: world.fields.rules,
    }
    return {
      file: path.join(order.root, order.path),
      mode: rules.sidecars,
      sidecar: order.sidecar,
      template,
      templateDigest: world.templateDigest,
      readsAlways: rules.readMetadata === 'always',
      context,
      isListed: world.isListed,
    }
  }

  #templateDigest(name: string, tables: LoadedTables): string {
    const config = this.#options.config.templates.find((template) => template.name === name)
    return sha256(JSON.stringify([config, tables.stamp]))
  }

  #kept(jobId: number, inputs: string): PreparedMetadata | null {
    const row = this.#options.store.preparations.read(jobId)
    if (row?.inputs !== inputs) return null
    const kept = Kept.safeParse(JSON.parse(row.result))
    return kept.success ? prepared(kept.data, row.sidecar) : null
  }

  async #keep(
    jobId: number,
    inputs: string,
    composed: ComposedMetadata,
    sidecarOnDisk: Buffer | null,
  ): Promise<PreparedMetadata> {
    const { store } = this.#options
    const kept: z.output<typeof Kept> = {
      instructions: composed.sent.instructions,
      metadata: composed.sent,
      embedded: composed.embedded,
      embeddedOtherDigest: composed.embeddedOtherDigest,
      sidecarSha256: sidecarOnDisk === null ? null : sha256(sidecarOnDisk),
    }
    const { sidecar } = composed
    await store.write(() =>
      store.preparations.write(jobId, { inputs, result: JSON.stringify(kept), sidecar }),
    )
    return prepared(kept, sidecar)
  }
}

interface PreparationWorld {
  fields: KnownFields
  template: CompiledTemplate | null
  /** Of its wording and its code tables. */
  templateDigest: string | null
  tables: LoadedTables
  isListed: MetadataOrder['isListed']
}

const NO_TABLES: LoadedTables = { tables: new Map(), stamp: '' }

function prepared(kept: z.output<typeof Kept>, sidecar: Buffer | null): PreparedMetadata {
  const sent = sidecar === null ? null : sha256(sidecar)
  return { ...kept, sidecar, sidecarIdentity: sent, sentSidecarSha256: sent }
}

async function sidecarOf(parcel: ParcelRow): Promise<PreparationOrder['sidecar']> {
  if (parcel.sidecar_path === null || parcel.sidecar_identity === null) return null
  const name = path.posix.basename(parcel.sidecar_path)
  refuseLargeSidecar(name, Number(contentIdentity(parcel.sidecar_identity).split(':')[1]))
  return {
    name,
    bytes: await readSidecar(path.join(parcel.root, parcel.sidecar_path), parcel.sidecar_identity),
  }
}

/** With another of these the metadata is made anew, and an upload under way begins anew. */
function inputsDigest(order: PreparationOrder, identity: string, world: PreparationWorld): string {
  const sidecar = order.sidecar === null ? null : [order.sidecar.name, sha256(order.sidecar.bytes)]
  const parts = [identity, order.path, sidecar, order.rules, world.templateDigest, world.fields.stamp]
  return sha256(JSON.stringify(parts))
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
