import { picapportBenches } from './picapport-bench.ts'
import { destinationSuite } from './suite.ts'

destinationSuite(picapportBenches)
