import { describe } from 'vitest'
import { basipBenches } from './basip-bench.ts'
import { checkCases } from './suite/check.ts'

// The rest of the suite sends random bytes, which no panel takes for a face: its cases are in `basip/`, with pictures.
describe('BAS-IP as a destination', () => {
  checkCases(basipBenches)
})
