import { csvRow } from '../../../shared/csv.ts'
import type { AuditLine } from '../../../shared/contract.ts'

/** Rows of a file for spreadsheets. */
export function csvRows(rows: readonly (readonly string[])[]): string {
  return rows.map(csvRow).join('')
}

export function auditRows(lines: readonly AuditLine[]): string {
  return csvRows(lines.map(({ path, state, words }) => [path, state, words]))
}

/** The name of a file that is saved from the page: nothing in it that a file system forbids. */
export function csvName(folder: string, what: string): string {
  return `${`${folder} ${what}`.replace(/[<>:"/\\|?*\p{Cc}]+/gu, '_').slice(0, 120)}.csv`
}
