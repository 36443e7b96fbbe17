import { describe, expect, test } from 'vitest'
import { type Account, type Entry, type Foretold, outcomesOf, strangersIn } from '../../demo/foretold.ts'
import type { DeliveryRow, JobRow } from '../../../shared/contract.ts'

const SHA = 'aa'.repeat(32)
const PHOTO: Foretold = { path: 'a.jpg', destination: 'there', sha256: SHA, fate: 'delivered', mark: 'Anna' }
const ENTRY: Entry = { destination: 'there', id: '7', sha256: SHA, label: 'Anna' }
const KNOWN: Entry = { ...ENTRY, sha256: null }
const JOB = { path: 'a.jpg', destination: 'there', state: 'done', problem: null } as unknown as JobRow
const REJECTED = { ...JOB, state: 'rejected', problem: { code: 'no-face', what: 'None.' } } as JobRow
const DELIVERY = {
  ...{ path: 'a.jpg', destination: 'there' },
  receipt: { uploadId: '7' },
} as unknown as DeliveryRow

function isRight(foretold: Partial<Foretold>, account: Partial<Account>): boolean | undefined {
  const whole = { jobs: [JOB], deliveries: [DELIVERY], entries: [ENTRY], proofWords: () => '', ...account }
  return outcomesOf([{ ...PHOTO, ...foretold }], whole)[0]?.isAsForetold
}

describe('what became of a file is as foretold only when Sluice and the server say so', () => {
  test.each<[string, boolean, Partial<Foretold>, Partial<Account>]>([
    ['delivered', true, {}, {}],
    ['not at the server', false, {}, { entries: [] }],
    ['twice at the server', false, {}, { entries: [ENTRY, { ...ENTRY, id: '8' }] }],
    ['somebody else’s', false, {}, { entries: [{ ...ENTRY, label: 'Ben' }] }],
    ['under a number that the receipt does not name', false, {}, { entries: [{ ...ENTRY, id: '8' }] }],
    ['another content', false, {}, { entries: [{ ...ENTRY, sha256: 'bb'.repeat(32) }] }],
    ['without a receipt', false, {}, { deliveries: [] }],
    ['with two receipts', false, {}, { deliveries: [DELIVERY, DELIVERY] }],
    ['two jobs', false, {}, { jobs: [JOB, JOB] }],
    ['failed', false, {}, { jobs: [{ ...JOB, state: 'failed' }] }],
    ['no job at all', false, {}, { jobs: [] }],
    ['there already', true, { fate: 'there' }, { entries: [KNOWN] }],
    ['there already, and sent all the same', false, { fate: 'there' }, {}],
    ['there already, and added', false, { fate: 'delivered' }, { entries: [KNOWN] }],
    [
      'rejected',
      true,
      { fate: 'rejected', mark: 'no-face' },
      { jobs: [REJECTED], deliveries: [], entries: [] },
    ],
    [
      'for another reason',
      false,
      { fate: 'rejected', mark: 'x' },
      { jobs: [REJECTED], deliveries: [], entries: [] },
    ],
    [
      'rejected, yet there',
      false,
      { fate: 'rejected', mark: 'no-face' },
      { jobs: [REJECTED], deliveries: [] },
    ],
  ])('%s: %s', (_what, expected, foretold, account) => {
    expect(isRight(foretold, account)).toBe(expected)
  })
})

test('what no file accounts for is a stranger', () => {
  const account = { jobs: [JOB], deliveries: [DELIVERY], entries: [ENTRY], proofWords: () => '' }
  const outcomes = outcomesOf([PHOTO], account)
  const old: Entry = { ...KNOWN, id: '1' }
  expect(strangersIn([ENTRY, old, { ...ENTRY, destination: 'else' }], outcomes, [DELIVERY])).toEqual([
    old,
    { ...ENTRY, destination: 'else' },
  ])
})
