import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const Manifest = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
})
const Lock = z.object({ packages: z.record(z.string(), z.object({ dev: z.boolean().default(false) })) })

/** Folders below the project, such as `node_modules/got`, of packages and all that they need. Missing optional ones are left out. */
export function closureOf(root: string, names: readonly string[]): Set<string> {
  const found = new Set<string>()
  const visit = (name: string, from: string): void => {
    const folder = resolved(root, name, from)
    if (folder === null || found.has(folder)) return
    found.add(folder)
    const text = readFileSync(path.join(root, folder, 'package.json'), 'utf8')
    const { dependencies, optionalDependencies } = Manifest.parse(JSON.parse(text))
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) visit(needed, folder)
  }
  for (const name of names) visit(name, '')
  return found
}

/** Where Node finds a package: in the nearest node_modules on the way up. */
function resolved(root: string, name: string, from: string): string | null {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const place = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`
    if (existsSync(path.join(root, place, 'package.json'))) return place
    if (folder === '') return null
  }
}

/**
 * Names of production packages that are bundled into the programs, and so do not belong into the package a second time.
 * By name, because electron-builder lays packages out anew.
 */
export function bundledModules(root: string, unbundled: readonly string[]): string[] {
  const kept = new Set([...closureOf(root, unbundled)].map(nameOf))
  const text = readFileSync(path.join(root, 'package-lock.json'), 'utf8')
  const { packages } = Lock.parse(JSON.parse(text))
  const names = Object.entries(packages)
    .filter(([folder, { dev }]) => folder !== '' && !dev)
    .map(([folder]) => nameOf(folder))
  return [...new Set(names)].filter((name) => !kept.has(name)).toSorted()
}

function nameOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length)
}
