import { fotowareBenches } from './fotoware-bench.ts'
import { destinationSuite } from './suite.ts'

destinationSuite(fotowareBenches)
