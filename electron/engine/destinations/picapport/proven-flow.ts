import type { Source } from '../destination.ts'
import type { Flow } from '../http-body.ts'
import { sourceFlow } from '../source-flow.ts'
import { changedMeanwhile } from './problems.ts'

export interface ProvenFlow extends Flow {
  /** What ended the reading; null while nothing has. */
  failure(): unknown
}

/**
 * A file as part of a request that is complete only with its last piece, and that piece is let go only when all before it
 * was the expected content and the file is still the queued one: the photoID says which content it is.
 *
 * @param onHanded bytes that were handed over
 */
export function provenFlow(source: Source, sha256: string, onHanded: (bytes: number) => void): ProvenFlow {
  const inner = sourceFlow(source)
  let failure: unknown = null
  return {
    sizeBytes: inner.sizeBytes,
    failure: () => failure,
    async *open() {
      failure = null
      let held: Uint8Array | null = null
      let handed = 0
      try {
        for await (const piece of inner.open()) {
          if (held !== null) {
            handed += held.byteLength
            yield held
            onHanded(handed)
          }
          held = piece
        }
        if (inner.sha256() !== sha256) throw changedMeanwhile(source.name)
        await source.check()
      } catch (error) {
        failure = error
        throw error
      }
      if (held !== null) yield held
    },
  }
}
