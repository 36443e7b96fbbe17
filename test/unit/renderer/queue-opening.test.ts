import { expect, test } from 'vitest'
import { JobPages, type JobFilter, type JobQuestions } from '../../../renderer/stores/queue-pages.ts'
import { until } from '../../support/until.ts'
import { QueueEngine } from './queue-engine.ts'
import { idsAt, QueueView, whenSeen } from './queue-view.ts'

type Question = 'list' | 'anchors'

/** An engine whose answers are held back until they are let go. */
class HeldAnswers implements JobQuestions {
  readonly engine = new QueueEngine()
  readonly #held = new Map<Question, { promise: Promise<void>; letGo: () => void }>()

  hold(question: Question): void {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    this.#held.set(question, {
      promise,
      letGo: () => {
        resolve(undefined)
      },
    })
  }

  letGo(question: Question): void {
    this.#held.get(question)?.letGo()
    this.#held.delete(question)
  }

  async list(input: Parameters<JobQuestions['list']>[0]): ReturnType<JobQuestions['list']> {
    const answer = await this.engine.list(input)
    await this.#held.get('list')?.promise
    return answer
  }

  async anchors(input: Parameters<JobQuestions['anchors']>[0]): ReturnType<JobQuestions['anchors']> {
    const answer = await this.engine.anchors(input)
    await this.#held.get('anchors')?.promise
    return answer
  }

  nowMs(): number {
    return this.engine.nowMs()
  }
}

function opening(count: number, filter: JobFilter = {}) {
  const answers = new HeldAnswers()
  answers.engine.fill(count)
  const view = new QueueView()
  return { answers, engine: answers.engine, view, list: new JobPages(filter, answers, view.listener) }
}

test('the first rows are shown before anything is known of those below', async () => {
  const { answers, engine, list } = opening(5_000)
  answers.hold('anchors')
  list.want(0, 19)
  await until(() => list.isLoaded, 'the first page is here')
  expect(idsAt(list, 0, 99)).toEqual(engine.ids().slice(0, 100))
  expect(list.total).toBe(100)
  expect(list.indexOf(4_991)).toBe(9)
  await until(() => engine.asked.length === 2, 'the anchors are asked for')
  expect(engine.asked).toEqual(['list newest', 'anchors'])
  answers.letGo('anchors')
  await until(() => list.total === 5_000, 'it is laid out')
  // What was shown is right and is not asked again.
  expect(engine.asked).toEqual(['list newest', 'anchors'])
  expect(idsAt(list, 0, 99)).toEqual(engine.ids().slice(0, 100))
})

test('the list has its height at once where it is known how many there are', async () => {
  const { answers, list } = opening(5_000)
  answers.hold('anchors')
  list.want(0, 19)
  list.stale(5_000)
  await until(() => list.isLoaded, 'the first page is here')
  expect(list.total).toBe(5_000)
  expect(idsAt(list, 4_990, 4_999)).toEqual(Array.from({ length: 10 }, () => null))
  list.want(4_990, 4_999)
  answers.letGo('anchors')
  await whenSeen(list, 4_990, 4_999)
  expect(idsAt(list, 4_990, 4_999)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
})

test('a list that the first page holds whole needs no anchors', async () => {
  const { engine, list } = opening(99)
  await whenSeen(list, 0, 98)
  list.stale(99)
  await until(() => engine.asked.length >= 3, 'it was asked again')
  expect(engine.asked).not.toContain('anchors')
  expect(list.total).toBe(99)
})

test('a row that is told of between page and anchors shows it, then and later', async () => {
  const { answers, list } = opening(1_000)
  answers.hold('anchors')
  list.want(0, 19)
  await until(() => list.isLoaded, 'the first page is here')
  list.patch(995, { state: 'failed' })
  expect(list.lineAt(5)).toMatchObject({ job: { id: 995, state: 'failed' } })
  answers.letGo('anchors')
  await until(() => list.total === 1_000, 'it is laid out')
  expect(list.lineAt(5)).toMatchObject({ job: { id: 995, state: 'failed' } })
})

test('jobs that come between page and anchors are there in their order, each once', async () => {
  const { answers, engine, list } = opening(1_000)
  answers.hold('anchors')
  list.want(0, 19)
  await until(() => engine.asked.includes('anchors'), 'the anchors are asked for')
  engine.fill(7)
  list.stale(1_007)
  answers.letGo('anchors')
  await until(() => list.lineAt(0).kind === 'job' && list.total === 1_007, 'the new ones are here')
  await whenSeen(list, 0, 250)
  expect(idsAt(list, 0, 250)).toEqual(engine.ids().slice(0, 251))
})

test('rows that leave between page and anchors are gone when it is laid out', async () => {
  const { answers, engine, list } = opening(3_000, { state: 'waiting' })
  answers.hold('list')
  list.want(0, 19)
  await until(() => engine.asked.includes('list newest'), 'the first page is asked for')
  const gone = engine.ids("state = 'waiting'").slice(3, 9)
  // Anchors wait for the page, never the page for them.
  expect(engine.asked).toEqual(['list newest'])
  engine.store.database.exec(`UPDATE job SET state = 'done' WHERE id IN (${gone.join(',')})`)
  answers.letGo('list')
  list.stale(294)
  await until(() => list.total === 294, 'it is laid out')
  await whenSeen(list, 0, 293)
  expect(idsAt(list, 0, 293)).toEqual(engine.ids("state = 'waiting'"))
})

test('whoever scrolls between page and anchors keeps the row under the eyes', async () => {
  const { answers, engine, view, list } = opening(3_000)
  answers.hold('anchors')
  await whenSeen(list, 0, 19)
  list.want(40, 59)
  const before = idsAt(list, 40, 59)
  await until(() => engine.asked.includes('anchors'), 'the anchors are asked for')
  // Too late for the first page, in time for the anchors that are asked for next.
  engine.fill(5)
  answers.letGo('anchors')
  list.stale(3_005)
  await until(() => list.total === 3_005, 'the new ones are here')
  expect(view.shifts).toEqual([5])
  expect(idsAt(list, 45, 64)).toEqual(before)
})

test.each(['list', 'anchors'] as const)(
  'when another list is opened while %s is on its way nothing more is asked for this one',
  async (question) => {
    const { answers, engine, view, list } = opening(1_000)
    answers.hold(question)
    list.want(0, 19)
    const asked = question === 'list' ? ['list newest'] : ['list newest', 'anchors']
    await until(() => engine.asked.length === asked.length, 'it has asked')
    const { changes } = view
    list.close()
    answers.letGo(question)
    await until(() => view.changes > changes, 'the answer is here')
    list.want(500, 519)
    list.stale(1_000)
    expect(engine.asked).toEqual(asked)
  },
)

test('anchors that the engine refuses are asked for again, and the first page stays', async () => {
  const engine = new QueueEngine()
  engine.fill(1_000)
  let isDown = true
  let refusals = 0
  const view = new QueueView()
  const list = new JobPages(
    {},
    {
      list: (input) => engine.list(input),
      anchors: async (input) => {
        if (!isDown) return await engine.anchors(input)
        refusals++
        throw new Error('down')
      },
      nowMs: () => engine.nowMs(),
    },
    view.listener,
  )
  list.want(0, 9)
  await until(() => refusals > 0, 'it has asked')
  expect(idsAt(list, 0, 9)).toEqual(engine.ids().slice(0, 10))
  isDown = false
  list.stale(1_000)
  await whenSeen(list, 900, 909)
  expect(idsAt(list, 900, 909)).toEqual(engine.ids().slice(900, 910))
})
