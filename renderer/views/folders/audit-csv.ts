import type { AuditLine } from '../../../shared/contract.ts'

/**
 * Rows of RFC 4180. A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, «CSV
 * Injection»): file names come from anywhere.
 */
export function csvRows(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')
}

function csvCell(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function auditRows(lines: readonly AuditLine[]): string {
  return csvRows(lines.map(({ path, state, words }) => [path, state, words]))
}

/** The name of a file that is saved from the page: nothing in it that a file system forbids. */
export function csvName(folder: string, what: string): string {
  return `${`${folder} ${what}`.replace(/[<>:"/\\|?*\p{Cc}]+/gu, '_').slice(0, 120)}.csv`
}
