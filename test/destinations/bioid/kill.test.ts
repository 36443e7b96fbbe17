import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { portrait } from '../../servers/bioid/portraits.ts'
import { type BioidServer, startBioidServer } from '../../servers/bioid/server.ts'
import type { FaultRule } from '../../servers/bioid/faults.ts'
import { until } from '../../support/until.ts'
import { makeFile, type TestFile } from '../test-file.ts'

const PROGRAM = path.join(import.meta.dirname, 'sending-program.ts')

function send(server: BioidServer, files: readonly TestFile[]) {
  const child = spawn(process.execPath, [PROGRAM, server.url, ...files.map(({ path: file }) => file)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return { child, ended: once(child, 'exit'), output: text(child.stdout) }
}

const seen = (server: BioidServer, operation: string): number =>
  server.requests.filter((request) => request.operation === operation).length

/** Where the process is killed: what goes wrong, and by what the moment is known. */
const moments: [string, FaultRule, (server: BioidServer) => boolean][] = [
  ['before any sample', { on: 'token', kind: 'hang', times: 1 }, (server) => seen(server, 'token') === 1],
  [
    'when a sample is there and its answer is not',
    { on: 'upload', kind: 'hang-after', times: 1, skip: 1 },
    (server) => server.people.waiting(server.tokens.issued[0] ?? '').length === 3,
  ],
  [
    'when the task has not arrived',
    { on: 'task', kind: 'hang', times: 1 },
    (server) => seen(server, 'task') === 1,
  ],
  [
    'when the task is done and its answer is not there',
    { on: 'task', kind: 'hang-after', times: 1 },
    (server) => server.people.tasks.length === 1,
  ],
]

test.each(moments)(
  'killed %s: a new process enrols the person exactly once',
  async (_when, fault, isThere) => {
    const server = await startBioidServer({ apps: [{ id: 'app-1', secret: 'the secret' }] })
    onTestFinished(() => server.close())
    const files = await Promise.all(
      [1, 2, 3].map(async (at) => await makeFile(`${String(at)}.jpg`, await portrait())),
    )
    server.faults.add(fault)
    const first = send(server, files)
    await until(() => isThere(server), 'the moment')
    first.child.kill('SIGKILL')
    await first.ended
    const second = send(server, files)
    const result = JSON.parse(await second.output) as { told: string[]; proofs: { kind: string }[] }
    expect(result.told).toEqual(['sent', 'sent', 'sent'])
    expect(result.proofs).toMatchObject(
      files.map(() => ({ kind: 'confirmed', proof: { assetName: 'bws.112.4711', proof: 'asset' } })),
    )
    expect(server.people.tasks.map(({ samples }) => samples.map(({ sha256 }) => sha256))).toEqual([
      files.map(({ sha256 }) => sha256),
    ])
    // Once more: it stays so.
    const third = send(server, files)
    expect(JSON.parse(await third.output)).toMatchObject({ told: ['sent', 'sent', 'sent'] })
    expect(server.people.tasks).toHaveLength(1)
  },
)
