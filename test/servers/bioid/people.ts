import { createHash } from 'node:crypto'
import { type Claims, LIVE_DETECTION, TASK, type TaskName, triesMax } from './tokens.ts'
import { Refusal } from './refusal.ts'

export interface StoredSample {
  readonly sha256: string
  readonly sizeBytes: number
  readonly type: string
  readonly index: number
  readonly tag: string
  readonly trait: string
}

/** A task that was carried out. */
export interface TaskRecord {
  readonly tokenId: string
  readonly task: TaskName
  readonly bcid: string
  readonly samples: readonly StoredSample[]
  readonly answer: Record<string, unknown>
}

/** What waits for a task, by token, and what tasks have made of it. */
export class People {
  readonly #waiting = new Map<string, StoredSample[]>()
  readonly #tries = new Map<string, number>()
  readonly #enrolled = new Set<string>()
  readonly #results = new Map<string, Record<string, unknown>>()
  /** All tasks that were carried out, oldest first. */
  readonly tasks: TaskRecord[] = []

  add(tokenId: string, bytes: Buffer, about: Omit<StoredSample, 'sha256' | 'sizeBytes'>): void {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const samples = this.#waiting.get(tokenId) ?? []
    this.#waiting.set(tokenId, [...samples, { ...about, sha256, sizeBytes: bytes.length }])
  }

  waiting(tokenId: string): readonly StoredSample[] {
    return this.#waiting.get(tokenId) ?? []
  }

  /**
   * The samples are taken away whatever comes of it.
   * @param scripted an error that the task is to end with
   * @throws Refusal 400, 403
   */
  carryOut(claims: Claims, task: TaskName, scripted: string | null): Record<string, unknown> {
    const asked = claims.task & 0xf0
    if (asked !== TASK[task]) throw new Refusal(403, 'The token was issued for another task.')
    const tries = (this.#tries.get(claims.tokenid) ?? 0) + 1
    this.#tries.set(claims.tokenid, tries)
    if (tries > triesMax(claims)) throw new Refusal(403, 'The number of tries is used up.')
    const samples = this.waiting(claims.tokenid).toSorted((one, other) => one.index - other.index)
    this.#waiting.delete(claims.tokenid)
    if (samples.length === 0) throw new Refusal(400, 'No samples have been uploaded.')
    const bcid = claims.bcid.replaceAll('/', '.')
    const answer = this.#answer(claims, task, samples.length, scripted)
    this.#results.set(claims.tokenid, { ...answer, Action: ACTIONS[task], BCID: bcid })
    this.tasks.push({ tokenId: claims.tokenid, task, bcid, samples, answer })
    return answer
  }

  isEnrolled(bcid: string): boolean {
    return this.#enrolled.has(bcid.replaceAll('/', '.'))
  }

  /** As if it had been enrolled long ago. */
  enrol(bcid: string): void {
    this.#enrolled.add(bcid.replaceAll('/', '.'))
  }

  /** @returns whether there was such a person */
  remove(bcid: string): boolean {
    return this.#enrolled.delete(bcid.replaceAll('/', '.'))
  }

  result(tokenId: string): Record<string, unknown> | null {
    return this.#results.get(tokenId) ?? null
  }

  #answer(claims: Claims, task: TaskName, count: number, scripted: string | null): Record<string, unknown> {
    const bcid = claims.bcid.replaceAll('/', '.')
    if (scripted !== null) return scripted === '' ? { Success: false } : { Success: false, Error: scripted }
    if ((claims.task & LIVE_DETECTION) !== 0 && count < 2)
      return { Success: false, Error: 'LiveDetectionFailed' }
    if (task === 'enroll') this.enrol(bcid)
    if (task === 'verify' && !this.isEnrolled(bcid)) return { Success: false, Error: 'NoTemplateAvailable' }
    if (task === 'identify') {
      const [storage = '', partition = '', person = ''] = bcid.split('.')
      const match = { Score: 0.99, Storage: storage, Partition: Number(partition), ClassID: Number(person) }
      return { Success: true, Matches: this.isEnrolled(bcid) ? [match] : [] }
    }
    return { Success: true }
  }
}

const ACTIONS: Record<TaskName, string> = {
  enroll: 'enrollment',
  verify: 'verification',
  identify: 'identification',
  livenessdetection: 'livenessdetection',
}
