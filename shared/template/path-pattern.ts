import { say } from '../phrase.ts'
import { type LevelPiece, matchLevel } from './level-pattern.ts'
import { MistakeError, mistakeOf, type TemplateMistake } from './mistake.ts'
import { TOKEN_NAMES } from './tokens.ts'

/** A path pattern that can be asked what its variables stand for. */
export interface PathPattern {
  source: string
  variables: readonly string[]
  /**
   * What the variables stand for in a path below the hot folder (`/` between levels, with the name of the file). Empty
   * when the path does not fit.
   */
  match(path: string): Record<string, string>
}

type Level = { kind: 'level'; pieces: readonly LevelPiece[] } | { kind: 'levels'; least: 0 | 1 }

const VARIABLE = /^[A-Za-z][A-Za-z0-9_]*$/

function variable(name: string, at: number, seen: Set<string>): LevelPiece {
  if (!VARIABLE.test(name)) {
    throw new MistakeError(
      say`has the variable {${name}}; names begin with a letter and have only letters, digits and "_" (A to Z without accents)`,
      at,
    )
  }
  if (TOKEN_NAMES.includes(name.toLowerCase())) {
    throw new MistakeError(
      say`has the variable {${name}}, which is the name of a token; choose another name`,
      at,
    )
  }
  if (seen.has(name)) throw new MistakeError(say`has the variable {${name}} twice`, at)
  seen.add(name)
  return { kind: 'variable', name }
}

function readPieces(text: string, start: number, seen: Set<string>): LevelPiece[] {
  const pieces: LevelPiece[] = []
  for (const found of text.matchAll(/\{\{|\}\}|\{([^{}]*)\}|\*+|[{}]|[^{}*]+/g)) {
    const [piece, name] = found
    const at = start + found.index
    const last = pieces.at(-1)
    if (name !== undefined || piece.startsWith('*')) {
      if (piece.startsWith('**'))
        throw new MistakeError(say`has "**" beside other text; it stands alone in its level`, at)
      if (last !== undefined && last.kind !== 'text') {
        throw new MistakeError(
          say`has nothing between two variables or stars, so nobody could tell where one ends`,
          at,
        )
      }
      pieces.push(name === undefined ? { kind: 'any' } : variable(name, at, seen))
    } else if (piece === '{' || piece === '}') {
      throw new MistakeError(say`has a "${piece}" without its counterpart`, at)
    } else {
      const plain = piece === '{{' || piece === '}}' ? piece.charAt(0) : piece
      if (last?.kind === 'text') last.text += plain
      else pieces.push({ kind: 'text', text: plain })
    }
  }
  return pieces
}

function readLevels(source: string, seen: Set<string>): Level[] {
  let start = 0
  const texts = source.split('/')
  return texts.map((text, index): Level => {
    const at = start
    start += text.length + 1
    if (text === '') {
      throw new MistakeError(
        say`has an empty level; it begins below the hot folder and ends with the file, "*" for any`,
        at,
      )
    }
    if (text === '**') return { kind: 'levels', least: 0 }
    if (text === '*' && index === texts.length - 1) return { kind: 'levels', least: 1 }
    return { kind: 'level', pieces: readPieces(text, at, seen) }
  })
}

/**
 * Which levels of the pattern fit the rest of the path, from its end to its beginning: `fits[place][level]`. A table, so
 * that several `**` cost levels times levels and no more.
 */
function fitting(levels: readonly Level[], names: readonly string[]): boolean[][] {
  const fits = levels.map(() => names.map(() => false))
  fits.push(names.map(() => false))
  for (const row of fits) row.push(false)
  const end = fits.at(-1)
  if (end !== undefined) end[names.length] = true
  const at = (place: number, level: number) => fits[place]?.[level] ?? false
  for (const [place, level] of [...levels.entries()].toReversed()) {
    for (let name = names.length; name >= 0; name--) {
      const row = fits[place]
      if (row !== undefined) row[name] = fitsAt(level, place, name, names, at)
    }
  }
  return fits
}

function fitsAt(
  level: Level,
  place: number,
  name: number,
  names: readonly string[],
  at: (place: number, name: number) => boolean,
): boolean {
  if (level.kind === 'levels') {
    const isEnough = level.least === 0 && at(place + 1, name)
    return isEnough || (name < names.length && (at(place + 1, name + 1) || at(place, name + 1)))
  }
  return (
    name < names.length && at(place + 1, name + 1) && matchLevel(level.pieces, names[name] ?? '') !== null
  )
}

function captured(levels: readonly Level[], path: string): Record<string, string> {
  const names = path.normalize('NFC').split('/')
  const fits = fitting(levels, names)
  if (fits[0]?.[0] !== true) return {}
  const variables = new Map<string, string>()
  let name = 0
  for (const [place, level] of levels.entries()) {
    if (level.kind === 'level') {
      for (const [key, value] of matchLevel(level.pieces, names[name] ?? '') ?? []) variables.set(key, value)
      name++
    } else {
      while (fits[place + 1]?.[name] !== true && name < names.length) name++
    }
  }
  return Object.fromEntries(variables)
}

function readPattern(source: string): PathPattern {
  const seen = new Set<string>()
  const levels = readLevels(source.normalize('NFC'), seen)
  return { source, variables: [...seen], match: (path) => captured(levels, path) }
}

/** Reads a path pattern such as `{agency}/{yyyy}-{mm}-{dd} {event}/*`; a mistake comes back as a value. */
export function parsePathPattern(source: string): { pattern: PathPattern } | { mistake: TemplateMistake } {
  return mistakeOf(() => ({ pattern: readPattern(source) }))
}
