import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { joined, type Phrase, say } from '../../../../shared/phrase.ts'
import type { Problem } from '../../../../shared/problem.ts'
import { errorCode, errorText, UploadError } from '../../errors.ts'
import { fileKey, inLine, parsePeopleTable, type PeopleTable, type PersonEntry } from './people-table.ts'
import type { Usual } from './person-words.ts'
import type { Person } from './wire.ts'

/** A large house has some thousand people; more than this is another kind of file. */
const LIST_BYTES_MAX = 16 * 1024 * 1024
const MISTAKES_SHOWN = 5

export interface ListedPerson {
  line: number
  person: Person
}

/** The list that says whom each picture shows. It is edited while Sluice runs, so every use looks whether it has changed. */
export class PeopleList {
  readonly #file: string
  /** As a person calls it. */
  readonly name: string
  #loaded: { stamp: string; table: PeopleTable } | null = null

  constructor(file: string) {
    this.#file = file
    this.name = path.basename(file)
  }

  /**
   * @param picture its path below the hot folder
   * @throws UploadError `tool`: the list cannot be used, or does not have the picture; the picture waits
   */
  async personOf(picture: string, usual: Usual): Promise<Person> {
    const table = await this.#table()
    const keys = [fileKey(picture), fileKey(path.posix.basename(picture))]
    const mistake = table.mistakes.find(({ file }) => file !== null && keys.includes(file))
    if (mistake !== undefined) throw this.#trouble(inLine(mistake.line, mistake.words))
    const entry = keys.map((key) => table.entries.get(key)).find((one) => one !== undefined)
    if (entry === undefined)
      throw this.#trouble(joined([say`It has no line for this picture.`, ...mistakesOf(table)]))
    return completed(entry, usual)
  }

  /** Everybody on the list, with the number of their line. @throws UploadError `tool` */
  async people(usual: Usual): Promise<ListedPerson[]> {
    const { entries, lines } = await this.#table()
    return [...entries].map(([file, entry]) => ({
      line: lines.get(file) ?? 0,
      person: completed(entry, usual),
    }))
  }

  /** For a person who checks the destination: words, and what is wrong. @throws UploadError `tool` */
  async describe(): Promise<{ words: Phrase; problem: Problem | null }> {
    const table = await this.#table()
    const count = table.entries.size
    const { name } = this
    return {
      words:
        count === 1
          ? say`${name} names the people on one picture.`
          : say`${name} names the people on ${count} pictures.`,
      problem: table.mistakes.length === 0 ? null : this.#trouble(joined(mistakesOf(table))).problem,
    }
  }

  async #table(): Promise<PeopleTable> {
    const { stamp, sizeBytes } = await this.#look()
    if (this.#loaded?.stamp === stamp) return this.#loaded.table
    if (sizeBytes > LIST_BYTES_MAX) throw this.#trouble(say`It is far too large for a list of people.`)
    const table = parsePeopleTable(await this.#text())
    if ('text' in table) throw this.#trouble(table)
    // Half a list knows only half of the people.
    if ((await this.#look()).stamp !== stamp) throw this.#trouble(say`It is being written at this moment.`)
    this.#loaded = { stamp, table }
    return table
  }

  async #text(): Promise<string> {
    const bytes = await readFile(this.#file).catch((error: unknown) => {
      throw this.#trouble(whyNot(error))
    })
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch {
      throw this.#trouble(say`It is not in UTF-8: save it as «CSV UTF-8».`)
    }
  }

  async #look(): Promise<{ stamp: string; sizeBytes: number }> {
    const stats = await stat(this.#file, { bigint: true }).catch((error: unknown) => {
      throw this.#trouble(whyNot(error))
    })
    return { stamp: `${stats.ino}:${stats.size}:${stats.mtimeNs}`, sizeBytes: Number(stats.size) }
  }

  #trouble(words: Phrase): UploadError {
    return new UploadError('tool', {
      code: 'people-list',
      what: say`The list of people (${this.name}): ${words}`,
      means: say`The picture waits; others go on.`,
      remedy: say`Mend ${this.#file}; Sluice reads it anew and goes on by itself.`,
      isRetried: true,
    })
  }
}

function completed(entry: PersonEntry, usual: Usual): Person {
  return { ...usual, ...entry }
}

function mistakesOf({ mistakes }: PeopleTable): Phrase[] {
  const shown = mistakes.slice(0, MISTAKES_SHOWN).map(({ line, words }) => inLine(line, words))
  const more = mistakes.length - shown.length
  return more > 0 ? [...shown, say`And ${more} more.`] : shown
}

function whyNot(error: unknown): Phrase {
  return errorCode(error) === 'ENOENT' ? say`It is not there.` : say`It cannot be read (${errorText(error)}).`
}
