import type { ConfigMistake } from '../../../shared/contract.ts'
import { api, problemOf } from '../../api/api.ts'
import { config } from '../../stores/config.svelte.ts'
import { words } from '../../texts/texts.svelte.ts'
import {
  addressFault,
  type Answers,
  archiveNameFrom,
  firstConfig,
  folderNameFrom,
  isWholePath,
  secretNameOf,
} from './first-config.ts'

export type StepName = 'folder' | 'archive' | 'template'
export const STEPS: readonly StepName[] = ['folder', 'archive', 'template']

type Field = keyof Answers | 'secret'

/** The guide at the first start: what was answered, what is wrong with it, and the end at which all of it is written. */
export class Guide {
  answers = $state<Answers>({
    path: '',
    folderName: '',
    address: '',
    isArea: false,
    archiveName: '',
    method: 'browser',
    clientId: '',
    template: 'none',
    templateName: words().firstStart.templateName,
    credit: '',
  })
  secret = $state('')
  step = $state(0)
  faults = $state.raw<Partial<Record<Field, string>>>({})
  /** What the engine finds wrong at the very end. */
  mistakes = $state.raw<ConfigMistake[]>([])
  isBusy = $state(false)
  readonly name = $derived(STEPS[this.step] ?? 'folder')
  readonly isLast = $derived(this.step === STEPS.length - 1)
  /** Names follow what they are made from until somebody writes one. */
  readonly #isNamed = { folderName: false, archiveName: false }

  set<K extends keyof Answers>(field: K, value: Answers[K]): void {
    this.answers[field] = value
    if (field === 'folderName') this.#isNamed.folderName = true
    if (field === 'archiveName') this.#isNamed.archiveName = true
    if (field === 'path' && !this.#isNamed.folderName)
      this.answers.folderName = folderNameFrom(this.answers.path)
    if (field === 'address' && !this.#isNamed.archiveName)
      this.answers.archiveName = archiveNameFrom(this.answers.address)
    this.faults = {}
    this.mistakes = []
  }

  back(): void {
    this.step = Math.max(0, this.step - 1)
    this.faults = {}
  }

  /** Goes on when the step is answered. @returns true at the end */
  async next(): Promise<boolean> {
    if (this.isBusy) return false
    this.isBusy = true
    try {
      this.faults = await this.#faultsOf(this.name)
      if (Object.keys(this.faults).length > 0) return false
      if (!this.isLast) {
        this.step++
        return false
      }
      return await this.#write()
    } finally {
      this.isBusy = false
    }
  }

  /** Writes a configuration with nothing in it, so that the window opens. @throws ProblemError */
  async skip(): Promise<void> {
    await config.save({})
  }

  async #write(): Promise<boolean> {
    const root = firstConfig($state.snapshot(this.answers))
    const found = await api().call('config.check', { root })
    this.mistakes = found.mistakes
    if (found.mistakes.length > 0) return false
    if (this.answers.method === 'client-credentials')
      await api().call('secrets.set', { name: secretNameOf(this.answers), value: this.secret })
    const { mistakes } = await api().call('config.save', { root })
    this.mistakes = mistakes
    if (mistakes.length > 0) return false
    this.secret = ''
    return true
  }

  async #faultsOf(step: StepName): Promise<Partial<Record<Field, string>>> {
    if (step === 'folder') return await this.#folderFaults()
    return step === 'archive' ? this.#archiveFaults() : {}
  }

  async #folderFaults(): Promise<Partial<Record<Field, string>>> {
    const text = words().firstStart
    const { path, folderName } = this.answers
    if (path.trim() === '') return { path: text.folderMissing }
    if (!isWholePath(path)) return { path: text.folderRelative }
    if (folderName.trim() === '') return { folderName: text.nameMissing }
    // Where home is, only the engine knows.
    if (path.startsWith('~')) return {}
    try {
      await api().call('places.list', { path })
      return {}
    } catch (error) {
      const { what, remedy } = problemOf(error)
      return { path: `${what} ${remedy}` }
    }
  }

  #archiveFaults(): Partial<Record<Field, string>> {
    const text = words().firstStart
    const { address, isArea, archiveName, method, clientId } = this.answers
    const fault = addressFault(address, isArea)
    const texts = {
      missing: text.addressMissing,
      wrong: text.addressWrong,
      insecure: text.addressInsecure,
      noPlace: text.addressNoPlace,
    }
    return {
      ...(fault === null ? {} : { address: texts[fault] }),
      ...(archiveName.trim() === '' ? { archiveName: text.nameMissing } : {}),
      ...(method !== 'none' && clientId.trim() === '' ? { clientId: text.clientIdMissing } : {}),
      ...(method === 'client-credentials' && this.secret === '' ? { secret: text.secretMissing } : {}),
    }
  }
}
