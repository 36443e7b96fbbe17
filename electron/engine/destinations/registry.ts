import { type DestinationConfig, isAvailable } from '../../../shared/destination-config.ts'
import { ProblemError } from '../errors.ts'
import { createBioid } from './bioid/bioid.ts'
import type { Destination } from './destination.ts'
import { createBasip } from './basip/basip.ts'
import { createFotoware, type FotowarePorts } from './fotoware/fotoware.ts'
import { say } from '../../../shared/phrase.ts'

/**
 * From a configured destination to a working one; the only place that knows all kinds.
 * @throws ProblemError `kind-not-available`
 */
export function createDestination(config: DestinationConfig, ports: FotowarePorts): Destination {
  if (!isAvailable(config)) {
    throw new ProblemError({
      code: 'kind-not-available',
      what: say`Destination «${config.name}»: this version of Sluice cannot deliver to ${config.kind} yet.`,
      remedy: say`Remove the destination from the configuration, or use a later version.`,
      isRetried: false,
    })
  }
  switch (config.kind) {
    case 'fotoware':
      return createFotoware(config, ports)
    case 'bioid':
      return createBioid(config, ports)
    case 'basip':
      return createBasip(config, ports)
  }
}
