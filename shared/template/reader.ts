import { say } from '../phrase.ts'
import { MistakeError } from './mistake.ts'

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['n', '\n'],
  ['t', '\t'],
])

/** Goes through a text from left to right. Positions are UTF-16 units. */
export class Reader {
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length
  }

  peek(length = 1): string {
    return this.text.slice(this.at, this.at + length)
  }

  /** Goes past `expected` when it comes next. */
  take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false
    this.at += expected.length
    return true
  }

  /** What a sticky expression matches here, or the empty string. */
  takeMatch(sticky: RegExp): string {
    sticky.lastIndex = this.at
    const found = sticky.exec(this.text)?.[0] ?? ''
    this.at += found.length
    return found
  }

  skipSpaces(): void {
    this.takeMatch(/\s*/y)
  }

  /** A text in double quotes with `\"`, `\\`, `\n` and `\t`; the reader stands on the first quote. */
  quoted(): string {
    const start = this.at
    this.at++
    let text = ''
    for (;;) {
      text += this.takeMatch(/[^"\\]+/y)
      if (this.isAtEnd) throw new MistakeError(say`has a double quote that is never closed`, start)
      if (this.take('"')) return text
      const escaped = ESCAPES.get(this.text.charAt(this.at + 1))
      if (escaped === undefined) {
        throw new MistakeError(
          say`has a backslash in quotes that means nothing; write \\\\, \\", \\n or \\t`,
          this.at,
        )
      }
      text += escaped
      this.at += 2
    }
  }
}
