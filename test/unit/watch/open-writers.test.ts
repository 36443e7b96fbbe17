import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { link, mkdir, open, symlink } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openWriters } from '../../../electron/engine/watch/open-writers.ts'
import { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts'

let folder: TemporaryFolder

beforeEach(async () => {
  folder = await temporaryFolder()
})

afterEach(() => folder.remove())

/** A shell that holds a file open until it is stopped. */
async function hold(file: string, how: '<' | '>>'): Promise<ChildProcess> {
  const shell = spawn('sh', ['-c', `exec 3${how}"$1"; echo ready; read -r line`, 'sh', file])
  await once(shell.stdout, 'data')
  return shell
}

async function release(shell: ChildProcess): Promise<void> {
  shell.stdin?.end()
  await once(shell, 'exit')
}

describe.skipIf(process.platform !== 'linux')('on Linux', () => {
  const writers = openWriters('linux')

  test('finds what another program writes, by name, until it ends', async () => {
    const [written, quiet] = [await folder.write('written.jpg'), await folder.write('quiet.jpg')]
    const shell = await hold(written, '>>')
    expect(await writers.find([written, quiet])).toEqual(new Map([[written, 'sh']]))
    await release(shell)
    expect(await writers.find([written, quiet])).toEqual(new Map())
  })

  test('a reader is no writer', async () => {
    const file = await folder.write('1.jpg')
    const shell = await hold(file, '<')
    expect((await writers.find([file])).size).toBe(0)
    await release(shell)
  })

  test('our own writers count', async () => {
    const file = await folder.write('1.jpg')
    const handle = await open(file, 'r+')
    expect([...(await writers.find([file])).keys()]).toEqual([file])
    await handle.close()
  })

  test('a folder reached by a link is known again', async () => {
    const file = await folder.write('a/1.jpg')
    await symlink(path.join(folder.root, 'a'), path.join(folder.root, 'link'))
    const throughLink = path.join(folder.root, 'link/1.jpg')
    const handle = await open(file, 'r+')
    expect([...(await writers.find([throughLink, file])).keys()].toSorted()).toEqual([file, throughLink])
    await handle.close()
  })

  test('the same file under another path is the same file', async () => {
    const file = await folder.write('a/1.jpg')
    const elsewhere = path.join(folder.root, 'b/1.jpg')
    await mkdir(path.dirname(elsewhere))
    await link(file, elsewhere)
    const handle = await open(elsewhere, 'r+')
    expect([...(await writers.find([file])).keys()]).toEqual([file])
    await handle.close()
  })

  test('an equal name elsewhere is another file', async () => {
    const [here, there] = [await folder.write('a/1.jpg'), await folder.write('b/1.jpg')]
    const handle = await open(there, 'r+')
    expect((await writers.find([here])).size).toBe(0)
    await handle.close()
  })

  test('what is not there is not held', async () => {
    expect((await writers.find([path.join(folder.root, 'none/1.jpg')])).size).toBe(0)
    expect((await writers.find([])).size).toBe(0)
  })

  test('the event loop goes on meanwhile', async () => {
    const files = await Promise.all(Array.from({ length: 200 }, (_, n) => folder.write(`${n}.jpg`)))
    let turns = 0
    const counting = setInterval(() => (turns += 1), 1)
    await writers.find(files)
    clearInterval(counting)
    expect(turns).toBeGreaterThan(0)
  })
})

test('where nothing can be told, nothing is held', async () => {
  const file = await folder.write('1.jpg')
  expect(await openWriters('darwin').find([file])).toEqual(new Map())
})
