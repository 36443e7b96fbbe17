import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { ExifTool } from 'exiftool-vendored'
import { composeMetadata } from '../../electron/engine/metadata/compose-metadata.ts'
import { MetadataReader } from '../../electron/engine/metadata/exiftool.ts'
import { TemplateConfig } from '../../shared/config.ts'
import { catalogueRules, compileTemplate } from '../../shared/template.ts'

/**
 * One side of the benchmark of metadata, in a process of its own: the vendored pool reading every file, or Sluice making
 * every file ready with a template.
 *   node test/bench/metadata-reader.ts --side pool|sluice --folder DIR
 * Prints {"files","seconds","cpuSeconds","rssMB","middleRssMB"}: memory at the end, and after half of the files.
 */
const { values } = parseArgs({ options: { side: { type: 'string' }, folder: { type: 'string' } } })
const { side, folder } = values
if (folder === undefined || (side !== 'pool' && side !== 'sluice'))
  throw new Error('Give --side and --folder.')

const AT_ONCE = 4
const TEMPLATE = TemplateConfig.parse({
  name: 'press',
  fields: [
    { field: 'Credit', value: '{exif:Artist|default:"Staff"}', onlyIfEmpty: true },
    { field: 'Keywords', value: ['{folder}', '{taken:yyyy}', '{exif:Model|lower}'] },
    { field: 'Headline', value: '{stem}, {taken:d MMMM yyyy}' },
    { field: 'Caption', action: 'append', value: ' Photo: {exif:Artist}' },
  ],
})

interface Side {
  prepare(file: string): Promise<unknown>
  end(): Promise<void>
}

function pool(): Side {
  const exiftool = new ExifTool({ maxProcs: Math.min(2, os.availableParallelism()) })
  return { prepare: (file) => exiftool.read(file), end: () => exiftool.end() }
}

async function sluice(root: string): Promise<Side> {
  const workDir = await mkdtemp(path.join(os.tmpdir(), 'sluice-bench-work-'))
  const log = { debug: noLog, info: noLog, warn: noLog, error: noLog }
  const reader = new MetadataReader({ log, workDir })
  const result = compileTemplate(TEMPLATE, { variables: [], tables: [], rules: catalogueRules() })
  if ('mistakes' in result) throw new Error(JSON.stringify(result.mistakes))
  const context = {
    folderName: path.basename(root),
    modifiedMs: 0,
    nowMs: Date.now(),
    timeZone: 'Europe/Berlin',
    variables: {},
    sha256: null,
    counter: null,
    user: 'desk',
    host: 'bench',
    tables: new Map(),
    rules: catalogueRules(),
  }
  return {
    prepare: async (file) => {
      const order = {
        file,
        mode: 'merge' as const,
        sidecar: null,
        template: result.template,
        templateDigest: null,
        readsAlways: false,
        context: { ...context, path: path.basename(file), modifiedMs: (await stat(file)).mtimeMs },
        isListed: () => Promise.resolve(true),
      }
      const composed = await composeMetadata(order, reader, new AbortController().signal)
      if (composed?.sent.instructions.length !== TEMPLATE.fields.length)
        throw new Error(`${file} was not made ready`)
    },
    end: async () => {
      await reader.close()
      await rm(workDir, { recursive: true, force: true })
    },
  }
}

function noLog(): void {
  // What is logged is not measured.
}

const files = (await readdir(folder)).map((name) => path.join(folder, name))
const [first] = files
if (first === undefined) throw new Error('The folder is empty.')
const runner = side === 'pool' ? pool() : await sluice(folder)
// The processes of ExifTool are started before the clock.
await Promise.all([runner.prepare(first), runner.prepare(first)])
const started = performance.now()
const cpuStarted = process.cpuUsage()
const waiting = files.entries()
let middleRss = 0
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (const [index, file] of waiting) {
      await runner.prepare(file)
      if (index === Math.floor(files.length / 2)) middleRss = process.memoryUsage.rss()
    }
  }),
)
const seconds = (performance.now() - started) / 1000
const { user, system } = process.cpuUsage(cpuStarted)
const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024)
const result = {
  files: files.length,
  seconds,
  cpuSeconds: (user + system) / 1e6,
  rssMB: megabytes(process.memoryUsage.rss()),
  middleRssMB: megabytes(middleRss),
}
await runner.end()
console.log(JSON.stringify(result))
