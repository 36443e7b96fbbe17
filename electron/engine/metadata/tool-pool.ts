import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { access, mkdir, rename, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { ExifTool, exiftool, exiftoolPath } from 'exiftool-vendored'
import { errorText } from '../errors.ts'
import type { Log } from '../ports.ts'
import { PACKETS_CONFIG } from './packet-config.ts'
import { toolClosed, toolDied, toolMissing, toolTimeout, workFolderProblem } from './tool-problems.ts'
import { type ToolAnswer, ToolTask } from './tool-task.ts'
import { freshPath } from './work-dir.ts'

/** A command for one file. `sizeBytes` decides how long it may take. */
export interface ToolCommand {
  args: readonly string[]
  file: string
  sizeBytes: number
}

export interface ToolSettings {
  log: Log
  workDir: string
  /** The time that the smallest file is given. */
  baseTimeoutMs: number
  /** Processes that had nothing to do for this long end. */
  idleMs: number
  /** ExifTool's script or program; null for the one that comes along. */
  exiftoolPath: string | null
  /** Folders to look for perl in, as in PATH. */
  searchPath: string
}

const PROCESSES_MAX = 2
/** A disk that reads less than this in a second is not slow but broken. */
const BYTES_PER_SECOND = 50_000_000
const START_FAILURES_MAX = 2
/** What is in a file can hold «{ready}», but never at the beginning of a line: JSON has no line breaks in its texts. */
const END_OF_ANSWER = /(?:^|\n)\{ready\}\r?\n?/

/** The processes of ExifTool: at most two, replaced when they fail. */
export class ToolPool {
  readonly #settings: ToolSettings
  readonly #tool: ExifTool
  readonly #waiting = new Set<ToolTask>()
  #startFailures = 0

  private constructor(settings: ToolSettings, script: string, perl: string | null, config: string) {
    this.#settings = settings
    const args = ['-config', config, '-stay_open', 'True', '-@', '-']
    const spawnOptions = {
      cwd: settings.workDir,
      stdio: 'pipe',
      shell: false,
      windowsHide: true,
      env: toolEnvironment(settings),
    } as const
    this.#tool = new ExifTool({
      maxProcs: Math.max(1, Math.min(PROCESSES_MAX, os.availableParallelism())),
      pass: END_OF_ANSWER,
      fail: END_OF_ANSWER,
      taskTimeoutMillis: settings.baseTimeoutMs,
      taskRetries: 0,
      maxIdleMsPerProcess: settings.idleMs,
      onIdleIntervalMillis: Math.min(5_000, settings.idleMs),
      minDelayBetweenSpawnMillis: 100,
      // A health check counts as work, so with it no process would ever be idle for long.
      healthCheckIntervalMillis: 0,
      checkPerl: false,
      processFactory: () => {
        const child =
          perl === null ? spawn(script, args, spawnOptions) : spawn(perl, [script, ...args], spawnOptions)
        // A program that has vanished tells so by an event, which ends the whole process when nobody listens.
        child.on('error', (error) => {
          settings.log.warn('ExifTool could not be started', { error: error.message })
        })
        return Promise.resolve(child)
      },
    })
    this.#tool.on('startError', (error) => {
      this.#onStartFailure(error)
    })
  }

  /** @throws UploadError `exiftool-missing`, `metadata-work-folder` */
  static async open(settings: ToolSettings): Promise<ToolPool> {
    // The library keeps a pool of its own for convenience, whose timer would tick for ever.
    void exiftool.end()
    const script =
      settings.exiftoolPath ??
      (await exiftoolPath().catch((error: unknown) => {
        throw toolMissing(errorText(error))
      }))
    await access(script, constants.R_OK).catch((error: unknown) => {
      throw toolMissing(errorText(error))
    })
    const perl = process.platform === 'win32' ? null : await findPerl(settings.searchPath)
    const config = path.join(settings.workDir, 'exiftool-config.pl')
    try {
      await mkdir(settings.workDir, { recursive: true })
      // In one step: another Sluice may be starting its ExifTool with it just now.
      const fresh = freshPath(settings.workDir)
      await writeFile(fresh, PACKETS_CONFIG)
      await rename(fresh, config)
    } catch (error) {
      throw workFolderProblem(error)
    }
    return new ToolPool(settings, script, perl, config)
  }

  /**
   * Runs one command, a second time when its process died under it.
   *
   * @throws UploadError `exiftool-missing`, `exiftool-died`, `exiftool-timeout`; the signal's reason at once when aborted
   */
  async run(command: ToolCommand, signal: AbortSignal): Promise<ToolAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted()
      const budgetMs = this.#settings.baseTimeoutMs + Math.floor(command.sizeBytes / BYTES_PER_SECOND) * 1_000
      const token = randomBytes(9).toString('base64url')
      const task = new ToolTask(command.args, token, budgetMs, this.#settings.baseTimeoutMs)
      try {
        const answer = await this.#answerOf(task, signal)
        this.#startFailures = 0
        return answer
      } catch (error) {
        signal.throwIfAborted()
        if (this.#tool.ended) throw toolClosed()
        if (task.runtimeMs === undefined) throw toolMissing(errorText(error))
        if (error instanceof Error && error.name === 'TaskTimeoutError') {
          this.#settings.log.warn('ExifTool hung and is replaced', { file: command.file })
          throw toolTimeout(command.file, budgetMs)
        }
        if (attempt === 2) throw toolDied(command.file, error)
        this.#settings.log.warn('ExifTool died and is started again', {
          file: command.file,
          error: errorText(error),
        })
      }
    }
  }

  /** Ids of the processes that run now. */
  get pids(): readonly number[] {
    return this.#tool.pids
  }

  async close(): Promise<void> {
    await this.#tool.end(false).catch((error: unknown) => {
      this.#settings.log.warn('ExifTool did not end', { error: errorText(error) })
    })
  }

  async #answerOf(task: ToolTask, signal: AbortSignal): Promise<ToolAnswer> {
    const aborted = Promise.withResolvers<never>()
    const onAbort = (): void => {
      // A command that a process has begun with must be let run: its answer would be taken for that of the next one.
      if (task.runtimeMs === undefined) task.reject(new Error('Nobody waits for it any more'))
      aborted.reject(signal.reason)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    this.#waiting.add(task)
    try {
      return await Promise.race([this.#tool.enqueueTask(() => task, false), aborted.promise])
    } finally {
      this.#waiting.delete(task)
      signal.removeEventListener('abort', onAbort)
    }
  }

  /** The library would try to start a process for ever and leave the commands waiting. */
  #onStartFailure(error: Error): void {
    this.#startFailures += 1
    this.#settings.log.warn('ExifTool could not be started', { error: errorText(error) })
    if (this.#startFailures < START_FAILURES_MAX) return
    this.#startFailures = 0
    for (const task of this.#waiting) if (task.runtimeMs === undefined) task.reject(error)
  }
}

/** Nothing of the user's environment may change what ExifTool does or says. */
function toolEnvironment(settings: ToolSettings): Record<string, string> {
  const keep = ['SystemRoot', 'TEMP', 'TMP', 'TMPDIR'].flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...Object.fromEntries(keep), PATH: settings.searchPath, LANG: 'C', LC_ALL: 'C' }
}

async function findPerl(searchPath: string): Promise<string> {
  const folders = searchPath.split(path.delimiter).filter((folder) => path.isAbsolute(folder))
  for (const candidate of folders.map((folder) => path.join(folder, 'perl'))) {
    if (await isProgram(candidate)) return candidate
  }
  throw toolMissing(`There is no perl in ${searchPath}`)
}

async function isProgram(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  )
}
