import { open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { type Phrase, say } from '../../../shared/phrase.ts'
import path from 'node:path'
import type { CaptureTime, Tags } from '../../../shared/metadata.ts'
import type { Log } from '../ports.ts'
import { captureTime } from './capture-time.ts'
import { DERIVE_ARGS, RESCUE_ARGS } from './derive-arguments.ts'
import { refuseLargeSidecar, SIDECAR_BYTES_MAX } from './sidecar-limit.ts'
import { CUT_MARK, type ReadAnswer, readAnswer, VALUE_CHARACTERS_MAX } from './tags-from-json.ts'
import { fileProblem, isToolMissing, toolClosed, workFolderProblem } from './tool-problems.ts'
import type { ToolPool, ToolSettings } from './tool-pool.ts'
import type { ToolAnswer } from './tool-task.ts'
import { freshPath, inFreshDir } from './work-dir.ts'

/** What is known of a file from its own bytes. */
export interface FileMetadata {
  tags: Tags
  taken: CaptureTime | null
  /** What ExifTool complains of, in its words; null when it had no doubt. */
  complaint: Phrase | string | null
  /** The XMP blocks embedded in the file, whole and as written; the main one first. Empty when there are none. */
  packets: readonly Buffer[]
  /** In words, what was left out. */
  notes: readonly Phrase[]
}

/** What others use of a reader of metadata. */
export type Reader = Pick<MetadataReader, 'read' | 'readXmp' | 'deriveXmp'>

export interface ReaderOptions {
  log: Log
  /** A folder of Sluice's own for temporary files. Never one in which originals lie. */
  workDir: string
  baseTimeoutMs?: number
  idleMs?: number
  exiftoolPath?: string
  searchPath?: string
}

const HEAD_BYTES = 64
const BASE_TIMEOUT_MS = 20_000
const IDLE_MS = 60_000
const NO_CONFIGURATION = 'ExifTool keeps the embedded XMP to itself, as it does without its configuration'
const NOTHING_TO_WRITE = /nothing to write|no writable tags/i

/** From the one that fits a window best to the ones that are too large or too small. */
const PREVIEW_TAGS = ['PreviewImage', 'JpgFromRaw', 'OtherImage', 'ThumbnailImage', 'CoverArt']

/** XMP with every namespace, IPTC, EXIF with GPS, what films, PDFs and PNGs have; no maker notes, no previews. */
const READ_ARGS = [
  '-json',
  '-G0:1',
  '-a',
  '-m',
  ...['-api', 'StructFormat=JSONQ'],
  ...['-api', 'LargeFileSupport=1'],
  ...[
    '-api',
    `Filter=$_ = substr($_, 0, ${VALUE_CHARACTERS_MAX}) . "${CUT_MARK}" if not ref $_ and length($_) > ${VALUE_CHARACTERS_MAX} and not /^sluice-xmp:/`,
  ],
  ...[
    '-XMP',
    '-SluiceXmpPackets',
    '-XMP:all',
    '-IPTC:all',
    '-EXIF:all',
    '-PDF:all',
    '-PNG:all',
    '-QuickTime:all',
  ],
  ...['-RIFF:ImageWidth', '-RIFF:ImageHeight', '-RIFF:DateTimeOriginal', '-Composite:ImageSize'],
  ...['-File:MIMEType', '-File:FileType', '-File:ImageWidth', '-File:ImageHeight', '-File:Comment'],
  ...['-ExifTool:Error', '-ExifTool:Warning'],
]

/**
 * Reads metadata with ExifTool. One pool of at most two processes, started when first needed, ended when idle.
 * Originals are only read; what ExifTool writes goes into `workDir`.
 */
export class MetadataReader {
  readonly #settings: ToolSettings
  #pool: Promise<ToolPool> | null = null
  #isClosed = false

  constructor(options: ReaderOptions) {
    this.#settings = {
      log: options.log,
      workDir: path.resolve(options.workDir),
      baseTimeoutMs: options.baseTimeoutMs ?? BASE_TIMEOUT_MS,
      idleMs: options.idleMs ?? IDLE_MS,
      exiftoolPath: options.exiftoolPath ?? null,
      searchPath: options.searchPath ?? process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
    }
  }

  /** Ids of ExifTool's processes that run now. */
  async pids(): Promise<readonly number[]> {
    return this.#pool === null ? [] : (await this.#pool).pids
  }

  /**
   * Everything about one file, in one call to ExifTool. A file that ExifTool does not understand gives few tags and a
   * complaint; it is no error. The time allowed is 20 s and a second more for every 50 MB.
   *
   * @throws UploadError `missing`, `unreadable` (also exiftool-died, exiftool-timeout), `tool` when ExifTool or its work folder cannot be used, `refused` for
   *   XMP beyond SIDECAR_BYTES_MAX; the signal's reason as soon as it is aborted
   */
  async read(file: string, signal: AbortSignal): Promise<FileMetadata> {
    const source = await look(file)
    if (source.isXml) refuseLargeSidecar(path.basename(file), source.sizeBytes)
    const packetsFile = freshPath(this.#settings.workDir)
    const args = [
      ...READ_ARGS,
      fastArgument(source.isJpeg),
      ...['-userParam', `SluicePacketsFile=${this.#relative(packetsFile)}`],
      ...['-userParam', `SluicePacketsMax=${SIDECAR_BYTES_MAX}`],
    ]
    const answer = await this.#run([...args, ...fileArgument(file)], file, source.sizeBytes, signal)
    const found = parsed(answer)
    if (found.hasXmp && found.packets === null) throw workFolderProblem(new Error(NO_CONFIGURATION))
    const notes = [...found.notes]
    const packets = await takePackets(found, packetsFile, notes)
    const complaint = found.complaint ?? complaintOfKind(file, found.tags)
    return { tags: found.tags, taken: captureTime(found.tags), complaint, packets, notes }
  }

  /** The tags of an XMP that is only in memory. @throws like `read` */
  async readXmp(bytes: Buffer, signal: AbortSignal): Promise<FileMetadata> {
    return inFreshDir(this.#settings.workDir, async (dir) => {
      const file = path.join(dir, 'sidecar.xmp')
      await writeFile(file, bytes)
      return this.read(file, signal)
    })
  }

  /**
   * XMP made by ExifTool from what a file holds in EXIF, IPTC, QuickTime and PDF; null when that is nothing.
   * @param isRescue takes over the embedded XMP too, as far as ExifTool can read it
   * @throws like `read`
   */
  async deriveXmp(file: string, signal: AbortSignal, isRescue = false): Promise<Buffer | null> {
    const { sizeBytes, isJpeg } = await look(file)
    return inFreshDir(this.#settings.workDir, async (dir) => {
      const made = path.join(dir, 'derived.xmp')
      const args = [
        ...['-m', fastArgument(isJpeg), '-api', 'LargeFileSupport=1', '-o', this.#relative(made)],
        ...['-tagsFromFile', '@', ...(isRescue ? RESCUE_ARGS : []), ...DERIVE_ARGS, ...fileArgument(file)],
      ]
      const { complaints } = await this.#run(args, file, sizeBytes, signal)
      const madeBytes = await stat(made).then(
        ({ size }) => size,
        () => 0,
      )
      // ExifTool makes no file when it finds nothing, and says so; anything else would lose metadata in silence.
      if (madeBytes === 0 && !complaints.some((line) => NOTHING_TO_WRITE.test(line))) {
        throw workFolderProblem(new Error(complaints.join(' ') || 'ExifTool wrote nothing'))
      }
      return madeBytes === 0 || madeBytes > SIDECAR_BYTES_MAX ? null : readFile(made)
    })
  }

  /** A picture that a file holds of itself, the best one first; null when there is none. @throws like `read` */
  async previewImage(file: string, signal: AbortSignal): Promise<Buffer | null> {
    const { sizeBytes } = await look(file)
    return inFreshDir(this.#settings.workDir, async (dir) => {
      const tags = PREVIEW_TAGS.map((tag) => `-${tag}`)
      const args = ['-b', '-m', '-W!', this.#relative(path.join(dir, '%t')), ...tags, ...fileArgument(file)]
      await this.#run(args, file, sizeBytes, signal)
      for (const tag of PREVIEW_TAGS) {
        const bytes = await readFile(path.join(dir, tag)).catch(() => null)
        if (bytes !== null && bytes.length > 0) return bytes
      }
      return null
    })
  }

  /** Ends ExifTool. What is being read is given up with an error that is retried. */
  async close(): Promise<void> {
    this.#isClosed = true
    const pool = await this.#pool?.catch(() => null)
    await pool?.close()
  }

  /** ExifTool works in `workDir`. Names it writes to are formats, so no name that a person gave may be part of them. */
  #relative(file: string): string {
    return path.relative(this.#settings.workDir, file)
  }

  /** When ExifTool does not start any more, somebody may have cleared the work folder or moved perl: all is made anew. */
  async #run(args: string[], file: string, sizeBytes: number, signal: AbortSignal): Promise<ToolAnswer> {
    for (let isFirst = true; ; isFirst = false) {
      signal.throwIfAborted()
      if (this.#isClosed) throw toolClosed()
      const opening = (this.#pool ??= this.#open())
      const pool = await opening
      try {
        return await pool.run({ args, file, sizeBytes }, signal)
      } catch (error) {
        if (!isToolMissing(error)) throw error
        if (this.#pool === opening) this.#pool = null
        await pool.close()
        if (!isFirst) throw error
      }
    }
  }

  /** A failure is not kept: perl may be installed a minute later. */
  async #open(): Promise<ToolPool> {
    try {
      const { ToolPool } = await import('./tool-pool.ts')
      return await ToolPool.open(this.#settings)
    } catch (error) {
      this.#pool = null
      throw error
    }
  }
}

function parsed(answer: ToolAnswer): ReadAnswer {
  try {
    return readAnswer(answer.stdout)
  } catch {
    const complaint = answer.complaints[0] ?? say`ExifTool said nothing about this file.`
    return { tags: [], packets: null, hasXmp: false, complaint, notes: [] }
  }
}

/** ExifTool knows plain text and does not mind when it is called a picture. */
function complaintOfKind(file: string, tags: Tags): Phrase | null {
  const isText = tags.some(
    (tag) => tag.group === 'File' && tag.name === 'FileType' && tag.values[0] === 'TXT',
  )
  const extension = path.extname(file)
  return isText && !/^\.(?:txt|text|csv|log|md)?$/i.test(extension)
    ? say`This is plain text, not ${extension}`
    : null
}

async function takePackets(found: ReadAnswer, packetsFile: string, notes: Phrase[]): Promise<Buffer[]> {
  const [way, list = ''] = found.packets?.split(':') ?? []
  if (way === 'inline') {
    return list.split(',').flatMap((packet) => (packet === '' ? [] : [Buffer.from(packet, 'base64')]))
  }
  if (way === 'large') {
    notes.push(say`The XMP embedded in the file has ${list} bytes; that is too much to be read.`)
    return []
  }
  if (way !== 'file') return []
  try {
    const all = await readFile(packetsFile)
    let start = 0
    return list.split(',').map((bytes) => all.subarray(start, (start += Number(bytes))))
  } finally {
    await rm(packetsFile, { force: true })
  }
}

/** What ExifTool has to be told about a file, from its first bytes. @throws UploadError `missing`, `unreadable` */
async function look(file: string): Promise<{ sizeBytes: number; isJpeg: boolean; isXml: boolean }> {
  try {
    const handle = await open(file, 'r')
    try {
      const { size } = await handle.stat()
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
      const head = buffer.subarray(0, bytesRead)
      const text = head.toString('latin1').replaceAll(/[\0\xef\xbb\xbf\xfe\xff\s]/g, '')
      return {
        sizeBytes: size,
        isJpeg: head[0] === 0xff && head[1] === 0xd8,
        isXml: text.startsWith('<') || /\.xmp$/i.test(file),
      }
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw fileProblem(file, error)
  }
}

/**
 * No search for trailers; in a JPEG no maker notes either, which nobody asks for. In other kinds the faster way would
 * miss XMP that stands behind the picture.
 */
function fastArgument(isJpeg: boolean): string {
  return isJpeg ? '-fast2' : '-fast'
}

function fileArgument(file: string): string[] {
  return cString(path.resolve(file))
}

/** One argument as it is: ExifTool gets a line for each, and a name may hold a line break (exiftool, option -@). */
function cString(text: string): string[] {
  if (!/[\r\n]/.test(text)) return [text]
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
  return [`#[CSTR]${escaped}`]
}
