import { expect, test } from 'vitest'
import { type Inside, TOP, type TreeRow, treeRows, treeStep } from '../../../renderer/parts/tree-rows.ts'

const node = (name: string, hasChildren = true) => ({
  name,
  href: `/${name}/`,
  canUpload: true,
  hasChildren,
})
const nodes = (...names: string[]): Inside => ({ kind: 'nodes', nodes: names.map((name) => node(name)) })
const PHOTOS = `${TOP}\n/Photos/`
const SPORTS = `${PHOTOS}\n/Sports/`
const WIRE = `${TOP}\n/Wire/`
const insides = new Map<string, Inside>([
  [TOP, nodes('Photos', 'Wire')],
  [PHOTOS, nodes('News', 'Sports')],
  [SPORTS, { kind: 'nodes', nodes: [] }],
])
const open = new Set([PHOTOS, SPORTS])
const rows = treeRows(insides, open)

/** Each line as a person sees it: indented by its level. */
function lines(all: readonly TreeRow[]): string[] {
  return all.map((row) => `${'-'.repeat(row.level)}${row.kind === 'node' ? row.node.name : row.inside.kind}`)
}

test('what is open shows its inside, or why there is none to see', () => {
  expect(lines(rows)).toEqual(['-Photos', '--News', '--Sports', '---nodes', '-Wire'])
  expect(lines(treeRows(new Map(), new Set()))).toEqual(['-loading'])
  expect(lines(treeRows(insides, new Set([WIRE])))).toEqual(['-Photos', '-Wire', '--loading'])
})

test('one place under several others has a line for each, with keys of their own', () => {
  const twice = new Map<string, Inside>([
    [TOP, nodes('A', 'B')],
    [`${TOP}\n/A/`, nodes('Same')],
    [`${TOP}\n/B/`, nodes('Same')],
  ])
  const all = treeRows(twice, new Set([`${TOP}\n/A/`, `${TOP}\n/B/`]))
  expect(new Set(all.map(({ key }) => key)).size).toBe(4)
})

test('every line tells its place among its siblings', () => {
  const sports = rows.find((row) => row.key === SPORTS)
  expect(sports).toMatchObject({ level: 2, position: 2, siblings: 2 })
})

test('up and down pass over notes and stop at the ends', () => {
  expect(treeStep(rows, SPORTS, 'ArrowDown')).toEqual({ kind: 'go', key: WIRE })
  expect(treeStep(rows, WIRE, 'ArrowUp')).toEqual({ kind: 'go', key: SPORTS })
  expect(treeStep(rows, WIRE, 'ArrowDown')).toBeNull()
  expect(treeStep(rows, PHOTOS, 'ArrowUp')).toBeNull()
  expect(treeStep(rows, WIRE, 'Home')).toEqual({ kind: 'go', key: PHOTOS })
  expect(treeStep(rows, PHOTOS, 'End')).toEqual({ kind: 'go', key: WIRE })
})

test('right opens, then goes inside; left closes, then goes out', () => {
  expect(treeStep(rows, WIRE, 'ArrowRight')).toMatchObject({ kind: 'open', row: { key: WIRE } })
  expect(treeStep(rows, PHOTOS, 'ArrowRight')).toEqual({ kind: 'go', key: `${PHOTOS}\n/News/` })
  expect(treeStep(rows, SPORTS, 'ArrowRight')).toBeNull()
  expect(treeStep(rows, SPORTS, 'ArrowLeft')).toMatchObject({ kind: 'close', row: { key: SPORTS } })
  expect(treeStep(rows, `${PHOTOS}\n/News/`, 'ArrowLeft')).toEqual({ kind: 'go', key: PHOTOS })
  expect(treeStep(rows, WIRE, 'ArrowLeft')).toBeNull()
})

test('a letter goes to the next name that begins with it, from the end on to the beginning', () => {
  expect(treeStep(rows, PHOTOS, 's')).toEqual({ kind: 'go', key: SPORTS })
  expect(treeStep(rows, WIRE, 'P')).toEqual({ kind: 'go', key: PHOTOS })
  expect(treeStep(rows, WIRE, 'x')).toBeNull()
  expect(treeStep(rows, WIRE, 'Tab')).toBeNull()
})

test('Enter picks what the keyboard is on, and nothing when it is nowhere', () => {
  expect(treeStep(rows, WIRE, 'Enter')).toMatchObject({ kind: 'pick', row: { key: WIRE } })
  expect(treeStep(rows, 'gone', 'Enter')).toBeNull()
})
