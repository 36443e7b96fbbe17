import type { Problem } from '../../shared/problem.ts'
import { api } from '../api/api.ts'
import { route } from './route.svelte.ts'
import { status } from './status.svelte.ts'

export interface Refused {
  path: string
  problem: Problem
}

/** Files that a person has picked and that wait for a destination: shown as a dialog by the queue. */
class Upload {
  paths = $state<string[]>([])
  isOpen = $state(false)
  /** What is being picked in a face that has no dialog of its own. */
  picking = $state<'files' | 'folder' | null>(null)
  /** What was not taken, after files were added. */
  refused = $state.raw<Refused[]>([])
  /** How many were queued at the last time. */
  added = $state(0)
  isAdding = $state(false)
  /** What was chosen last; the first destination while there is no such one. */
  wanted = $state('')

  get destination(): string {
    const names = status.engine?.destinations.map(({ name }) => name) ?? []
    return names.includes(this.wanted) ? this.wanted : (names[0] ?? '')
  }

  get canSend(): boolean {
    return this.paths.length > 0 && this.destination !== '' && !this.isAdding
  }

  /** Files from outside the window. A browser does not tell their paths; the dialog then asks for them. */
  dropped(files: readonly File[]): void {
    this.ask([...this.paths, ...api().pathsOf(files)])
  }

  ask(paths: readonly string[] = []): void {
    this.paths = [...new Set(paths)]
    this.refused = []
    this.added = 0
    this.picking = this.paths.length === 0 && status.face?.hasDialogs !== true ? 'files' : null
    this.isOpen = true
    route.go('queue')
  }

  /** «Upload files…» and «Upload folder…»: the face's own dialog where it has one. @throws ProblemError */
  async pick(what: 'files' | 'folder'): Promise<void> {
    if (status.face?.hasDialogs !== true) {
      if (!this.isOpen) this.ask()
      this.picking = what
      return
    }
    const { paths } = await api().call('face.pick', { what })
    if (paths.length > 0) this.ask([...this.paths, ...paths])
  }

  picked(paths: readonly string[]): void {
    this.paths = [...new Set([...this.paths, ...paths])]
    this.picking = null
  }

  /** Without having picked anything there is nothing to go back to. */
  stopPicking(): void {
    if (this.paths.length === 0) this.close()
    else this.picking = null
  }

  leaveOut(path: string): void {
    this.paths = this.paths.filter((other) => other !== path)
  }

  /** Queues them; the dialog closes unless something was refused. @throws ProblemError */
  async add(template: string, subfolder: string): Promise<void> {
    this.isAdding = true
    try {
      const { jobs, refused } = await api().call('upload.add', {
        paths: [...this.paths],
        destination: this.destination,
        ...(template === '' ? {} : { template }),
        ...(subfolder.trim() === '' ? {} : { subfolder: subfolder.trim() }),
      })
      this.added = jobs.length
      this.refused = refused
      this.paths = []
      if (refused.length === 0) this.isOpen = false
    } finally {
      this.isAdding = false
    }
  }

  close(): void {
    this.isOpen = false
    this.paths = []
    this.picking = null
    this.refused = []
  }
}

export const upload = new Upload()
