import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { app, dialog } from 'electron'
import { say } from '../../shared/phrase.ts'
import type { Problem } from '../../shared/problem.ts'
import { problemSentence } from '../../shared/problem.ts'
import { problemOf } from '../control/dispatch.ts'
import { errorText, ProblemError } from '../engine/errors.ts'
import type { Log } from '../engine/ports.ts'
import { type Words, wordsFor } from './words.ts'

/** Says why the app cannot start, then ends it. The window of one Sluice is never opened onto another one's work. */
export async function tellStartTrouble(error: unknown): Promise<void> {
  const words = wordsFor('system', app.getLocale())
  const problem = problemOf(error)
  process.stderr.write(`${problemSentence(problem)}\n`)
  await dialog.showMessageBox({
    type: 'error',
    title: 'Sluice',
    message: words.cannotStart,
    detail: problem.code === 'data-folder-in-use' ? words.otherSluice : detailOf(problem, words),
    buttons: [words.quit],
  })
  app.exit(1)
}

function detailOf(problem: Problem, words: Words): string {
  const own = words.problem(problem)
  return problem.detail === undefined ? own : `${own}\n\n${problem.detail}`
}

/**
 * Electron keeps its own things in the data folder. Where that cannot be used it would take the app for a second one,
 * and end it without a word.
 * @returns why it cannot be used; null when all is well
 */
export function useDataDir(dataDir: string): ProblemError | null {
  const own = path.join(dataDir, 'window')
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    mkdirSync(own, { recursive: true })
    accessSync(own, constants.W_OK)
    app.setPath('userData', own)
    return null
  } catch (error) {
    // Even to say so it needs some place.
    const meanwhile = mkdtempSync(path.join(os.tmpdir(), 'sluice-'))
    process.once('exit', () => {
      rmSync(meanwhile, { recursive: true, force: true })
    })
    app.setPath('userData', meanwhile)
    return new ProblemError(
      {
        code: 'data-folder-unusable',
        what: say`The data folder ${dataDir} cannot be used (${errorText(error)}).`,
        remedy: say`Connect the disk that it lies on, or give this user the right to write there.`,
        isRetried: false,
      },
      { cause: error },
    )
  }
}

let hasFallen = false

/** An error that nobody expected: what is written down stays whole, so the app ends and can be started again. */
export function tellFall(error: unknown, log: Log | null): void {
  // While the words are shown more may fall; the first is the reason.
  if (hasFallen) return
  hasFallen = true
  const words = wordsFor('system', app.getLocale())
  const stack = error instanceof Error ? error.stack : undefined
  log?.error('Sluice fell over', { error: errorText(error), stack })
  dialog.showErrorBox('Sluice', `${words.fellOver}\n\n${problemOf(error).detail ?? ''}`)
  app.exit(1)
}
