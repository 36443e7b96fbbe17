import { ACTIONS, actions, KEYS } from '../../stores/queue-actions.svelte.ts'
import { detail } from '../../stores/queue-detail.svelte.ts'
import { queue } from '../../stores/queue.svelte.ts'
import { targetOf } from './row-target.ts'

/** Arrow keys and their like. @returns the row that must be seen now */
export function moveOnKey(event: KeyboardEvent, total: number, screen: number): number | null {
  if (event.altKey || total === 0) return null
  const { cursor } = queue.selection
  let target = targetOf(event.key, cursor, total, screen)
  if (target === null) return null
  // Headings are no rows to act upon.
  if (queue.lineAt(target).kind === 'heading')
    target = Math.min(total - 1, target + (target >= cursor ? 1 : -1))
  const index = target
  queue.select((selection) => {
    if (event.shiftKey) selection.extendTo(index)
    else if (event.ctrlKey || event.metaKey) selection.move(index)
    else selection.only(index)
  })
  const line = queue.lineAt(index)
  if (detail.id !== null && line.kind === 'job') detail.open(line.job.id)
  return index
}

/** Selecting, and the one key of each action. @returns whether the key meant something */
export function actOnKey(event: KeyboardEvent, total: number): boolean {
  const isCommand = event.ctrlKey || event.metaKey
  if (isCommand && event.key.toLowerCase() === 'a') {
    queue.select((selection) => {
      selection.all(total)
    })
    return true
  }
  if (isCommand && event.key !== ' ') return false
  if (event.altKey) return false
  if (event.key === ' ') {
    queue.select((selection) => {
      if (selection.cursor >= 0) selection.toggle(selection.cursor)
    })
    return true
  }
  if (event.key === 'Escape') return leave()
  const key = event.key === 'Backspace' ? 'Delete' : event.key
  const action = ACTIONS.find((name) => KEYS[name] === key || KEYS[name] === key.toLowerCase())
  if (action === undefined) return false
  actions.do(action)
  return true
}

/** Escape leaves the details first, then the selection. */
function leave(): boolean {
  if (detail.id !== null) detail.close()
  else
    queue.select((selection) => {
      selection.clear()
    })
  return true
}
