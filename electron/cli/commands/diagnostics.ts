import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { connectControl } from '../../control/control-client.ts'
import { type Bundle, type BundleWorld, makeBundle } from '../../host/diagnostics/bundle.ts'
import type { AddCommand, CommandContext } from '../context.ts'
import { type Places, portsFor, withEngine } from '../engine-access.ts'
import { EXIT } from '../exit-codes.ts'
import { writeWhole } from '../output-file.ts'
import type { Terminal } from '../terminal.ts'
import { counted } from '../words.ts'

/** The running Sluice may look at secrets for longer than this, but then something is wrong with it. */
const ANSWER_WITHIN_MS = 60_000

/**
 * The running Sluice knows more of itself than anybody else: it makes the bundle. Where none runs, or it does not answer,
 * or is of another version, the same is made here.
 */
async function bundleOf(terminal: Terminal, places: Places): Promise<Bundle> {
  return (await bundleFrom(places.dataDir)) ?? (await makeBundle(worldHere(terminal, places)))
}

async function bundleFrom(dataDir: string): Promise<Bundle | null> {
  const client = await connectControl(dataDir).catch(() => null)
  if (client === null) return null
  const late = setTimeout(() => {
    client.close()
  }, ANSWER_WITHIN_MS)
  try {
    return await client.call('diagnostics.bundle', {})
  } catch {
    return null
  } finally {
    clearTimeout(late)
    client.close()
  }
}

function worldHere(terminal: Terminal, places: Places): BundleWorld {
  return {
    ...places,
    ports: portsIfUsable(places.dataDir, terminal),
    engineTexts: async () =>
      (await withEngine(terminal, places, (api) => api.call('diagnostics.collect', {}))).files,
  }
}

/** Looking for what is wrong must not make folders. */
function portsIfUsable(dataDir: string, terminal: Terminal): BundleWorld['ports'] {
  try {
    return existsSync(dataDir) ? portsFor(dataDir, terminal.env) : null
  } catch {
    return null
  }
}

async function diagnostics({ terminal, places, finish }: CommandContext, name: string): Promise<void> {
  const file = path.resolve(name)
  const { files, zip } = await bundleOf(terminal, places())
  await writeWhole(file, (partial) =>
    writeFile(partial, Buffer.from(zip, 'base64'), { flag: 'wx', mode: 0o600 }),
  )
  terminal.stdout.write(
    `${counted(files.length, 'text')} in ${file}, without secrets. Look through it, then send it to support.\n`,
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
