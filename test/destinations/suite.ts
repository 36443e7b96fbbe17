import { describe } from 'vitest'
import type { BenchMaker } from './bench.ts'
import { answerCases } from './suite/answers.ts'
import { batchCases } from './suite/batches.ts'
import { checkCases } from './suite/check.ts'
import { changeCases } from './suite/changes.ts'
import { contentCases } from './suite/content.ts'
import { interruptionCases } from './suite/interruptions.ts'
import { lostReplyCases } from './suite/lost-replies.ts'
import { nameCases } from './suite/names.ts'
import { quietCases } from './suite/quiet.ts'
import { signInCases } from './suite/sign-in.ts'
import { strainCases } from './suite/strain.ts'

/** What every destination must do, whatever it speaks. Driven through `Destination` and a bench, and by nothing else. */
export function destinationSuite(maker: BenchMaker): void {
  describe(`${maker.name} as a destination`, () => {
    contentCases(maker)
    nameCases(maker)
    interruptionCases(maker)
    lostReplyCases(maker)
    strainCases(maker)
    signInCases(maker)
    changeCases(maker)
    answerCases(maker)
    quietCases(maker)
    checkCases(maker)
    batchCases(maker)
  })
}
