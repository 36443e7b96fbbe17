import { expect, test } from 'vitest'
import { DiscreetLog } from '../../../electron/engine/log/discreet-log.ts'
import type { LogFields } from '../../../electron/engine/ports.ts'

function discreet(): { log: DiscreetLog; written: unknown[] } {
  const written: unknown[] = []
  const write = (message: string, fields?: LogFields): void => {
    written.push([message, fields])
  }
  return { log: new DiscreetLog({ debug: write, info: write, warn: write, error: write }), written }
}

test('what lies in a folder of faces is not named, and all else is written as it is', () => {
  const { log, written } = discreet()
  log.hide(['/srv/faces', String.raw`C:\faces`])
  log.error('It fell over', {
    job: 7,
    file: "/srv/faces/4711 O'Neil/1.jpg",
    detail:
      "EXDEV: cross-device, rename '/srv/faces/4711 Jane/1.jpg' -> '/elsewhere/Jane/1.jpg'\n    at move (move.ts:1)",
  })
  log.warn(String.raw`C:\faces\Jane.jpg is away`, { detail: '/srv/faces-of-none/a.jpg' })
  expect(written).toEqual([
    [
      'It fell over',
      {
        job: 7,
        file: '/srv/faces/…',
        detail: "EXDEV: cross-device, rename '/srv/faces/…\n    at move (move.ts:1)",
      },
    ],
    [String.raw`C:\faces\…`, { detail: '/srv/faces-of-none/a.jpg' }],
  ])
})

test('without such folders nothing is changed', () => {
  const { log, written } = discreet()
  log.info('It is well', { file: '/srv/hot/a.jpg' })
  expect(written).toEqual([['It is well', { file: '/srv/hot/a.jpg' }]])
})
