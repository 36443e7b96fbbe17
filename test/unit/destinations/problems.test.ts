import { describe, expect, test } from 'vitest'
import { assetError, revisionError } from '../../../electron/engine/destinations/fotoware/asset-problems.ts'
import type { HttpReply } from '../../../electron/engine/destinations/http.ts'
import { failureError, replyError } from '../../../electron/engine/destinations/fotoware/problems.ts'
import { Problem, problemSentence } from '../../../shared/problem.ts'

const STATUSES = [400, 403, 404, 405, 406, 408, 409, 410, 413, 415, 418, 500, 501, 502, 503, 504, 599]
const VALUES = [
  'invalid_argument',
  'metadata_not_allowed',
  'destination_invalid_url',
  'destination_not_found',
  'destination_invalid_asset',
  'destination_invalid_location',
  'invalid_filename',
  'invalid_folder',
  'invalid_checkout_id',
  'invalid_chunk_index',
  'invalid_chunk_size',
  'invalid_number_of_files',
  'invalid_metadata',
  'unheard_of',
]
const FAILURES = [
  'uploadFailed',
  'destinationDoesNotExist',
  'forbidden',
  'corruptedXmp',
  'rejected',
  'unheardOf',
]

const reply = (status: number, text: string): HttpReply => ({ status, headers: {}, text, requestId: 'R' })

const TESTING = { text: 'testing', id: 'testing', values: [] }

const errors = [
  ...STATUSES.flatMap((status) =>
    VALUES.map((value) => replyError(reply(status, JSON.stringify({ value })), TESTING)),
  ),
  ...STATUSES.map((status) => assetError(reply(status, '{}'), 'a.jpg', TESTING)),
  ...VALUES.map((value) =>
    revisionError(replyError(reply(400, JSON.stringify({ value })), TESTING), '/a/b%20c.jpg.info'),
  ),
  ...FAILURES.map((value) => revisionError(failureError(value, 'their words', 'R'), '/a/%E4.info')),
  ...FAILURES.map((value) => failureError(value, 'their words', 'R')),
]

describe('every answer', () => {
  test('is a problem with what happened and what to do, in whole sentences', () => {
    for (const { problem } of errors) {
      expect(Problem.parse(problem)).toEqual(problem)
      expect(problem.what).toMatch(/^[A-Z].*\.$/)
      expect(problem.remedy).toMatch(/^[A-Z].*\.$/)
      expect(problemSentence(problem)).not.toMatch(/undefined|NaN|\[object|null/)
      expect(problem.requestId).toBe('R')
    }
  })

  test('of a documented value has words of its own', () => {
    const words = VALUES.map(
      (value) => replyError(reply(400, JSON.stringify({ value })), TESTING).problem.what,
    )
    expect(new Set(words).size).toBe(VALUES.length)
  })

  test('never repeats a sign-in, even if an error page does', () => {
    const page = '<html><pre>POST /fotoweb\nAuthorization: Bearer abc.def-ghi_123\n</pre></html>'
    for (const status of STATUSES) {
      expect(JSON.stringify(replyError(reply(status, page), TESTING).problem)).not.toContain('abc.def')
    }
  })

  test.each(['', '   ', '\u0000', '{', '[]', '"text"', 'null', '{"value":7}', 'x'.repeat(100_000)])(
    'with the body %.20j is understood as far as it goes',
    (text) => {
      for (const status of STATUSES) {
        const { problem } = replyError(reply(status, text), TESTING)
        expect(problem.detail?.length ?? 0).toBeLessThan(400)
      }
    },
  )
})
