import { createWriteStream } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import yazl from 'yazl'
import { problemSentence } from '../../../shared/problem.ts'
import { problemOf } from '../../control/dispatch.ts'
import { logDir, sluiceVersion } from '../../engine/node-ports.ts'
import type { AddCommand, CommandContext } from '../context.ts'
import { withEngine, type Places } from '../engine-access.ts'
import { EXIT } from '../exit-codes.ts'
import { writeWhole } from '../output-file.ts'
import { fileTail, supportText } from '../support-text.ts'
import type { Terminal } from '../terminal.ts'
import { counted } from '../words.ts'

const MAX_TEXT_BYTES = 2_000_000

interface TextFile {
  name: string
  text: string
}

function versions(places: Places): TextFile {
  const text = JSON.stringify(
    {
      sluice: sluiceVersion(),
      node: process.versions.node,
      platform: process.platform,
      arch: process.arch,
      system: `${os.type()} ${os.release()}`,
      dataDir: places.dataDir,
      configFile: places.configFile,
      madeAt: new Date().toISOString(),
    },
    null,
    2,
  )
  return { name: 'versions.json', text }
}

/** What the engine knows of itself. Support needs the rest also, and most of all, when the engine cannot be opened. */
async function engineFiles(terminal: Terminal, places: Places): Promise<TextFile[]> {
  try {
    const { files } = await withEngine(terminal, places, (api) => api.call('diagnostics.collect', {}))
    return files.map(({ name, text }) => ({ name: `engine/${path.basename(name)}`, text }))
  } catch (error) {
    const problem = problemOf(error)
    return [{ name: 'engine-problem.txt', text: `${problemSentence(problem)}\n${problem.detail ?? ''}\n` }]
  }
}

async function collect(terminal: Terminal, places: Places): Promise<TextFile[]> {
  const logs = ['sluice.1.log', 'sluice.log'].map(async (name) => ({
    name: `logs/${name}`,
    text: await fileTail(path.join(logDir(places.dataDir), name), MAX_TEXT_BYTES),
  }))
  const config = { name: 'config.json', text: await fileTail(places.configFile, MAX_TEXT_BYTES) }
  const files = [
    versions(places),
    config,
    ...(await engineFiles(terminal, places)),
    ...(await Promise.all(logs)),
  ]
  return files.filter(({ text }) => text !== '')
}

async function writeZip(file: string, texts: readonly TextFile[]): Promise<void> {
  const zip = new yazl.ZipFile()
  for (const { name, text } of texts) zip.addBuffer(Buffer.from(supportText(text)), name)
  zip.end()
  await writeWhole(file, (partial) =>
    pipeline(zip.outputStream, createWriteStream(partial, { flags: 'wx', mode: 0o600 })),
  )
}

async function diagnostics({ terminal, places, finish }: CommandContext, name: string): Promise<void> {
  const file = path.resolve(name)
  const texts = await collect(terminal, places())
  await writeZip(file, texts)
  terminal.stdout.write(
    `${counted(texts.length, 'text')} in ${file}, without secrets. Look through it, then send it to support.\n`,
  )
  finish(EXIT.done)
}

export const addDiagnostics: AddCommand = (program, context) => {
  program
    .command('diagnostics')
    .description('collect what support needs to know, without secrets')
    .argument('<file.zip>', 'the file to write')
    .action((name: string) => diagnostics(context, name))
}
