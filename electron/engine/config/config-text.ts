import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser'
import { type Phrase, say, told } from '../../../shared/phrase.ts'
import { pathText, type ConfigPath, type ConfigProblem, type Mistake } from './config-error.ts'

/** The file's words and where each of them stands. */
export interface ConfigText {
  /** What the text says, as plain JSON. */
  root: unknown
  /** Adds line and column to mistakes; in the order of the text. */
  place(mistakes: readonly Mistake[]): ConfigProblem[]
}

const SYNTAX: Readonly<Record<string, Phrase>> = {
  CommaExpected: say`needs a comma before this`,
  ColonExpected: say`needs a colon after the name`,
  PropertyNameExpected: say`needs a name in double quotes here`,
  ValueExpected: say`needs a value here`,
  CloseBraceExpected: say`needs a closing } here`,
  CloseBracketExpected: say`needs a closing ] here`,
  EndOfFileExpected: say`goes on after its end`,
  UnexpectedEndOfString: say`has a text without its closing quote`,
  UnexpectedEndOfComment: say`has a comment without its end`,
  InvalidEscapeCharacter: say`has a single backslash; write it twice ("C:\\\\Photos")`,
  InvalidUnicode: say`has a single backslash; write it twice ("C:\\\\Photos")`,
  InvalidCharacter: say`has a tab or control character inside a text`,
}

function pointAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: offset - lineStart + 1 }
}

/** Plain values without jsonc-parser's `any`; the last of two equal keys wins, as in JSON.parse. */
function valueOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(valueOf)
  if (node.type !== 'object') return node.value
  return Object.fromEntries(
    (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
      key === undefined || value === undefined ? [] : [[String(key.value), valueOf(value)]],
    ),
  )
}

function repeatedKeys(node: Node, path: ConfigPath, text: string): ConfigProblem[] {
  const seen = new Set<unknown>()
  return (node.children ?? []).flatMap((child, index) => {
    if (node.type === 'array') return repeatedKeys(child, [...path, index], text)
    const [key, value] = child.children ?? []
    if (key === undefined || value === undefined) return []
    const inner = [...path, String(key.value)]
    const isRepeated = seen.has(key.value)
    seen.add(key.value)
    const repeat = { ...pointAt(text, key.offset), path: pathText(inner), ...told(say`is given twice`) }
    return [...(isRepeated ? [repeat] : []), ...repeatedKeys(value, inner, text)]
  })
}

/** A missing key is placed at the object that should have it. */
function nodeFor(tree: Node, { path, isAboutKey }: Mistake): Node {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length))
    if (node === undefined) continue
    const key = node.parent?.type === 'property' ? node.parent.children?.[0] : undefined
    return isAboutKey === true && length === path.length && key !== undefined ? key : node
  }
  return tree
}

function inOrder(problems: readonly ConfigProblem[]): ConfigProblem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column)
}

/**
 * Reads JSON that may hold comments and trailing commas.
 * @returns the text, or the first mistake of its syntax: what follows one is rarely true
 */
export function readConfigText(text: string): ConfigText | ConfigProblem {
  const errors: ParseError[] = []
  const tree = parseTree(text, errors, { allowTrailingComma: true })
  const first = errors[0]
  if (first !== undefined || tree === undefined) {
    const words = first === undefined ? undefined : SYNTAX[printParseErrorCode(first.error)]
    return { ...pointAt(text, first?.offset ?? 0), path: '', ...told(words ?? say`is not JSON here`) }
  }
  return {
    root: valueOf(tree),
    place: (mistakes) =>
      inOrder([
        ...repeatedKeys(tree, [], text),
        ...mistakes.map((mistake) => ({
          ...pointAt(text, nodeFor(tree, mistake).offset),
          path: pathText(mistake.path),
          ...told(mistake.words),
        })),
      ]),
  }
}
