import type { CaptureTime } from '../metadata.ts'
import { formatTime } from './dates.ts'
import type { TemplateContext } from './rendering.ts'
import type { Token } from './syntax.ts'
import type { Notes } from './notes.ts'
import { tagValues } from './tag-lookup.ts'
import { type LocalTime, writtenTime, zonedTime } from './zoned-time.ts'

/** What values are made from while a template is filled in. */
export interface ValueScope {
  context: TemplateContext
  /** Field values as earlier instructions have left them. */
  fields: ReadonlyMap<number, readonly string[]>
  /** Around codes in replacements. */
  codeDelimiter: string
  /** Collects the tokens that have no value. */
  missing: Set<string>
  /** Collects what a person should know. */
  notes: Notes
}

/** `IMG.tar.gz` → `IMG.tar` and `gz`; a name that only begins with a dot has no extension. */
function nameParts(filename: string): { stem: string; ext: string } {
  const dot = filename.lastIndexOf('.')
  if (dot <= 0) return { stem: filename, ext: '' }
  return { stem: filename.slice(0, dot), ext: filename.slice(dot + 1) }
}

function plainValue(name: Extract<Token, { kind: 'plain' }>['name'], context: TemplateContext): string {
  const filename = context.path.slice(context.path.lastIndexOf('/') + 1)
  switch (name) {
    case 'filename':
      return filename
    case 'stem':
      return nameParts(filename).stem
    case 'ext':
      return nameParts(filename).ext
    case 'path':
      return context.path
    case 'sha256':
      return context.sha256 ?? ''
    case 'user':
      return context.user
    case 'host':
      return context.host
  }
}

function folderValue(level: number | null, { path, folderName }: TemplateContext): string {
  const levels = path.split('/').slice(0, -1)
  if (level === null) return levels.at(-1) ?? folderName
  return levels.at(level > 0 ? level - 1 : level) ?? ''
}

function captureTime(taken: CaptureTime | null): LocalTime | null {
  return taken === null ? null : writtenTime(taken.local, taken.zone)
}

function dateValue({ of, pattern }: Extract<Token, { kind: 'date' }>, context: TemplateContext): string {
  const time =
    of === 'taken'
      ? captureTime(context.taken)
      : zonedTime(of === 'mtime' ? context.modifiedMs : context.nowMs, context.timeZone)
  return time === null ? '' : formatTime(time, pattern)
}

function rawValues(token: Token, { context, fields }: ValueScope): readonly string[] {
  switch (token.kind) {
    case 'plain':
      return [plainValue(token.name, context)]
    case 'folder':
      return [folderValue(token.level, context)]
    case 'date':
      return [dateValue(token, context)]
    case 'tag':
      return tagValues(context.tags, token.query)
    case 'counter':
      return [context.counter === null ? '' : String(context.counter).padStart(token.digits, '0')]
    case 'field':
      return fields.get(token.id) ?? []
    case 'variable':
      return Object.hasOwn(context.variables, token.name) ? [context.variables[token.name] ?? ''] : []
  }
}

/** The values of a token. Values of nothing but spaces, as some cameras write them, are none. */
export function tokenValues(token: Token, scope: ValueScope): string[] {
  return rawValues(token, scope).filter((value) => value.trim() !== '')
}
