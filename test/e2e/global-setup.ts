import type { TestProject } from 'vitest/node'
import { ensureChromium } from '../../build/prepare-machine.ts'
import { windowFiles } from '../../electron/headless/window-files.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of the Chromium that the window is looked at with. */
    chromium: string
  }
}

const say = (words: string): void => {
  console.log(words)
}

/** Once for all specs: a browser, and the window as it is in the source now. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('chromium', await ensureChromium({ say }))
  await windowFiles(say)
}
