import type { FieldDescription, FieldRules } from '../../../../shared/template/field-description.ts'
import type { AssetUpdate, Confirmation, FieldService, Journal, SendContext } from '../destination.ts'
import { confirmUpdate, updateAsset } from './asset-update.ts'
import type { FotowareClient } from './client.ts'
import type { KnownFields } from './metadata-view.ts'
import { Remembered } from '../remembered.ts'
import type { Target } from './task.ts'
import { isInTaxonomy } from './taxonomy.ts'
import { readView } from './view-reader.ts'
import type { UpdateMemo } from './wire.ts'

/** Administrators change views now and then, and nobody wants to restart Sluice for it. */
const REMEMBERED_MS = 15 * 60_000
/** Values of which it is remembered whether an archive lists them. */
const VALUES_MAX = 5_000

/** A metadata view as it is asked about, for every file that is sent. */
interface View {
  descriptions: readonly FieldDescription[]
  /** Field id → where its list of values is. */
  taxonomies: ReadonlyMap<number, string>
}

export interface FotowareFieldsOptions {
  client: FotowareClient
  target: Target
  isChecked: boolean
  /** What is commonly so, for fields that the archive does not describe. */
  catalogue: Pick<FieldRules, 'byId'>
}

/** The metadata fields of one FotoWare destination. */
export class FotowareFields implements FieldService {
  readonly isChecked: boolean
  readonly #client: FotowareClient
  readonly #catalogue: Pick<FieldRules, 'byId'>
  readonly #view: Remembered<View | null>
  readonly #listed = new Map<string, Remembered<boolean>>()

  constructor({ client, target, isChecked, catalogue }: FotowareFieldsOptions) {
    this.isChecked = isChecked
    this.#client = client
    this.#catalogue = catalogue
    this.#view = new Remembered(client.clock, REMEMBERED_MS, (signal) => viewOf(client, target, signal))
  }

  async describe(signal: AbortSignal): Promise<readonly FieldDescription[] | null> {
    return (await this.#view.get(signal))?.descriptions ?? null
  }

  /** As `describe`, but asked for now. */
  async describeNow(signal: AbortSignal): Promise<readonly FieldDescription[] | null> {
    return (await this.#view.renew(signal))?.descriptions ?? null
  }

  async isListed(fieldId: number, value: string, signal: AbortSignal): Promise<boolean> {
    const view = await this.#view.get(signal)
    const href = view?.taxonomies.get(fieldId)
    if (href === undefined) return true
    const key = `${href}\n${value.normalize('NFC')}`
    const known =
      this.#listed.get(key) ??
      new Remembered(this.#client.clock, REMEMBERED_MS, (own) =>
        isInTaxonomy(this.#client, href, value.normalize('NFC'), own),
      )
    // Put at the end of the map anew, so that the one at its beginning was not asked for the longest.
    this.#listed.delete(key)
    this.#listed.set(key, known)
    const [oldest] = this.#listed.keys()
    if (this.#listed.size > VALUES_MAX && oldest !== undefined) this.#listed.delete(oldest)
    return await known.get(signal)
  }

  async update(update: AssetUpdate, context: SendContext): Promise<void> {
    const view = await this.describe(context.signal)
    await updateAsset(this.#client, update, this.#known(view), context)
  }

  /** Asks once whether the values of an update can be seen in the asset. */
  async confirm(memo: UpdateMemo, journal: Journal, signal: AbortSignal): Promise<Confirmation> {
    return await confirmUpdate(this.#client, memo, await this.knownNow(signal), journal, signal)
  }

  /**
   * What is known at this moment, whether the archive can be asked for its view or not; if not, every field counts as part
   * of it. Rejects only when the signal is aborted.
   */
  async knownNow(signal: AbortSignal): Promise<KnownFields> {
    try {
      return this.#known(await this.describe(signal))
    } catch (error) {
      if (signal.aborted) throw error
      return { ...this.#known(null), isInView: () => true }
    }
  }

  #known(view: readonly FieldDescription[] | null): KnownFields {
    const described = new Map(view?.map((field) => [field.id, field]))
    return {
      isInView: (id) => described.has(id),
      byId: (id) => described.get(id) ?? this.#catalogue.byId(id),
    }
  }
}

async function viewOf(client: FotowareClient, target: Target, signal: AbortSignal): Promise<View | null> {
  const fields = await readView(client, target, signal)
  if (fields === null) return null
  const lists = fields.flatMap(({ description, taxonomyHref }) =>
    taxonomyHref === null ? [] : [[description.id, taxonomyHref] as const],
  )
  return { descriptions: fields.map(({ description }) => description), taxonomies: new Map(lists) }
}
