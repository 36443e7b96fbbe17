import { ExifToolTask } from 'exiftool-vendored'

/** What ExifTool wrote for one command. `complaints` is what it wrote to stderr, a line each. */
export interface ToolAnswer {
  stdout: string
  complaints: string[]
}

const INCOMPLETE_PERL = /Can't locate \S+ in @INC/i

/** The first line of an answer; it tells that the answer belongs to this command and to no earlier one. */
function greeting(token: string): string {
  return `sluice ${token}`
}

/** One command for ExifTool. Its promise is rejected only when the process failed, never because of the file. */
export class ToolTask extends ExifToolTask<ToolAnswer> {
  readonly #token: string
  readonly #budgetMs: number
  readonly #stepMs: number
  #extend: NodeJS.Timeout | null = null

  /**
   * @param token told back by ExifTool with the answer
   * @param budgetMs how long the command may take once a process has begun with it
   * @param stepMs the pool's own time-out, which is put off until the budget is spent
   */
  constructor(args: readonly string[], token: string, budgetMs: number, stepMs: number) {
    super(['-echo1', greeting(token), ...args])
    this.#token = token
    this.#budgetMs = budgetMs
    this.#stepMs = stepMs
    const stop = (): void => {
      if (this.#extend !== null) clearInterval(this.#extend)
    }
    this.promise.then(stop, stop)
  }

  /** The pool knows one time-out for all commands, but a film of 50 GB may take longer than a thumbnail. */
  override onStart(...args: Parameters<ExifToolTask<ToolAnswer>['onStart']>): void {
    super.onStart(...args)
    if (this.#budgetMs <= this.#stepMs) return
    this.#extend = setInterval(() => {
      if ((this.runtimeMs ?? 0) + this.#stepMs < this.#budgetMs) this.resetTimeout()
    }, this.#stepMs / 4)
    this.#extend.unref()
  }

  override onStderr(buffer: string | Buffer): void {
    const text = buffer.toString()
    // The library throws here, inside a stream's handler, where nobody could catch it.
    if (INCOMPLETE_PERL.test(text)) this.reject(new Error(text.trim()))
    else super.onStderr(buffer)
  }

  protected override parse(stdout: string): ToolAnswer {
    const [first, rest] = splitOnce(stdout)
    if (first !== greeting(this.#token)) throw new Error('ExifTool gave the answer to another question')
    return { stdout: rest, complaints: [...this.errors, ...this.warnings] }
  }
}

function splitOnce(text: string): [first: string, rest: string] {
  const end = text.indexOf('\n')
  if (end === -1) return [text.trimEnd(), '']
  return [text.slice(0, end).trimEnd(), text.slice(end + 1)]
}
