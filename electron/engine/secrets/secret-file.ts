import { chmod, readFile, stat } from 'node:fs/promises'
import { type Phrase, say } from '../../../shared/phrase.ts'
import path from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { errorCode, errorText, ProblemError } from '../errors.ts'
import type { Log } from '../ports.ts'

/** Secrets in a file that only its owner may read. For machines without a keyring. */
export interface SecretFile {
  readonly path: string
  get(name: string): Promise<string | null>
  set(name: string, value: string): Promise<void>
  /** Does nothing when there is no such secret. */
  remove(name: string): Promise<void>
}

const Content = z.record(z.string(), z.string())
type Content = z.output<typeof Content>

function unusable(what: Phrase, remedy: Phrase, cause?: unknown): ProblemError {
  return new ProblemError({ code: 'secrets-unusable', what, remedy, isRetried: false }, { cause })
}

/** Secrets that others could read are made private again; a warning says that they may be known. */
async function guardMode(file: string, log: Log): Promise<void> {
  if (process.platform === 'win32') return
  const { mode } = await stat(file)
  if ((mode & 0o077) === 0) return
  try {
    await chmod(file, 0o600)
  } catch (error) {
    throw unusable(
      say`The secrets in ${file} can be read by other users, and this could not be changed (${errorText(error)}).`,
      say`Run: chmod 600 ${file}`,
      error,
    )
  }
  log.warn(
    'Other users could read the secrets; this has been put right. If others use this machine, change them.',
    {
      file,
    },
  )
}

async function read(file: string, log: Log): Promise<Content> {
  try {
    await guardMode(file, log)
    return Content.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return {}
    if (error instanceof ProblemError) throw error
    // The text is not repeated: it may hold parts of secrets.
    const why = errorCode(error) === '' ? say`it is not the file that Sluice wrote` : errorText(error)
    throw unusable(
      say`The secrets in ${file} cannot be read: ${why}.`,
      say`Move the file away and give the secrets again with: sluice secret set NAME`,
    )
  }
}

/** The secret file of a data folder. It is made when the first secret is set. */
export function secretFile(dataDir: string, log: Log): SecretFile {
  const file = path.join(dataDir, 'secrets.json')
  let last: Promise<unknown> = Promise.resolve()

  // One change after the other: each writes the whole file.
  function change(edit: (content: Content) => Content | null): Promise<void> {
    const next = last.then(async () => {
      const content = edit(await read(file, log))
      if (content !== null)
        await writeFileAtomic(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
    })
    last = next.catch(() => undefined)
    return next
  }

  return {
    path: file,
    get: async (name) => {
      const content = await read(file, log)
      return Object.hasOwn(content, name) ? (content[name] ?? null) : null
    },
    set: (name, value) => change((content) => ({ ...content, [name]: value })),
    remove: (name) =>
      change((content) => {
        if (!Object.hasOwn(content, name)) return null
        return Object.fromEntries(Object.entries(content).filter(([key]) => key !== name))
      }),
  }
}
