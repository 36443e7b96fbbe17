import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { JobJournal } from '../../../electron/engine/dispatch/job-journal.ts'
import { until } from '../../support/until.ts'
import { LaneStage } from './lane-stage.ts'

/** One less than go into a transaction, so that its end falls between two writes that follow. */
const OTHER_WRITES = 499

test('memos that are written together are there together, whatever else is being written', async () => {
  const stage = await LaneStage.open({ group: { size: 3, quietMs: 3_600_000 } })
  stage.lane.pause()
  const ids = [await stage.add('a1'), await stage.add('a2')]
  await until(() => stage.store.jobGroups.ungathered(1, 1).length === 0, 'nothing else is to be written')
  const [one, two] = ids.map((id) => new JobJournal(stage.store, id))
  if (one === undefined || two === undefined) throw new Error('no journals')
  const others = Array.from({ length: OTHER_WRITES }, () => stage.store.write(() => undefined))
  const end = { isWritten: false }
  const written = one
    .writeTogether(
      new Map([
        [one, { of: 'one' }],
        [two, { of: 'two' }],
      ]),
    )
    .then(() => {
      end.isWritten = true
    })
  const seen = new Set<number>()
  while (!end.isWritten) {
    seen.add(ids.filter((id) => stage.store.journals.read(id) !== null).length)
    await turn()
  }
  await Promise.all([written, ...others])
  expect([...seen]).not.toContain(1)
  expect(ids.map((id) => new JobJournal(stage.store, id).memo)).toEqual([{ of: 'one' }, { of: 'two' }])
})
