import type { Texts } from './en.ts'
import { destinationKinds } from './de/destination-kinds.ts'
import { destinations } from './de/destinations.ts'
import { firstStart } from './de/first-start.ts'
import { folders } from './de/folders.ts'
import { forms } from './de/forms.ts'
import { queue } from './de/queue.ts'
import { diagnostics } from './de/diagnostics.ts'
import { history } from './de/history.ts'
import { settings } from './de/settings.ts'
import { shell } from './de/shell.ts'
import { templates } from './de/templates.ts'

export const de: Texts = {
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
