import type { Shipment, Source } from '../../electron/engine/destinations/destination.ts'

/** A parcel of one file, with nothing that goes along. */
export function plainShipment(source: Source, changes: Partial<Omit<Shipment, 'source'>> = {}): Shipment {
  return {
    source,
    origin: { path: source.name, variables: {} },
    sidecar: null,
    sidecarIdentity: null,
    folder: null,
    modifiedAt: null,
    comment: null,
    instructions: [],
    metadata: null,
    revisionOf: null,
    ...changes,
  }
}
