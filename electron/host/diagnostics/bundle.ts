import os from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import yazl from 'yazl'
import type { Output } from '../../../shared/contract.ts'
import { problemSentence } from '../../../shared/problem.ts'
import { ConfigError, readDraft } from '../../engine/config/load.ts'
import { errorText, ProblemError } from '../../engine/errors.ts'
import { sluiceVersion } from '../../engine/node-ports.ts'
import type { Ports } from '../../engine/ports.ts'
import { maskFor } from './mask.ts'
import { storedSecrets } from './stored-secrets.ts'
import { type BundleText, fileTail, logTexts } from './text-files.ts'

export interface BundleWorld {
  dataDir: string
  configFile: string
  /** Null where the data folder cannot be used. */
  ports: Pick<Ports, 'secrets' | 'network'> | null
  /** What the engine knows of itself; may throw, and may never answer. */
  engineTexts(): Promise<BundleText[]>
}

export type Bundle = Output<'diagnostics.bundle'>

/** All of it crosses the control channel, where a line has 8 MB. */
const LOG_BYTES = 2_000_000
const CONFIG_BYTES = 500_000
const ENGINE_ANSWERS_WITHIN_MS = 20_000
/** A file that only its owner reads. */
const MODE = 0o100600

/**
 * Collects what support needs: the one place where texts are masked and packed, for the window and the command line. A
 * part that cannot be had has its reason in its place.
 */
export async function makeBundle(world: BundleWorld, madeAt = new Date()): Promise<Bundle> {
  const config = await fileTail(world.configFile, CONFIG_BYTES)
  const secrets = await storedSecrets(config, world.ports)
  const token = (await fileTail(path.join(world.dataDir, 'ui-token'), CONFIG_BYTES)).trim()
  const mask = maskFor({ values: [...secrets.values, token] })
  const texts = [
    { name: 'versions.json', text: versions(world, madeAt) },
    { name: 'config.json', text: config },
    { name: 'config-mistakes.txt', text: await mistakes(world.configFile) },
    { name: 'secrets.json', text: secrets.text },
    ...(await engineTexts(world)),
    ...(await logTexts(world.dataDir, LOG_BYTES)),
  ]
  const files = texts.filter(({ text }) => text !== '').map(({ name, text }) => ({ name, text: mask(text) }))
  const stamp = madeAt.toISOString().slice(0, 16).replace(':', '')
  return {
    name: `sluice-diagnostics-${stamp}.zip`,
    files,
    zip: (await zipped(files, madeAt)).toString('base64'),
  }
}

function versions({ dataDir, configFile }: BundleWorld, madeAt: Date): string {
  const { node, electron, chrome } = process.versions
  return JSON.stringify(
    {
      sluice: sluiceVersion(),
      node,
      electron,
      chrome,
      platform: process.platform,
      arch: process.arch,
      system: `${os.type()} ${os.release()}`,
      dataDir,
      configFile,
      madeAt: madeAt.toISOString(),
    },
    null,
    2,
  )
}

async function mistakes(configFile: string): Promise<string> {
  try {
    const { isThere, problems } = await readDraft(configFile)
    if (!isThere) return 'There is no configuration yet.\n'
    return problems.map(({ line, column, path: at, words }) => `${line}:${column}: ${at} ${words}\n`).join('')
  } catch (error) {
    return `${error instanceof ConfigError ? problemSentence(error.problem) : errorText(error)}\n`
  }
}

/** Support needs the rest also, and most of all, when the engine does not answer. */
async function engineTexts(world: BundleWorld): Promise<BundleText[]> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    late.reject(new Error('the engine did not answer'))
  }, ENGINE_ANSWERS_WITHIN_MS)
  try {
    const files = await Promise.race([world.engineTexts(), late.promise])
    return files.map(({ name, text }) => ({ name: `engine/${path.basename(name)}`, text }))
  } catch (error) {
    const problem = error instanceof ProblemError ? error.problem : null
    const words = problem === null ? errorText(error) : problemSentence(problem)
    return [{ name: 'engine-problem.txt', text: `${words}\n${problem?.detail ?? ''}\n` }]
  } finally {
    clearTimeout(timer)
  }
}

async function zipped(files: readonly BundleText[], mtime: Date): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  for (const { name, text } of files) zip.addBuffer(Buffer.from(text), name, { mtime, mode: MODE })
  zip.end()
  return await buffer(zip.outputStream)
}
