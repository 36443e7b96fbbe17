import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Problem } from '../../../../shared/problem.ts'
import { errorCode, errorText, UploadError } from '../../errors.ts'
import { fileKey, parsePeopleTable, type PeopleTable, type PersonEntry } from './people-table.ts'
import type { Usual } from './person-words.ts'
import type { Person } from './wire.ts'

/** A large house has some thousand people; more than this is another kind of file. */
const LIST_BYTES_MAX = 16 * 1024 * 1024
const MISTAKES_SHOWN = 5

/** The list that says whom each picture shows. It is edited while Sluice runs, so every use looks whether it has changed. */
export class PeopleList {
  readonly #file: string
  #loaded: { stamp: string; table: PeopleTable } | null = null

  constructor(file: string) {
    this.#file = file
  }

  /**
   * @param picture its path below the hot folder
   * @throws UploadError `tool`: the list cannot be used, or does not have the picture; the picture waits
   */
  async personOf(picture: string, usual: Usual): Promise<Person> {
    const table = await this.#table()
    const keys = [fileKey(picture), fileKey(path.posix.basename(picture))]
    const mistake = table.mistakes.find(({ file }) => file !== null && keys.includes(file))
    if (mistake !== undefined) throw this.#trouble(`Line ${mistake.line}: ${mistake.words}.`)
    const entry = keys.map((key) => table.entries.get(key)).find((one) => one !== undefined)
    if (entry === undefined) throw this.#trouble(`It has no line for this picture.${otherMistakes(table)}`)
    return completed(entry, usual)
  }

  /** For a person who checks the destination: words, and what is wrong. @throws UploadError `tool` */
  async describe(): Promise<{ words: string; problem: Problem | null }> {
    const table = await this.#table()
    const count = table.entries.size
    return {
      words: `${path.basename(this.#file)} names the people on ${count === 1 ? 'one picture' : `${count} pictures`}.`,
      problem: table.mistakes.length === 0 ? null : this.#trouble(otherMistakes(table).trim()).problem,
    }
  }

  async #table(): Promise<PeopleTable> {
    const { stamp, sizeBytes } = await this.#look()
    if (this.#loaded?.stamp === stamp) return this.#loaded.table
    if (sizeBytes > LIST_BYTES_MAX) throw this.#trouble('It is far too large for a list of people.')
    const table = parsePeopleTable(await this.#text())
    if (typeof table === 'string') throw this.#trouble(table)
    // Half a list knows only half of the people.
    if ((await this.#look()).stamp !== stamp) throw this.#trouble('It is being written at this moment.')
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
      throw this.#trouble('It is not in UTF-8: save it as «CSV UTF-8».')
    }
  }

  async #look(): Promise<{ stamp: string; sizeBytes: number }> {
    const stats = await stat(this.#file, { bigint: true }).catch((error: unknown) => {
      throw this.#trouble(whyNot(error))
    })
    return { stamp: `${stats.ino}:${stats.size}:${stats.mtimeNs}`, sizeBytes: Number(stats.size) }
  }

  #trouble(words: string): UploadError {
    return new UploadError('tool', {
      code: 'people-list',
      what: `The list of people (${path.basename(this.#file)}): ${words}`,
      means: 'The picture waits; others go on.',
      remedy: `Mend ${this.#file}; Sluice reads it anew and goes on by itself.`,
      isRetried: true,
    })
  }
}

function completed(entry: PersonEntry, usual: Usual): Person {
  return { ...usual, ...entry }
}

function otherMistakes({ mistakes }: PeopleTable): string {
  if (mistakes.length === 0) return ''
  const shown = mistakes.slice(0, MISTAKES_SHOWN).map(({ line, words }) => `Line ${line}: ${words}.`)
  const more = mistakes.length - shown.length
  return ` ${shown.join(' ')}${more > 0 ? ` And ${more} more.` : ''}`
}

function whyNot(error: unknown): string {
  return errorCode(error) === 'ENOENT' ? 'It is not there.' : `It cannot be read (${errorText(error)}).`
}
