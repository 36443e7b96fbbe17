import { type DestinationConfig, isAvailable } from '../../../shared/destination-config.ts'
import { ProblemError } from '../errors.ts'
import type { Destination } from './destination.ts'
import { createFotoware, type FotowarePorts } from './fotoware/fotoware.ts'
import { createPicapport } from './picapport/picapport.ts'

/**
 * From a configured destination to a working one; the only place that knows all kinds.
 * @throws ProblemError `kind-not-available`
 */
export function createDestination(config: DestinationConfig, ports: FotowarePorts): Destination {
  if (!isAvailable(config)) {
    throw new ProblemError({
      code: 'kind-not-available',
      what: `Destination «${config.name}»: this version of Sluice cannot deliver to ${config.kind} yet.`,
      remedy: 'Remove the destination from the configuration, or use a later version.',
      isRetried: false,
    })
  }
  switch (config.kind) {
    case 'fotoware':
      return createFotoware(config, ports)
    case 'picapport':
      return createPicapport(config, ports)
  }
}
