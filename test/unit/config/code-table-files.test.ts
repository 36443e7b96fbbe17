import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { CodeTableFiles } from '../../../electron/engine/config/code-table-files.ts'
import { UploadError } from '../../../electron/engine/errors.ts'
import { failureOf } from '../../support/until.ts'

const USE = { codes: ['players'], codeDelimiter: '=' }

async function tableAt(content: string): Promise<{ file: string; tables: CodeTableFiles }> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'sluice-tables-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const file = path.join(dir, 'players.txt')
  await writeFile(file, content)
  return { file, tables: new CodeTableFiles([{ name: 'players', path: file }]) }
}

test('a table that is emptied while it is written anew holds files back, and is read when it is complete', async () => {
  const { file, tables } = await tableAt('CC8\tDaren Bram\n')
  const before = await tables.load(['players'], USE)
  await writeFile(file, '')
  const failure = await failureOf(tables.load(['players'], USE))
  expect(failure).toBeInstanceOf(UploadError)
  expect(failure).toMatchObject({ kind: 'tool', problem: { code: 'code-table-unusable' } })
  expect(String(failure)).toContain('it is empty')
  await writeFile(file, 'CC8\tBram\nCC9\tGreen\n')
  const after = await tables.load(['players'], USE)
  expect(after.tables.get('players')?.entries.size).toBe(2)
  expect(after.stamp).not.toBe(before.stamp)
})
