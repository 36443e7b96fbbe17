import path from 'node:path'
import type { LiveFile } from './live-files.ts'
import { bytesWords, durationWords } from './words.ts'
import { printable } from '../engine/node-ports.ts'

/** What the live display shows at one moment. */
export interface ProgressView {
  filesDone: number
  filesTotal: number
  filesFailed: number
  bytesDone: number
  bytesTotal: number
  /** Bytes a second. */
  rateBps: number
  etaSeconds: number | null
  uploading: readonly LiveFile[]
}

export type Paint = (colour: 'green' | 'red' | 'dim', text: string) => string

const BAR_COLUMNS = 24
const NAME_COLUMNS = 32
const MAX_FILE_LINES = 8

function share(done: number, total: number): number {
  return total > 0 ? Math.min(1, Math.max(0, done / total)) : 0
}

function bar(part: number, columns: number, paint: Paint): string {
  const full = Math.round(part * columns)
  return paint('green', '█'.repeat(full)) + paint('dim', '░'.repeat(columns - full))
}

/** The end of a name tells more than its beginning. */
function clipped(name: string, columns: number): string {
  const chars = Array.from(printable(name))
  return chars.length <= columns ? chars.join('') : `…${chars.slice(1 - columns).join('')}`
}

/** What does not fit is left out from the end: a broken line moves the whole display. */
function overallLine(view: ProgressView, columns: number): string {
  const parts = [
    `${view.filesDone} of ${view.filesTotal} files`,
    `${bytesWords(view.bytesDone)} of ${bytesWords(view.bytesTotal)}`,
    ...(view.rateBps > 0 ? [`${bytesWords(view.rateBps)}/s`] : []),
    ...(view.etaSeconds === null || view.etaSeconds < 1
      ? []
      : [`about ${durationWords(view.etaSeconds)} left`]),
  ]
  return parts.reduce((line, part) => (line.length + 3 + part.length > columns ? line : `${line} · ${part}`))
}

function fileLine(file: LiveFile, columns: number, paint: Paint): string {
  const part = share(file.sentBytes, file.sizeBytes)
  const name = clipped(path.basename(file.path), Math.min(NAME_COLUMNS, Math.max(8, columns - 40)))
  const percent = `${Math.floor(part * 100)} %`.padStart(5)
  return `  ${name.padEnd(Math.min(NAME_COLUMNS, columns))} ${percent} ${bar(part, 10, paint)} → ${printable(file.destination)}`
}

/** The live display as lines: the whole, then one line for each file that is being sent. */
export function progressLines(view: ProgressView, columns: number, paint: Paint): string[] {
  const part =
    view.bytesTotal > 0 ? share(view.bytesDone, view.bytesTotal) : share(view.filesDone, view.filesTotal)
  const failed = view.filesFailed === 0 ? '' : `  ${paint('red', `${view.filesFailed} failed`)}`
  const isWide = columns >= 60
  const shown = view.uploading.slice(0, MAX_FILE_LINES)
  const hidden = view.uploading.length - shown.length
  return [
    `${isWide ? `${bar(part, BAR_COLUMNS, paint)} ` : ''}${String(Math.floor(part * 100)).padStart(3)} %${failed}`,
    overallLine(view, columns),
    ...(isWide ? shown.map((file) => fileLine(file, columns, paint)) : []),
    ...(isWide && hidden > 0 ? [paint('dim', `  and ${hidden} more`)] : []),
  ]
}
