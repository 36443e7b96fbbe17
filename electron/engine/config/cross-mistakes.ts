import path from 'node:path'
import { z } from 'zod'
import { REJECTED_FOLDER } from '../../../shared/rejected-folder.ts'
import { say } from '../../../shared/phrase.ts'
import type { ConfigPath, Mistake } from './config-error.ts'
import { absolutePath, isSameOrInside, realPath } from './config-paths.ts'
import { suggestion } from './nearest-name.ts'

const text = z.string().optional().catch(undefined)

/** As much of the configuration as can be compared even when other parts of it are wrong. */
const Sketch = z.object({
  destinations: z
    .array(z.object({ name: text, kind: text, url: text, collection: text }).catch({}))
    .catch([])
    .default([]),
  folders: z
    .array(
      z
        .object({
          name: text,
          path: text,
          to: z.array(text).catch([]).default([]),
          template: text,
          subfolders: text,
          after: z.object({ action: text, to: text }).optional().catch(undefined),
          rejected: z.object({ action: text, to: text }).optional().catch(undefined),
        })
        .catch({ to: [] }),
    )
    .catch([])
    .default([]),
  templates: z
    .array(z.object({ name: text, codes: z.array(text).catch([]).default([]) }).catch({ codes: [] }))
    .catch([])
    .default([]),
  codeTables: z
    .array(z.object({ name: text }).catch({}))
    .catch([])
    .default([]),
})
type Sketch = z.output<typeof Sketch>

function namesOf(things: readonly { name?: string | undefined }[]): string[] {
  return things.flatMap(({ name }) => (name === undefined ? [] : [name]))
}

function repeatedNames(sketch: Sketch): Mistake[] {
  return (['destinations', 'folders', 'templates', 'codeTables'] as const).flatMap((list) => {
    const names = sketch[list].map(({ name }) => name)
    return names.flatMap((name, index) =>
      name !== undefined && names.indexOf(name) < index
        ? [
            {
              path: [list, index, 'name'],
              words: say`is ${JSON.stringify(name)}, which is taken; names are unique`,
            },
          ]
        : [],
    )
  })
}

function unknownName(
  path: ConfigPath,
  name: string,
  what: 'destination' | 'template',
  known: readonly string[],
): Mistake[] {
  if (known.includes(name)) return []
  const quoted = JSON.stringify(name)
  const end = suggestion(name, known)
  const words =
    what === 'destination'
      ? say`is ${quoted}, which is no destination; ${end}`
      : say`is ${quoted}, which is no template; ${end}`
  return [{ path, words }]
}

function unknownNames({ folders, destinations, templates }: Sketch): Mistake[] {
  return folders.flatMap(({ to, template }, index) => [
    ...to.flatMap((name, place) =>
      name === undefined
        ? []
        : unknownName(['folders', index, 'to', place], name, 'destination', namesOf(destinations)),
    ),
    ...(template === undefined
      ? []
      : unknownName(['folders', index, 'template'], template, 'template', namesOf(templates))),
  ])
}

function strayCollections({ destinations }: Sketch): Mistake[] {
  return destinations.flatMap(({ url, collection }, index) => {
    const server = URL.parse(url ?? '')
    const stated = /^https?:/.test(collection ?? '') ? URL.parse(collection ?? '') : null
    if (server === null || stated === null || server.host === stated.host) return []
    return [
      {
        path: ['destinations', index, 'collection'],
        words: say`is on ${stated.host}, not on ${server.host}`,
      },
    ]
  })
}

interface Place {
  index: number
  label: string
  real: string
  hasSubfolders: boolean
}

async function placesOf(sketch: Sketch, baseDir: string): Promise<Place[]> {
  const places = sketch.folders.map(async ({ name, path, subfolders }, index) => {
    if (path === undefined || path === '') return []
    const label = name === undefined ? `folders[${index}]` : JSON.stringify(name)
    return [
      {
        index,
        label,
        real: await realPath(absolutePath(path, baseDir)),
        hasSubfolders: subfolders !== 'ignore',
      },
    ]
  })
  return (await Promise.all(places)).flat()
}

/** True when a file at or below `path` would be taken by the hot folder. */
function isTakenBy(path: string, folder: Place): boolean {
  if (!isSameOrInside(path, folder.real)) return false
  return folder.hasSubfolders || isSameOrInside(folder.real, path)
}

function overlaps(places: readonly Place[]): Mistake[] {
  return places.flatMap((folder) =>
    places.flatMap((other) => {
      if (other.index === folder.index || !isTakenBy(folder.real, other)) return []
      const isSame = isSameOrInside(other.real, folder.real)
      if (isSame && other.index > folder.index) return []
      const words = isSame
        ? say`is the same folder as ${other.label}: its files would be taken twice`
        : say`is inside the folder of ${other.label}: its files would be taken twice`
      return [{ path: ['folders', folder.index, 'path'], words }]
    }),
  )
}

async function movesIntoHotFolders(
  sketch: Sketch,
  places: readonly Place[],
  baseDir: string,
): Promise<Mistake[]> {
  const found = sketch.folders.map(async ({ after, rejected, path }, index) => {
    const delivered = await takerOf(after, baseDir, places)
    // Relative to the hot folder, in which only a folder of that name is never taken.
    const root = path === undefined || path === '' ? null : absolutePath(path, baseDir)
    const refused = root === null || isNeverTaken(rejected?.to) ? null : await takerOf(rejected, root, places)
    return [
      ...(delivered === null ? [] : [taken(['folders', index, 'after', 'to'], delivered)]),
      ...(refused === null ? [] : [taken(['folders', index, 'rejected', 'to'], refused)]),
    ]
  })
  return (await Promise.all(found)).flat()
}

function isNeverTaken(to: string | undefined): boolean {
  return to !== undefined && path.normalize(to).split(/[\\/]/).includes(REJECTED_FOLDER)
}

/** The hot folder that would take what is moved by this rule. */
async function takerOf(
  rule: { action?: string | undefined; to?: string | undefined } | undefined,
  baseDir: string,
  places: readonly Place[],
): Promise<Place | null> {
  if (rule?.action !== 'move' || rule.to === undefined || rule.to === '') return null
  const real = await realPath(absolutePath(rule.to, baseDir))
  return places.find((place) => isTakenBy(real, place)) ?? null
}

function taken(path: (string | number)[], { label }: Place): Mistake {
  return { path, words: say`is inside the hot folder ${label}: moved files would be taken again` }
}

/**
 * Mistakes that lie between parts of the configuration: names that nobody has, folders in one another.
 * Paths are compared with their links resolved; relative ones start at `baseDir`.
 */
export async function crossMistakes(root: unknown, baseDir: string): Promise<Mistake[]> {
  const parsed = Sketch.safeParse(root)
  if (!parsed.success) return []
  const sketch = parsed.data
  const places = await placesOf(sketch, baseDir)
  return [
    ...repeatedNames(sketch),
    ...unknownNames(sketch),
    ...strayCollections(sketch),
    ...overlaps(places),
    ...(await movesIntoHotFolders(sketch, places, baseDir)),
  ]
}
