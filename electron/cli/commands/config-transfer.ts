import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Config } from '../../../shared/config.ts'
import type { ConfigMistake } from '../../../shared/contract.ts'
import { connectControl, type ControlClient } from '../../control/control-client.ts'
import { draftProblems, placeText, readDraft, saveDraft } from '../../engine/config/load.ts'
import { errorText } from '../../engine/errors.ts'
import type { CommandContext } from '../context.ts'
import { EXIT, UsageError } from '../exit-codes.ts'
import { writeWhole } from '../output-file.ts'

/** A configuration that can be taken to another computer: with its code tables, and with no secret. */
const Bundle = z.object({
  sluice: z.literal('configuration'),
  version: z.literal(1),
  config: z.record(z.string(), z.unknown()),
  /** Name → content. */
  codeTables: z.record(z.string(), z.string()),
})
const TableEntries = z.array(z.looseObject({ name: z.string(), path: z.string() })).catch([])

/** Writes the configuration with its code tables into one file, or to stdout. */
export async function exportConfig(context: CommandContext, target: string | undefined): Promise<void> {
  const { terminal, places, finish } = context
  const { configFile } = places()
  const { root, config } = await readDraft(configFile)
  if (config === null)
    throw new UsageError(`${configFile} has mistakes; «sluice config validate» lists them.`)
  const codeTables: Record<string, string> = {}
  for (const table of config.codeTables) codeTables[table.name] = await readFile(table.path, 'utf8')
  const bundle = { sluice: 'configuration', version: 1, config: root, codeTables }
  const text = `${JSON.stringify(bundle, null, 2)}\n`
  if (target === undefined) terminal.stdout.write(text)
  else {
    await writeWhole(path.resolve(target), (partial) => writeFile(partial, text, { mode: 0o600 }))
    terminal.stderr.write(`${target} holds the configuration with its code tables, and no secrets.\n`)
  }
  finish(EXIT.done)
}

/** Takes over what `exportConfig` wrote, or a plain configuration. The one before is kept beside it. */
export async function importConfig(context: CommandContext, source: string): Promise<void> {
  const { terminal, places, finish } = context
  const bundle = await readBundle(source)
  const running = await connectControl(places().dataDir)
  try {
    // A running Sluice goes on with its own file, which is not always the one that is named here.
    const configFile = running === null ? places().configFile : (await running.call('config.get', {})).file
    const root = await withTables(bundle, path.dirname(configFile))
    const { mistakes, kept } = await takeOver(configFile, root, running)
    for (const mistake of mistakes) terminal.stderr.write(`${placeText(source, mistake)}\n`)
    if (mistakes.length === 0) {
      const secrets = secretNames((await readDraft(configFile)).config)
      const told = [
        `${configFile} is in use now${running === null ? '' : '; the running Sluice goes on with it'}.`,
        ...(kept === null ? [] : [`The configuration before is kept as ${kept}.`]),
        ...(secrets.length === 0
          ? []
          : [`It needs these secrets, if they are not there yet: ${secrets.join(', ')}.`]),
      ]
      terminal.stdout.write(`${told.join('\n')}\n`)
    }
    finish(mistakes.length === 0 ? EXIT.done : EXIT.usage)
  } finally {
    running?.close()
  }
}

/** @returns what is wrong with it, and then nothing has changed; else where the one before is kept */
async function takeOver(
  configFile: string,
  root: object,
  running: ControlClient | null,
): Promise<{ mistakes: readonly ConfigMistake[]; kept: string | null }> {
  const mistakes = await draftProblems(configFile, root)
  if (mistakes.length > 0) return { mistakes, kept: null }
  const kept = await keepPresent(configFile)
  if (running !== null) return { kept, ...(await running.call('config.save', { root })) }
  await saveDraft(configFile, root)
  return { mistakes: [], kept }
}

async function readBundle(source: string): Promise<z.output<typeof Bundle>> {
  let content: unknown
  try {
    content = JSON.parse(await readFile(source, 'utf8'))
  } catch (error) {
    throw new UsageError(`${source} cannot be read as a configuration (${errorText(error)}).`)
  }
  const bundle = Bundle.safeParse(content)
  if (bundle.success) return bundle.data
  const plain = z.record(z.string(), z.unknown()).safeParse(content)
  if (!plain.success || 'sluice' in plain.data)
    throw new UsageError(`${source} is no configuration that this version of Sluice knows.`)
  return { sluice: 'configuration', version: 1, config: plain.data, codeTables: {} }
}

/** Puts the code tables beside the configuration; nothing that is there is written over. */
async function withTables(
  { config, codeTables }: z.output<typeof Bundle>,
  baseDir: string,
): Promise<Record<string, unknown>> {
  const entries = TableEntries.parse(config['codeTables'] ?? [])
  if (entries.length === 0) return config
  const placed = []
  for (const entry of entries) {
    const text = codeTables[entry.name]
    placed.push(text === undefined ? entry : { ...entry, path: await placeTable(baseDir, entry.path, text) })
  }
  return { ...config, codeTables: placed }
}

/** @returns the path as it stands in the configuration: relative to it */
async function placeTable(baseDir: string, named: string, text: string): Promise<string> {
  const { name, ext } = path.parse(named.replaceAll('\\', '/'))
  for (let number = 0; ; number++) {
    const relative = path.join('code-tables', `${name}${number === 0 ? '' : `-${String(number)}`}${ext}`)
    const file = path.join(baseDir, relative)
    const present = await readFile(file, 'utf8').catch(() => null)
    if (present === text) return relative
    if (present !== null) continue
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, text, { flag: 'wx' })
    return relative
  }
}

async function keepPresent(configFile: string): Promise<string | null> {
  const kept = `${configFile}.before-import`
  try {
    await copyFile(configFile, kept)
    return kept
  } catch {
    return null
  }
}

function secretNames(config: Config | null): string[] {
  const refs = (config?.destinations ?? []).flatMap(({ auth }) =>
    'secret' in auth && typeof auth.secret === 'string' ? [auth.secret] : [],
  )
  return [...new Set(refs)]
}
