import { mkdirSync, renameSync } from 'node:fs'
import path from 'node:path'
import electronLog from 'electron-log/node.js'
import { errorText } from '../errors.ts'
import type { Log, LogFields } from '../ports.ts'
import { printable } from './printable.ts'
import { redactSecrets } from './redact.ts'

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const MAX_FILE_BYTES = 5_000_000
const ARCHIVES = 4

/** Where the logs of a data folder are. */
export function logDir(dataDir: string): string {
  return path.join(dataDir, 'logs')
}

/** The newest log is `sluice.log`; `sluice.1.log` is the one before it, and so on. */
function archiveName(dir: string, age: number): string {
  return path.join(dir, age === 0 ? 'sluice.log' : `sluice.${age}.log`)
}

function rotate(dir: string): void {
  for (let age = ARCHIVES; age > 0; age--) {
    try {
      renameSync(archiveName(dir, age - 1), archiveName(dir, age))
    } catch {
      // A gap in the row of archives: the older ones still move on.
    }
  }
}

/** `2026-01-31T12:00:00.000Z warn  The folder is away folder="hot" code="ENOENT"` */
export function logLine(date: Date, level: string, message: string, fields: LogFields = {}): string {
  const tail = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}=${JSON.stringify(value)}`)
    .join('')
  return redactSecrets(printable(`${date.toISOString()} ${level.padEnd(5)} ${message}${tail}`))
}

// electron-log reports a log that cannot be written on every line; once is enough to act on.
let hasToldOfFailure = false
electronLog.transports.console.writeFn = ({ message }) => {
  if (hasToldOfFailure) return
  hasToldOfFailure = true
  process.stderr.write(`The log cannot be written: ${message.data.map(errorText).join(' ')}\n`)
}

/** Lines are made and masked before electron-log sees them. */
function asIs({ data }: { data: unknown[] }): string[] {
  return data.map(String)
}

/**
 * A log in plain lines under `<data>/logs/`, rotated at 5 MB with four older ones kept, readable by this user only.
 * Every line passes through `redactSecrets`. With `isOnStderr` the same lines appear there.
 */
export function openFileLog(options: { dataDir: string; level: LogLevel; isOnStderr: boolean }): Log {
  const dir = logDir(options.dataDir)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const logger = electronLog.create({ logId: dir })
  const { file, console: terminal } = logger.transports
  // Without a name it looks for package.json below the working directory, and when there is none writes nothing.
  file.setAppName('sluice')
  file.level = options.level
  file.maxSize = MAX_FILE_BYTES
  file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' }
  file.resolvePathFn = () => archiveName(dir, 0)
  file.archiveLogFn = () => {
    rotate(dir)
  }
  file.format = asIs
  terminal.level = options.isOnStderr ? options.level : false
  terminal.format = asIs
  terminal.writeFn = ({ message }) => {
    process.stderr.write(`${message.data.join(' ')}\n`)
  }
  const write = (level: LogLevel) => (message: string, fields?: LogFields) => {
    logger[level](logLine(new Date(), level, message, fields))
  }
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}
