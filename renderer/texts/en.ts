import { destinationKinds } from './en/destination-kinds.ts'
import { destinations } from './en/destinations.ts'
import { firstStart } from './en/first-start.ts'
import { folders } from './en/folders.ts'
import { forms } from './en/forms.ts'
import { queue } from './en/queue.ts'
import { diagnostics } from './en/diagnostics.ts'
import { history } from './en/history.ts'
import { settings } from './en/settings.ts'
import { shell } from './en/shell.ts'
import { templates } from './en/templates.ts'

/** Every word of the window in English: the catalogue that other languages follow. */
export const en = {
  forms,
  folders,
  firstStart,
  destinations,
  destinationKinds,
  queue,
  diagnostics,
  history,
  settings,
  shell,
  templates,
}
export type Texts = typeof en
