import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'

const Result = z.object({ files: z.number(), bytes: z.number(), seconds: z.number(), cpuSeconds: z.number() })

export type BareScriptResult = z.infer<typeof Result>

/**
 * Runs bare-script.ts as a process of its own over all files below `folder`.
 * @throws Error when a request fails: the script tries nothing twice.
 */
export async function runBareScript(options: {
  url: string
  folder: string
  concurrency: number
}): Promise<BareScriptResult> {
  const script = fileURLToPath(new URL('bare-script.ts', import.meta.url))
  const args = [
    '--url',
    options.url,
    '--folder',
    options.folder,
    '--concurrency',
    String(options.concurrency),
  ]
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args])
  return Result.parse(JSON.parse(stdout))
}
