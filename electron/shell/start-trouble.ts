import { app, dialog } from 'electron'
import type { Problem } from '../../shared/problem.ts'
import { problemSentence } from '../../shared/problem.ts'
import { problemOf } from '../control/dispatch.ts'
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

/** An error that nobody expected: what is written down stays whole, so the app ends and can be started again. */
export function tellFall(error: unknown): void {
  const words = wordsFor('system', app.getLocale())
  dialog.showErrorBox('Sluice', `${words.fellOver}\n\n${problemOf(error).detail ?? ''}`)
  app.exit(1)
}
