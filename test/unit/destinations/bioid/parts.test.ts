import { describe, expect, test } from 'vitest'
import {
  sampleRefused,
  taskFailed,
  warningNote,
} from '../../../../electron/engine/destinations/bioid/codes.ts'
import { openToken, sealToken } from '../../../../electron/engine/destinations/bioid/memo.ts'
import { withoutTokens } from '../../../../electron/engine/destinations/bioid/problems.ts'
import { inOrder, tagOf } from '../../../../electron/engine/destinations/bioid/sample.ts'
import { parsed, TaskResult, UploadResult } from '../../../../electron/engine/destinations/bioid/wire.ts'
import type { Member } from '../../../../electron/engine/destinations/destination.ts'

test.each([
  ['4711_01-up.jpg', 'up'],
  ['a_LEFT.png', 'left'],
  ['a-up-left.jpg', 'up,left'],
  ['up.jpg', null],
  ['makeup.jpg', null],
  ['a-upper.jpg', null],
  ['a-right.x.jpg', null],
  ['a-down', 'down'],
])('the tag of %s is %s', (name, tag) => {
  expect(tagOf(name)).toBe(tag)
})

test('samples go in the order of their numbers, however they come', () => {
  const member = (path: string) =>
    ({ shipment: { origin: { path }, source: { name: path } } }) as unknown as Member
  const paths = ['4/10.jpg', '4/2.jpg', '4/1.jpg', '4/1.JPG', '4/01.jpg']
  const order = (all: readonly string[]) =>
    inOrder(all.map(member)).map(({ member: { shipment }, index }) => [shipment.origin.path, index])
  expect(order(paths)).toEqual(order(paths.toReversed()))
  expect(order(paths).slice(-2)).toEqual([
    ['4/2.jpg', 4],
    ['4/10.jpg', 5],
  ])
})

test('a sealed token opens with its secret alone', () => {
  const sealed = sealToken('eyJ.the.token', 'secret')
  expect(sealed).not.toContain('token')
  expect(sealToken('eyJ.the.token', 'secret')).not.toBe(sealed)
  expect(openToken(sealed, 'secret')).toBe('eyJ.the.token')
  expect(openToken(sealed, 'other')).toBeNull()
  expect(openToken(sealed.slice(4), 'secret')).toBeNull()
  expect(openToken('', 'secret')).toBeNull()
})

describe('answers', () => {
  test.each([
    ['{"Accepted":true,"Warnings":["A"]}', { accepted: true, warnings: ['A'] }],
    ['{"accepted":false,"error":"X","warnings":null}', { accepted: false, error: 'X', warnings: null }],
    ['{"Accepted":false,"Error":null}', { accepted: false, error: null }],
    ['{"Accepted":true,"Warnings":"odd"}', { accepted: true, warnings: null }],
  ])('%s is understood', (text, result) => {
    expect(parsed(UploadResult, text)).toEqual(result)
  })

  test.each(['', '[]', 'null', '{"Accepted":"true"}', '{}', '<html>', '[true]'])('%s is not', (text) => {
    expect(parsed(UploadResult, text)).toBeNull()
  })

  test('matches of an unknown form do not stand in the way of a result', () => {
    expect(parsed(TaskResult, '{"Success":true,"Matches":"many"}')).toMatchObject({
      success: true,
      matches: null,
    })
    expect(
      parsed(
        TaskResult,
        '{"Success":true,"Matches":[{"Score":0.5,"ClassID":7,"Partition":1,"Storage":"b"}]}',
      ),
    ).toMatchObject({ matches: [{ score: 0.5, classid: '7', partition: '1', storage: 'b' }] })
  })
})

test('an empty code is none', () => {
  expect(parsed(UploadResult, '{"Accepted":false,"Error":""}')).toMatchObject({ error: null })
  expect(parsed(TaskResult, '{"Success":false,"Error":""}')).toMatchObject({ error: null })
})

test('codes are an open list', () => {
  expect(sampleRefused('constructor').problem).toMatchObject({
    code: 'sample-refused',
    detail: 'constructor',
  })
  expect(sampleRefused(null).problem.what).toBe('BioID does not accept this sample.')
  expect(warningNote('toString').text).toBe('BioID warns: toString.')
  expect(taskFailed('valueOf', 'enroll')).toMatchObject({
    kind: 'refused',
    problem: { code: 'task-failed', what: 'BioID has not carried out the task: valueOf.' },
  })
})

test.each([
  ['verify', 'rejected', 'not-recognised'],
  ['identify', 'rejected', 'not-recognised'],
  ['livenessdetection', 'rejected', 'not-live'],
  // Nobody compares anything there, so the pictures are not known to be to blame.
  ['enroll', 'refused', 'task-failed'],
] as const)('a task «%s» that fails without a reason is %s: %s', (task, kind, code) => {
  expect(taskFailed(null, task)).toMatchObject({ kind, problem: { code, detail: 'Success: false' } })
})

test('a token is not told, not even a part of it', () => {
  const token = `eyJhbGciOiJIUzI1NiJ9.${'eyJ0b2tlbmlkIjoi'.repeat(20)}.c2lnbmF0dXJl`
  expect(withoutTokens(`You sent Bearer ${token}, really`)).toBe('You sent Bearer ***, really')
  expect(withoutTokens(`{"t":"${token}"}`)).toBe('{"t":"***"}')
  expect(withoutTokens('Basic YXBwOnNlY3JldA== is wrong')).toBe('Basic *** is wrong')
  expect(withoutTokens('x'.repeat(1000))).toHaveLength(200)
})
