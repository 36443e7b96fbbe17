import { expect, test } from 'vitest'
import { EventBatches } from '../../../electron/host/event-batches.ts'
import type { EventBatch } from '../../../shared/wire.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { SmallEngine } from '../control/small-engine.ts'

function gathered() {
  const clock = new FakeClock()
  const engine = new SmallEngine()
  const sent: EventBatch[] = []
  new EventBatches(engine, clock, (batch) => sent.push(batch))
  return { clock, engine, sent }
}

test('a progress is never told after the end of its file', async () => {
  const { clock, engine, sent } = gathered()
  engine.emit('file', { event: 'progress', job: 7, path: 'a.jpg', sentBytes: 9 })
  engine.emit('file', { event: 'progress', job: 8, path: 'b.jpg', sentBytes: 3 })
  engine.emit('file', { event: 'done', job: 7, path: 'a.jpg' })
  await clock.advance(250)
  const told = sent.flatMap(({ events }) => events.map(({ payload }) => payload))
  expect(told).toMatchObject([
    { event: 'done', job: 7 },
    { event: 'progress', job: 8, sentBytes: 3 },
  ])
})

test('when too much happens at once a batch stays small, and says that it was cut', async () => {
  const { clock, engine, sent } = gathered()
  for (let job = 1; job <= 10_000; job++)
    engine.emit('file', { event: 'waiting', job, path: `${String(job)}.jpg` })
  await clock.advance(250)
  expect(sent).toEqual([{ sequence: 1, events: [], isCut: true }])
})
