import { createHash } from 'node:crypto'
import type { DeliveryRow } from '../../shared/contract.ts'
import { portrait } from '../servers/bioid/portraits.ts'
import type { BioidServer } from '../servers/bioid/server.ts'
import type { Settings } from '../servers/bioid/settings.ts'
import { EnginePlace } from '../support/engine-place.ts'
import { faceService } from './face-service.ts'

/** A group goes because it is complete, and for no other reason. */
const NEVER_QUIET_MS = 3_600_000

export interface Faces {
  place: EnginePlace
  server: BioidServer
}

export async function startFaces(
  destination: Record<string, unknown> = {},
  settings: Partial<Settings> = {},
  folder: Record<string, unknown> = {},
): Promise<Faces> {
  const { server, secrets, faces } = await faceService(settings)
  const place = await EnginePlace.start({
    folder: { to: ['faces'], ...folder },
    config: () => ({ destinations: [{ ...faces, quietMs: NEVER_QUIET_MS, ...destination }] }),
    ports: { secrets },
  })
  return { place, server }
}

export const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')

/** Drops so many samples of a person, one after the other. @returns their SHA-256, in order */
export async function drop(
  { place }: Faces,
  person: string,
  count: number,
  {
    first = 1,
    each = () => Promise.resolve(),
  }: { first?: number; each?: (name: string) => Promise<void> } = {},
): Promise<string[]> {
  const hashes: string[] = []
  for (let number = first; number < first + count; number++) {
    const content = await portrait()
    const name = `${person}/${String(number)}.jpg`
    await place.drop(name, content)
    await each(name)
    hashes.push(sha256(content))
  }
  return hashes
}

/** What every task was given, by person: one list for each task. */
export function taken({ server }: Faces): Record<string, string[][]> {
  const tasks: Record<string, string[][]> = {}
  for (const { bcid, samples } of server.people.tasks)
    (tasks[bcid] ??= []).push(samples.map((sample) => sample.sha256))
  return tasks
}

export const asked = ({ server }: Faces, operation: string): number =>
  server.requests.filter((request) => request.operation === operation).length

export async function history({ place }: Faces, person: string): Promise<DeliveryRow[]> {
  const { deliveries } = await place.engine.call('history.search', { find: `${person}/`, limit: 100 })
  return deliveries.toSorted((one, other) => one.path.localeCompare(other.path))
}

export async function states({ place }: Faces): Promise<Record<string, string>> {
  return Object.fromEntries((await place.jobs()).map(({ path, state }) => [path, state]))
}
