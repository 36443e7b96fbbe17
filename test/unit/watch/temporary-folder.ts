import { mkdtemp, mkdir, realpath, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

export interface TemporaryFolder {
  root: string
  /** Writes a file below the root, with the directories it needs. Returns its absolute path. */
  write(relative: string, text?: string): Promise<string>
  makeDirectory(relative: string): Promise<string>
  remove(): Promise<void>
}

/** An empty folder for one test. Its path holds no links, so that paths compare. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const root = await realpath(await mkdtemp(path.join(os.tmpdir(), 'sluice-watch-')))
  const makeDirectory = async (relative: string): Promise<string> => {
    const directory = path.join(root, relative)
    await mkdir(directory, { recursive: true })
    return directory
  }
  return {
    root,
    makeDirectory,
    write: async (relative, text = 'picture') => {
      await makeDirectory(path.dirname(relative))
      const file = path.join(root, relative)
      await writeFile(file, text)
      return file
    },
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  }
}
