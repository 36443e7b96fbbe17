import { api } from '../api/api.ts'

/** Files that a person has picked and that wait for a destination: shown as a dialog by the queue. */
class Upload {
  paths = $state<string[]>([])
  isOpen = $state(false)

  /** Files from outside the window. A browser does not tell their paths; the dialog then asks for them. */
  dropped(files: readonly File[]): void {
    this.ask(api().pathsOf(files))
  }

  ask(paths: readonly string[] = []): void {
    this.paths = [...paths]
    this.isOpen = true
  }

  close(): void {
    this.isOpen = false
    this.paths = []
  }
}

export const upload = new Upload()
