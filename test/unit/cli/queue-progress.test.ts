import { expect, test } from 'vitest'
import { progressLines } from '../../../electron/cli/progress.ts'
import { QueueProgress } from '../../../electron/cli/queue-progress.ts'
import { jobRow } from '../control/small-engine.ts'
import { SmallWholeEngine } from './fake-terminal.ts'

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('the display never runs backwards between two looks at the counts', async () => {
  const engine = new SmallWholeEngine()
  engine.jobs.push(jobRow(1, 'done'), jobRow(2, 'waiting'), jobRow(3, 'waiting', { sizeBytes: 3000 }))
  const progress = new QueueProgress(engine)
  engine.on('file', (event) => {
    progress.event(event)
  })
  progress.view(0)
  await settled()
  expect(progress.view(1)).toMatchObject({ filesDone: 0, filesTotal: 2, bytesDone: 0, bytesTotal: 4000 })

  const seen: number[] = []
  const look = (): void => {
    const { bytesDone, bytesTotal, filesTotal } = progress.view(2)
    expect({ bytesTotal, filesTotal }).toEqual({ bytesTotal: 4000, filesTotal: 2 })
    seen.push(bytesDone)
  }
  engine.emit('file', { event: 'uploading', job: 3, path: '/3', sizeBytes: 3000 })
  look()
  engine.emit('file', { event: 'progress', job: 3, path: '/3', sentBytes: 2000 })
  look()
  engine.emit('file', { event: 'confirming', job: 3, path: '/3' })
  look()
  // Progress is told late, by a timer.
  engine.emit('file', { event: 'progress', job: 3, path: '/3', sentBytes: 2500 })
  look()
  engine.move(3, 'done')
  look()
  progress.view(2000)
  await settled()
  look()
  expect(seen).toEqual([0, 2000, 3000, 3000, 3000, 3000])
  expect(progress.view(2001)).toMatchObject({ filesDone: 1, filesTotal: 2, uploading: [] })
})

test('a file that nobody has counted yet is part of the whole', () => {
  const progress = new QueueProgress(new SmallWholeEngine())
  progress.event({ event: 'uploading', job: 1, path: '/1', sizeBytes: 1000 })
  progress.event({ event: 'progress', job: 1, path: '/1', sentBytes: 400 })
  expect(progress.view(0)).toMatchObject({ filesTotal: 1, bytesDone: 400, bytesTotal: 1000 })
})

test('an update of metadata counts with the size of its sidecar, and one of no size at all is no trouble', async () => {
  const engine = new SmallWholeEngine()
  engine.jobs.push(
    jobRow(1, 'waiting', { isUpdate: true, sizeBytes: 1300 }),
    jobRow(2, 'waiting', { isUpdate: true, sizeBytes: 0 }),
  )
  const progress = new QueueProgress(engine)
  engine.on('file', (event) => {
    progress.event(event)
  })
  progress.view(0)
  await settled()
  engine.emit('file', { event: 'uploading', job: 2, path: '/2', sizeBytes: 0 })
  expect(progressLines(progress.view(1), 80, (_colour, text) => text)).toEqual([
    '░░░░░░░░░░░░░░░░░░░░░░░░   0 %',
    '0 of 2 files · 0 B of 1.3 kB · 2.5 MB/s · 1 arriving',
    expect.stringMatching(/^ {2}2 +0 % ░{10} → $/),
  ])
  engine.emit('file', { event: 'confirming', job: 2, path: '/2', sizeBytes: 0 })
  engine.emit('file', { event: 'uploading', job: 1, path: '/1', sizeBytes: 1300 })
  engine.emit('file', { event: 'confirming', job: 1, path: '/1', sizeBytes: 1300 })
  expect(progress.view(2)).toMatchObject({ filesTotal: 2, bytesDone: 1300, bytesTotal: 1300 })
})
