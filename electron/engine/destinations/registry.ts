import type { DestinationConfig } from '../../../shared/destination-config.ts'
import { createBasip } from './basip/basip.ts'
import { createBioid } from './bioid/bioid.ts'
import type { Destination } from './destination.ts'
import { createFotoware, type FotowarePorts } from './fotoware/fotoware.ts'
import { createPicapport } from './picapport/picapport.ts'

/** From a configured destination to a working one; the only place that knows all kinds. */
export function createDestination(config: DestinationConfig, ports: FotowarePorts): Destination {
  switch (config.kind) {
    case 'fotoware':
      return createFotoware(config, ports)
    case 'picapport':
      return createPicapport(config, ports)
    case 'bioid':
      return createBioid(config, ports)
    case 'basip':
      return createBasip(config, ports)
  }
}
