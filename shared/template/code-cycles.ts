import { type CodeTable, codePieces, findCode } from './code-tables.ts'
import { type Phrase, say, told } from '../phrase.ts'

/** Codes that stand for one another. */
export interface CodeCycle {
  /** The codes in order; the last one leads back to the first. */
  chain: readonly string[]
  /** In words, beginning with the first code. */
  words: string
  said?: Phrase[]
}

type Visit = { code: string; nested: readonly string[]; next: number }

function nestedCodes(tables: readonly CodeTable[], delimiter: string, written: string): string[] {
  const replacement = findCode(tables, written)?.replacement ?? ''
  return codePieces(replacement, delimiter, (code) => findCode(tables, code) !== null).flatMap((piece) =>
    piece.kind === 'code' ? [piece.code] : [],
  )
}

/** The first ring of codes whose replacements hold one another, or null. The tables in the order of the template. */
export function findCycle(tables: readonly CodeTable[], delimiter: string): CodeCycle | null {
  const finished = new Set<string>()
  const enter = (code: string): Visit => ({ code, nested: nestedCodes(tables, delimiter, code), next: 0 })
  for (const start of allCodes(tables)) {
    if (finished.has(start)) continue
    // A stack of its own: a chain of a hundred thousand codes would overflow the call stack.
    const way: Visit[] = [enter(start)]
    const onWay = new Map([[start, 0]])
    for (let visit = way.at(-1); visit !== undefined; visit = way.at(-1)) {
      const code = visit.nested[visit.next++]
      if (code === undefined) {
        finished.add(visit.code)
        onWay.delete(visit.code)
        way.pop()
      } else if (onWay.has(code)) {
        return cycleOf(way.slice(onWay.get(code)).map((step) => step.code))
      } else if (!finished.has(code)) {
        onWay.set(code, way.length)
        way.push(enter(code))
      }
    }
  }
  return null
}

function allCodes(tables: readonly CodeTable[]): string[] {
  return tables.flatMap(({ entries }) =>
    [...entries].flatMap(([code, replacements]) =>
      replacements.map((_, index) => (index === 0 ? code : `${code}#${index + 1}`)),
    ),
  )
}

const SHOWN_CODES = 10

function cycleOf(chain: readonly string[]): CodeCycle {
  const first = chain[0] ?? ''
  const shown = chain.length > SHOWN_CODES ? [...chain.slice(0, SHOWN_CODES), '…'] : chain
  return {
    chain,
    ...told(say`"${first}" leads back to itself: ${[...shown, first].join(' → ')}`),
  }
}
