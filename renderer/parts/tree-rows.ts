import type { TreeNode } from '../../shared/contract.ts'
import type { Problem } from '../../shared/problem.ts'

/** What is known of the inside of one place. */
export type Inside =
  { kind: 'loading' } | { kind: 'nodes'; nodes: readonly TreeNode[] } | { kind: 'failed'; problem: Problem }

/** The key of the top, which is no place itself. */
export const TOP = ''

export interface NodeRow {
  kind: 'node'
  key: string
  parent: string
  node: TreeNode
  level: number
  isOpen: boolean
  /** Place among its siblings, from 1. */
  position: number
  siblings: number
}
export interface NoteRow {
  kind: 'note'
  key: string
  level: number
  inside: Inside
}
export type TreeRow = NodeRow | NoteRow

/** One place may be listed under several others, so its key tells the way to it. */
function keyOf(parent: string, node: TreeNode): string {
  return `${parent}\n${node.href}`
}

/** The tree as lines from top to bottom: what is open shows its inside, or a note on why there is none to see. */
export function treeRows(
  insides: ReadonlyMap<string, Inside>,
  open: ReadonlySet<string>,
  parent = TOP,
  level = 1,
): TreeRow[] {
  const inside = insides.get(parent) ?? { kind: 'loading' }
  if (inside.kind !== 'nodes' || inside.nodes.length === 0)
    return [{ kind: 'note', key: `${parent}\n`, level, inside }]
  return inside.nodes.flatMap((node, index): TreeRow[] => {
    const key = keyOf(parent, node)
    const isOpen = open.has(key)
    const position = { position: index + 1, siblings: inside.nodes.length }
    const row: NodeRow = { kind: 'node', key, parent, node, level, isOpen, ...position }
    return isOpen ? [row, ...treeRows(insides, open, key, level + 1)] : [row]
  })
}

export type TreeStep = { kind: 'go'; key: string } | { kind: 'open' | 'close' | 'pick'; row: NodeRow }

/** What a key does in a tree (WAI-ARIA Authoring Practices, «Tree View»); null for keys that mean nothing here. */
export function treeStep(rows: readonly TreeRow[], active: string, key: string): TreeStep | null {
  const nodes = rows.filter((row) => row.kind === 'node')
  const at = nodes.findIndex((row) => row.key === active)
  const row = nodes[at]
  const go = (target: NodeRow | undefined): TreeStep | null =>
    target === undefined ? null : { kind: 'go', key: target.key }
  switch (key) {
    case 'ArrowDown':
      return go(nodes[at + 1])
    case 'ArrowUp':
      return go(nodes[at - 1])
    case 'Home':
      return go(nodes[0])
    case 'End':
      return go(nodes.at(-1))
    case 'ArrowRight':
      if (row === undefined || !row.node.hasChildren) return null
      return row.isOpen ? go(nodes.find(({ parent }) => parent === row.key)) : { kind: 'open', row }
    case 'ArrowLeft':
      if (row === undefined) return null
      return row.isOpen ? { kind: 'close', row } : go(nodes.find((other) => other.key === row.parent))
    case 'Enter':
    case ' ':
      return row === undefined ? null : { kind: 'pick', row }
    default:
      return key.length === 1 ? go(nextByLetter(nodes, at, key)) : null
  }
}

function nextByLetter(nodes: readonly NodeRow[], at: number, letter: string): NodeRow | undefined {
  const wanted = letter.toLowerCase()
  return [...nodes.slice(at + 1), ...nodes.slice(0, Math.max(0, at + 1))].find(({ node }) =>
    node.name.toLowerCase().startsWith(wanted),
  )
}
