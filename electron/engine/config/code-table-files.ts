import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { CodeTableConfig } from '../../../shared/config.ts'
import { type Problem, tellProblem } from '../../../shared/problem.ts'
import { type CodeTable, findCycle, parseCodeTable } from '../../../shared/template.ts'
import { errorCode, errorText, UploadError } from '../errors.ts'
import { type Phrase, phraseOf, say } from '../../../shared/phrase.ts'

/** A list of players has a few hundred lines; more than this is another kind of file. */
const TABLE_BYTES_MAX = 16 * 1024 * 1024

interface Loaded {
  stamp: string
  table: CodeTable
}

/** How a template uses codes inside its values: names of tables, the later counts. */
export interface CodeUse {
  codes: readonly string[]
  codeDelimiter: string
}

/** The tables of one moment, and a text that tells them from those of any other. */
export interface LoadedTables {
  tables: ReadonlyMap<string, CodeTable>
  stamp: string
}

/**
 * The code tables of the configuration. Lists are exchanged from game to game while Sluice runs, so every use looks
 * whether a file has changed, and reads only what has.
 */
export class CodeTableFiles {
  readonly #configs: readonly CodeTableConfig[]
  readonly #loaded = new Map<string, Loaded>()

  constructor(configs: readonly CodeTableConfig[]) {
    this.#configs = configs
  }

  /**
   * @param used names of the tables that are needed
   * @param template whose codes must not run in a circle
   * @throws UploadError `tool` (`code-table-unusable`) naming the table, its file and line. The file that asks for
   *   it is tried again: it is not to blame
   */
  async load(used: readonly string[], template: CodeUse): Promise<LoadedTables> {
    const tables = new Map<string, CodeTable>()
    const stamps: string[] = []
    for (const config of this.#configs.filter(({ name }) => used.includes(name))) {
      const loaded = await this.#one(config)
      tables.set(config.name, loaded.table)
      stamps.push(`${config.name}=${loaded.stamp}`)
    }
    const codes = template.codes.flatMap((name) => tables.get(name) ?? [])
    const cycle = findCycle(codes, template.codeDelimiter)
    if (cycle !== null)
      throw unusable(say`The code tables run in a circle: ${phraseOf(cycle.words, cycle.said)}.`)
    return { tables, stamp: stamps.join('\n') }
  }

  async #one({ name, path: file }: CodeTableConfig): Promise<Loaded> {
    const { stamp, sizeBytes } = await look(name, file)
    const known = this.#loaded.get(name)
    if (known?.stamp === stamp) return known
    if (sizeBytes > TABLE_BYTES_MAX)
      throw unusable(say`The code table «${name}» (${file}) is far too large for a table of codes.`)
    const loaded = { stamp, table: await readTable(name, file) }
    // Half a list would leave the codes of the other half in the captions.
    if ((await look(name, file)).stamp !== stamp)
      throw unusable(say`The code table «${name}» (${path.basename(file)}) is being written at this moment.`)
    this.#loaded.set(name, loaded)
    return loaded
  }
}

async function look(name: string, file: string): Promise<{ stamp: string; sizeBytes: number }> {
  const stats = await stat(file, { bigint: true }).catch((error: unknown) => {
    throw unusable(say`The code table «${name}» (${file}) ${whyNot(error)}.`)
  })
  return { stamp: `${stats.ino}:${stats.size}:${stats.mtimeNs}`, sizeBytes: Number(stats.size) }
}

async function readTable(name: string, file: string): Promise<CodeTable> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw unusable(say`The code table «${name}» (${file}) ${whyNot(error)}.`)
  })
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw unusable(say`The code table «${name}» (${path.basename(file)}) is not saved as UTF-8.`)
  }
  const table = parseCodeTable(text, name)
  // Single lines are passed over and told; a table without any code is another kind of file, or not written yet.
  if (table.entries.size === 0) {
    const why =
      table.notes.length === 0 ? say`it is empty` : say`no line has a tab between a code and its replacement`
    throw unusable(say`The code table «${name}» (${path.basename(file)}) holds no code: ${why}.`)
  }
  return table
}

function whyNot(error: unknown): Phrase {
  switch (errorCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return say`is not there`
    case 'EACCES':
    case 'EPERM':
      return say`may not be read by the user who runs Sluice`
    case 'EISDIR':
      return say`is a folder, not a file`
    default:
      return say`cannot be read: ${errorText(error)}`
  }
}

function unusable(what: Phrase): UploadError {
  const problem: Problem = tellProblem({
    code: 'code-table-unusable',
    what,
    means: say`Files whose template uses it wait.`,
    remedy: say`Mend the table; Sluice tries again by itself.`,
    isRetried: true,
  })
  return new UploadError('tool', problem)
}
