import { z } from 'zod'
import { isEntry } from '../../parts/config-entry.ts'
import type { WrittenTemplate } from './step-draft.ts'

/** A file that was edited by hand may hold anything; only what has the right form can be shown. */

function listIn(root: unknown, key: string): readonly unknown[] {
  const list = isEntry(root) ? root[key] : undefined
  return Array.isArray(list) ? list : []
}

const Texts = z.array(z.string())

/** Only forms, not rules: a template with mistakes in it has to be shown, so that they can be mended. */
const Form = z.looseObject({
  name: z.string(),
  codes: Texts.optional(),
  codeDelimiter: z.string().optional(),
  fields: z
    .array(
      z.looseObject({
        field: z.union([z.string(), z.number()]),
        when: z.string().optional(),
        value: z.union([z.string(), Texts]).optional(),
      }),
    )
    .optional(),
})

const Written = z.custom<WrittenTemplate>((entry) => Form.safeParse(entry).success)

/** The templates of a configuration with their places in its list. */
export function templatesIn(root: unknown): { at: number; written: WrittenTemplate }[] {
  return listIn(root, 'templates').flatMap((entry, at) => {
    const { data } = Written.safeParse(entry)
    return data === undefined ? [] : [{ at, written: data }]
  })
}

interface Table {
  name: string
  path: string
}

export function codeTablesIn(root: unknown): Table[] {
  return listIn(root, 'codeTables').flatMap((entry) => {
    if (!isEntry(entry) || typeof entry['name'] !== 'string') return []
    return [{ name: entry['name'], path: typeof entry['path'] === 'string' ? entry['path'] : '' }]
  })
}

interface Folder {
  name: string
  template: string | null
  pathPattern: string | undefined
}

export function foldersIn(root: unknown): Folder[] {
  return listIn(root, 'folders').flatMap((entry) => {
    if (!isEntry(entry) || typeof entry['name'] !== 'string') return []
    const { name, template, pathPattern } = entry
    return [
      {
        name,
        template: typeof template === 'string' ? template : null,
        pathPattern: typeof pathPattern === 'string' ? pathPattern : undefined,
      },
    ]
  })
}

export function destinationNamesIn(root: unknown): string[] {
  return listIn(root, 'destinations').flatMap((entry) =>
    isEntry(entry) && typeof entry['name'] === 'string' ? [entry['name']] : [],
  )
}

/** The list of the file with one element replaced; null takes it away, a place behind the end adds it. */
export function listWith(root: unknown, key: string, at: number, entry: unknown): unknown[] {
  const list = [...listIn(root, key)]
  list.splice(at === -1 ? list.length : at, 1, ...(entry === null ? [] : [entry]))
  return list
}

/** The folders of the file, every one that used a template with its new name; null takes it away. */
export function foldersRenamed(root: unknown, from: string | null, to: string | null): unknown[] {
  return listIn(root, 'folders').map((folder) => {
    if (from === null || from === to || !isEntry(folder) || folder['template'] !== from) return folder
    const others = Object.entries(folder).filter(([key]) => key !== 'template' || to !== null)
    return { ...Object.fromEntries(others), ...(to === null ? {} : { template: to }) }
  })
}
