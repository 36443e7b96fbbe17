import type { Log, LogFields } from '../ports.ts'

/** A log in which files of folders that are about people have no names: the log is handed to support. */
export class DiscreetLog implements Log {
  readonly #log: Log
  #hidden: RegExp | null = null

  constructor(log: Log) {
    this.#log = log
  }

  /** From now on nothing that lies in these folders is named. @param folders absolute */
  hide(folders: readonly string[]): void {
    const roots = folders.map((folder) => folder.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    // To the end of the line: names may hold quotes and all else that could end them.
    this.#hidden = roots.length === 0 ? null : new RegExp(`((?:${roots.join('|')})[\\\\/])[^\\r\\n]+`, 'g')
  }

  debug(message: string, fields?: LogFields): void {
    this.#log.debug(this.#said(message), this.#fields(fields))
  }

  info(message: string, fields?: LogFields): void {
    this.#log.info(this.#said(message), this.#fields(fields))
  }

  warn(message: string, fields?: LogFields): void {
    this.#log.warn(this.#said(message), this.#fields(fields))
  }

  error(message: string, fields?: LogFields): void {
    this.#log.error(this.#said(message), this.#fields(fields))
  }

  #fields(fields: LogFields | undefined): LogFields | undefined {
    if (fields === undefined || this.#hidden === null) return fields
    return Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [
        key,
        typeof value === 'string' ? this.#said(value) : value,
      ]),
    )
  }

  #said(text: string): string {
    return this.#hidden === null ? text : text.replaceAll(this.#hidden, '$1…')
  }
}
