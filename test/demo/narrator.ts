import { stripVTControlCharacters } from 'node:util'

const COLUMNS_MAX = 96
const INDENT = '   '
const ERASE_LINE = '\u001b[K'
const SHOW_CURSOR = '\u001b[?25h'

/** Tells the story in numbered steps, wrapped to the terminal. */
export class Narrator {
  readonly #output: NodeJS.WriteStream
  #step = 0

  constructor(output: NodeJS.WriteStream) {
    this.#output = output
  }

  get columns(): number {
    const { columns } = this.#output
    return this.#output.isTTY && columns > 0 ? columns : COLUMNS_MAX
  }

  heading(text: string): void {
    this.#write(`${wrapped(text, this.#width, '')}\n`)
  }

  /** The next step. */
  step(text: string): void {
    this.#step += 1
    this.#write(
      `\n${wrapped(text, this.#width, INDENT).replace(INDENT, `${this.#step}.`.padEnd(INDENT.length))}\n`,
    )
  }

  /** More about the present step. */
  more(text: string): void {
    this.#write(`${this.#output.isTTY ? ERASE_LINE : ''}${wrapped(text, this.#width, INDENT)}\n`)
  }

  /** Something to be read as it is: a path, a table. */
  plain(text: string): void {
    this.#write(`${text}\n`)
  }

  /** A line that the next one takes the place of; only where somebody watches. */
  passing(text: string): void {
    if (this.#output.isTTY) this.#write(`\r${ERASE_LINE}${INDENT}${text}\r`)
  }

  /** A program that was killed while it drew leaves the cursor hidden. */
  showCursor(): void {
    if (this.#output.isTTY) this.#write(SHOW_CURSOR)
  }

  get #width(): number {
    return Math.min(this.columns, COLUMNS_MAX)
  }

  #write(text: string): void {
    this.#output.write(text)
  }
}

/** Lines of at most so many columns; a word that is longer than a line (a path) keeps whole and can be copied. */
function wrapped(text: string, columns: number, indent: string): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    const longer = line === '' ? word : `${line} ${word}`
    if (line === '' || stripVTControlCharacters(longer).length + indent.length <= columns)
      lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines.map((line) => `${indent}${line}`).join('\n')
}
