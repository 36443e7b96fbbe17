import path from 'node:path'
import type { LiveFile } from './live-files.ts'
import { clippedTo, columnsOf, filledTo } from './columns.ts'
import type { Paint } from './paint.ts'
import { bytesWords, counted, durationWords } from './words.ts'
import { printable } from '../engine/node-ports.ts'

/** What the live display shows at one moment. */
export interface ProgressView {
  filesDone: number
  filesTotal: number
  filesFailed: number
  filesRejected: number
  bytesDone: number
  bytesTotal: number
  /** Bytes a second. */
  rateBps: number
  etaSeconds: number | null
  uploading: readonly LiveFile[]
  /** Files that are there but not yet still: they are not in the totals. */
  filesArriving: number
  /** True while folders are looked through: more may be found. */
  isLooking: boolean
}

const BAR_COLUMNS = 24
const NAME_COLUMNS_MIN = 8
const NAME_COLUMNS_MAX = 48
/** Share, small bar and what stands between them. */
const FILE_LINE_COLUMNS = 22
const DESTINATION_COLUMNS_MAX = 24
const MAX_FILE_LINES = 8

function share(done: number, total: number): number {
  return total > 0 ? Math.min(1, Math.max(0, done / total)) : 0
}

function bar(part: number, columns: number, paint: Paint): string {
  const full = Math.round(part * columns)
  return paint('green', '█'.repeat(full)) + paint('dim', '░'.repeat(columns - full))
}

/** What does not fit is left out from the end: a broken line moves the whole display. */
function overallLine(view: ProgressView, columns: number): string {
  const parts = [
    `${view.filesDone} of ${counted(view.filesTotal, 'file')}`,
    `${bytesWords(view.bytesDone)} of ${bytesWords(view.bytesTotal)}`,
    ...(view.rateBps > 0 ? [`${bytesWords(view.rateBps)}/s`] : []),
    ...(view.etaSeconds === null || view.etaSeconds < 1
      ? []
      : [`about ${durationWords(view.etaSeconds)} left`]),
    ...(view.filesArriving > 0 ? [`${view.filesArriving} arriving`] : []),
  ]
  return parts.reduce((line, part) => (line.length + 3 + part.length > columns ? line : `${line} · ${part}`))
}

function idleLine({ filesArriving, isLooking }: ProgressView): string {
  if (filesArriving > 0)
    return `${counted(filesArriving, 'file')} arriving: waiting until ${filesArriving === 1 ? 'it is' : 'they are'} complete.`
  return isLooking ? 'Looking through the folders.' : 'Nothing to send.'
}

function fileLine(file: LiveFile, columns: number, paint: Paint): string {
  const part = share(file.sentBytes, file.sizeBytes)
  const percent = `${Math.floor(part * 100)} %`.padStart(5)
  const destination = clippedTo(DESTINATION_COLUMNS_MAX, printable(file.destination))
  const room = columns - FILE_LINE_COLUMNS - columnsOf(destination)
  const nameColumns = Math.max(NAME_COLUMNS_MIN, Math.min(NAME_COLUMNS_MAX, room))
  const name = filledTo(nameColumns, printable(path.basename(file.path)))
  return `  ${name} ${percent} ${bar(part, 10, paint)} → ${destination}`
}

/** The live display as lines: the whole, then one line for each file that is being sent. */
export function progressLines(view: ProgressView, columns: number, paint: Paint): string[] {
  if (view.filesTotal === 0 && view.uploading.length === 0) return [clippedTo(columns, idleLine(view))]
  const part =
    view.bytesTotal > 0 ? share(view.bytesDone, view.bytesTotal) : share(view.filesDone, view.filesTotal)
  const bad = [
    ...(view.filesFailed === 0 ? [] : [`${view.filesFailed} failed`]),
    ...(view.filesRejected === 0 ? [] : [`${view.filesRejected} rejected`]),
  ]
  const failed = bad.length === 0 ? '' : `  ${paint('red', bad.join(', '))}`
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
