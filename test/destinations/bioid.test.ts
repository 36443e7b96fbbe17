import { describe } from 'vitest'
import { bioidBenches } from './bioid-bench.ts'
import { changeCases } from './suite/changes.ts'
import { checkCases } from './suite/check.ts'
import { contentCases } from './suite/content.ts'
import { interruptionCases } from './suite/interruptions.ts'
import { lostReplyCases } from './suite/lost-replies.ts'

// All of the suite but what has no meaning here: names never reach BioID, every person has a token of its own, and a server
// that is busy or silent is waited for while the token lives. Those rules have tests of their own in `bioid/`.
describe('BioID as a destination', () => {
  contentCases(bioidBenches)
  interruptionCases(bioidBenches)
  lostReplyCases(bioidBenches)
  changeCases(bioidBenches)
  checkCases(bioidBenches)
})
