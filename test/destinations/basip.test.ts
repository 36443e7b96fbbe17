import { describe } from 'vitest'
import { basipBenches } from './basip-bench.ts'
import { answerCases } from './suite/answers.ts'
import { changeCases } from './suite/changes.ts'
import { checkCases } from './suite/check.ts'
import { contentCases } from './suite/content.ts'
import { interruptionCases } from './suite/interruptions.ts'
import { lostReplyCases } from './suite/lost-replies.ts'
import { quietCases } from './suite/quiet.ts'
import { signInCases } from './suite/sign-in.ts'
import { strainCases } from './suite/strain.ts'

// All of the suite but the names of files: they are those of people here, and not every name is one
// (`test/unit/destinations/basip/people.test.ts`).
describe('BAS-IP as a destination', () => {
  contentCases(basipBenches)
  interruptionCases(basipBenches)
  lostReplyCases(basipBenches)
  strainCases(basipBenches)
  signInCases(basipBenches)
  changeCases(basipBenches)
  answerCases(basipBenches)
  quietCases(basipBenches)
  checkCases(basipBenches)
})
