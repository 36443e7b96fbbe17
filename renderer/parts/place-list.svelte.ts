import type { Output } from '../../shared/contract.ts'
import type { Problem } from '../../shared/problem.ts'
import { api, problemOf } from '../api/api.ts'
import { joined } from './place-path.ts'

export interface PlaceRow {
  name: string
  path: string
  isFolder: boolean
}

/** Walks through the folders of the computer that runs Sluice. */
export class PlaceList {
  place = $state.raw<Output<'places.list'> | null>(null)
  problem = $state.raw<Problem | null>(null)
  isLoading = $state(false)
  readonly #withFiles: boolean
  #asked = 0

  constructor(withFiles: boolean) {
    this.#withFiles = withFiles
  }

  get rows(): PlaceRow[] {
    const { place } = this
    if (place === null) return []
    const row = (name: string, isFolder: boolean): PlaceRow => ({
      name,
      path: joined(place.path, name),
      isFolder,
    })
    return [
      ...place.folders.map((name) => row(name, true)),
      ...(this.#withFiles ? place.files.map((name) => row(name, false)) : []),
    ]
  }

  /** @param path null for home. A place that cannot be opened leaves what is shown, and is told. */
  async open(path: string | null): Promise<void> {
    const asked = ++this.#asked
    this.isLoading = true
    try {
      const place = await api().call('places.list', { path })
      if (asked !== this.#asked) return
      this.place = place
      this.problem = null
    } catch (error) {
      if (asked === this.#asked) this.problem = problemOf(error)
    } finally {
      if (asked === this.#asked) this.isLoading = false
    }
  }
}
