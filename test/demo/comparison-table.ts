import { clippedTo } from '../../electron/cli/columns.ts'
import { tableText } from '../../electron/cli/table.ts'
import { bytesWords, counted } from '../../electron/cli/words.ts'
import type { ComparedFile, Comparison } from './comparison.ts'

const HEAD = ['File', 'Size', 'Source', 'Archive', 'Time', 'XMP', 'Verdict']
const DIGEST_LETTERS = 8
/** All columns but the first, with the gaps between them. */
const OTHER_COLUMNS = 52
const NAME_COLUMNS_MIN = 20

function mark(isRight: boolean | null): string {
  if (isRight === null) return '–'
  return isRight ? '✓' : '✗'
}

function verdict({ isEqual, archiveSha256 }: ComparedFile): string {
  if (isEqual) return 'equal'
  return archiveSha256 === null ? 'missing' : 'differs'
}

function row(file: ComparedFile, nameColumns: number): string[] {
  return [
    clippedTo(nameColumns, file.path),
    bytesWords(file.sizeBytes),
    file.sourceSha256.slice(0, DIGEST_LETTERS),
    file.archiveSha256?.slice(0, DIGEST_LETTERS) ?? '–',
    mark(file.isTimeRight),
    mark(file.isSidecarKept),
    verdict(file),
  ]
}

/** Every source file with what the archive holds of it, in so many columns. */
export function comparisonTable({ files, unexpected }: Comparison, columns: number): string {
  const nameColumns = Math.max(NAME_COLUMNS_MIN, columns - OTHER_COLUMNS)
  const strangers = unexpected.map((name) => [
    clippedTo(nameColumns, name),
    '',
    '–',
    '',
    '',
    '',
    'unexpected',
  ])
  return tableText(HEAD, [...files.map((file) => row(file, nameColumns)), ...strangers])
}

/** The whole in two sentences; `sentBytes` is what the server has received. */
export function comparisonSum(
  { files, unexpected, sidecarCount, isEqual }: Comparison,
  sentBytes: number,
): string {
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0)
  const equal = files.filter((file) => file.isEqual).length
  const found = isEqual
    ? `All ${counted(files.length, 'file')} are in the archive, each once and equal, and ${counted(sidecarCount, 'sidecar')} with every field.`
    : `Not all is equal: ${equal} of ${counted(files.length, 'file')} as it should be, ${unexpected.length} unexpected.`
  const ratio = (sentBytes / Math.max(1, sizeBytes)).toFixed(3)
  return `${found} Sent ${bytesWords(sentBytes)} for ${bytesWords(sizeBytes)} of files: ${ratio} times their size, the crash included.`
}
