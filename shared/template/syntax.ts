/** A date pattern in pieces: fields such as `yyyy`, and the texts between them. */
export type DatePart = { kind: 'field'; field: DateField } | { kind: 'text'; text: string }

export const DATE_FIELDS = [
  'yyyy',
  'yy',
  'MMMM',
  'MMM',
  'MM',
  'M',
  'dd',
  'd',
  'EEEE',
  'EEE',
  'HH',
  'H',
  'mm',
  'ss',
  'SSS',
  'XXX',
] as const
export type DateField = (typeof DATE_FIELDS)[number]

/** What stands between the braces before the first filter. */
export type Token =
  | { kind: 'plain'; name: 'filename' | 'stem' | 'ext' | 'path' | 'sha256' | 'user' | 'host' }
  /** `level` counts from 1 below the hot folder, from -1 above the file; null is the directory right above the file. */
  | { kind: 'folder'; level: number | null }
  | { kind: 'date'; of: 'mtime' | 'taken' | 'now'; pattern: readonly DatePart[] }
  | { kind: 'tag'; query: TagQuery }
  | { kind: 'counter'; digits: number }
  | { kind: 'field'; id: number }
  | { kind: 'variable'; name: string }

/** Which tag is asked for. Everything in lower case; null is any. */
export interface TagQuery {
  family: string | null
  /** A group as ExifTool names it, `xmp-dc`, or what a namespace or family is called in short, `dc`. */
  group: string | null
  name: string
}

export type Filter =
  | { kind: 'upper' | 'lower' | 'title' | 'trim' | 'first' }
  | { kind: 'default' | 'split' | 'join'; text: string }
  | { kind: 'replace'; from: string; to: string }
  /** `column` counts the replacements of a code from 1. */
  | { kind: 'map'; table: string; column: number }

/** One pair of braces. */
export interface Expression {
  token: Token
  filters: readonly Filter[]
  /** The token without its filters, as it was written: `{exif:Artist}`. */
  source: string
}

export type ValuePart = { kind: 'text'; text: string } | { kind: 'expression'; expression: Expression }

/** A value of a template: texts and expressions one after the other. */
export interface ParsedValue {
  source: string
  parts: readonly ValuePart[]
}

export type Operand = { kind: 'expression'; expression: Expression } | { kind: 'literal'; text: string }

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>='

export type Condition =
  | { kind: 'and' | 'or'; left: Condition; right: Condition }
  | { kind: 'not'; condition: Condition }
  | { kind: 'compare'; left: Operand; comparison: Comparison; right: Operand }
  | { kind: 'contains'; left: Operand; right: Operand }
  | { kind: 'matches'; left: Operand; glob: string }
  | { kind: 'in'; left: Operand; among: readonly Operand[] }
  | { kind: 'empty'; left: Operand }
