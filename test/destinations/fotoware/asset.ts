import type { AssetUpdate, FieldService } from '../../../electron/engine/destinations/destination.ts'
import type { Instruction } from '../../../shared/metadata.ts'
import type { ScriptedReply } from '../../support/tap-server.ts'
import { deliver } from '../attempt.ts'
import { type FotowareBench, PHOTOS } from '../fotoware-bench.ts'
import type { MemoryJournal } from '../memory-journal.ts'
import { makeFile, shipmentOf } from '../test-file.ts'

export const NEVER = new AbortController().signal

export function json(value: unknown, status = 200): ScriptedReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}

export function fieldsOf(bench: Pick<FotowareBench, 'destination'>): FieldService {
  const { fields } = bench.destination
  if (fields === null) throw new Error('no fields')
  return fields
}

/** An asset that Sluice has delivered. @returns its address */
export async function deliveredAsset(
  bench: FotowareBench,
  name = 'a.jpg',
  instructions: readonly Instruction[] = [],
): Promise<string> {
  const { proof } = await deliver(bench, await shipmentOf(await makeFile(name, 100), { instructions }))
  if (proof.assetUrl === null) throw new Error('no address')
  return proof.assetUrl
}

export function add(id: number, value: string | string[]): Instruction {
  return { id, action: 'add', value }
}

/** One attempt at new values, as a lane makes it. */
export async function update(
  bench: Pick<FotowareBench, 'destination'>,
  assetUrl: string,
  values: Record<number, string[]>,
  journal: MemoryJournal,
  changes: Partial<Parameters<FieldService['update']>[1]> = {},
): Promise<void> {
  const wanted: AssetUpdate['values'] = new Map(
    Object.entries(values).map(([id, list]) => [Number(id), list]),
  )
  await fieldsOf(bench).update(
    { assetUrl, values: wanted },
    { journal, signal: NEVER, drain: NEVER, onProgress: () => undefined, throttle: undefined, ...changes },
  )
}

/** The current metadata of the only asset. */
export function metadataOf(bench: FotowareBench): Record<string, unknown> {
  const current = bench.server.assets().find(({ isCurrent }) => isCurrent)
  return Object.fromEntries(Object.entries(current?.metadata ?? {}).map(([id, { value }]) => [id, value]))
}

/** Bodies of the changes that were asked for. */
export function patches(bench: FotowareBench): unknown[] {
  return bench.tap.requests
    .filter(({ method }) => method === 'PATCH')
    .map(({ body }) => JSON.parse(body.toString()) as unknown)
}

/** What «create» was asked for. */
export function createBody(bench: FotowareBench): Record<string, unknown> {
  const request = bench.tap.requests.find(({ path }) => path.endsWith('/uploads'))
  return JSON.parse(request?.body.toString() ?? '{}') as Record<string, unknown>
}

/** An asset that is there before the destination under test comes. */
export async function preset(bench: FotowareBench, name: string): Promise<void> {
  const created = await fetch(`${bench.server.url}/fotoweb/api/uploads`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ destination: PHOTOS, filename: name, fileSize: 0 }),
  })
  await fetch(
    `${bench.server.url}/fotoweb/api/uploads/${((await created.json()) as { id: string }).id}/status`,
  )
}

/** Answers by hand what is asked of assets with this method. */
export function answeringAssets(bench: FotowareBench, method: string, reply: ScriptedReply): void {
  bench.tap.script = (request) => (request.method === method && request.path.endsWith('.info') ? reply : null)
}
